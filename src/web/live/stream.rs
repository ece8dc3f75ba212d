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
use super::sight::Drawing;
use crate::app::act::permission::{Act, check};
use crate::app::act::secret::Secret;
use crate::web::site::Site;

/// How often a page is told that the line is alive.
const PING: Duration = Duration::from_secs(15);
/// How often it is asked whether the session still stands.
const CHECK: Duration = Duration::from_secs(5);
/// Milliseconds after which a browser whose stream was cut comes back.
const COME_BACK: u32 = 3000;

/// A page that listens.
pub(super) struct Listener {
    pub site: web::Data<Site>,
    pub place: Place,
    pub told: watch::Receiver<Told>,
    pub closing: watch::Receiver<bool>,
    pub token: Secret,
    /// What its session has to be allowed.
    pub act: Act,
    /// The component whose matrix it shows.
    pub component: String,
    /// The version that it shows, as it said.
    pub shown: String,
}

struct Listening {
    who: Listener,
    sent: Option<Arc<Drawing>>,
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
pub(super) fn events(who: Listener) -> impl Stream<Item = Result<Bytes, Infallible>> {
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

impl Listening {
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
                        Told::Desk(sight) => {
                            let drawing = sight.drawing(sight.component(&self.who.component));
                            if let Some(text) = self.tell(drawing) {
                                return Some(text);
                            }
                        }
                        Told::Board(drawing) => {
                            if let Some(text) = self.tell(drawing) {
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
                    if !self.stands().await {
                        return self.end("signed-out");
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

    fn tell(&mut self, drawing: Arc<Drawing>) -> Option<Bytes> {
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
        let knows = matches!(*self.who.told.borrow(), Told::Desk(_) | Told::Board(_));
        let alive = if knows { self.who.site.clock().now().to_rfc3339() } else { String::new() };
        format!(": ping\nevent: alive\ndata: {alive}\n\n")
    }

    /// Whether the session is there and may still see the page. An account whose role was taken has none.
    async fn stands(&self) -> bool {
        let (token, act) = (self.who.token.clone(), self.who.act);
        match self.who.site.run(move |app| app.session_stands(&token)).await {
            Ok(session) => session.is_some_and(|one| !one.must_change && check(&one.actor, act).is_ok()),
            // the database does not answer: it is asked again, and until then nothing is told that is not known
            Err(_) => true,
        }
    }

    fn end(&mut self, why: &str) -> Option<Bytes> {
        self.over = true;
        Some(format!("event: end\ndata: {why}\n\n").into())
    }
}
