//! The wall: the projector's own page, which a link leads to; and the organisers' pages that drive it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::answer::{html, see};
use super::error::WebError;
use super::form::Filled;
use super::live::WallSight;
use super::live::wall::online;
use super::session::Organiser;
use super::site::Site;
use super::views;
use crate::app::act::secret::Secret;
use crate::app::result::wall::Scene;

/// `GET /wall/{token}`: the projector's page.
pub(super) async fn screen(site: web::Data<Site>, link: web::Path<String>) -> Result<Markup, WebError> {
    let (token, now) = (Secret::new(link.as_str()), site.clock().now());
    let (event, wall) = site
        .run(move |app| {
            let event = app.event_of_wall(&token)?;
            let wall = app.wall(&event)?;
            Ok((event, wall))
        })
        .await?;
    let sight = WallSight::new(&wall, now, online(&site, &event));
    Ok(views::wall::page(&wall, &link, &sight.audience().version, now))
}

/// `GET /events/{event}/wall`: links, and what is shown.
pub(super) async fn page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let (actor, walls) = (organiser.actor(), online(&site, &event));
    let desk = site.run(move |app| app.wall_desk(&actor, &event)).await?;
    Ok(views::wall::desk(&desk, &organiser.0, walls))
}

#[derive(Deserialize)]
pub(super) struct LinkForm {
    name: String,
}

/// `POST /events/{event}/wall/links`: answered with the link, which is shown this once.
pub(super) async fn make_link(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<LinkForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, name) = (organiser.actor(), form.0.name);
    let (made, summary) =
        site.run(move |app| Ok((app.make_wall_link(&actor, &event, &name)?, app.event(&actor, &event)?))).await?;
    Ok(html(StatusCode::OK, views::wall::made(&summary, &organiser.0, &made, &site.public_url)))
}

#[derive(Deserialize)]
pub(super) struct EndForm {
    number: i64,
}

/// `POST /events/{event}/wall/links/end`.
pub(super) async fn end_link(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<EndForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id, number) = (organiser.actor(), event.clone(), form.0.number);
    site.run(move |app| app.end_wall_link(&actor, &id, number)).await?;
    Ok(see(&format!("/events/{event}/wall")))
}

#[derive(Deserialize)]
pub(super) struct SceneForm {
    scene: String,
}

/// `POST /events/{event}/wall`: what the walls show.
pub(super) async fn show(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<SceneForm>,
) -> Result<HttpResponse, WebError> {
    let found = Scene::CHOSEN.into_iter().find(|scene| scene.as_str() == form.0.scene);
    let choice =
        || WebError::Choice { field: "scene", found: form.0.scene.clone(), allowed: "progress、call、blank" };
    let (actor, id, scene) = (organiser.actor(), event.clone(), found.ok_or_else(choice)?);
    site.run(move |app| app.show_scene(&actor, &id, scene)).await?;
    site.live.walls.poke(&event);
    Ok(see(&format!("/events/{event}/wall")))
}

#[derive(Deserialize)]
pub(super) struct BeginForm {
    number: i64,
    fingerprint: String,
    /// From which place on one by one; empty for all.
    #[serde(default)]
    place: String,
}

/// `POST /events/{event}/wall/reveal`: begins the announcement, and goes on to the presenter's page.
pub(super) async fn begin(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<BeginForm>,
) -> Result<HttpResponse, WebError> {
    let BeginForm { number, fingerprint, place } = form.0;
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| {
        let from = match place.trim() {
            "" => None,
            // what is no number is none of the places
            typed => Some(typed.parse().unwrap_or(0)),
        };
        app.begin_reveal(&actor, &id, (number, &fingerprint), from)
    })
    .await?;
    site.live.walls.poke(&event);
    Ok(see(&format!("/events/{event}/wall/presenter")))
}

/// `POST /events/{event}/wall/reveal/end`.
pub(super) async fn end(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.end_reveal(&actor, &id)).await?;
    site.live.walls.poke(&event);
    Ok(see(&format!("/events/{event}/wall")))
}

/// `GET /events/{event}/wall/presenter`: the presenter's tablet.
pub(super) async fn presenter(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let (actor, now, walls) = (organiser.actor(), site.clock().now(), online(&site, &event));
    let desk = site.run(move |app| app.wall_desk(&actor, &event)).await?;
    let sight = WallSight::new(&desk.wall, now, walls);
    Ok(views::wall::presenter(&desk.wall, walls, &sight.presenter().version, now))
}

#[derive(Deserialize)]
pub(super) struct StepForm {
    /// `next`, `back`, `black` or `bright`.
    go: String,
    /// Number of the result.
    number: i64,
    /// The step that was shown when it was pressed.
    from: usize,
}

/// `POST /events/{event}/wall/step`: a press at a step that is no longer shown does nothing, and the page says where it is.
pub(super) async fn step(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<StepForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    let StepForm { go, number, from } = form.0;
    let is_known = ["next", "back", "black", "bright"].contains(&go.as_str());
    if !is_known {
        return Err(WebError::Choice { field: "go", found: go, allowed: "next、back、black、bright" });
    }
    site.run(move |app| match go.as_str() {
        "black" | "bright" => app.black_out(&actor, &id, go == "black"),
        _ => app.step_reveal(&actor, &id, (number, from), go == "next"),
    })
    .await?;
    site.live.walls.poke(&event);
    Ok(see(&format!("/events/{event}/wall/presenter")))
}
