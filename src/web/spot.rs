//! The cards that are drawn before the signatures, and what an inspector found of them.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::answer::see;
use super::error::WebError;
use super::form::{Asked, Filled};
use super::session::Staff;
use super::signing::number_of;
use super::site::Site;
use super::views;
use crate::app::result::spot::{DrawnCard, Said, SpotCheck};

#[derive(Deserialize)]
pub(super) struct Piece {
    /// How many cards come before the page.
    #[serde(default)]
    from: String,
    /// Whether all are to be printed.
    #[serde(default)]
    print: String,
}

/// `GET /events/{event}/spot`.
pub(super) async fn page(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    Asked(piece): Asked<Piece>,
) -> Result<Markup, WebError> {
    let from = if piece.from.is_empty() { 0 } else { piece.from.parse().map_err(|_| WebError::NoSuchPage)? };
    let actor = staff.actor();
    let check = site.run(move |app| app.spot_check(&actor, &event)).await?;
    Ok(views::signing::spot_page(&check, &staff.0, from, !piece.print.is_empty()))
}

#[derive(Deserialize)]
pub(super) struct DrawForm {
    number: i64,
    typed: String,
}

/// `POST /events/{event}/spot`: draws.
pub(super) async fn draw(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    form: Filled<DrawForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id, form) = (staff.actor(), event.clone(), form.0);
    site.run(move |app| app.draw_cards(&actor, &id, form.number, &form.typed)).await?;
    Ok(see(&format!("/events/{event}/spot")))
}

/// `POST /events/{event}/spot/look`: `number=1&from=0&look-OP=same&remark-OP=…`; what is left empty is not said.
pub(super) async fn look(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    form: Filled<HashMap<String, String>>,
) -> Result<HttpResponse, WebError> {
    let number = number_of(&form.0)?;
    let mut said = Vec::new();
    for (name, value) in &form.0 {
        let Some(op) = name.strip_prefix("look-") else { continue };
        let differs = match value.as_str() {
            "same" => false,
            "differs" => true,
            "" => continue,
            _ => return Err(WebError::Choice { field: "look-", found: value.clone(), allowed: "same、differs" }),
        };
        let remark = form.0.get(&format!("remark-{op}")).cloned().unwrap_or_default();
        said.push(Said { op: op.to_owned(), differs, remark });
    }
    if said.is_empty() {
        return Err(WebError::Nothing { what: "本页没有选定任何一张卡" });
    }
    said.sort_by(|a, b| a.op.cmp(&b.op));
    let (actor, id) = (staff.actor(), event.clone());
    let check = site
        .run(move |app| {
            app.look_at_cards(&actor, &id, number, &said)?;
            app.spot_check(&actor, &id)
        })
        .await?;
    let from: usize = form.0.get("from").and_then(|from| from.parse().ok()).unwrap_or(0);
    Ok(see(&next(&event, &check, from)))
}

/// Where whoever has looked at a page of cards goes on: to the next card that nobody has looked at, on a later page where there
/// is one; with all of them done, back to the signatures.
fn next(event: &str, check: &SpotCheck, from: usize) -> String {
    let open = |(index, card): (usize, &DrawnCard)| card.look.is_none().then_some(index / views::signing::ON_A_PAGE);
    let pages: Vec<usize> = check.cards.iter().enumerate().filter_map(open).collect();
    let here = from / views::signing::ON_A_PAGE;
    match pages.iter().find(|page| **page > here).or(pages.first()) {
        Some(page) => format!("/events/{event}/spot?from={}", page * views::signing::ON_A_PAGE),
        None => format!("/events/{event}/signing"),
    }
}
