//! A tablet's journal that comes as a file.

use actix_web::{HttpRequest, web};
use maud::Markup;

use super::error::WebError;
use super::session::Organiser;
use super::site::Site;
use super::{upload, views};

/// `GET /events/{event}/journal`.
pub(super) async fn page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let summary = site.run(move |app| app.event(&actor, &event)).await?;
    Ok(views::handover::page(&summary, &organiser.0, None))
}

/// `POST /events/{event}/journal`: answered with what became of each op.
pub(super) async fn take(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<Markup, WebError> {
    let file = upload::file(&request, payload, "journal").await?;
    let actor = organiser.actor();
    let (summary, taken) =
        site.run(move |app| Ok((app.event(&actor, &event)?, app.take_journal(&actor, &event, &file)?))).await?;
    Ok(views::handover::page(&summary, &organiser.0, Some(&taken)))
}
