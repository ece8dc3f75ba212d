//! Checking and signing: the signers that an event asks for put their names under one result, each with their
//! own account and under the same fingerprint. What needed the result to be seen is settled before.

use serde_json::{Value, json};

use crate::app::act::actor::{Actor, Role};
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
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::event::frozen::{of_result, read_report};
use crate::app::event::signers::{MOST_PLACES, Signers, SigningSettings};
use crate::app::event::view::{DecisionView, EventState, EventSummary};
use crate::app::result::facts::{Fact, facts};
use crate::app::result::notice::Tally;
use crate::app::result::publish::{self, TakesTwo};
use crate::app::result::spot::{self, SpotState};
use crate::app::result::verify::Verified;
use crate::app::{App, AppError};
use crate::scoring::result::{AcceptedBreach, Blocker, BlockerKind, Report};
use crate::scoring::tabulate;
use crate::store::account;
use crate::store::checking::{self, DissentRow, FactTickRow};
use crate::store::event::EventRow;
use crate::store::publish_request::PublishRequestRow;
use crate::store::result::{self, ResultHead};
use crate::store::signing::{self, AcceptanceRow, PublicationRow, ReopeningRow, SignatureRow};
use crate::store::{StoreError, Tx, objection, rules};

/// Most days for which a result is put up.
pub const MOST_DAYS: i64 = 60;

/// Why a result is not signed, published or opened again as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SigningFault {
    /// The result has changed since it was shown.
    #[error("成绩在您查看之后有变动，请刷新页面，核对新的指纹后再签字")]
    Changed,
    /// The inspector has not taken note of everything.
    #[error("签字前须知还有 {0} 件没有勾认，勾认以后才能签字")]
    Unticked(usize),
    /// Cards are still to be drawn, or to be looked at.
    #[error("抽检还没有做完，抽到的卡都看过以后才能签字")]
    SpotOpen,
    /// A drawn card is another one than what was counted.
    #[error("抽检有 {0} 张不符，现在不能签字。请先更正（更正后封存新的成绩），或由纪检写明理由改为相符")]
    SpotDiffers(usize),
    /// Something is still to be settled.
    #[error("还有 {0} 件事项需要处理（并列裁定或超出限制），处理后才能签字、公布")]
    Unsettled(usize),
    /// The event asks for no signature of this role, or has them all.
    #[error("此活动不需要更多的{}签字", .0.title())]
    NotAsked(Role),
    /// Not everybody has signed.
    #[error("签字尚未齐全，还缺：{0}")]
    Missing(String),
    /// There is no such limit that was broken.
    #[error("没有这一项超出限制的事项，请刷新后重试")]
    NoBreach,
    /// It is still put up.
    #[error("公示期到 {until} 结束，结束以后才能归档", until = crate::app::act::clock::beijing(*.0).format("%Y-%m-%d %H:%M"))]
    PutUp(Moment),
    /// A setting that is not possible.
    #[error(
        "公示天数应为 1 至 {MOST_DAYS} 的整数，每种签字人不超过 9 人，抽检的名次应为 0 至 {MOST_PLACES} 的整数，不抽检的留空"
    )]
    Settings {
        /// The field that is none of those.
        field: &'static str,
    },
}

impl AppFault for SigningFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Settings { .. } => FaultKind::Invalid,
            Self::NoBreach => FaultKind::Missing,
            Self::Changed
            | Self::Unticked(_)
            | Self::SpotOpen
            | Self::SpotDiffers(_)
            | Self::Unsettled(_)
            | Self::NotAsked(_)
            | Self::Missing(_)
            | Self::PutUp(_) => FaultKind::Conflict,
        }
    }

    fn word(&self) -> &'static str {
        "signing"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Settings { field } => Some(field),
            Self::Changed
            | Self::Unticked(_)
            | Self::SpotOpen
            | Self::SpotDiffers(_)
            | Self::Unsettled(_)
            | Self::NotAsked(_)
            | Self::Missing(_)
            | Self::NoBreach
            | Self::PutUp(_) => None,
        }
    }
}

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

    /// The facts of an event; of one that was erased nothing is left of which there would be anything to know.
    fn facts_to_know(
        tx: &mut Tx,
        head: &EventRow,
        frame: &Frame,
    ) -> Result<Vec<(Fact, Option<FactTickRow>)>, AppError> {
        if head.erased_at.is_some() {
            return Ok(Vec::new());
        }
        let latest = result::heads(tx, &head.id)?.pop().filter(|_| !head.state().is_ok_and(|s| s.is_before_close()));
        let Some(latest) = latest else {
            return Ok(facts(tx, head, frame, None)?.into_iter().map(|fact| (fact, None)).collect());
        };
        let row = result::numbered(tx, &head.id, latest.number)?.ok_or(StoreError::NotFound)?;
        let report = read_report(tx, &row)?;
        ticked(tx, head, frame, (&latest, &report))
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

    /// Takes note of facts about the latest result, each as it was shown: word and digest.
    ///
    /// # Errors
    /// [`SigningFault::Changed`] where one says something else by now; where the actor may not, or the event is not closed.
    pub fn tick_facts(
        &self,
        actor: &Actor,
        event: &str,
        number: i64,
        shown: &[(String, String)],
    ) -> Result<(), AppError> {
        let (account, _) = own_account(actor, Act::Inspect)?;
        let (id, shown, now) = (event.to_owned(), shown.to_vec(), self.clock.micros());
        let doing = Doing::of(Act::Inspect, Word::TickFacts, format!("result:{number}")).beside_setup();
        self.act(actor, event, doing, move |tx, head, frame| {
            let latest = result::heads(tx, &id)?.pop().filter(|latest| latest.number == number);
            let latest = latest.ok_or(SigningFault::Changed)?;
            let row = result::numbered(tx, &id, latest.number)?.ok_or(StoreError::NotFound)?;
            let report = read_report(tx, &row)?;
            let known = ticked(tx, head, frame, (&latest, &report))?;
            let mut rows = Vec::new();
            for (word, digest) in shown {
                let same = |(fact, _): &&(Fact, _)| fact.word.as_str() == word && fact.digest == digest;
                let (_, tick) = known.iter().find(same).ok_or(SigningFault::Changed)?;
                if tick.is_none() && !rows.iter().any(|row: &FactTickRow| row.fact == word) {
                    let (event_id, account) = (id.clone(), account.clone());
                    rows.push(FactTickRow { event_id, number, fact: word, digest, account, at: now });
                }
            }
            checking::tick(tx, &rows)?;
            let facts: Vec<&String> = rows.iter().map(|row| &row.fact).collect();
            Ok((Value::Null, json!({ "number": number, "facts": facts })))
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
            return Err(SigningFault::Settings { field: "spot_places" }.into());
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

/// Roles that have not all signed, with how many are missing.
#[must_use]
pub fn missing(signers: &Signers, signed: &[SignatureRow]) -> Vec<(Role, usize)> {
    let count = |role: Role| signed.iter().filter(|row| row.role == role.as_str()).count();
    let left = signers.iter().map(|(role, needed)| (role, needed.saturating_sub(count(role))));
    left.filter(|(_, left)| *left > 0).collect()
}

/// Refuses to publish what is closed while signatures are missing.
pub(in crate::app) fn must_be_signed(tx: &mut Tx, head: &EventRow, number: i64) -> Result<(), AppError> {
    let lacking = missing(&Signers::of_event(head)?, &of_result(tx, &head.id, number)?);
    if lacking.is_empty() {
        return Ok(());
    }
    let told = lacking.into_iter().map(|(role, count)| format!("{} {count} 人", role.title()));
    Err(SigningFault::Missing(told.collect::<Vec<_>>().join("、")).into())
}

/// The facts about a result, each with who has ticked it as it is.
fn ticked(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    (latest, report): (&ResultHead, &Report),
) -> Result<Vec<(Fact, Option<FactTickRow>)>, AppError> {
    let ticks = checking::ticks(tx, &head.id, latest.number)?;
    let tick =
        |fact: &Fact| ticks.iter().find(|row| row.fact == fact.word.as_str() && row.digest == fact.digest).cloned();
    Ok(facts(tx, head, frame, Some(report))?
        .into_iter()
        .map(|fact| (tick(&fact), fact))
        .map(|(tick, fact)| (fact, tick))
        .collect())
}

/// Refuses a signature over a drawn card that differs; an inspector's also before they have taken note of everything and
/// looked at every card that was drawn.
fn must_be_inspected(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    (latest, report): (&ResultHead, &Report),
    role: Role,
) -> Result<(), AppError> {
    let spot = spot::state_of(tx, head, frame, latest)?;
    if let Some(spot) = spot.as_ref().filter(|spot| spot.differing > 0) {
        return Err(SigningFault::SpotDiffers(spot.differing).into());
    }
    if role != Role::Inspector {
        return Ok(());
    }
    let unticked = ticked(tx, head, frame, (latest, report))?.iter().filter(|(_, tick)| tick.is_none()).count();
    if unticked > 0 {
        return Err(SigningFault::Unticked(unticked).into());
    }
    if spot.is_some_and(|spot| !spot.is_complete()) { Err(SigningFault::SpotOpen.into()) } else { Ok(()) }
}

/// Refuses to sign and to publish while a tie across an award or a broken limit is open: an award would go out undecided.
pub(in crate::app) fn must_be_settled(tx: &mut Tx, latest: &ResultHead) -> Result<(), AppError> {
    match open_of(tx, latest)?.unsettled.len() {
        0 => Ok(()),
        open => Err(SigningFault::Unsettled(open).into()),
    }
}

fn is_about(blocker: &Blocker, row: &AcceptanceRow) -> bool {
    let is = |id: &Option<String>, of: &str| id.as_deref().unwrap_or_default() == of;
    is(&blocker.judge, &row.judge) && is(&blocker.component, &row.component)
}

/// A frozen result with what is open in it.
struct Open {
    report: Report,
    /// Limits that were let stand, in this result or another.
    accepted: Vec<AcceptanceRow>,
    /// What is still to be settled before anybody signs.
    unsettled: Vec<Blocker>,
    /// How much was open at the close and was overridden then.
    overridden: usize,
}

fn open_of(tx: &mut Tx, latest: &ResultHead) -> Result<Open, AppError> {
    let row = result::numbered(tx, &latest.event_id, latest.number)?.ok_or(StoreError::NotFound)?;
    let accepted = signing::acceptances(tx, &latest.event_id)?;
    let report = read_report(tx, &row)?;
    let (mut unsettled, mut overridden) = (Vec::new(), 0);
    for blocker in &report.blockers {
        // frozen before acceptances were counted with
        let is_accepted = blocker.kind == BlockerKind::LimitBreach
            && accepted.iter().any(|row| row.cause.is_empty() && is_about(blocker, row));
        if !blocker.kind.is_settled_after_the_close() {
            overridden += 1;
        } else if !is_accepted {
            unsettled.push(blocker.clone());
        }
    }
    Ok(Open { report, accepted, unsettled, overridden })
}

/// A result with what of it is still to be settled.
fn to_sign(tx: &mut Tx, head: &EventRow, latest: &ResultHead, frame: &Frame) -> Result<ResultToSign, AppError> {
    let open = open_of(tx, latest)?;
    // of an erased event nothing is left of which there would be anything to know
    let spot = if head.erased_at.is_some() { None } else { spot::state_of(tx, head, frame, latest)? };
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
