//! Requests for a new sign-in link of a judge who has handed in cards.

use diesel::prelude::*;

use super::backend::straight;
use super::schema::link_request;
use super::{StoreError, Tx};

/// How often other digits than those on the judge's tablets may be given.
pub const TRIES: i64 = 5;

/// How it was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// A second person approved.
    Second,
    /// The judge consented, on a tablet of theirs.
    Consent,
    /// Neither was to be had: the organiser went on, with a reason.
    Reason,
    /// A second person did not approve.
    Declined,
    /// Whoever asked took it back.
    TakenBack,
}

impl Way {
    pub const ALL: [Self; 5] = [Self::Second, Self::Consent, Self::Reason, Self::Declined, Self::TakenBack];

    /// The word that is stored and sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Consent => "consent",
            Self::Reason => "reason",
            Self::Declined => "declined",
            Self::TakenBack => "taken-back",
        }
    }

    /// The word that people see.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Second => "第二人批准",
            Self::Consent => "评委本人在平板上同意",
            Self::Reason => "未经第二人",
            Self::Declined => "第二人不批准",
            Self::TakenBack => "申请人撤回",
        }
    }

    /// Whether a link may be made.
    #[must_use]
    pub fn is_granted(self) -> bool {
        matches!(self, Self::Second | Self::Consent | Self::Reason)
    }
}

/// A request.
#[derive(Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = link_request, treat_none_as_null = true)]
pub struct LinkRequestRow {
    pub event_id: String,
    /// 1, 2, 3 … of the event; given by [`append`].
    pub number: i64,
    pub judge: String,
    /// Whether the judge's earlier sessions go on.
    pub keeps: bool,
    /// The four digits that the judge's tablets show.
    pub code: String,
    /// How often other digits were given, with requests before that came to nothing.
    pub tries: i64,
    /// The account that asked.
    pub asked_by: String,
    /// When.
    pub asked_at: i64,
    /// [`Way::as_str`]; `None` while nothing is decided.
    pub way: Option<String>,
    /// Why, where it was done without a second person or declined.
    pub reason: String,
    /// The account that decided; the one that asked, where the judge consented or nobody was asked.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<i64>,
    /// When the link was made.
    pub made_at: Option<i64>,
}

impl LinkRequestRow {
    /// Whether the digits on the judge's tablets may still be given.
    #[must_use]
    pub fn takes_code(&self) -> bool {
        self.way.is_none() && self.tries < TRIES
    }

    /// Whether its link may still be made.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], as [`way`](Self::way).
    pub fn is_pending(&self) -> Result<bool, StoreError> {
        Ok(self.made_at.is_none() && self.way()?.is_none_or(Way::is_granted))
    }

    /// How it was decided; `None` while it is not.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where the stored word is none.
    pub fn way(&self) -> Result<Option<Way>, StoreError> {
        let Some(word) = &self.way else { return Ok(None) };
        let found = Way::ALL.into_iter().find(|way| way.as_str() == word);
        found.map(Some).ok_or_else(|| StoreError::corrupt(format!("request {}: {word}", self.number)))
    }
}

/// Appends a request with the next number, which it gives.
pub fn append(tx: &mut Tx, mut row: LinkRequestRow) -> Result<i64, StoreError> {
    let count: i64 = link_request::table.filter(link_request::event_id.eq(&row.event_id)).count().get_result(tx)?;
    row.number = count + 1;
    diesel::insert_into(link_request::table).values(&row).execute(tx)?;
    Ok(row.number)
}

/// The requests of an event, oldest first.
pub fn of_event(tx: &mut Tx, event: &str) -> Result<Vec<LinkRequestRow>, StoreError> {
    Ok(link_request::table
        .filter(link_request::event_id.eq(event))
        .order(link_request::number)
        .select(LinkRequestRow::as_select())
        .load(tx)?)
}

/// The requests about a judge, oldest first.
pub fn of_judge(tx: &mut Tx, event: &str, judge: &str) -> Result<Vec<LinkRequestRow>, StoreError> {
    Ok(straight!(tx, on => link_request::table
        .filter(link_request::event_id.eq(event))
        .filter(link_request::judge.eq(judge))
        .order(link_request::number)
        .select(LinkRequestRow::as_select())
        .load(on))?)
}

/// Writes what has become of a request.
pub fn update(tx: &mut Tx, row: &LinkRequestRow) -> Result<(), StoreError> {
    diesel::update(link_request::table.find((&row.event_id, row.number))).set(row).execute(tx)?;
    Ok(())
}
