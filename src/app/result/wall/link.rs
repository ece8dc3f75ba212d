//! Links of walls: a secret address for a projector's browser, which nobody is signed in at. Kept as a hash, shown once,
//! ended by an organiser.

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::clock::{Moment, moment};
use crate::app::act::permission::Act;
use crate::app::act::secret::Secret;
use crate::app::act::word::Word;
use crate::app::event::doing::{Doing, Told};
use crate::app::result::wall::fault::{LONGEST_NAME, WallFault};
use crate::app::{App, AppError};
use crate::store::wall::{self, WallLinkRow};

/// A link that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WallLink {
    /// 1, 2, 3 … of the event.
    pub number: i64,
    /// Where it hangs; may be empty.
    pub name: String,
    /// Who made it, as the log names them.
    pub made_by: String,
    pub made_at: Moment,
    /// When it was ended.
    pub ended_at: Option<Moment>,
}

/// A new link; the token is shown this once.
#[derive(Debug, Clone)]
pub struct MadeLink {
    pub number: i64,
    pub name: String,
    pub token: Secret,
}

impl From<WallLinkRow> for WallLink {
    fn from(row: WallLinkRow) -> Self {
        Self {
            number: row.number,
            name: row.name,
            made_by: row.made_by,
            made_at: moment(row.made_at),
            ended_at: row.ended_at.map(moment),
        }
    }
}

impl App {
    /// Makes a link.
    ///
    /// # Errors
    /// [`WallFault::Name`]; where the actor may not, or there is no such event.
    pub fn make_wall_link(&self, actor: &Actor, event: &str, name: &str) -> Result<MadeLink, AppError> {
        let name = name.trim().to_owned();
        if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(WallFault::Name.into());
        }
        let (id, made_by, now, token) = (event.to_owned(), actor.name(), self.clock.micros(), Secret::token());
        let doing = Doing::of(Act::ShowWall, Word::MakeWallLink, "wall").changing_nothing();
        self.act(actor, event, doing, move |tx, _, _| {
            let number = wall::links(tx, &id)?.last().map_or(1, |last| last.number + 1);
            let after = json!({ "number": number, "name": name });
            let row = WallLinkRow {
                event_id: id,
                number,
                token_sha256: token.sha256(),
                name: name.clone(),
                made_by,
                made_at: now,
                ended_by: None,
                ended_at: None,
            };
            wall::insert_link(tx, &row)?;
            Ok(Told::giving(MadeLink { number, name, token }, Value::Null, after).about(format!("wall:{number}")))
        })
    }

    /// Ends a link: whoever has it sees nothing from then on.
    ///
    /// # Errors
    /// [`WallFault::NoSuchLink`], [`WallFault::LinkEnded`]; where the actor may not, or there is no such event.
    pub fn end_wall_link(&self, actor: &Actor, event: &str, number: i64) -> Result<(), AppError> {
        let (id, who, now) = (event.to_owned(), actor.name(), self.clock.micros());
        let doing = Doing::of(Act::ShowWall, Word::EndWallLink, format!("wall:{number}")).changing_nothing();
        self.act(actor, event, doing, move |tx, _, _| {
            let links = wall::links(tx, &id)?;
            let link = links.iter().find(|link| link.number == number).ok_or(WallFault::NoSuchLink(number))?;
            if link.ended_at.is_some() {
                return Err(WallFault::LinkEnded.into());
            }
            wall::end_link(tx, &id, number, &who, now)?;
            Ok((json!({ "number": number }), json!({ "number": number, "name": link.name })))
        })
    }

    /// The event whose wall a link is of.
    ///
    /// # Errors
    /// [`WallFault::NoLink`] where it is none, or has ended.
    pub fn event_of_wall(&self, token: &Secret) -> Result<String, AppError> {
        self.store.read(|tx| {
            let link = wall::find_link(tx, &token.sha256())?.filter(|link| link.ended_at.is_none());
            let link = link.ok_or(WallFault::NoLink)?;
            // an event that was discarded has no wall either
            Self::head(tx, &link.event_id).map_err(|_| WallFault::NoLink)?;
            Ok(link.event_id)
        })
    }
}
