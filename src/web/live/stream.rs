//! One page that listens: what it is told, for how long, and that the line is alive.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::{self, Bytes};
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::feeds::{Place, Told};
use super::shows::{Draws, Shows};
use crate::app::AppError;
use crate::app::act::permission::{Act, check};
use crate::app::act::secret::Secret;
use crate::web::site::Site;

/// How often a page is told that the line is alive.
const PING: Duration = Duration::from_secs(15);
/// How often it is asked whether the session still stands.
const CHECK: Duration = Duration::from_secs(5);
/// Milliseconds after which a browser whose stream was cut comes back.
const COME_BACK: u32 = 3000;

/// What lets a page listen for as long as it stands.
pub(super) enum Pass {
    /// The session of an account that may do something.
    Session(Secret, Act),
    /// The link of a wall.
    Wall(Secret),
}

impl Pass {
    /// Whether it still stands. An account whose role was taken has no session.
    async fn stands(&self, site: &Site) -> bool {
        let found = match self {
            Self::Session(token, act) => {
                let (token, act) = (token.clone(), *act);
                let stands = move |app: &crate::app::App| {
                    let session = app.session_stands(&token)?;
                    Ok(session.is_some_and(|one| !one.must_change && check(&one.actor, act).is_ok()))
                };
                site.run(stands).await
            }
            Self::Wall(token) => {
                let token = token.clone();
                let stands = move |app: &crate::app::App| match app.event_of_wall(&token) {
                    Ok(_) => Ok(true),
                    Err(AppError::Refused(_)) => Ok(false),
                    Err(error) => Err(error),
                };
                site.run(stands).await
            }
        };
        // the database does not answer: it is asked again, and until then nothing is told that is not known
        found.unwrap_or(true)
    }

    /// The word for a page whose pass has ended.
    fn ended(&self) -> &'static str {
        match self {
            Self::Session(..) => "signed-out",
            Self::Wall(_) => "link-ended",
        }
    }
}

/// A page that listens.
pub(super) struct Listener<S> {
    pub site: web::Data<Site>,
    pub place: Place,
    pub told: watch::Receiver<Told<S>>,
    pub closing: watch::Receiver<bool>,
    pub pass: Pass,
    /// What it shows of what is seen.
    pub page: String,
    /// The version that it shows, as it said.
    pub shown: String,
}

struct Listening<S: Shows> {
    who: Listener<S>,
    sent: Option<Arc<S::Drawing>>,
    begun: bool,
    over: bool,
    /// It was told that nothing is known.
    stalled: bool,
    ping: Interval,
    check: Interval,
}

/// Why a page is looked after.
enum Woken {
    Closing,
    Replaced,
    Told,
    Check,
    Ping,
}

/// The events for a page.
pub(super) fn events<S: Shows>(who: Listener<S>) -> impl Stream<Item = Result<Bytes, Infallible>> {
    let every = |period: Duration| {
        let mut interval = interval_at(Instant::now() + period, period);
        interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        interval
    };
    let listening = Listening {
        who,
        sent: None,
        begun: false,
        over: false,
        stalled: false,
        ping: every(PING),
        check: every(CHECK),
    };
    unfold(listening, |mut listening| async {
        let text = listening.next().await?;
        Some((Ok(text), listening))
    })
}

impl<S: Shows> Listening<S> {
    /// The next text to send; `None` where the stream ends.
    async fn next(&mut self) -> Option<Bytes> {
        if self.over {
            return None;
        }
        if !self.begun {
            self.begun = true;
            self.who.told.mark_changed();
            return Some(format!("retry: {COME_BACK}\n\n").into());
        }
        loop {
            match self.woken().await {
                Woken::Closing => return None,
                Woken::Replaced => return self.end("replaced"),
                Woken::Told => {
                    let told = self.who.told.borrow_and_update().clone();
                    match told {
                        Told::Nothing => {}
                        Told::Seen(sight) => {
                            if let Some(text) = self.tell(sight.drawn_for(&self.who.page)) {
                                return Some(text);
                            }
                        }
                        Told::Stalled => {
                            self.stalled = true;
                            return Some(Bytes::from_static(b"event: stalled\ndata: \n\n"));
                        }
                        Told::Gone => return self.end("gone"),
                    }
                }
                Woken::Check => {
                    if !self.who.pass.stands(&self.who.site).await {
                        return self.end(self.who.pass.ended());
                    }
                }
                Woken::Ping => return Some(self.pulse().into()),
            }
        }
    }

    /// Waits until there is something to do.
    async fn woken(&mut self) -> Woken {
        tokio::select! {
            biased;
            _ = self.who.closing.wait_for(|closing| *closing) => Woken::Closing,
            () = self.who.place.replaced.notified() => Woken::Replaced,
            _ = self.check.tick() => Woken::Check,
            // where nobody looks any more, there is nothing to wait for
            told = self.who.told.changed() => if told.is_ok() { Woken::Told } else { Woken::Closing },
            _ = self.ping.tick() => Woken::Ping,
        }
    }

    fn tell(&mut self, drawing: Arc<S::Drawing>) -> Option<Bytes> {
        let same = self.sent.as_ref().is_some_and(|sent| drawing.is(sent));
        if same && !std::mem::take(&mut self.stalled) {
            return None;
        }
        self.stalled = false;
        let text = drawing.since(self.sent.as_deref(), &self.who.shown);
        self.sent = Some(drawing);
        Some(text)
    }

    /// A comment keeps the line open; the event beside it is what a page's script can hear.
    fn pulse(&self) -> String {
        let knows = matches!(*self.who.told.borrow(), Told::Seen(_));
        let alive = if knows { self.who.site.clock().now().to_rfc3339() } else { String::new() };
        format!(": ping\nevent: alive\ndata: {alive}\n\n")
    }

    fn end(&mut self, why: &str) -> Option<Bytes> {
        self.over = true;
        Some(format!("event: end\ndata: {why}\n\n").into())
    }
}
