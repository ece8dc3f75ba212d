//! The event as one judge may see it: their own cards, and nobody else's.

use rust_decimal::Decimal;

use crate::app::act::actor::Actor;
use crate::app::cards::record::judge_of;
use crate::app::cards::sight::{Sight, missing_of};
use crate::app::cards::signed::{Viewer, access_of};
use crate::app::event::signers::{CardSigning, Confirming};
use crate::app::event::wire::{
    CommentingView, ComponentView, CriterionView, GradeView, JudgeView, LimitsView, ReleaseView, VotesView,
};
use crate::app::{App, AppError};
use crate::scoring::rules::{Commenting, Component, Criterion, Kind, Opens, Rules};
use crate::store::Tx;
use crate::store::device::{self, DeviceRow};
use crate::store::event::EventRow;

impl App {
    /// The event as the actor, a judge, may see it.
    ///
    /// # Errors
    /// Where the actor is no judge, or the database does not answer.
    pub fn judge_view(&self, actor: &Actor) -> Result<JudgeView, AppError> {
        let (event, judge) = judge_of(actor)?;
        self.store.read(|tx| {
            let head = Self::head(tx, &event)?;
            let devices = device::of_judge(tx, &event, &judge)?;
            self.whole_view(tx, &head, &judge, &devices, Viewer::default())
        })
    }

    /// All of the event for a judge; `devices` are the judge's.
    pub(in crate::app) fn whole_view(
        &self,
        tx: &mut Tx,
        head: &EventRow,
        judge: &str,
        devices: &[DeviceRow],
        viewer: Viewer<'_>,
    ) -> Result<JudgeView, AppError> {
        let frame = self.frame(tx, head)?;
        let at = Sight::of(&frame, head, judge, self.clock.micros())?;
        let mut missing = missing_of(tx, devices)?;
        let components = frame.rules.components.iter().enumerate().filter(|(component, _)| at.scores(*component));
        let components = components.map(|(component, rules)| {
            let due = frame.due(component, at.seat).iter().map(|&e| frame.setup.entries[e].id.clone()).collect();
            component_view(&frame.rules, rules, due)
        });
        let components = components.collect();
        let (my_cards, confirmed) = self.own(tx, head, judge, |own| {
            let names = at.cards().into_iter();
            let cards = names.map(|name| at.card(own, &name, missing.remove(&name).unwrap_or_default()));
            Ok((cards.collect::<Result<_, _>>()?, at.confirmed(own)))
        })?;
        let (state, me) = (at.state, &frame.setup.judges[at.seat]);
        Ok(JudgeView {
            id: head.id.clone(),
            title: head.title.clone(),
            state: state.as_str().to_owned(),
            demo: head.demo,
            rehearsal: head.rehearsal,
            version: head.version,
            rules: frame.rules_sha256.clone(),
            signed: CardSigning::of_event(head)?.as_str().to_owned(),
            access: access_of(tx, head, judge, viewer)?,
            origin: self.house.origin(&head.id),
            confirming: Confirming::of_event(head)?.as_str().to_owned(),
            confirmed,
            judge: me.id.clone(),
            judge_name: me.name.clone(),
            group_name: frame.rules.groups[me.group].name.clone(),
            route: frame.route(),
            entries: frame.entry_views(),
            components,
            my_cards,
        })
    }
}

fn component_view(all: &Rules, rules: &Component, due: Vec<String>) -> ComponentView {
    let ballot = if rules.is_ballot() { due } else { Vec::new() };
    let (kind, grades) = match &rules.kind {
        Kind::Votes { .. } => ("votes", &[][..]),
        Kind::Marks { .. } => ("marks", &[][..]),
        Kind::Ranking { .. } => ("ranking", &[][..]),
        Kind::Grades { grades, .. } => ("grades", grades.as_slice()),
        Kind::Measure { .. } => ("measure", &[][..]),
    };
    let below = card_threshold(rules);
    let criteria = rules.criteria().iter().map(|c| CriterionView {
        id: c.id.clone(),
        name: c.name.clone(),
        min: c.min.normalize().to_string(),
        max: c.max.normalize().to_string(),
        step: c.step.normalize().to_string(),
        weight: c.weight.normalize().to_string(),
        guide: c.guide.clone(),
        commenting: line_commenting(c),
    });
    ComponentView {
        id: rules.id.clone(),
        name: rules.name.clone(),
        kind: kind.to_owned(),
        criteria: criteria.collect(),
        votes: match rules.kind {
            Kind::Votes { votes, .. } => Some(VotesView { choose: votes.choose, exactly: votes.exactly }),
            Kind::Marks { .. } | Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Measure { .. } => None,
        },
        grades: grades
            .iter()
            .map(|grade| GradeView {
                id: grade.id.clone(),
                name: grade.name.clone(),
                needs_comment: below.is_some_and(|below| grade.value < below),
            })
            .collect(),
        places: ballot.len(),
        ballot,
        limits: limits_view(all, rules),
        release: release_view(rules),
        commenting: CommentingView {
            none: rules.judging().is_some_and(|judging| judging.commenting == Commenting::None),
            below: below.map(|below| below.normalize().to_string()),
        },
    }
}

/// So many per cent of the greatest figure; `None` where nothing is asked for, or the figure does not fit.
fn threshold(commenting: Commenting, greatest: Decimal) -> Option<Decimal> {
    match commenting {
        Commenting::RequiredBelow(percent) => greatest.checked_mul(percent)?.checked_div(Decimal::ONE_HUNDRED),
        Commenting::None | Commenting::Optional => None,
    }
}

/// What a card's total has to reach so that nobody need comment on it.
fn card_threshold(rules: &Component) -> Option<Decimal> {
    let commenting = rules.judging()?.commenting;
    let greatest = match &rules.kind {
        Kind::Marks { criteria, .. } => criteria
            .iter()
            .try_fold(Decimal::ZERO, |sum, criterion| sum.checked_add(criterion.max.checked_mul(criterion.weight)?))?,
        Kind::Grades { grades, .. } => grades.iter().map(|grade| grade.value).max()?,
        // a ballot over all entries has no comment
        Kind::Ranking { .. } | Kind::Votes { .. } | Kind::Measure { .. } => return None,
    };
    threshold(commenting, greatest)
}

fn line_commenting(criterion: &Criterion) -> Option<CommentingView> {
    let below = threshold(criterion.commenting, criterion.max);
    let below = below.map(|below| below.normalize().to_string());
    (criterion.commenting != Commenting::None).then_some(CommentingView { none: false, below })
}

fn limits_view(all: &Rules, rules: &Component) -> Option<LimitsView> {
    let limits = &all.limits;
    let is_limited = matches!(rules.kind, Kind::Marks { .. }) && (limits.distinct || limits.max_share_above.is_some());
    let (mark, share) = limits.max_share_above.unzip();
    is_limited.then(|| LimitsView {
        above: mark.map(|mark| mark.normalize().to_string()),
        percent: share.map(|share| share.normalize().to_string()),
        distinct: limits.distinct,
        decimals: all.rounding.card.map(|stage| stage.decimals),
        mode: all.rounding.card.map_or(all.rounding.mode, |stage| stage.mode).as_str().to_owned(),
    })
}

fn release_view(rules: &Component) -> ReleaseView {
    let Some(judging) = rules.judging() else { return ReleaseView::default() };
    let (opens, after, hold) = match judging.release.opens {
        Opens::Event => ("event", None, 0),
        Opens::Arrival { hold } => ("arrival", None, hold),
        Opens::After(count) => ("after", Some(count), 0),
        Opens::All => ("all", None, 0),
    };
    ReleaseView { opens: opens.to_owned(), after, hold, closes_after: judging.release.closes_after }
}
