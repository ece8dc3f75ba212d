//! The ranking for spreadsheets and programs.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::attachment::{header, labelled, ranking as named};
use super::error::WebError;
use super::session::{Organiser, Staff};
use super::site::Site;
use super::views;
use crate::app::event::view::Ranking;
use crate::folder::{OutputEncoding, ranking_csv};
use crate::scoring::result::Report;

#[derive(Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    encoding: String,
}

/// `GET /events/{event}/export`.
pub(super) async fn page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let papers = site.run(move |app| app.blank_papers(&actor, &event, None)).await?;
    let judges: Vec<_> = papers.seats.into_iter().map(|seat| (seat.judge.id, seat.judge.name)).collect();
    Ok(views::export::page(&papers.event, &organiser.0, &judges))
}

async fn ranking(site: &Site, staff: &Staff, event: String) -> Result<Ranking, WebError> {
    let actor = staff.actor();
    site.run(move |app| app.ranking(&actor, &event)).await
}

/// `GET /events/{event}/ranking.csv`.
pub(super) async fn csv(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    form: web::Query<Form>,
) -> Result<HttpResponse, WebError> {
    let encoding = match form.encoding.as_str() {
        "" => OutputEncoding::Utf8Bom,
        name => OutputEncoding::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, encoding)| *encoding)
            .ok_or_else(|| WebError::Choice { found: name.to_owned(), allowed: "utf-8、utf-8-bom、gb18030" })?,
    };
    let ranking = ranking(&site, &staff, event.into_inner()).await?;
    let charset = if encoding == OutputEncoding::Gb18030 { "gb18030" } else { "utf-8" };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, format!("text/csv; charset={charset}")))
        .insert_header((CONTENT_DISPOSITION, header(&ranking.event, named(ranking.provisional), "ranking.csv")))
        .body(encoding.encode(&table(&ranking.report)?)))
}

fn table(report: &Report) -> Result<String, WebError> {
    let components: Vec<&str> = report
        .ranking
        .first()
        .map(|row| row.components.0.iter().map(|(id, _)| id.as_str()).collect())
        .unwrap_or_default();
    let mut bytes = Vec::new();
    // memory takes all that is written, and what is written is text
    ranking_csv(&mut bytes, &components, report.ranking.iter().cloned()).map_err(|_| WebError::Interrupted)?;
    String::from_utf8(bytes).map_err(|_| WebError::Interrupted)
}

/// `GET /events/{event}/ranking.json`: what `tabulate --format json` prints.
pub(super) async fn json(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let ranking = ranking(&site, &staff, event.into_inner()).await?;
    // marks by seat are not for everybody who may see the result
    let mut report = Report { trace: None, ..Report::clone(&ranking.report) };
    report.title = labelled(&ranking.event, report.title);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_DISPOSITION, header(&ranking.event, named(ranking.provisional), "ranking.json")))
        .json(report))
}
