//! The ranking for spreadsheets and programs.

use actix_web::{HttpRequest, HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::attachment::{header, labelled, ranking as named};
use super::error::WebError;
use super::finished::{Key, Page};
use super::session::{Organiser, Staff};
use super::site::Site;
use super::views;
use crate::app::act::permission::Act;
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
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    let encoding = match form.encoding.as_str() {
        "" => OutputEncoding::Utf8Bom,
        name => {
            OutputEncoding::NAMES.iter().find(|(known, _)| *known == name).map(|(_, encoding)| *encoding).ok_or_else(
                || WebError::Choice {
                    field: "encoding", found: name.to_owned(), allowed: "utf-8、utf-8-bom、gb18030"
                },
            )?
        }
    };
    let charset = if encoding == OutputEncoding::Gb18030 { "gb18030" } else { "utf-8" };
    taken_out(&site, &staff, &event, (&request, &form.encoding), |ranking| {
        let bytes = encoding.encode(&table(&ranking.report)?);
        let disposition = header(&ranking.event, named(ranking.provisional), "ranking.csv");
        Ok(Page::file(bytes, format!("text/csv; charset={charset}"), disposition))
    })
    .await
}

/// A file of the ranking: of a published one, as it was made before. `form` is what it depends on besides.
async fn taken_out(
    site: &Site,
    staff: &Staff,
    event: &str,
    (request, form): (&HttpRequest, &str),
    made: impl FnOnce(&Ranking) -> Result<Page, WebError>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (staff.actor(), event.to_owned());
    // who may see the board and not the ranking hears why from the ranking
    let may = staff.may(Act::SeeResult);
    let stamp = if may { site.run(move |app| app.published_stamp(&actor, &id)).await? } else { None };
    let key = stamp.map(|stamp| Key::of(&["ranking", request.path(), &stamp, form]));
    if let Some(page) = key.and_then(|key| site.finished.find(&key)) {
        return Ok(page.answer(request));
    }
    let page = made(&ranking(site, staff, event.to_owned()).await?)?;
    Ok(match key {
        Some(key) => site.finished.keep(key, page).answer(request),
        None => page.unkept(),
    })
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
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    taken_out(&site, &staff, &event, (&request, ""), |ranking| {
        // marks by seat are not for everybody who may see the result
        let mut report = Report { trace: None, ..Report::clone(&ranking.report) };
        report.title = labelled(&ranking.event, report.title);
        // a report of texts is always JSON
        let text = serde_json::to_string(&report).map_err(|_| WebError::Interrupted)?;
        let disposition = header(&ranking.event, named(ranking.provisional), "ranking.json");
        Ok(Page::file(text, "application/json".to_owned(), disposition))
    })
    .await
}
