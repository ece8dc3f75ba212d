//! The events by year, and one unit over the years.

use actix_web::web;
use maud::Markup;
use serde::Deserialize;

use super::error::WebError;
use super::session::Staff;
use super::site::Site;
use super::views;

/// `GET /years`.
pub(super) async fn page(site: web::Data<Site>, staff: Staff) -> Result<Markup, WebError> {
    let actor = staff.actor();
    let (events, units) = site.run(move |app| Ok((app.years(&actor)?, app.units(&actor)?))).await?;
    Ok(views::years::page(&events, &units, &staff.0))
}

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    demo: String,
}

/// `GET /years/unit`.
pub(super) async fn unit(site: web::Data<Site>, staff: Staff, choice: web::Query<Choice>) -> Result<Markup, WebError> {
    let actor = staff.actor();
    let found = site.run(move |app| app.unit_years(&actor, &choice.unit, choice.demo == "yes")).await?;
    Ok(views::years::unit(&found, &staff.0))
}
