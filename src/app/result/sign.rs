//! Checking and signing: the signers that an event asks for put their names under one result, each with their
//! own account and under the same fingerprint. What needed the result to be seen is settled before.

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::changed::Acts;
use crate::app::act::clock::{Moment, moment};
use crate::app::act::drawn::{Drawn, refuse_overtaken};
use crate::app::act::permission::Act;
use crate::app::act::reason::stated;
use crate::app::act::second::own_account;
use crate::app::act::secret::Secret;
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::cards::came::counting;
use crate::app::desk::tie::ruled;
use crate::app::error::Already;
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::event::frozen::{of_result, read_report};
use crate::app::event::signers::{MOST_PLACES, Signers, SigningSettings};
use crate::app::event::view::{DecisionView, EventState, EventSummary};
use crate::app::result::facts::Fact;
use crate::app::result::inspect::must_be_inspected;
use crate::app::result::notice::Tally;
use crate::app::result::publish::{self, TakesTwo};
use crate::app::result::ready::{missing, must_be_settled, open_of};
use crate::app::result::signing_fault::{MOST_DAYS, SigningFault};
use crate::app::result::spot::{self, SpotState};
use crate::app::result::verify::Verified;
use crate::app::{App, AppError};
use crate::scoring::result::{AcceptedBreach, Blocker};
use crate::scoring::tabulate;
use crate::store::account;
use crate::store::checking::{self, DissentRow, FactTickRow};
use crate::store::event::EventRow;
use crate::store::publish_request::PublishRequestRow;
use crate::store::result::{self, ResultHead};
use crate::store::signing::{self, AcceptanceRow, PublicationRow, ReopeningRow, SignatureRow};
use crate::store::{StoreError, Tx, objection, rules};

/// All about signing an event's result.
#[derive(Debug, Clone)]
pub struct Signing {
    pub event: EventSummary,
    /// What it asks for.
    pub settings: SigningSettings,
    /// The latest result; `None` before the close.
    pub result: Option<ResultToSign>,
    /// Results before the latest, newest first.
    pub earlier: Vec<ResultHead>,
    /// All signatures, under earlier results too.
    pub signatures: Vec<SignatureRow>,
    /// Publications, oldest first.
    pub publications: Vec<PublicationRow>,
    /// Requests to open again, oldest first.
    pub reopenings: Vec<ReopeningRow>,
    /// How many objections there were.
    pub objections: Tally,
    /// What signers have to know of, and who has ticked it; before the close what there is to know by now.
    pub facts: Vec<(Fact, Option<FactTickRow>)>,
    /// What was found when the event was verified last, since the start of the program.
    pub verified: Option<Verified>,
    /// Who did not agree with a result, oldest first.
    pub dissents: Vec<DissentRow>,
    /// A publication that waits for a second person.
    pub publishing: Option<PublishRequestRow>,
    /// Why a publication by whoever looks would take a second person.
    pub takes_two: Option<TakesTwo>,
}

/// The result that is to be signed.
#[derive(Debug, Clone)]
pub struct ResultToSign {
    pub number: i64,
    pub fingerprint: String,
    /// SHA-256 of the rules.
    pub rules_sha256: String,
    /// When it was frozen.
    pub frozen_at: Moment,
    /// What is still to be settled before anybody signs.
    pub unsettled: Vec<Blocker>,
    /// Limits that were let stand.
    pub accepted: Vec<AcceptanceRow>,
    /// Decisions among entries that share a place, and whether they hold.
    pub decisions: Vec<DecisionView>,
    /// What was open at the close and was overridden then with a reason.
    pub overridden: usize,
    /// Cards that are drawn and looked at; `None` where none are asked for.
    pub spot: Option<SpotState>,
    /// How many cards count.
    pub cards: usize,
    /// The version of the rules.
    pub rules_number: i64,
}

impl Signing {
    /// Facts that nobody has ticked.
    #[must_use]
    pub fn unticked(&self) -> usize {
        self.facts.iter().filter(|(_, tick)| tick.is_none()).count()
    }
}

impl App {
    /// What is to be signed, who has signed and who is missing.
    pub fn signing(&self, actor: &Actor, event: &str) -> Result<Signing, AppError> {
        self.look(actor, Act::SeeSigning, event, |tx, head, frame| {
            let mut earlier = result::heads(tx, event)?;
            let after = state::why_not(Act::SeeResult, head.state()?).is_none();
            let latest = if after { earlier.pop() } else { None };
            earlier.reverse();
            Ok(Signing {
                event: frame.summary(head)?,
                settings: SigningSettings::of_event(head)?,
                result: latest.map(|latest| to_sign(tx, head, &latest, frame)).transpose()?,
                earlier,
                signatures: signing::signatures(tx, event)?,
                publications: signing::publications(tx, event)?,
                reopenings: signing::reopenings(tx, event)?,
                objections: Tally::of(&objection::list(tx, event)?),
                facts: Self::facts_to_know(tx, head, frame)?,
                verified: self.verifying.of_event(event),
                dissents: checking::dissents(tx, event)?,
                publishing: publish::waiting_of(tx, head)?,
                takes_two: publish::takes_two(tx, head, &actor.name())?,
            })
        })
    }

    /// Signs the latest result, which must be the one that was shown. The last signature that is asked for makes the
    /// event signed.
    ///
    /// # Errors
    /// [`SigningFault`] with what is against it, [`Already`] where the account has signed it; where the
    /// actor may not, or the event is not closed; where `password` is not the actor's own.
    pub fn sign(
        &self,
        actor: &Actor,
        event: &str,
        (number, fingerprint): (i64, &str),
        password: &Secret,
    ) -> Result<(), AppError> {
        let (account, role) = own_account(actor, Act::Sign)?;
        self.look(actor, Act::Sign, event, |_, head, _| Ok(state::allow(Act::Sign, head.state()?)?))?;
        self.ask_password_again(&account, password)?;
        self.must_hold(event)?;
        let (now, id, fingerprint) = (self.clock.micros(), event.to_owned(), fingerprint.to_owned());
        self.act(actor, event, Doing::of(Act::Sign, Word::Sign, format!("result:{number}")), move |tx, head, frame| {
            let latest = result::heads(tx, &id)?.pop().ok_or(SigningFault::Changed)?;
            if latest.number != number || latest.fingerprint != fingerprint {
                return Err(SigningFault::Changed.into());
            }
            // what is signed is what the event still comes to
            let row = result::numbered(tx, &id, number)?.ok_or(StoreError::NotFound)?;
            let frozen = read_report(tx, &row)?;
            if Self::counted(tx, &id, frame)?.ranking != frozen.ranking {
                return Err(SigningFault::Changed.into());
            }
            must_be_settled(tx, &latest)?;
            must_be_inspected(tx, head, frame, (&latest, &frozen), role)?;
            let signers = Signers::of_event(head)?;
            let mut signed = of_result(tx, &id, number)?;
            if signed.iter().any(|row| row.account == account) {
                return Err(Already { what: "您已经签过字" }.into());
            }
            let count = signed.iter().filter(|row| row.role == role.as_str()).count();
            if count >= signers.needed(role) {
                return Err(SigningFault::NotAsked(role).into());
            }
            let role = role.as_str().to_owned();
            // the name of that moment: who is called otherwise later has signed this one as they were called
            let full_name = account::find(tx, &account)?.and_then(|row| row.full_name);
            let row = SignatureRow { event_id: id, number, account, role, fingerprint, at: now, full_name };
            signing::sign(tx, &row)?;
            signed.push(row);
            let complete = missing(&signers, &signed).is_empty();
            if complete {
                head.set_state(EventState::Signed);
                head.signed_at = Some(now);
            }
            let row = signed.pop();
            let after = row.map(|row| {
                json!({ "number": number, "fingerprint": row.fingerprint, "role": row.role,
                "complete": complete })
            });
            Ok((Value::Null, after.unwrap_or_default()))
        })
    }

    /// Puts on record that somebody who could sign the latest result does not agree with it: all signers see it.
    ///
    /// # Errors
    /// [`SigningFault::Changed`], [`Already`]; where the actor may not, no reason is given, or the event is not closed.
    pub fn disagree(&self, actor: &Actor, event: &str, number: i64, reason: &str) -> Result<(), AppError> {
        let (account, role) = own_account(actor, Act::Sign)?;
        let (id, reason, now) = (event.to_owned(), stated(reason)?, self.clock.micros());
        let doing = Doing::of(Act::Sign, Word::Disagree, format!("result:{number}")).beside_setup();
        self.act(actor, event, doing, move |tx, _, _| {
            result::heads(tx, &id)?.pop().filter(|latest| latest.number == number).ok_or(SigningFault::Changed)?;
            let before = checking::dissents(tx, &id)?;
            if before.iter().any(|row| row.number == number && row.account == account) {
                return Err(Already { what: "您已经登记过不同意" }.into());
            }
            let full_name = account::find(tx, &account)?.and_then(|row| row.full_name);
            let after = json!({ "number": number, "role": role.as_str(), "reason": reason });
            let role = role.as_str().to_owned();
            checking::disagree(tx, &DissentRow { event_id: id, number, account, role, reason, at: now, full_name })?;
            Ok((Value::Null, after))
        })
    }

    /// Lets a judge's broken limit stand in the latest result, with a reason.
    ///
    /// # Errors
    /// [`SigningFault::NoBreach`]; where the actor may not, no reason is given, or the event is not closed.
    pub fn accept_breach(
        &self,
        actor: &Actor,
        event: &str,
        (judge, component): (&str, &str),
        reason: &str,
    ) -> Result<(), AppError> {
        let row = AcceptanceRow {
            event_id: event.to_owned(),
            number: 0,
            judge: judge.to_owned(),
            component: component.to_owned(),
            entry: String::new(),
            reason: stated(reason)?,
            who: actor.name(),
            at: self.clock.micros(),
            cause: String::new(),
        };
        self.act(
            actor,
            event,
            Doing::by_hand(Act::AcceptBreach, Word::AcceptBreach, format!("judge:{judge}")),
            move |tx, head, frame| {
                let latest = result::heads(tx, &head.id)?.pop().ok_or(SigningFault::NoBreach)?;
                let cause = Self::broken(tx, &head.id, frame, &row)?.ok_or(SigningFault::NoBreach)?;
                let row = AcceptanceRow { number: latest.number, cause, ..row };
                signing::accept(tx, &row)?;
                let after = json!({ "number": row.number, "component": row.component, "reason": row.reason });
                Ok((Value::Null, after))
            },
        )
    }

    /// What breaks the limit that is to be accepted; `None` where none is broken, or it was let stand.
    fn broken(tx: &mut Tx, event: &str, frame: &Frame, row: &AcceptanceRow) -> Result<Option<String>, AppError> {
        let filled = Self::filled(tx, event, frame)?;
        let counted = frame.taking_part(&filled);
        let about = (frame.judge(&row.judge), frame.component(&row.component));
        let standings = tabulate(&counted);
        let broken = standings.breaches().iter().find(|b| (Some(b.judge), Some(b.component)) == about);
        let open = broken.filter(|breach| !counted.is_accepted(breach.judge, breach.component));
        Ok(open.map(|breach| breach.cause.clone()))
    }

    /// Sets who must sign, from when officials see the result and how long it is put up; before the close only,
    /// so that nobody fits the signers to the result; of a form that was `drawn`, where they are still those that it was
    /// drawn from.
    ///
    /// # Errors
    /// [`SigningFault::Settings`], [`Overtaken`]; where the actor may not, or the event is closed.
    pub fn set_signing(
        &self,
        actor: &Actor,
        event: &str,
        settings: &SigningSettings,
        drawn: Option<&Drawn>,
    ) -> Result<(), AppError> {
        if !(1..=MOST_DAYS).contains(&settings.notice_days) {
            return Err(SigningFault::Settings { field: "days" }.into());
        }
        if settings.spot_places.is_some_and(|places| places > MOST_PLACES) {
            return Err(SigningFault::SpotPlaces.into());
        }
        let (settings, drawn, id) = (settings.clone(), drawn.cloned(), event.to_owned());
        self.act(actor, event, Doing::of(Act::Configure, Word::SetSigning, "event"), move |tx, head, _| {
            if let Some(drawn) = &drawn {
                let acts = Acts { subjects: &["event"], words: &[Word::SetSigning] };
                refuse_overtaken(tx, &id, &acts, "签字与公示的设定", drawn, SigningSettings::of_event(head)?.fields())?;
            }
            let told = |head: &EventRow| {
                json!({ "signers": head.signers, "result_from": head.result_from, "notice_days": head.notice_days,
                    "cards": head.signed, "confirming": head.confirming, "bundle": head.bundle_cards,
                    "spot_places": head.spot_places })
            };
            let before = told(head);
            head.signers = settings.signers.to_word();
            settings.result_from.as_str().clone_into(&mut head.result_from);
            head.notice_days = settings.notice_days;
            head.signed = settings.cards.map(|cards| cards.as_str().to_owned());
            head.confirming = Some(settings.confirming.as_str().to_owned());
            head.bundle_cards = Some(settings.bundle.as_str().to_owned());
            head.spot_places = settings.spot_places.and_then(|places| i64::try_from(places).ok());
            Ok((before, told(head)))
        })
    }
}

/// A result with what of it is still to be settled.
fn to_sign(tx: &mut Tx, head: &EventRow, latest: &ResultHead, frame: &Frame) -> Result<ResultToSign, AppError> {
    let open = open_of(tx, latest)?;
    // of an erased event nothing is left of which there would be anything to know
    let spot =
        if head.erased_at.is_some() { None } else { spot::state_of(tx, head, frame, (latest.number, &open.report))? };
    Ok(ResultToSign {
        spot,
        cards: counting(tx, &head.id)?.len(),
        rules_number: rules::versions(tx, &head.id)?.last().map_or(0, |last| last.number),
        number: latest.number,
        fingerprint: latest.fingerprint.clone(),
        rules_sha256: open.report.rules_sha256,
        frozen_at: moment(latest.frozen_at),
        unsettled: open.unsettled,
        accepted: stands(open.accepted, &open.report.accepted),
        decisions: ruled(tx, head, frame)?,
        overridden: open.overridden,
    })
}

/// The rows of the acceptances that a report counts with.
fn stands(rows: Vec<AcceptanceRow>, counted: &[AcceptedBreach]) -> Vec<AcceptanceRow> {
    let same = |row: &AcceptanceRow, accepted: &AcceptedBreach| {
        (&row.judge, &row.component, &row.reason) == (&accepted.judge, &accepted.component, &accepted.reason)
    };
    rows.into_iter().filter(|row| row.cause.is_empty() || counted.iter().any(|accepted| same(row, accepted))).collect()
}
