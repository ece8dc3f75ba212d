//! The live board. Before its reader may see the result, what is sent are counts and the route, and when something is sent
//! says only that one of these is another one; from then on it is that there is another result, and the page asks for it.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use tokio::sync::watch;

use super::feeds::Told;
use super::{LOOK, Wanted, stream_of};
use crate::app::act::actor::{Actor, Role};
use crate::app::act::permission::Act;
use crate::app::error::NotFound;
use crate::app::result::board::Pulse;
use crate::web::error::WebError;
use crate::web::live::Drawing;
use crate::web::session::Staff;
use crate::web::site::Site;
use crate::web::views::board::progress_parts;

/// `GET /events/{event}/board/live`: the same for the board.
pub(in crate::web) async fn listen(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    wanted: web::Query<Wanted>,
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (staff.actor(), event.clone());
    site.run(move |app| app.event(&actor, &id)).await?;
    let told = |site: &web::Data<Site>| {
        // from when on a result is shown hangs on the role, and on nothing else of whoever reads
        let role = staff.0.actor.role.map_or("", Role::as_str);
        let name = format!("{event} board {role}");
        site.live.feed(&name, |feed| {
            tokio::spawn(look(site.clone(), (name.clone(), event.clone()), staff.actor(), feed));
        })
    };
    stream_of(&site, &staff.0, Act::SeeProgress, told, wanted.into_inner(), &request)
}

/// Looks into the database for one event, as one role sees it, until nobody listens.
async fn look(site: web::Data<Site>, (name, event): (String, String), actor: Actor, feed: Arc<watch::Sender<Told>>) {
    let mut known: Option<Pulse> = None;
    while !site.live.is_left(&name, &feed) {
        match see(&site, &event, &actor, known.as_ref()).await {
            Ok(None) => {}
            Ok(Some((pulse, drawing))) => {
                known = Some(pulse);
                feed.send_replace(Told::Board(Arc::new(drawing)));
            }
            Err(error) if error.fault::<NotFound>().is_some() => {
                feed.send_replace(Told::Gone);
                site.live.forget(&name);
                return;
            }
            Err(error) => {
                if known.take().is_some() {
                    tracing::warn!(%error, "the live board cannot read");
                    feed.send_replace(Told::Stalled);
                }
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// The board, where it is another one than what is known.
async fn see(
    site: &web::Data<Site>,
    event: &str,
    actor: &Actor,
    known: Option<&Pulse>,
) -> Result<Option<(Pulse, Drawing)>, WebError> {
    let (id, by) = (event.to_owned(), actor.clone());
    let pulse = site.run(move |app| app.board_pulse(&by, &id)).await?;
    if known == Some(&pulse) {
        return Ok(None);
    }
    let now = site.clock().now();
    let drawing = match &pulse {
        Pulse::Result { stamp, .. } => Drawing::result(stamp, now),
        Pulse::Progress(_) => {
            let (id, by) = (event.to_owned(), actor.clone());
            let progress = site.run(move |app| app.progress(&by, &id)).await?;
            Drawing::progress(progress_parts(&progress), now)
        }
    };
    Ok(Some((pulse, drawing)))
}
