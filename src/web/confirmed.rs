//! Which judges have confirmed their own cards; sheets of paper on which they have.

use actix_web::{HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::answer::see;
use super::error::WebError;
use super::form::Filled;
use super::session::Staff;
use super::site::Site;
use super::views;

/// `GET /events/{event}/confirmed`.
pub(super) async fn page(site: web::Data<Site>, staff: Staff, event: web::Path<String>) -> Result<Markup, WebError> {
    let actor = staff.actor();
    let found = site.run(move |app| app.confirmations(&actor, &event)).await?;
    Ok(views::confirmed::page(&found, &staff.0))
}

#[derive(Deserialize)]
pub(super) struct SheetForm {
    judge: String,
    reference: String,
}

/// `POST /events/{event}/confirmed`: registers a sheet.
pub(super) async fn sheet(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    form: Filled<SheetForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id, form) = (staff.actor(), event.clone(), form.0);
    site.run(move |app| app.confirm_on_paper(&actor, &id, &form.judge, &form.reference)).await?;
    Ok(see(&format!("/events/{event}/confirmed")))
}
