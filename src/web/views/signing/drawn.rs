//! What the page of those who sign is drawn from, and what its parts have in common.

use maud::{Markup, html};

use crate::app::act::actor::{Role, Who};
use crate::app::act::permission::{Act, check as allowed};
use crate::app::act::state::why_not;
use crate::app::event::view::{EventSummary, Matrix};
use crate::app::people::session::Session;
use crate::app::result::ready::missing;
use crate::app::result::sign::{ResultToSign, Signing};
use crate::app::result::spot::SpotCheck;

pub(super) fn may(session: &Session, act: Act) -> bool {
    allowed(&session.actor, act).is_ok()
}

/// A tick, beside what says so in words.
pub(super) fn yes() -> Markup {
    html! { span.yes aria-hidden="true" { "✓" } }
}

/// A cross, beside what says so in words.
pub(super) fn no() -> Markup {
    html! { span.no aria-hidden="true" { "✗" } }
}

/// Digits of a fingerprint that people compare at a glance, in groups of four.
pub(super) fn short(hash: &str) -> String {
    let groups: Vec<&str> = (0..4).filter_map(|group| hash.get(group * 4..group * 4 + 4)).collect();
    groups.join(" ")
}

/// What the page is drawn from.
pub struct Drawn<'d> {
    pub signing: &'d Signing,
    pub session: &'d Session,
    /// The desk's names, for those who see it.
    pub matrix: Option<&'d Matrix>,
    /// The cards that were drawn, for those who see them.
    pub spot: Option<&'d SpotCheck>,
    /// The number of an objection because of which the event may be opened again.
    pub objection: Option<i64>,
}

impl Drawn<'_> {
    pub(super) fn event(&self) -> &EventSummary {
        &self.signing.event
    }

    /// Whether whoever looks has signed the latest result.
    fn has_signed(&self, result: &ResultToSign) -> bool {
        let own = |row: &crate::store::signing::SignatureRow| {
            row.number == result.number && matches!(&self.session.actor.who, Who::Account(name) if row.account == *name)
        };
        self.signing.signatures.iter().any(own)
    }

    /// Whether it is the turn of whoever looks.
    pub(super) fn is_asked(&self, result: &ResultToSign) -> bool {
        let under: Vec<_> = self.signing.signatures.iter().filter(|row| row.number == result.number).cloned().collect();
        let lacking = missing(&self.signing.settings.signers, &under);
        let role = self.session.actor.role.filter(|role| lacking.iter().any(|(lacks, _)| lacks == role));
        role.is_some() && !self.has_signed(result) && why_not(Act::Sign, self.event().state).is_none()
    }

    /// What keeps whoever looks from signing; nothing where they may.
    pub(super) fn hindered(&self, result: &ResultToSign) -> Option<String> {
        if self.signing.verified.as_ref().is_some_and(|verified| !verified.found.is_sound()) {
            return Some("查验没有通过".to_owned());
        }
        if !result.unsettled.is_empty() {
            return Some(format!("还有 {} 件事项需要先处理", result.unsettled.len()));
        }
        let spot = result.spot.as_ref();
        if let Some(spot) = spot.filter(|spot| spot.differing > 0) {
            return Some(format!("抽检有 {} 张不符", spot.differing));
        }
        if self.session.actor.role != Some(Role::Inspector) {
            return None;
        }
        if self.signing.unticked() > 0 {
            return Some(format!("须知还有 {} 件没有勾认", self.signing.unticked()));
        }
        spot.filter(|spot| !spot.is_complete()).map(|_| "抽检还没有做完".to_owned())
    }
}

pub fn role_name(word: &str) -> &str {
    match Role::from_word(word) {
        Some(role) => role.title(),
        None => word,
    }
}
