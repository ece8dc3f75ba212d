//! Judges' sign-in links: made once, good until the event's close, kept as hashes.

use crate::app::act::actor::Actor;
use crate::app::act::envelope::Besides;
use crate::app::act::permission::Act;
use crate::app::act::secret::Secret;
use crate::app::act::state;
use crate::app::error::{AppFault, FaultKind};
use crate::app::people::session::NewSession;
use crate::app::{App, AppError};
use crate::store::session;

/// What the tablets of a judge are told who is no longer one of the event's.
pub(in crate::app) const SEAT_REMOVED: &str =
    "这一席已从评委名单中删去，本机的登录已结束。有疑问请联系组织者；存在本机的评分不会丢失";

/// The link was revoked, its event is closed, or it never was one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("登录链接无效或已失效，请向组织者索取新的链接")]
pub struct LinkNotGood;

impl AppFault for LinkNotGood {
    fn kind(&self) -> FaultKind {
        FaultKind::SignIn
    }

    fn word(&self) -> &'static str {
        "link-not-good"
    }
}

impl App {
    /// Exchanges a link's token for a session. The link stays good, for the same or another tablet.
    ///
    /// # Errors
    /// [`LinkNotGood`].
    pub fn sign_in_with_link(&self, token: &Secret) -> Result<NewSession, AppError> {
        let (app, hash, now) = (self.clone(), token.sha256(), self.clock.micros());
        // guesses must not queue up where cards are written
        if self.store.read(|tx| session::find_link(tx, &hash))?.is_none() {
            return Err(LinkNotGood.into());
        }
        self.write_besides(Besides::SignIn, move |tx| {
            let link = session::find_link(tx, &hash)?.filter(|link| link.revoked_at.is_none());
            let link = link.ok_or(LinkNotGood)?;
            let head = Self::head(tx, &link.event_id)?;
            if state::why_not(Act::MintLinks, head.state()?).is_some() {
                return Err(LinkNotGood.into());
            }
            let frame = app.frame(tx, &head)?;
            let judge = frame.judge(&link.judge).ok_or(LinkNotGood)?;
            let actor = Actor::judge(&link.event_id, &link.judge);
            Self::begin_session(tx, now, &actor, &frame.setup.judges[judge].name)
        })
    }
}

/// A judge's new sign-in link; the token is shown this once.
#[derive(Debug, Clone)]
pub struct JudgeLink {
    pub judge: String,
    /// Name or seat.
    pub name: String,
    /// The token that goes into the address.
    pub token: crate::app::act::secret::Secret,
}
