//! The streams of walls, and of those who drive them. A wall's link never leads to the presenter's drawing.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::look::{Looks, STALE, account, head_of_stream, look, shown};
use super::screen::{PRESENTER, WallSight};
use super::stream::{self, Listener, Pass};
use crate::app::act::clock::Moment;
use crate::app::act::permission::Act;
use crate::app::act::secret::Secret;
use crate::web::error::{Door, WebError};
use crate::web::session::{Organiser, token};
use crate::web::site::Site;

/// Who looks at the walls of an event.
struct WallLooks {
    site: web::Data<Site>,
    event: String,
    known: Option<(u64, usize, Moment)>,
}

impl Looks for WallLooks {
    type Seen = WallSight;

    async fn see(&mut self) -> Result<Option<WallSight>, WebError> {
        let id = self.event.clone();
        let pulse = self.site.run(move |app| app.wall_pulse(&id)).await?;
        let (now, online) = (self.site.clock().now(), online(&self.site, &self.event));
        let as_before = |(known, walls, at): (u64, usize, Moment)| {
            (known, walls) == (pulse, online) && (now - at).num_seconds() < STALE
        };
        if self.known.is_some_and(as_before) {
            return Ok(None);
        }
        let id = self.event.clone();
        let wall = self.site.run(move |app| app.wall(&id)).await?;
        self.known = Some((pulse, online, now));
        Ok(Some(WallSight::new(&wall, now, online)))
    }

    fn forget(&mut self) -> bool {
        self.known.take().is_some()
    }
}

/// Whom the walls of an event are counted against.
fn walls_of(event: &str) -> String {
    format!("wall:{event}")
}

/// How many walls of an event are connected.
pub(in crate::web) fn online(site: &Site, event: &str) -> usize {
    site.live.listening(&walls_of(event))
}

#[derive(Deserialize)]
pub(in crate::web) struct Since {
    /// The version that the page was drawn with.
    #[serde(default)]
    pub(super) since: String,
}

/// `GET /wall/{token}/live`: what the audience sees, for whoever has a link.
pub(in crate::web) async fn listen(
    site: web::Data<Site>,
    link: web::Path<String>,
    since: web::Query<Since>,
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    let link = Secret::new(link.into_inner());
    let event = site
        .run({
            let link = link.clone();
            move |app| app.event_of_wall(&link)
        })
        .await?;
    let session = format!("wall:{}", link.sha256());
    let to = To { session, account: walls_of(&event), pass: Pass::Wall(link), page: "" };
    Ok(answer(&site, &event, to, since.into_inner(), &request))
}

/// `GET /events/{event}/wall/live`: what whoever drives the walls sees.
pub(in crate::web) async fn listen_as_presenter(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    since: web::Query<Since>,
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.event(&actor, &id)).await?;
    let token = token(&request, Door::Staff).ok_or(WebError::NotSignedIn(Door::Staff))?;
    let (session, account) = (token.sha256(), account(&organiser.0));
    let to = To { session, account, pass: Pass::Session(token, Act::Announce), page: PRESENTER };
    Ok(answer(&site, &event, to, since.into_inner(), &request))
}

/// Who listens, and to what.
struct To {
    session: String,
    account: String,
    pass: Pass,
    page: &'static str,
}

fn answer(site: &web::Data<Site>, event: &str, to: To, since: Since, request: &HttpRequest) -> HttpResponse {
    let mut response = head_of_stream();
    if *request.method() == Method::HEAD {
        return response.finish();
    }
    let place = site.live.place(to.session, to.account);
    let told = site.live.walls.of(event, |feed| {
        let looks = WallLooks { site: site.clone(), event: event.to_owned(), known: None };
        tokio::spawn(look(site.clone(), |live| &live.walls, event.to_owned(), looks, feed));
    });
    // whoever drives them sees that one more is connected
    site.live.walls.poke(event);
    let (shown, closing) = (shown(request, since.since), site.live.closing());
    let page = to.page.to_owned();
    let listener = Listener { site: site.clone(), place, told, closing, pass: to.pass, page, shown };
    response.streaming(stream::events(listener))
}
