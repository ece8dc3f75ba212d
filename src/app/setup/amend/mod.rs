//! Changing the rules. Before the opening one organiser saves them; after it a change is shown with what it would do,
//! asked for with a reason, and made when a second organiser approves it. Every rules that an event ever had stay
//! readable, and each card keeps the hash of those it was made under.
//!
//! Reading order: `checked` (what is wrong with rules, in themselves and in this event), `effect` (what they would
//! do), `diff` (which lines differ), `fault`, here (saving, proposing, deciding), `history`; `example` (made-up cards,
//! counted) and `sketch` (what stands beside rules while they are typed).

mod checked;
mod diff;
mod effect;
mod example;
mod fault;
mod history;
mod sketch;

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::clock::{Moment, moment};
use crate::app::act::permission::Act;
use crate::app::act::reason::stated;
use crate::app::act::second::{Decision, Matter, Request, SecondFault, may_decide, own_account, waiting};
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::event::doing::Doing;
use crate::app::event::doing::Told;
use crate::app::event::frame::Frame;
use crate::app::event::view::{EventState, EventSummary};
use crate::app::{App, AppError};
use crate::store::Tx;
use crate::store::event::{self, EventRow};
use crate::store::rules::{self, NewProposal, ProposalOutcome, ProposalRow, VersionRow};

pub use checked::MOST_BYTES;
pub use diff::{DiffLine, Side, differences};
pub use effect::{CardCount, Effect, Lost, Move, Named, Standing};
pub use example::Example;
pub use fault::{AmendFault, RulesFault};
pub use history::{OlderCard, RulesHistory, RulesVersion};
pub use sketch::{Changed, Sketch};

/// The rules of an event, for their page.
#[derive(Debug, Clone)]
pub struct RulesPage {
    pub event: EventSummary,
    /// The rules, with plain line ends.
    pub text: String,
    /// SHA-256 of the rules as they are kept.
    pub sha256: String,
    /// Their number in the history.
    pub number: i64,
    /// The change that waits for a second organiser.
    pub pending: Option<Pending>,
    /// How many judges each group has, by its id.
    pub seats: Vec<(String, usize)>,
}

/// A change that waits.
#[derive(Debug, Clone)]
pub struct Pending {
    pub number: i64,
    /// Why.
    pub reason: String,
    /// The account that asks.
    pub asked_by: String,
    /// When.
    pub asked_at: Moment,
    /// Whether it can no longer be approved, because the rules or the set-up changed since.
    pub void: bool,
}

/// A change that waits, with what it would do now.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The change.
    pub pending: Pending,
    /// What it would do; `None` where it is void.
    pub effect: Option<Effect>,
    /// Lines that differ.
    pub lines: Vec<DiffLine>,
    pub event: EventSummary,
}

impl App {
    /// The rules of an event, and the change that waits.
    pub fn rules(&self, actor: &Actor, event: &str) -> Result<RulesPage, AppError> {
        self.look(actor, Act::SeeRules, event, |tx, head, frame| {
            let waiting = rules::proposals(tx, event)?.into_iter().find(Request::is_open);
            Ok(RulesPage {
                event: frame.summary(head)?,
                text: checked::plain(&frame.rules_text),
                sha256: frame.rules_sha256.clone(),
                number: rules::latest_number(tx, event)?,
                pending: waiting.map(|row| pending(tx, head, frame, &row)).transpose()?,
                seats: seats(frame),
            })
        })
    }

    /// What is wrong with rules, in themselves and in this event; empty where nothing is. Writes nothing.
    pub fn check_rules(&self, actor: &Actor, event: &str, text: &str) -> Result<Vec<RulesFault>, AppError> {
        let text = checked::plain(text);
        self.look(actor, Act::AmendRules, event, |tx, head, frame| match checked::read(tx, head, frame, &text) {
            Ok(_) => Ok(Vec::new()),
            Err(error) => match error.take()? {
                AmendFault::Faults(faults) => Ok(faults),
                other => Err(other.into()),
            },
        })
    }

    /// Saves the rules of a draft. `from` is the hash of those that were shown.
    ///
    /// # Errors
    /// [`AmendFault`] with what is against it; where the actor may not, or there is no such event.
    pub fn save_rules(&self, actor: &Actor, event: &str, from: &str, text: &str) -> Result<(), AppError> {
        let (by, now) = (actor.name(), self.clock.micros());
        let (from, text) = (from.to_owned(), checked::plain(text));
        self.act(actor, event, Doing::of(Act::AmendRules, Word::SaveRules, "rules"), move |tx, head, frame| {
            if head.state()? != EventState::Draft {
                return Err(AmendFault::NeedsSecond.into());
            }
            fresh(frame, &from, &text)?;
            checked::read(tx, head, frame, &text)?;
            put(tx, head, frame, &text, Made { by, second: None, reason: String::new() }, now)
        })
    }

    /// What other rules would do. After the opening each look is on record, with the lines that differ: what is told
    /// before the close is little, and who asks again and again with other limits is seen.
    pub fn rules_effect(&self, actor: &Actor, event: &str, from: &str, text: &str) -> Result<Effect, AppError> {
        let (from, text) = (from.to_owned(), checked::plain(text));
        let doing = Doing::of(Act::AmendRules, Word::LookAtEffect, "rules").changing_nothing();
        self.act(actor, event, doing, move |tx, head, frame| {
            needs_second(head)?;
            fresh(frame, &from, &text)?;
            let effect = Self::effect(tx, head, frame, &text)?;
            let after = json!({ "rules": effect.sha256, "lines": diff::changed(&frame.rules_text, &text) });
            Ok(Told::giving(effect, json!({ "rules": frame.rules_sha256 }), after))
        })
    }

    /// Proposes other rules. `seen` is the mark of the effect that was shown. Nothing changes until another organiser
    /// approves.
    ///
    /// # Errors
    /// As [`App::save_rules`]; where no reason is given, or the effect is another by now.
    pub fn propose_rules(
        &self,
        actor: &Actor,
        event: &str,
        (from, seen): (&str, &str),
        text: &str,
        reason: &str,
    ) -> Result<(), AppError> {
        let (asked_by, _) = own_account(actor, Act::AmendRules)?;
        let reason = stated(reason)?;
        let (from, seen, text) = (from.to_owned(), seen.to_owned(), checked::plain(text));
        let now = self.clock.micros();
        let doing = Doing::of(Act::AmendRules, Word::ProposeRules, "rules").changing_nothing();
        self.act(actor, event, doing, move |tx, head, frame| {
            needs_second(head)?;
            fresh(frame, &from, &text)?;
            if let Some(before) = rules::proposals(tx, &head.id)?.into_iter().find(Request::is_open) {
                if !is_void(tx, head, frame, &before)? {
                    return Err(SecondFault::Pending(Matter::Rules).into());
                }
                rules::decide(tx, &before, ProposalOutcome::Void, None, now)?;
            }
            let effect = Self::effect(tx, head, frame, &text)?;
            if effect.mark() != seen {
                return Err(AmendFault::EffectChanged.into());
            }
            let new = NewProposal {
                event_id: head.id.clone(),
                rules_sha256: effect.sha256.clone(),
                from_sha256: frame.rules_sha256.clone(),
                basis: checked::basis(tx, &head.id, frame)?,
                rules_text: text.clone(),
                reason: reason.clone(),
                asked_by,
                asked_at: now,
            };
            let row = rules::propose(tx, new)?;
            let after = json!({ "number": row.number, "rules": row.rules_sha256, "reason": reason, "effect": seen,
                "lines": diff::changed(&frame.rules_text, &text) });
            Ok((json!({ "rules": frame.rules_sha256 }), after))
        })
    }

    /// The change that waits, with what it would do now.
    ///
    /// # Errors
    /// Where none waits, the actor may not, or there is no such event.
    pub fn rules_proposal(&self, actor: &Actor, event: &str) -> Result<Proposal, AppError> {
        self.look(actor, Act::AmendRules, event, |tx, head, frame| {
            let row = waiting(rules::proposals(tx, event)?)?;
            let pending = pending(tx, head, frame, &row)?;
            let effect = if pending.void { None } else { Some(Self::effect(tx, head, frame, &row.rules_text)?) };
            let shown = rules::text_of(tx, event, &row.from_sha256)?.unwrap_or_default();
            Ok(Proposal { pending, effect, lines: differences(&shown, &row.rules_text), event: frame.summary(head)? })
        })
    }

    /// Decides on the change that waits. Only another organiser approves or declines it; whoever proposed it may take
    /// it back. One that is void is put away by anybody. An approval needs the mark of the effect as it was `seen`,
    /// changes the rules, and after the close freezes a new result; the one before stays readable.
    ///
    /// # Errors
    /// [`AmendFault`] with what is against it, [`Differing`] where a new result is not confirmed; where
    /// the actor may not, or the state does not allow it.
    pub fn decide_rules(
        &self,
        actor: &Actor,
        event: &str,
        (number, decision): (i64, Decision),
        seen: &str,
    ) -> Result<(), AppError> {
        let (by, _) = own_account(actor, Act::AmendRules)?;
        let (who, now, seen) = (actor.name(), self.clock.micros(), seen.to_owned());
        let doing = match decision {
            Decision::Approve => Doing::by_hand(Act::AmendRules, Word::ApproveRules, "rules"),
            Decision::Decline => {
                Doing::of(Act::AmendRules, Word::DeclineRules, "rules").changing_nothing().at_any_time()
            }
            Decision::TakeBack => {
                Doing::of(Act::AmendRules, Word::TakeRulesBack, "rules").changing_nothing().at_any_time()
            }
        };
        self.act(actor, event, doing, move |tx, head, frame| {
            let row = waiting(rules::proposals(tx, &head.id)?)?;
            if row.number != number {
                return Err(SecondFault::NothingPending(Matter::Rules).into());
            }
            let void = is_void(tx, head, frame, &row)?;
            // one that is void is put away by anybody
            if !void || decision == Decision::Approve {
                may_decide(&row, &by, decision)?;
            }
            let outcome = match decision {
                Decision::Approve if void => return Err(AmendFault::Void.into()),
                Decision::Approve => ProposalOutcome::Approved,
                Decision::Decline | Decision::TakeBack if void => ProposalOutcome::Void,
                Decision::Decline => ProposalOutcome::Declined,
                Decision::TakeBack => ProposalOutcome::TakenBack,
            };
            rules::decide(tx, &row, outcome, Some(&by), now)?;
            if decision == Decision::Approve {
                let (before, after) = Self::amend(tx, head, frame, &row, (&who, now), &seen)?;
                return Ok(Told::giving((), before, after));
            }
            let after = json!({ "number": row.number, "rules": row.rules_sha256, "asked_by": row.asked_by,
                "reason": row.reason });
            let told = Told::giving((), json!({ "rules": row.from_sha256 }), after);
            Ok(if void { told.said_as(Word::PutRulesAway) } else { told })
        })
    }

    /// Makes an approved change.
    fn amend(
        tx: &mut Tx,
        head: &mut EventRow,
        frame: &Frame,
        row: &ProposalRow,
        (who, now): (&str, i64),
        seen: &str,
    ) -> Result<(Value, Value), AppError> {
        needs_second(head)?;
        let effect = Self::effect(tx, head, frame, &row.rules_text)?;
        if effect.mark() != seen {
            return Err(AmendFault::EffectChanged.into());
        }
        let asked_by = format!("account:{}", row.asked_by);
        let made = Made { by: asked_by.clone(), second: Some(who.to_owned()), reason: row.reason.clone() };
        let (before, mut after) = put(tx, head, frame, &row.rules_text, made, now)?;
        if let Some(fields) = after.as_object_mut() {
            fields.insert("number".to_owned(), json!(row.number));
            fields.insert("reason".to_owned(), json!(row.reason));
            fields.insert("asked_by".to_owned(), json!(asked_by));
            fields.insert("approved_by".to_owned(), json!(who));
            fields.insert("effect".to_owned(), json!(seen));
            // before the close there is none to be frozen anew
            fields.insert("result".to_owned(), Value::Null);
        }
        Ok((before, after))
    }
}

fn seats(frame: &Frame) -> Vec<(String, usize)> {
    let of = |group: usize| frame.setup.judges.iter().filter(|judge| judge.group == group).count();
    frame.rules.groups.iter().enumerate().map(|(index, group)| (group.id.clone(), of(index))).collect()
}

/// Who makes rules, and why.
struct Made {
    by: String,
    second: Option<String>,
    reason: String,
}

/// Puts rules in the place of those before; gives what the audit says of it. The head is the caller's to write.
fn put(
    tx: &mut Tx,
    head: &mut EventRow,
    frame: &Frame,
    text: &str,
    made: Made,
    now: i64,
) -> Result<(Value, Value), AppError> {
    let sha256 = crate::app::act::hash::sha256(text);
    let title = checked::title_of(text);
    // a title that was that of the rules goes with them
    if head.title == frame.rules.title && !title.is_empty() {
        head.title = title;
    }
    event::set_rules_text(tx, &head.id, text)?;
    let number = rules::latest_number(tx, &head.id)? + 1;
    rules::append(
        tx,
        &VersionRow {
            event_id: head.id.clone(),
            number,
            rules_text: text.to_owned(),
            rules_sha256: sha256.clone(),
            at: now,
            made_by: made.by,
            second: made.second,
            reason: made.reason,
        },
    )?;
    let before = json!({ "rules": head.rules_sha256 });
    let after = json!({ "rules": sha256, "version": number, "lines": diff::changed(&frame.rules_text, text) });
    head.rules_sha256 = sha256;
    Ok((before, after))
}

/// Refuses rules that were written over others than those that stand, or that say nothing new.
fn fresh(frame: &Frame, from: &str, text: &str) -> Result<(), AmendFault> {
    if from != frame.rules_sha256 {
        return Err(AmendFault::Overtaken);
    }
    if checked::plain(&frame.rules_text) == text {
        return Err(AmendFault::Unchanged);
    }
    Ok(())
}

/// Refuses to propose where rules are saved by one, or not changed at all.
fn needs_second(head: &EventRow) -> Result<(), AppError> {
    let now = head.state()?;
    state::allow(Act::AmendRules, now)?;
    if now == EventState::Draft { Err(AmendFault::NeedsNoSecond.into()) } else { Ok(()) }
}

/// Whether the effect of a proposal is another by now, apart from cards that came.
fn is_void(tx: &mut Tx, head: &EventRow, frame: &Frame, row: &ProposalRow) -> Result<bool, AppError> {
    Ok(row.from_sha256 != frame.rules_sha256 || row.basis != checked::basis(tx, &head.id, frame)?)
}

fn pending(tx: &mut Tx, head: &EventRow, frame: &Frame, row: &ProposalRow) -> Result<Pending, AppError> {
    Ok(Pending {
        number: row.number,
        reason: row.reason.clone(),
        asked_by: row.asked_by.clone(),
        asked_at: moment(row.asked_at),
        void: is_void(tx, head, frame, row)?,
    })
}
