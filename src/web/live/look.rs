//! One look into the database a second for each event that somebody looks at, and what every stream begins with.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::{CONTENT_TYPE, ContentEncoding};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};

use super::feeds::{Feed, Feeds, Live, Told};
use crate::app::act::actor::Who;
use crate::app::error::NotFound;
use crate::app::people::session::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

/// How often the database is asked whether anything changed.
const LOOK: Duration = Duration::from_secs(1);
/// Seconds after which a page is drawn anew although nothing came: windows end, devices fall silent.
pub(super) const STALE: i64 = 20;

/// Somebody who looks into the database for one event.
pub(super) trait Looks: Send + 'static {
    type Seen: Send + Sync + 'static;

    /// What is seen, where it is something else than what was seen last.
    fn see(&mut self) -> impl Future<Output = Result<Option<Self::Seen>, WebError>> + Send;

    /// Drops what was seen last; says whether there was anything.
    fn forget(&mut self) -> bool;
}

/// Looks into the database for one event until nobody listens.
pub(super) async fn look<L: Looks>(
    site: web::Data<Site>,
    feeds: fn(&Live) -> &Feeds<L::Seen>,
    event: String,
    mut looks: L,
    feed: Arc<Feed<L::Seen>>,
) {
    while !feeds(&site.live).is_left(&event, &feed) {
        match looks.see().await {
            Ok(None) => {}
            Ok(Some(seen)) => drop(feed.told.send_replace(Told::Seen(Arc::new(seen)))),
            Err(error) if error.fault::<NotFound>().is_some() => {
                feed.told.send_replace(Told::Gone);
                feeds(&site.live).forget(&event);
                return;
            }
            Err(error) => {
                // said once, and nothing is known until there is an answer
                if looks.forget() {
                    tracing::warn!(%error, "a live page cannot read");
                    feed.told.send_replace(Told::Stalled);
                }
            }
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = feed.poked.notified() => {}
        }
    }
}

/// The head of a stream of events.
pub(super) fn head_of_stream() -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    // each event is small, and must not wait for others in a compressor
    response.insert_header((CONTENT_TYPE, "text/event-stream")).insert_header(ContentEncoding::Identity);
    response.insert_header(("x-accel-buffering", "no"));
    response
}

/// What a page says that it shows: by the header of a browser that comes back, else by its address.
pub(super) fn shown(request: &HttpRequest, since: String) -> String {
    let last = request.headers().get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    last.unwrap_or(since)
}

/// Whom the pages of a session are counted against.
pub(super) fn account(session: &Session) -> String {
    match &session.actor.who {
        Who::Account(name) => format!("account:{name}"),
        Who::Judge { .. } | Who::Console | Who::Visitor => session.name.clone(),
    }
}
