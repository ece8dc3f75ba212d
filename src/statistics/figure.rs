//! A figure as it leaves this storey: text of so many decimals, or a place along an axis.

use std::cmp::Ordering;

/// A finite number that only this storey can look into.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Figure(f64);

impl Figure {
    pub const ZERO: Self = Self(0.0);

    /// `None` for what is no finite number.
    pub(super) fn of(value: f64) -> Option<Self> {
        value.is_finite().then_some(Self(value))
    }

    /// Reads a plain decimal.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        text.parse().ok().and_then(Self::of)
    }

    pub(super) fn value(self) -> f64 {
        self.0
    }

    /// A number of things, or a place in an order.
    #[must_use]
    pub fn of_count(of: usize) -> Self {
        Self(count(of))
    }

    /// The end of an axis that is as long on both sides of nothing and has room for all figures: a round number, and 1 where there is nothing to be shown.
    #[must_use]
    pub fn reach(figures: impl Iterator<Item = Self>) -> Self {
        let most = figures.map(|figure| figure.0.abs()).fold(0.0, f64::max);
        if most < 1e-9 {
            return Self(1.0);
        }
        let power = 10f64.powf(most.log10().floor());
        Self(
            [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0]
                .into_iter()
                .map(|m| m * power)
                .find(|end| *end >= most)
                .unwrap_or(10.0 * power),
        )
    }

    /// The same on the other side of nothing.
    #[must_use]
    pub fn negated(self) -> Self {
        Self(-self.0)
    }

    /// The order of two figures.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }

    /// The decimal with so many places; what is printed as nothing has no sign.
    #[must_use]
    pub fn fixed(self, decimals: usize) -> String {
        let text = format!("{:.decimals$}", self.0);
        let is_nothing = text.bytes().all(|b| matches!(b, b'-' | b'.' | b'0'));
        if is_nothing { text.trim_start_matches('-').to_owned() } else { text }
    }

    /// The same with `+` before what is above nothing.
    #[must_use]
    pub fn signed(self, decimals: usize) -> String {
        let text = self.fixed(decimals);
        let is_above = !text.starts_with('-') && text.bytes().any(|b| b.is_ascii_digit() && b != b'0');
        if is_above { format!("+{text}") } else { text }
    }

    /// Whether it is below nothing.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0 < 0.0
    }

    #[must_use]
    pub fn magnitude(self) -> Self {
        Self(self.0.abs())
    }

    /// Whether it is, as it is printed with two decimals, so many hundredths or more.
    #[must_use]
    pub fn reaches(self, hundredths: u32) -> bool {
        (self.0 * 100.0).round() >= f64::from(hundredths)
    }

    /// Where it is on an axis on which `low` is at `from` and `high` at `to`, with one decimal; what lies beyond an end is
    /// at that end, and the middle is where both ends are the same.
    #[must_use]
    pub fn along(self, (low, high): (Self, Self), (from, to): (u32, u32)) -> String {
        let width = high.0 - low.0;
        let share = if width == 0.0 { 0.5 } else { ((self.0 - low.0) / width).clamp(0.0, 1.0) };
        let (from, to) = (f64::from(from), f64::from(to));
        Self(from + share * (to - from)).fixed(1)
    }

    /// The axis for figures, with its marks: whole steps of 1, 2 or 5 times a power of ten, about `count` of them. `None`
    /// where there is no figure.
    #[must_use]
    pub fn axis(figures: impl Iterator<Item = Self>, count: u32) -> Option<Axis> {
        let (low, high) = figures
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), figure| (low.min(figure.0), high.max(figure.0)));
        if low > high {
            return None;
        }
        let room = if high > low { (high - low) / f64::from(count.max(1)) } else { 1.0 };
        let power = 10f64.powf(room.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|step| *step >= room).unwrap_or(power);
        let margin = (high - low).max(step) * 0.08;
        let (low, high) = (((low - margin) / power).floor() * power, ((high + margin) / power).ceil() * power);
        let mut marks = Vec::new();
        let mut mark = (low / step).ceil() * step;
        while mark <= high && marks.len() < 40 {
            marks.push(Self(mark));
            mark += step;
        }
        let decimals = [0, 1, 2, 3].into_iter().find(|d| power >= 10f64.powi(-d)).and_then(|d| usize::try_from(d).ok());
        Some(Axis { low: Self(low), high: Self(high), marks, decimals: decimals.unwrap_or(4) })
    }
}

/// An axis that is cut to what there is on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    pub low: Figure,
    pub high: Figure,
    pub marks: Vec<Figure>,
    /// Decimals of the marks.
    pub decimals: usize,
}

/// How many, as a number to reckon with.
pub(super) fn count(of: usize) -> f64 {
    u32::try_from(of).map_or(f64::MAX, f64::from)
}

/// The arithmetic mean; `None` of nothing.
pub(super) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / count(values.len()))
}

/// `over / under` where that is a finite number.
pub(super) fn ratio(over: f64, under: f64) -> Option<f64> {
    Some(over / under).filter(|quotient| quotient.is_finite())
}

/// Whether a sum of squares is nothing but what rounding left of values of such a size.
pub(super) fn is_nothing(squares: f64, values: impl Iterator<Item = f64>) -> bool {
    let size: f64 = values.map(|value| value * value).sum();
    squares <= size * 1e-20
}
