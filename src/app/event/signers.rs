//! Who must sign a result, and from when officials see it: settings of an event, kept as words in its head.

use crate::app::act::actor::Role;
use crate::app::act::drawn::Field;
use crate::app::event::view::EventState;
use crate::store::StoreError;
use crate::store::event::EventRow;

/// Most signers of one role.
pub const MOST: usize = 9;
/// Most first places of which all cards are looked at.
pub const MOST_PLACES: usize = 99;
/// Of how many first places all cards are looked at where nobody has said otherwise.
pub const SPOT_PLACES: i64 = 3;

/// How many of each role must sign; nobody where it is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signers(Vec<(Role, usize)>);

impl Signers {
    /// Roles that sign, in the order in which they are listed.
    pub const ROLES: [Role; 4] = [Role::Teller, Role::Scrutineer, Role::Inspector, Role::Organiser];

    /// What an event starts with: two tellers, two scrutineers, one inspector, one organiser.
    #[must_use]
    pub fn standard() -> Self {
        Self::of(|role| match role {
            Role::Teller | Role::Scrutineer => 2,
            Role::Inspector | Role::Organiser => 1,
            Role::Judge | Role::Official | Role::Administrator => 0,
        })
    }

    /// Nobody has to sign.
    #[must_use]
    pub fn none() -> Self {
        Self(Vec::new())
    }

    /// So many of each role, at most [`MOST`].
    #[must_use]
    pub fn of(count: impl Fn(Role) -> usize) -> Self {
        let counts = Self::ROLES.into_iter().map(|role| (role, count(role).min(MOST)));
        Self(counts.filter(|(_, count)| *count > 0).collect())
    }

    /// Whether nobody has to sign.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many of a role must sign.
    #[must_use]
    pub fn needed(&self, role: Role) -> usize {
        self.0.iter().find(|(known, _)| *known == role).map_or(0, |(_, count)| *count)
    }

    /// The roles that must sign, with how many of each.
    pub fn iter(&self) -> impl Iterator<Item = (Role, usize)> + '_ {
        self.0.iter().copied()
    }

    /// The form that is stored: `teller:2,organiser:1`.
    #[must_use]
    pub fn to_word(&self) -> String {
        self.0.iter().map(|(role, count)| format!("{}:{count}", role.as_str())).collect::<Vec<_>>().join(",")
    }

    /// What is stored in an event's head.
    pub(in crate::app) fn of_event(head: &EventRow) -> Result<Self, StoreError> {
        let corrupt = || StoreError::corrupt(format!("event {}: signers {}", head.id, head.signers));
        let mut counts = Vec::new();
        for part in head.signers.split(',').filter(|part| !part.is_empty()) {
            let (role, count) = part.split_once(':').ok_or_else(corrupt)?;
            counts.push((Role::from_word(role).ok_or_else(corrupt)?, count.parse().map_err(|_| corrupt())?));
        }
        Ok(Self(counts))
    }
}

/// From which state on officials see the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultFrom {
    /// From the close on.
    Closed,
    /// From the last signature on.
    Signed,
    /// Once it is published.
    Published,
}

impl ResultFrom {
    pub const ALL: [Self; 3] = [Self::Closed, Self::Signed, Self::Published];

    /// The word that is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Signed => "signed",
            Self::Published => "published",
        }
    }

    /// The word that people see.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Closed => "封存以后",
            Self::Signed => "签字齐全以后",
            Self::Published => "公布以后",
        }
    }

    /// Why officials do not see the result yet.
    #[must_use]
    pub fn why_not(self, state: EventState) -> Option<&'static str> {
        let reached = match state {
            EventState::Draft | EventState::Open => false,
            EventState::Closed => self == Self::Closed,
            EventState::Signed => self != Self::Published,
            EventState::Published | EventState::Archived => true,
        };
        (!reached).then_some(match self {
            Self::Closed => "评分封存以后才能查看成绩",
            Self::Signed => "签字齐全以后才能查看成绩",
            Self::Published => "成绩公布以后才能查看",
        })
    }

    /// What is stored in an event's head.
    pub(in crate::app) fn of_event(head: &EventRow) -> Result<Self, StoreError> {
        let found = Self::ALL.into_iter().find(|from| from.as_str() == head.result_from);
        found.ok_or_else(|| StoreError::corrupt(format!("event {}: result from {}", head.id, head.result_from)))
    }
}

/// Whether cards have to be signed on their judges' tablets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardSigning {
    /// They are where that is possible; those that are not are taken as well, and called unsigned.
    Wanted,
    /// None is taken without.
    Required,
}

impl CardSigning {
    pub const ALL: [Self; 2] = [Self::Wanted, Self::Required];

    /// The word that is stored and sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wanted => "wanted",
            Self::Required => "required",
        }
    }

    /// The word that people see.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Wanted => "尽量签名，没有签名的也收并注明",
            Self::Required => "必须签名，没有签名的不收",
        }
    }

    /// What an event begins with that says nothing: a browser signs only on pages that are encrypted.
    #[must_use]
    pub fn of_line(is_encrypted: bool) -> Self {
        if is_encrypted { Self::Required } else { Self::Wanted }
    }

    /// What an event's head says; nothing before it is opened, where nobody has set it.
    pub(in crate::app) fn set(head: &EventRow) -> Result<Option<Self>, StoreError> {
        let Some(word) = &head.signed else { return Ok(None) };
        let found = Self::ALL.into_iter().find(|signing| signing.as_str() == word);
        found.map(Some).ok_or_else(|| StoreError::corrupt(format!("event {}: signed {word}", head.id)))
    }

    /// What holds for the cards of an event. One that was opened before there were signatures wants them.
    pub(in crate::app) fn of_event(head: &EventRow) -> Result<Self, StoreError> {
        Ok(Self::set(head)?.unwrap_or(Self::Wanted))
    }
}

/// Whether each judge has to confirm their own cards before the close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirming {
    /// They are asked to, and who has not is said.
    Wanted,
    /// The event is not closed over one who has not, unless with a reason.
    Required,
}

impl Confirming {
    pub const ALL: [Self; 2] = [Self::Wanted, Self::Required];

    /// The word that is stored and sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wanted => "wanted",
            Self::Required => "required",
        }
    }

    /// The word that people see.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Wanted => "请评委核对，没有核对的封存时列出",
            Self::Required => "每席核对以后才能封存",
        }
    }

    /// What holds for an event; one that says nothing wants it.
    pub(in crate::app) fn of_event(head: &EventRow) -> Result<Self, StoreError> {
        let Some(word) = &head.confirming else { return Ok(Self::Wanted) };
        let found = Self::ALL.into_iter().find(|confirming| confirming.as_str() == word);
        found.ok_or_else(|| StoreError::corrupt(format!("event {}: confirming {word}", head.id)))
    }
}

/// How cards are in the bundle that everybody gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BundleCards {
    /// Seats by name, with the bytes of each card.
    Open,
    /// Marks under letters that were drawn at random.
    Pseudonymous,
    /// Their salted hashes.
    Commitments,
}

impl BundleCards {
    pub const ALL: [Self; 3] = [Self::Open, Self::Pseudonymous, Self::Commitments];

    /// The word that is stored, and stands in the bundle.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pseudonymous => "pseudonymous",
            Self::Commitments => "commitments",
        }
    }

    /// The word that people see.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Open => "公开席位和每张评分卡的原文（含评语）",
            Self::Pseudonymous => "公开得分，席位以随机字母代替",
            Self::Commitments => "只公开评分卡的存证码，不公开得分",
        }
    }

    /// What holds for an event; one that says nothing hides who gave which mark.
    pub(in crate::app) fn of_event(head: &EventRow) -> Result<Self, StoreError> {
        let Some(word) = &head.bundle_cards else { return Ok(Self::Pseudonymous) };
        let found = Self::ALL.into_iter().find(|cards| cards.as_str() == word);
        found.ok_or_else(|| StoreError::corrupt(format!("event {}: cards in bundles {word}", head.id)))
    }
}

/// What an event asks for of its cards, and after its close.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningSettings {
    /// Who must sign.
    pub signers: Signers,
    /// From when officials see the result.
    pub result_from: ResultFrom,
    /// Days for which a published result is put up, 1 to [`MOST_DAYS`].
    pub notice_days: i64,
    /// Whether cards have to be signed; `None` where that is decided when the event is opened, by the line.
    pub cards: Option<CardSigning>,
    /// Whether judges have to confirm their own cards.
    pub confirming: Confirming,
    /// How cards are in the bundle that everybody gets.
    pub bundle: BundleCards,
    /// Of how many first places all cards are looked at before the inspector signs, 0 to [`MOST_PLACES`]; `None` where no
    /// cards are drawn.
    pub spot_places: Option<usize>,
}

impl SigningSettings {
    /// What an event's head says.
    pub(in crate::app) fn of_event(head: &EventRow) -> Result<Self, StoreError> {
        Ok(Self {
            signers: Signers::of_event(head)?,
            result_from: ResultFrom::of_event(head)?,
            notice_days: head.notice_days,
            cards: CardSigning::set(head)?,
            confirming: Confirming::of_event(head)?,
            bundle: BundleCards::of_event(head)?,
            spot_places: spot_places(head)?,
        })
    }

    /// The fields of the form that sets them.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        let count = |role: Role| Field::new(role.as_str(), role.title(), self.signers.needed(role).to_string());
        let mut fields: Vec<Field> = Signers::ROLES.into_iter().map(count).collect();
        fields.push(Field::new("result_from", "领导从何时起查看成绩", self.result_from.as_str()));
        fields.push(Field::new("cards", "评分卡的本机签名", self.cards.map_or("", CardSigning::as_str)));
        fields.push(Field::new("days", "公示天数", self.notice_days.to_string()));
        fields.push(Field::new("confirming", "评委核对自己的评分卡", self.confirming.as_str()));
        fields.push(Field::new("bundle", "公开的成果包", self.bundle.as_str()));
        let places = self.spot_places.map(|places| places.to_string());
        fields.push(Field::new("spot_places", "抽检", places.unwrap_or_default()));
        fields
    }
}

/// Of how many first places an event has all cards looked at; `None` where it draws none.
pub(in crate::app) fn spot_places(head: &EventRow) -> Result<Option<usize>, StoreError> {
    let Some(places) = head.spot_places else { return Ok(None) };
    let known = usize::try_from(places).ok().filter(|places| *places <= MOST_PLACES);
    known.map(Some).ok_or_else(|| StoreError::corrupt(format!("event {}: spot places {places}", head.id)))
}
