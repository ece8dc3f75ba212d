//! The live board. Before its reader may see the result, what is sent are counts and the route, and when something is sent
//! says only that one of these is another one; from then on it is that there is another result, and the page asks for it.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};

use super::bulletin::{BoardDrawing, BoardSight};
use super::look::{Looks, account, head_of_stream, look, shown};
use super::stream::{self, Listener, Pass};
use super::wall::Since;
use crate::app::act::actor::{Actor, Role};
use crate::app::act::permission::Act;
use crate::app::result::board::Pulse;
use crate::web::error::{Door, WebError};
use crate::web::session::{Staff, token};
use crate::web::site::Site;
use crate::web::views::board::progress_parts;

/// Who looks at the board of an event, as one role sees it.
struct BoardLooks {
    site: web::Data<Site>,
    event: String,
    actor: Actor,
    known: Option<Pulse>,
}

impl Looks for BoardLooks {
    type Seen = BoardSight;

    async fn see(&mut self) -> Result<Option<BoardSight>, WebError> {
        let (id, by) = (self.event.clone(), self.actor.clone());
        let pulse = self.site.run(move |app| app.board_pulse(&by, &id)).await?;
        if self.known.as_ref() == Some(&pulse) {
            return Ok(None);
        }
        let now = self.site.clock().now();
        let drawing = match &pulse {
            Pulse::Result { stamp, .. } => BoardDrawing::result(stamp, now),
            Pulse::Progress(_) => {
                let (id, by) = (self.event.clone(), self.actor.clone());
                let progress = self.site.run(move |app| app.progress(&by, &id)).await?;
                BoardDrawing::progress(progress_parts(&progress), now)
            }
        };
        self.known = Some(pulse);
        Ok(Some(BoardSight(Arc::new(drawing))))
    }

    fn forget(&mut self) -> bool {
        self.known.take().is_some()
    }
}

/// `GET /events/{event}/board/live`: a stream of events, as the desk has one.
pub(in crate::web) async fn listen(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    since: web::Query<Since>,
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (staff.actor(), event.clone());
    site.run(move |app| app.event(&actor, &id)).await?;
    let mut response = head_of_stream();
    if *request.method() == Method::HEAD {
        return Ok(response.finish());
    }
    let token = token(&request, Door::Staff).ok_or(WebError::NotSignedIn(Door::Staff))?;
    let place = site.live.place(token.sha256(), account(&staff.0));
    // from when on a result is shown hangs on the role, and on nothing else of whoever reads
    let name = format!("{event} {}", staff.0.actor.role.map_or("", Role::as_str));
    let told = site.live.boards.of(&name, |feed| {
        let looks = BoardLooks { site: site.clone(), event: event.clone(), actor: staff.actor(), known: None };
        tokio::spawn(look(site.clone(), |live| &live.boards, name.clone(), looks, feed));
    });
    let (shown, closing) = (shown(&request, since.into_inner().since), site.live.closing());
    let pass = Pass::Session(token, Act::SeeProgress);
    let listener = Listener { site: site.clone(), place, told, closing, pass, page: String::new(), shown };
    Ok(response.streaming(stream::events(listener)))
}
