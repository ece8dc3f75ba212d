//! What is taken out of an event besides the ranking: the workbook, the event folder, the pages for A4.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::error::WebError;
use super::session::{Organiser, Staff};
use super::site::Site;
use super::workbook::Language;
use super::{archive, attachment, views, workbook};
use crate::app::result::out::signed::SignedCard;
use crate::folder::{neutralise, write_files};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    lang: String,
}

/// Whose papers are printed; empty: everybody's.
#[derive(Deserialize)]
pub(super) struct Whose {
    #[serde(default)]
    judge: String,
}

impl Whose {
    fn judge(&self) -> Option<&str> {
        Some(self.judge.as_str()).filter(|judge| !judge.is_empty())
    }
}

pub(super) fn file(media_type: &'static str, disposition: String, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type))
        .insert_header((CONTENT_DISPOSITION, disposition))
        .body(bytes)
}

/// `GET /events/{event}/workbook.xlsx`.
pub(super) async fn workbook(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    form: web::Query<Form>,
) -> Result<HttpResponse, WebError> {
    let language = match form.lang.as_str() {
        "" => Language::default(),
        name => Language::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, language)| *language)
            .ok_or_else(|| WebError::Choice { field: "lang", found: name.to_owned(), allowed: "zh、en" })?,
    };
    let actor = staff.actor();
    let made = site.run(move |app| {
        let dossier = app.dossier(&actor, &event)?;
        let bytes = workbook::bytes(&dossier, language);
        Ok((dossier, bytes))
    });
    let (dossier, bytes) = made.await?;
    // what a sheet cannot hold was cut before; memory takes what is written
    let bytes = bytes.map_err(|_| WebError::Interrupted)?;
    let what = attachment::ranking(dossier.seal.is_none());
    Ok(file(XLSX, attachment::header(&dossier.event, what, "result.xlsx"), bytes))
}

/// `GET /events/{event}/folder.zip`: the files that `guanmo export` writes.
pub(super) async fn folder(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let actor = organiser.actor();
    let (folder, summary) = site.run(move |app| app.take_folder(&actor, &event)).await?;
    let bytes = archive::zip(&write_files(&folder)).map_err(|_| WebError::Interrupted)?;
    Ok(file("application/zip", attachment::header(&summary, "评比文件夹", "folder.zip"), bytes))
}

/// The columns of a file of signed cards.
const SIGNED: [&str; 13] = [
    "judge",
    "component",
    "entry",
    "device",
    "seq",
    "op",
    "outcome",
    "revision",
    "key",
    "algorithm",
    "public_key",
    "signature_hex",
    "bytes",
];

/// `GET /events/{event}/signed-cards.csv`: every card with its bytes, its tablet's signature and that tablet's key.
pub(super) async fn signed_cards(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let actor = organiser.actor();
    let (summary, cards) = site.run(move |app| app.signed_cards(&actor, &event)).await?;
    let mut csv = csv::Writer::from_writer(Vec::new());
    // memory takes what is written
    csv.write_record(SIGNED).map_err(|_| WebError::Interrupted)?;
    for card in cards {
        let signature = card.signature();
        let SignedCard { row, key } = card;
        let (algorithm, public) = key.unwrap_or_default();
        let id = row.key.unwrap_or_default();
        let (seq, revision) = (row.seq.to_string(), row.revision.to_string());
        let cells = [
            &neutralise(&row.judge),
            &neutralise(&row.component),
            &neutralise(&row.entry),
            &neutralise(&row.device),
            &seq,
            &row.op,
            &row.outcome,
            &revision,
            &id,
            &algorithm,
            &public,
            &signature,
            &row.body,
        ];
        csv.write_record(cells).map_err(|_| WebError::Interrupted)?;
    }
    let bytes = csv.into_inner().map_err(|_| WebError::Interrupted)?;
    Ok(file("text/csv; charset=utf-8", attachment::header(&summary, "评分卡与签名", "signed-cards.csv"), bytes))
}

#[derive(Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    number: String,
}

/// `GET /events/{event}/bundle.zip`: of the latest published result, or of an earlier one by its number.
pub(super) async fn bundle(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    which: web::Query<Which>,
) -> Result<HttpResponse, WebError> {
    let number = match which.number.as_str() {
        "" => None,
        number => Some(number.parse().map_err(|_| WebError::NoSuchPage)?),
    };
    let actor = staff.actor();
    let bundle = site.run(move |app| app.bundle(&actor, &event, number)).await?;
    let what = format!("成果包（第{}次）", bundle.number);
    Ok(file("application/zip", attachment::header(&bundle.event, &what, "bundle.zip"), bundle.bytes))
}

/// `GET /events/{event}/print/result`.
pub(super) async fn result(site: web::Data<Site>, staff: Staff, event: web::Path<String>) -> Result<Markup, WebError> {
    let actor = staff.actor();
    let dossier = site.run(move |app| app.result_sheet(&actor, &event)).await?;
    Ok(views::print::result::document(&dossier))
}

/// `GET /events/{event}/print/blank`.
pub(super) async fn blank(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    whose: web::Query<Whose>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let papers = site.run(move |app| app.blank_papers(&actor, &event, whose.judge())).await?;
    Ok(views::print::blank::document(&papers))
}

/// `GET /events/{event}/print/cards`.
pub(super) async fn cards(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    whose: web::Query<Whose>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let papers = site.run(move |app| app.judge_papers(&actor, &event, whose.judge())).await?;
    Ok(views::print::cards::document(&papers))
}
