//! Live pages, the desk, the board and walls: what changed goes to the pages that are open, as server-sent events.
//!
//! For each event that somebody looks at there is one feed, and one task that looks into the database for it, however
//! many pages listen: so instances that share a database agree, and nobody waits for somebody else's write. A page
//! gets the parts that changed, drawn by the functions that draw the page. What walls are told is in `wall`; nothing else
//! here knows a score.

mod board;
mod bulletin;
pub(super) mod feeds;
mod look;
mod screen;
mod shows;
mod sight;
mod stream;
pub(super) mod wall;

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::error::{Door, WebError};
use super::session::{Organiser, token};
use super::site::Site;
use crate::app::act::actor::Actor;
use crate::app::act::clock::Moment;
use crate::app::act::permission::Act;

pub(super) use board::listen as listen_to_board;
pub(super) use bulletin::BoardDrawing;
use look::{Looks, STALE, account, head_of_stream, look, shown};
pub(super) use screen::WallSight;
pub(super) use sight::Sight;
use stream::{Listener, Pass};

/// What the pages were told last.
#[derive(Clone, Copy)]
struct Known {
    pulse: u64,
    at: Moment,
    ill: Option<&'static str>,
}

/// Who looks at a desk.
struct DeskLooks {
    site: web::Data<Site>,
    event: String,
    actor: Actor,
    known: Option<Known>,
}

impl Looks for DeskLooks {
    type Seen = Sight;

    async fn see(&mut self) -> Result<Option<Sight>, WebError> {
        let (id, by) = (self.event.clone(), self.actor.clone());
        let pulse = self.site.run(move |app| app.pulse(&by, &id)).await?;
        let now = self.site.clock().now();
        let ill = self.site.ill().await.map(|ill| ill.sentence);
        let as_before = |known: Known| known.pulse == pulse && known.ill == ill;
        if self.known.is_some_and(|known| as_before(known) && (now - known.at).num_seconds() < STALE) {
            return Ok(None);
        }
        let (id, by) = (self.event.clone(), self.actor.clone());
        let view = self.site.run(move |app| app.desk(&by, &id)).await?;
        self.known = Some(Known { pulse, at: now, ill });
        Ok(Some(Sight::new(view, now, ill)))
    }

    fn forget(&mut self) -> bool {
        self.known.take().is_some()
    }
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
    let mut response = head_of_stream();
    if *request.method() == Method::HEAD {
        return Ok(response.finish());
    }
    let token = token(&request, Door::Staff).ok_or(WebError::NotSignedIn(Door::Staff))?;
    let place = site.live.place(token.sha256(), account(&organiser.0));
    let told = site.live.desks.of(&event, |feed| {
        let (site, event, actor) = (site.clone(), event.clone(), organiser.actor());
        let looks = DeskLooks { site: site.clone(), event: event.clone(), actor, known: None };
        tokio::spawn(look(site, |live| &live.desks, event, looks, feed));
    });
    let Wanted { component: page, since } = wanted.into_inner();
    let (shown, closing, pass) = (shown(&request, since), site.live.closing(), Pass::Session(token, Act::SeeDesk));
    let listener = Listener { site: site.clone(), place, told, closing, pass, page, shown };
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
