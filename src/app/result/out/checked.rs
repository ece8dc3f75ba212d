//! What the sheet that is signed says of how its result was looked over.

use crate::app::act::actor::Actor;
use crate::app::act::permission::{Act, check};
use crate::app::event::frame::Frame;
use crate::app::result::facts::Fact;
use crate::app::result::spot::{self, SpotState};
use crate::app::{App, AppError};
use crate::scoring::result::Report;
use crate::store::checking::{self, DissentRow, FactTickRow};
use crate::store::event::EventRow;
use crate::store::signing::{self, PublicationRow};
use crate::store::trial::TrialRow;
use crate::store::{Tx, result};

/// How the latest result was looked over before the signatures and after them.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What signers have to know of, and who has taken note of it.
    pub facts: Vec<(Fact, Option<FactTickRow>)>,
    /// The cards that were drawn; `None` where none are asked for.
    pub spot: Option<SpotState>,
    /// Who does not agree with it.
    pub dissents: Vec<DissentRow>,
    /// The last trial of a rehearsal; `None` where there was none.
    pub trial: Option<TrialRow>,
    /// Its publication; `None` before it.
    pub publication: Option<PublicationRow>,
}

impl App {
    /// How the latest result, whose report is given, was looked over; `None` for those who may not see it being signed, and where there is none.
    pub(super) fn checked(
        tx: &mut Tx,
        actor: &Actor,
        head: &EventRow,
        frame: &Frame,
        report: &Report,
    ) -> Result<Option<Checked>, AppError> {
        let Some(latest) = result::heads(tx, &head.id)?.pop().filter(|_| check(actor, Act::SeeSigning).is_ok()) else {
            return Ok(None);
        };
        let mut dissents = checking::dissents(tx, &head.id)?;
        dissents.retain(|row| row.number == latest.number);
        let publications = signing::publications(tx, &head.id)?;
        Ok(Some(Checked {
            facts: Self::facts_to_know(tx, head, frame)?,
            spot: spot::state_of(tx, head, frame, (latest.number, report))?,
            dissents,
            trial: Self::trials_of(tx, &head.id)?.into_iter().next(),
            publication: publications.into_iter().rfind(|row| row.number == latest.number),
        }))
    }
}
