//! A new event from an earlier one: its entries, judges, groups, route and rules. What belongs to one day stays
//! behind: cards, exclusions, adjustments, decisions, measures, arrivals.

use serde_json::json;

use super::waiting::titled;
use crate::app::act::actor::Actor;
use crate::app::act::label::{DEMO_LABEL, REHEARSAL_LABEL};
use crate::app::act::permission::Act;
use crate::app::act::record::Record;
use crate::app::act::word::Word;
use crate::app::event::view::EventState;
use crate::app::setup::folder_io::fresh_id;
use crate::app::{App, AppError};
use crate::store::event::{self, NewEvent};
use crate::store::setup::{self, Setup};

impl App {
    /// Makes a draft of an earlier event and gives its id.
    ///
    /// # Errors
    /// [`IntakeFault`] where the title is none; where the actor may not, or there is no such event.
    pub fn copy_event(&self, actor: &Actor, of: &str, title: &str) -> Result<String, AppError> {
        let title = titled(title)?;
        let (app, made_by, of) = (self.clone(), actor.name(), of.to_owned());
        self.on_record(actor, Act::Import, move |tx, now| {
            let head = Self::head(tx, &of)?;
            let frame = app.frame(tx, &head)?;
            let new = NewEvent {
                id: fresh_id(tx)?,
                title,
                state: EventState::Draft,
                rules_text: frame.rules_text.clone(),
                rules_sha256: frame.rules_sha256.clone(),
                demo: app.memory.shown().is_some(),
                rehearsal: false,
                rehearsal_of: None,
                signers: head.signers.clone(),
                result_from: head.result_from.clone(),
                signed: None,
                spot_places: head.spot_places,
                created_at: now,
                made_by,
            };
            event::insert(tx, &new)?;
            setup::insert(tx, &new.id, &frame.rules, &lasting(&frame.setup))?;
            let mut made = Self::head(tx, &new.id)?;
            made.notice_days = head.notice_days;
            (made.confirming, made.bundle_cards) = (head.confirming.clone(), head.bundle_cards.clone());
            event::update(tx, &made)?;
            let after = json!({ "of": head.id, "title": new.title, "rules": new.rules_sha256,
                "entries": frame.setup.entries.len(), "judges": frame.setup.judges.len() });
            let record = Record::of_new(Word::Copy, &new.id, after);
            Ok((new.id, Some(record)))
        })
    }
}

/// What of a setup outlasts its day.
fn lasting(setup: &Setup) -> Setup {
    let mut route = setup.checkpoints.clone();
    for stop in &mut route {
        (stop.arrived_at, stop.left_at) = (None, None);
    }
    Setup { entries: setup.entries.clone(), judges: setup.judges.clone(), checkpoints: route, ..Setup::default() }
}

/// The title that a copy is likely to have: without labels, and of the year that is given where it named another.
#[must_use]
pub fn next_title(title: &str, year: i32) -> String {
    let plain = title.replace(&format!("{REHEARSAL_LABEL}："), "").replace(DEMO_LABEL, "");
    let plain = plain.trim_matches(|c: char| c.is_whitespace() || c == '：').to_owned();
    let Some(at) = plain.find("年").and_then(|end| end.checked_sub(4)) else { return plain };
    let named = plain.get(at..at + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    match named {
        Some(_) => format!("{}{year}{}", &plain[..at], &plain[at + 4..]),
        None => plain,
    }
}
