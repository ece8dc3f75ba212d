//! The live desk: what changed goes to the pages that are open, as server-sent events.
//!
//! For each event that somebody looks at there is one feed, and one task that looks into the database for it, however
//! many pages listen: so instances that share a database agree, and nobody waits for somebody else's write. A page
//! gets the parts that changed, drawn by the functions that draw the page. Nothing here knows a score.

mod sight;
mod stream;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::http::Method;
use actix_web::http::header::{CONTENT_TYPE, ContentEncoding};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use tokio::sync::{Notify, watch};

use super::error::{Door, WebError};
use super::session::{Organiser, token};
use super::site::Site;
use crate::app::AppError;
use crate::app::act::actor::{Actor, Who};
use crate::app::act::clock::Moment;

pub(super) use sight::Sight;
use stream::Listener;

/// How often the database is asked whether anything changed.
const LOOK: Duration = Duration::from_secs(1);
/// Seconds after which a desk is drawn anew although nothing came: windows end, devices fall silent.
const STALE: i64 = 20;
/// Most pages of one browser that listen: it has six connections to a server that speaks HTTP/1, and needs some of
/// them for what is pressed.
const OF_SESSION: usize = 4;
/// Most pages of one account that listen.
const OF_ACCOUNT: usize = 16;

/// What is known of an event.
#[derive(Clone)]
enum Told {
    /// Nothing yet.
    Nothing,
    Desk(Arc<Sight>),
    /// The database did not answer; since then nothing is known.
    Stalled,
    /// There is no such event any more.
    Gone,
}

/// The feeds of this instance, and the pages that listen.
pub(super) struct Live {
    feeds: Mutex<HashMap<String, Arc<watch::Sender<Told>>>>,
    open: Mutex<Vec<Open>>,
    closing: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self { feeds: Mutex::default(), open: Mutex::default(), closing: watch::Sender::new(false) }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Live {
    /// Ends all streams: the program stops.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// What is told of an event; the first who listens has somebody look.
    fn feed(&self, site: &web::Data<Site>, event: &str, actor: &Actor) -> watch::Receiver<Told> {
        let mut feeds = lock(&self.feeds);
        if let Some(feed) = feeds.get(event) {
            return feed.subscribe();
        }
        let feed = Arc::new(watch::Sender::new(Told::Nothing));
        feeds.insert(event.to_owned(), Arc::clone(&feed));
        let told = feed.subscribe();
        tokio::spawn(look(site.clone(), event.to_owned(), actor.clone(), feed));
        told
    }

    /// Whether nobody listens to a feed any more; then it is gone.
    fn is_left(&self, event: &str, feed: &watch::Sender<Told>) -> bool {
        // whoever wants to listen waits for this lock, and finds the feed there or begins another one
        let mut feeds = lock(&self.feeds);
        let left = feed.receiver_count() == 0;
        if left {
            feeds.remove(event);
        }
        left
    }

    fn forget(&self, event: &str) {
        lock(&self.feeds).remove(event);
    }

    /// A place for one more page of a session and an account. Where there are too many, the oldest one gives up its
    /// own: a browser that left a page need not have said so yet.
    fn place(site: &web::Data<Site>, session: String, account: String) -> Place {
        let mut open = lock(&site.live.open);
        make_room(&mut open, OF_SESSION, |page| page.session == session);
        make_room(&mut open, OF_ACCOUNT, |page| page.account == account);
        let replaced = Arc::new(Notify::new());
        open.push(Open { session, account, replaced: Arc::clone(&replaced) });
        Place { site: site.clone(), replaced }
    }
}

/// Ends the oldest of the pages that `are`, until there is room for one more.
fn make_room(open: &mut Vec<Open>, most: usize, are: impl Fn(&Open) -> bool) {
    while open.iter().filter(|page| are(page)).count() >= most {
        let Some(oldest) = open.iter().position(&are) else { return };
        open.remove(oldest).replaced.notify_one();
    }
}

/// A page that listens, oldest first.
struct Open {
    session: String,
    account: String,
    /// Told when the place is taken by another page.
    replaced: Arc<Notify>,
}

/// The place of a page that listens; free again when it is dropped.
struct Place {
    site: web::Data<Site>,
    replaced: Arc<Notify>,
}

impl Drop for Place {
    fn drop(&mut self) {
        lock(&self.site.live.open).retain(|page| !Arc::ptr_eq(&page.replaced, &self.replaced));
    }
}

/// Looks into the database for one event until nobody listens.
async fn look(site: web::Data<Site>, event: String, actor: Actor, feed: Arc<watch::Sender<Told>>) {
    let mut known: Option<(u64, Moment)> = None;
    while !site.live.is_left(&event, &feed) {
        match see(&site, &event, &actor, known).await {
            Ok(None) => {}
            Ok(Some((pulse, sight))) => {
                known = Some((pulse, sight.now));
                feed.send_replace(Told::Desk(Arc::new(sight)));
            }
            Err(WebError::App(AppError::NotFound { .. })) => {
                feed.send_replace(Told::Gone);
                site.live.forget(&event);
                return;
            }
            Err(error) => {
                // said once, and nothing is known until there is an answer
                if known.take().is_some() {
                    tracing::warn!(%error, "the live desk cannot read");
                    feed.send_replace(Told::Stalled);
                }
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// The desk, where it is another one than what is known.
async fn see(
    site: &web::Data<Site>,
    event: &str,
    actor: &Actor,
    known: Option<(u64, Moment)>,
) -> Result<Option<(u64, Sight)>, WebError> {
    let (id, by) = (event.to_owned(), actor.clone());
    let pulse = site.run(move |app| app.pulse(&by, &id)).await?;
    let now = site.clock().now();
    if known.is_some_and(|(last, at)| last == pulse && (now - at).num_seconds() < STALE) {
        return Ok(None);
    }
    let (id, by) = (event.to_owned(), actor.clone());
    let view = site.run(move |app| app.desk(&by, &id)).await?;
    Ok(Some((pulse, Sight::new(view, now))))
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    component: String,
    /// The version that the page was drawn with.
    #[serde(default)]
    since: String,
}

/// `GET /events/{event}/live`: a stream of events. `Last-Event-ID`, or `since` for a page that has heard nothing
/// yet, names what the page shows; where that is still so, it is sent nothing but that it is.
pub(super) async fn listen(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    wanted: web::Query<Wanted>,
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.event(&actor, &id)).await?;
    let mut response = HttpResponse::Ok();
    // each event is small, and must not wait for others in a compressor
    response.insert_header((CONTENT_TYPE, "text/event-stream")).insert_header(ContentEncoding::Identity);
    response.insert_header(("x-accel-buffering", "no"));
    if *request.method() == Method::HEAD {
        return Ok(response.finish());
    }
    let token = token(&request, Door::Staff).ok_or(WebError::NotSignedIn(Door::Staff))?;
    let account = match &organiser.0.actor.who {
        Who::Account(name) => format!("account:{name}"),
        Who::Judge { .. } | Who::Console | Who::Visitor => organiser.0.name.clone(),
    };
    let place = Live::place(&site, token.sha256(), account);
    let told = site.live.feed(&site, &event, &organiser.0.actor);
    let last = request.headers().get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let Wanted { component, since } = wanted.into_inner();
    let shown = last.unwrap_or(since);
    let closing = site.live.closing.subscribe();
    let listener = Listener { site: site.clone(), place, told, closing, token, component, shown };
    Ok(response.streaming(stream::events(listener)))
}

/// Waits until somebody tells the program to stop.
pub(super) async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminated) = signal(SignalKind::terminate()) else {
            // where nobody can listen to it, the server's own time for open requests ends them
            drop(interrupted.await);
            return;
        };
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
}
