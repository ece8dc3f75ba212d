//! Which stages of the arithmetic are rounded, and how.

/// How a value is rounded where a stage asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RoundingMode {
    /// 四舍五入: half away from zero.
    #[default]
    HalfUp,
    /// GB/T 8170: half to even.
    HalfEven,
    /// Toward zero.
    Down,
}

impl RoundingMode {
    /// The word of the rules file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HalfUp => "half-up",
            Self::HalfEven => "half-even",
            Self::Down => "down",
        }
    }
}

/// What a stage leaves of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Precision {
    /// Decimals kept, 0 to 20.
    pub decimals: u32,
    pub mode: RoundingMode,
}

impl Precision {
    /// So many decimals, rounded half up.
    #[must_use]
    pub const fn half_up(decimals: u32) -> Self {
        Self { decimals, mode: RoundingMode::HalfUp }
    }
}

/// What each stage keeps; `None` leaves the stage unrounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rounding {
    /// The mode of stages that do not say their own.
    pub mode: RoundingMode,
    /// A judge's card T.
    pub card: Option<Precision>,
    /// A criterion's value over a list of judges.
    pub criterion: Option<Precision>,
    /// The same after its weight.
    pub criterion_weighted: Option<Precision>,
    /// A group's score A.
    pub group: Option<Precision>,
    /// A component's score P.
    pub component: Option<Precision>,
    /// The mean of a panel, and what panels are brought to.
    pub panel_mean: Option<Precision>,
    /// What brings a panel's scores there: a factor, a difference, or deviations.
    pub coefficient: Option<Precision>,
    /// A component's score after that, P′.
    pub balanced: Option<Precision>,
    /// A component's score after its weight.
    pub component_weighted: Option<Precision>,
    /// The sum of components after the class coefficient.
    pub subtotal: Option<Precision>,
    pub total: Option<Precision>,
}

impl Rounding {
    /// The stages in the order of the arithmetic, each with its key in the rules file.
    #[must_use]
    pub fn stages(&self) -> [(&'static str, Option<Precision>); 11] {
        [
            ("card", self.card),
            ("criterion", self.criterion),
            ("criterion_weighted", self.criterion_weighted),
            ("group", self.group),
            ("component", self.component),
            ("panel_mean", self.panel_mean),
            ("coefficient", self.coefficient),
            ("balanced", self.balanced),
            ("component_weighted", self.component_weighted),
            ("subtotal", self.subtotal),
            ("final", self.total),
        ]
    }

    /// The mode of the total.
    #[must_use]
    pub fn total_mode(&self) -> RoundingMode {
        self.total.map_or(self.mode, |stage| stage.mode)
    }
}
