//! How the seats scored (评委打分): the page, and the same as a file.

use actix_web::{HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::error::WebError;
use super::out::file;
use super::session::Staff;
use super::site::Site;
use super::{attachment, views};
use crate::app::act::permission::Act;
use crate::app::result::seats;
use crate::folder::OutputEncoding;

#[derive(Deserialize)]
pub(super) struct Choice {
    /// Id of a component; empty for the first that is judged.
    #[serde(default)]
    component: String,
    /// Id of the entry that stands out in the distribution.
    #[serde(default)]
    entry: String,
}

impl From<Choice> for seats::Asked {
    fn from(Choice { component, entry }: Choice) -> Self {
        Self { component, entry }
    }
}

/// `GET /events/{event}/judges`.
pub(super) async fn page(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    choice: web::Query<Choice>,
) -> Result<Markup, WebError> {
    let actor = staff.actor();
    let view = site.run(move |app| app.seats(&actor, &event, &choice.into_inner().into())).await?;
    Ok(views::seats::page(&view, &staff.0, staff.may(Act::SeeMarks)))
}

/// `GET /events/{event}/judges.csv`.
pub(super) async fn csv(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    choice: web::Query<Choice>,
) -> Result<HttpResponse, WebError> {
    let actor = staff.actor();
    let view = site.run(move |app| app.take_seats(&actor, &event, &choice.into_inner().into())).await?;
    // memory takes all that is written, and what is written is text
    let text = views::seats::file::csv(&view, staff.may(Act::SeeMarks)).map_err(|_| WebError::Interrupted)?;
    let disposition = attachment::header(&view.event, "评委打分", "judges.csv");
    Ok(file("text/csv; charset=utf-8", disposition, OutputEncoding::Utf8Bom.encode(&text)))
}
