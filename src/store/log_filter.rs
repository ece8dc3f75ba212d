//! A log read by filter: who acted, what they did, when, and what it is about; page by page, from either end.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Text};

use super::backend::AnyConnection;
use super::log::{Full, LeafRow, PayloadRow, ROWS};
use super::schema::{leaf, leaf_payload};
use super::{StoreError, Tx};

/// What a leaf may be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Its subject is this.
    Is(String),
    /// Its subject begins so.
    Begins(String),
    /// Its subject ends so.
    Ends(String),
    /// Its subject has this in it.
    Has(String),
    /// This one acted.
    Who(String),
    /// It is about no card, and its payload has this in it.
    Tells(String),
}

/// Which leaves are wanted: all that is said must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub who: Option<String>,
    pub act: Option<String>,
    /// From this moment on.
    pub from: Option<i64>,
    /// Before this moment.
    pub until: Option<i64>,
    /// Of each list one must hold.
    pub about: Vec<Vec<About>>,
}

/// Which page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The latest ones before a number.
    Before(i64),
    /// The earliest ones after a number.
    After(i64),
}

type Condition = Box<dyn BoxableExpression<leaf::table, <AnyConnection as Connection>::Backend, SqlType = Bool>>;

fn condition(about: &About) -> Condition {
    let length = |text: &str| i32::try_from(text.chars().count()).unwrap_or(i32::MAX);
    match about {
        About::Is(subject) => Box::new(leaf::subject.eq(subject.clone())),
        // a part of it, and not LIKE, to which letters of either case are one on one of the databases
        About::Begins(text) => Box::new(
            sql::<Bool>("substr(leaf.subject, 1, ")
                .bind::<Integer, _>(length(text))
                .sql(") = ")
                .bind::<Text, _>(text.clone()),
        ),
        About::Ends(text) => Box::new(
            sql::<Bool>("substr(leaf.subject, length(leaf.subject) - ")
                .bind::<Integer, _>(length(text) - 1)
                .sql(") = ")
                .bind::<Text, _>(text.clone()),
        ),
        About::Has(text) => {
            Box::new(sql::<Bool>("replace(leaf.subject, ").bind::<Text, _>(text.clone()).sql(", '') <> leaf.subject"))
        }
        About::Who(who) => Box::new(leaf::who.eq(who.clone())),
        About::Tells(text) => Box::new(
            sql::<Bool>(
                "(leaf.subject NOT LIKE 'card:%' AND EXISTS (SELECT 1 FROM leaf_payload told \
                 WHERE told.log = leaf.log AND told.number = leaf.number AND replace(told.payload, ",
            )
            .bind::<Text, _>(text.clone())
            .sql(", '') <> told.payload))"),
        ),
    }
}

/// One of them; nothing where there is none of them.
fn one_of(about: &[About]) -> Condition {
    let none: Condition = Box::new(sql::<Bool>("1 = 0"));
    about.iter().map(condition).reduce(|one, other| Box::new(one.or(other))).unwrap_or(none)
}

/// The wanted leaves of a log that are about acts and not about rows, newest first.
///
/// # Errors
/// Where the database does not answer.
pub fn wanted(tx: &mut Tx, id: &str, wanted: &Wanted, side: Side, limit: i64) -> Result<Vec<Full>, StoreError> {
    let mut query = leaf::table
        .filter(leaf::log.eq(id))
        .filter(leaf::act.ne(ROWS))
        .limit(limit)
        .select(LeafRow::as_select())
        .into_boxed();
    query = match side {
        Side::Before(number) => query.filter(leaf::number.lt(number)).order(leaf::number.desc()),
        Side::After(number) => query.filter(leaf::number.gt(number)).order(leaf::number.asc()),
    };
    if let Some(who) = &wanted.who {
        query = query.filter(leaf::who.eq(who));
    }
    if let Some(act) = &wanted.act {
        query = query.filter(leaf::act.eq(act));
    }
    if let Some(from) = wanted.from {
        query = query.filter(leaf::at.ge(from));
    }
    if let Some(until) = wanted.until {
        query = query.filter(leaf::at.lt(until));
    }
    for about in &wanted.about {
        query = query.filter(one_of(about));
    }
    let mut rows: Vec<LeafRow> = query.load(tx)?;
    if matches!(side, Side::After(_)) {
        rows.reverse();
    }
    with_payloads(tx, id, rows)
}

/// Leaves that may stand far apart, with their payloads, where those were not erased.
fn with_payloads(tx: &mut Tx, id: &str, rows: Vec<LeafRow>) -> Result<Vec<Full>, StoreError> {
    let payloads: Vec<PayloadRow> = leaf_payload::table
        .filter(leaf_payload::log.eq(id))
        .filter(leaf_payload::number.eq_any(rows.iter().map(|row| row.number).collect::<Vec<_>>()))
        .select(PayloadRow::as_select())
        .load(tx)?;
    let mut payloads: HashMap<i64, PayloadRow> = payloads.into_iter().map(|one| (one.number, one)).collect();
    let full = |row: LeafRow| {
        let payload = payloads.remove(&row.number);
        (row, payload)
    };
    Ok(rows.into_iter().map(full).collect())
}

/// Who did what in a log at all: each pair once.
///
/// # Errors
/// Where the database does not answer.
pub fn occurring(tx: &mut Tx, id: &str) -> Result<Vec<(String, String)>, StoreError> {
    Ok(leaf::table
        .filter(leaf::log.eq(id))
        .filter(leaf::act.ne(ROWS))
        .select((leaf::who, leaf::act))
        .distinct()
        .load(tx)?)
}
