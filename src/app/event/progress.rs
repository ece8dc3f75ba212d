//! How far an event is, without a score in it; and from when its result is for whom.

use crate::app::AppError;
use crate::app::act::actor::{Actor, Role};
use crate::app::act::permission::{Act, check};
use crate::app::act::state;
use crate::app::act::state::WrongState;
use crate::app::event::frame::Frame;
use crate::app::event::memory::Held;
use crate::app::event::signers::ResultFrom;
use crate::app::event::view::{ComponentProgress, Progress};
use crate::scoring::event::{BLANK, Cell, Event, Expectation};
use crate::store::event::EventRow;

/// Whether a cell's card is complete.
pub(in crate::app) fn is_in(event: &Event, cell: Cell) -> bool {
    event.values(cell).is_some_and(|values| values.iter().all(|&value| value != BLANK))
}

/// Counts what is due and what of it is in.
pub(in crate::app) fn progress_of(head: &EventRow, frame: &Frame, held: &Held) -> Result<Progress, AppError> {
    let entries = frame.setup.entries.len();
    let mut components = Vec::new();
    for (component, rules) in frame.rules.components.iter().enumerate() {
        if rules.judging().is_none() {
            continue;
        }
        let mut by_entry = vec![(0, 0); entries];
        for judge in 0..frame.setup.judges.len() {
            for (entry, (due, received)) in by_entry.iter_mut().enumerate() {
                let cell = Cell { component, judge, entry };
                if frame.event.expectation(cell) == Expectation::Due {
                    *due += 1;
                    *received += usize::from(is_in(&held.event, cell));
                }
            }
        }
        components.push(ComponentProgress {
            id: rules.id.clone(),
            name: rules.name.clone(),
            due: by_entry.iter().map(|(due, _)| due).sum(),
            received: by_entry.iter().map(|(_, received)| received).sum(),
            by_entry,
        });
    }
    Ok(Progress {
        event: frame.summary(head)?,
        route: frame.route(),
        entries: frame.entry_views(),
        due: components.iter().map(|c| c.due).sum(),
        received: components.iter().map(|c| c.received).sum(),
        components,
    })
}

/// Refuses the frozen result to those who may not see it, and to officials before the state from which on the event
/// shows it to them.
pub(in crate::app) fn may_see_result(actor: &Actor, head: &EventRow) -> Result<(), AppError> {
    check(actor, Act::SeeResult)?;
    let now = head.state()?;
    state::allow(Act::SeeResult, now)?;
    let early = if actor.role == Some(Role::Official) { ResultFrom::of_event(head)?.why_not(now) } else { None };
    early.map_or(Ok(()), |why| Err(WrongState { state: now, why }.into()))
}
