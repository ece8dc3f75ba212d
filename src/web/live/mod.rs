//! The live desk and the live board: what changed goes to the pages that are open, as server-sent events.
//!
//! For each event that somebody looks at there is one feed, and one task that looks into the database for it, however
//! many pages listen: so instances that share a database agree, and nobody waits for somebody else's write. A page
//! gets the parts that changed, drawn by the functions that draw the page. Nothing here knows a score.

mod board;
pub(super) mod feeds;
mod sight;
mod stream;

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::Method;
use actix_web::http::header::{CONTENT_TYPE, ContentEncoding};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use tokio::sync::watch;

use super::error::{Door, WebError};
use super::session::{Organiser, token};
use super::site::Site;
use crate::app::act::actor::{Actor, Who};
use crate::app::act::clock::Moment;
use crate::app::act::permission::Act;
use crate::app::error::NotFound;
use crate::app::people::session::Session;

pub(super) use board::listen as listen_to_board;
use feeds::Told;
pub(super) use sight::{Drawing, Sight};
use stream::Listener;

/// How often the database is asked whether anything changed.
const LOOK: Duration = Duration::from_secs(1);
/// Seconds after which a desk is drawn anew although nothing came: windows end, devices fall silent.
const STALE: i64 = 20;

/// What the pages were told last.
#[derive(Clone, Copy)]
struct Known {
    pulse: u64,
    at: Moment,
    ill: Option<&'static str>,
}

/// Looks into the database for one event until nobody listens.
async fn look(site: web::Data<Site>, event: String, actor: Actor, feed: Arc<watch::Sender<Told>>) {
    let mut known: Option<Known> = None;
    while !site.live.is_left(&event, &feed) {
        match see(&site, &event, &actor, known).await {
            Ok(None) => {}
            Ok(Some((pulse, sight))) => {
                known = Some(Known { pulse, at: sight.now, ill: sight.ill });
                feed.send_replace(Told::Desk(Arc::new(sight)));
            }
            Err(error) if error.fault::<NotFound>().is_some() => {
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
    known: Option<Known>,
) -> Result<Option<(u64, Sight)>, WebError> {
    let (id, by) = (event.to_owned(), actor.clone());
    let pulse = site.run(move |app| app.pulse(&by, &id)).await?;
    let now = site.clock().now();
    let ill = site.ill().await.map(|ill| ill.sentence);
    let as_before = |known: Known| known.pulse == pulse && known.ill == ill;
    if known.is_some_and(|known| as_before(known) && (now - known.at).num_seconds() < STALE) {
        return Ok(None);
    }
    let (id, by) = (event.to_owned(), actor.clone());
    let view = site.run(move |app| app.desk(&by, &id)).await?;
    Ok(Some((pulse, Sight::new(view, now, ill))))
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
    let told = |site: &web::Data<Site>| {
        site.live.feed(&event, |feed| {
            tokio::spawn(look(site.clone(), event.clone(), organiser.actor(), feed));
        })
    };
    stream_of(&site, &organiser.0, Act::SeeDesk, told, wanted.into_inner(), &request)
}

/// The stream of a page that listens to what is `told`; whoever asks may see it.
fn stream_of(
    site: &web::Data<Site>,
    session: &Session,
    act: Act,
    told: impl FnOnce(&web::Data<Site>) -> watch::Receiver<Told>,
    wanted: Wanted,
    request: &HttpRequest,
) -> Result<HttpResponse, WebError> {
    let mut response = HttpResponse::Ok();
    // each event is small, and must not wait for others in a compressor
    response.insert_header((CONTENT_TYPE, "text/event-stream")).insert_header(ContentEncoding::Identity);
    response.insert_header(("x-accel-buffering", "no"));
    if *request.method() == Method::HEAD {
        return Ok(response.finish());
    }
    let token = token(request, Door::Staff).ok_or(WebError::NotSignedIn(Door::Staff))?;
    let account = match &session.actor.who {
        Who::Account(name) => format!("account:{name}"),
        Who::Judge { .. } | Who::Console | Who::Visitor => session.name.clone(),
    };
    let place = site.live.place(token.sha256(), account);
    let told = told(site);
    let last = request.headers().get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let Wanted { component, since } = wanted;
    let shown = last.unwrap_or(since);
    let closing = site.live.closing();
    let listener = Listener { site: site.clone(), place, told, closing, token, act, component, shown };
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
