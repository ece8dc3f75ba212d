//! The editor of the rules: what each of its buttons asks for.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::draft::{Draft, again, check, effect, look as looked, save};
use crate::folder::rules::form::{RulesForm, Turn, apply, turn};
use crate::folder::rules::shelf::SHELF;
use crate::web::error::WebError;
use crate::web::form::{Asked, Filled};
use crate::web::session::Organiser;
use crate::web::site::Site;
use crate::web::upload;
use crate::web::views::rules::Said;

#[derive(Deserialize)]
pub(in crate::web) struct Shown {
    #[serde(default)]
    view: String,
    #[serde(default)]
    saved: String,
    #[serde(default)]
    at: String,
}

/// `GET /events/{event}/rules`: the rules that stand, as a form or, with `view=text`, as text.
pub(in crate::web) async fn page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    Asked(shown): Asked<Shown>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    let rules = site.run(move |app| app.rules(&actor, &id)).await?;
    let said = (!shown.saved.is_empty()).then_some(Said::Calm("规则已保存。"));
    let mut draft = Draft::of(rules.text, rules.sha256);
    draft.as_form = shown.view != "text";
    draft.at = shown.at;
    again(&site, &organiser, event.into_inner(), draft, StatusCode::OK, said).await
}

/// What the editor sent: the names of a form may come several times.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn need(&self, name: &str) -> Result<&str, WebError> {
        self.get(name).ok_or_else(|| WebError::Lacking { field: name.to_owned() })
    }

    fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
    }

    /// What is edited, with what was filled in.
    fn draft(&self) -> Result<Draft, WebError> {
        let text = with_plain_ends(self.need("text")?);
        let mut draft = Draft::of(text, self.need("from")?.to_owned());
        draft.as_form = self.get("as_form").is_some();
        self.get("at").unwrap_or_default().clone_into(&mut draft.at);
        draft.undo = with_plain_ends(self.get("undo").unwrap_or_default());
        if let Some(before) = self.get("before") {
            draft.before = with_plain_ends(before);
        }
        if draft.as_form {
            let applied = apply(&draft.text, |name| self.all(name));
            draft.becomes(applied.text);
            draft.gone = applied.gone;
        }
        Ok(draft)
    }
}

fn with_plain_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// `POST /events/{event}/rules/look`: what stands beside the form as it is filled in now. Writes nothing.
pub(in crate::web) async fn look(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    sent: Filled<Vec<(String, String)>>,
) -> Result<HttpResponse, WebError> {
    let draft = Fields(sent.0).draft()?;
    looked(&site, &organiser, event.into_inner(), draft).await
}

/// `POST /events/{event}/rules`: what a button of the editor asks for.
pub(in crate::web) async fn edit(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    sent: Filled<Vec<(String, String)>>,
) -> Result<HttpResponse, WebError> {
    let fields = Fields(sent.0);
    let word = fields.need("do")?.to_owned();
    let mut draft = fields.draft()?;
    let id = event.into_inner();
    match word.as_str() {
        "check" => check(&site, &organiser, id, draft).await,
        "save" => save(&site, &organiser, id, draft).await,
        "effect" => effect(&site, &organiser, id, draft, None).await,
        "text" | "form" => {
            draft.as_form = word == "form";
            again(&site, &organiser, id, draft, StatusCode::OK, None).await
        }
        "undo" => {
            // what was filled in since the page was drawn is the last change, unless the page itself knows of later ones
            let undo = std::mem::take(&mut draft.undo);
            let undo = fields.get("undo_to").map_or(undo, with_plain_ends);
            if undo.is_empty() {
                return again(&site, &organiser, id, draft, StatusCode::OK, Some(Said::Calm("没有可以撤销的改动。")))
                    .await;
            }
            draft.text = undo;
            draft.gone.clear();
            again(&site, &organiser, id, draft, StatusCode::OK, Some(Said::Calm("已撤销上一处改动。"))).await
        }
        "take" => {
            let text = with_plain_ends(fields.need("taken")?);
            take(&site, &organiser, id, draft, text).await
        }
        "other" => {
            let (actor, other) = (organiser.actor(), fields.need("other")?.to_owned());
            let rules = site.run(move |app| app.rules(&actor, &other)).await?;
            offered(&site, &organiser, id, draft, (rules.text, rules.event.title)).await
        }
        word => pressed(&site, &organiser, id, draft, word).await,
    }
}

/// What buttons of rows, parts and the shelf ask for.
async fn pressed(
    site: &Site,
    organiser: &Organiser,
    event: String,
    mut draft: Draft,
    word: &str,
) -> Result<HttpResponse, WebError> {
    if let Some(ready) = word.strip_prefix("shelf:").and_then(|id| SHELF.iter().find(|ready| ready.id == id)) {
        let offer = (ready.text.to_owned(), ready.name.to_owned());
        return offered(site, organiser, event, draft, offer).await;
    }
    if let Some(to) = word.strip_prefix("go:") {
        let (at, focus) = to.split_once('>').unwrap_or((to, ""));
        (draft.at, draft.focus) = (at.to_owned(), focus.to_owned());
        return again(site, organiser, event, draft, StatusCode::OK, None).await;
    }
    let Some((pressed, way)) = Turn::from_word(word) else {
        return Err(WebError::Choice {
            field: "do",
            found: word.to_owned(),
            allowed: "check、save、effect、text、form、undo",
        });
    };
    let applied = turn(&draft.text, pressed, way);
    follow(&mut draft, pressed, way, &applied.text);
    draft.becomes(applied.text);
    draft.gone.extend(applied.gone);
    again(site, organiser, event, draft, StatusCode::OK, None).await
}

/// The part that is shown follows a component that comes or moves.
fn follow(draft: &mut Draft, pressed: Turn, way: &str, after: &str) {
    let row = way.strip_prefix("component.").and_then(|row| row.parse::<usize>().ok());
    match (pressed, row) {
        (Turn::Add, None) if way == "component" => {
            let count = RulesForm::of(after).map_or(0, |form| form.components().len());
            draft.at = format!("component.{}", count.saturating_sub(1));
        }
        (Turn::Up, Some(row)) if row > 0 => draft.at = format!("component.{}", row - 1),
        (Turn::Down, Some(row)) => draft.at = format!("component.{}", row + 1),
        (Turn::Remove, Some(row)) => draft.at = format!("component.{}", row.saturating_sub(1)),
        _ => {}
    }
}

/// Takes a text in the place of the one in the editor; what is not saved is asked about first.
async fn offered(
    site: &Site,
    organiser: &Organiser,
    event: String,
    mut draft: Draft,
    (text, whence): (String, String),
) -> Result<HttpResponse, WebError> {
    let saved = {
        let (actor, id) = (organiser.actor(), event.clone());
        site.run(move |app| app.rules(&actor, &id)).await?.text
    };
    if draft.text == saved {
        return take(site, organiser, event, draft, text).await;
    }
    draft.taken = Some((text, whence));
    again(site, organiser, event, draft, StatusCode::OK, None).await
}

async fn take(
    site: &Site,
    organiser: &Organiser,
    event: String,
    mut draft: Draft,
    text: String,
) -> Result<HttpResponse, WebError> {
    draft.becomes(text);
    draft.before.clone_from(&draft.text);
    draft.gone.clear();
    draft.at = String::new();
    let said = Said::Calm("已取用，可以接着修改。点“保存”以前什么也不写入。");
    again(site, organiser, event, draft, StatusCode::OK, Some(said)).await
}

/// `POST /events/{event}/rules/file`: the form, with a file to be taken in the place of the text.
pub(in crate::web) async fn file(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, WebError> {
    let (fields, file) = upload::with_fields(&request, payload, "file").await?;
    let fields = Fields(fields);
    let draft = fields.draft()?;
    let id = event.into_inner();
    let said = match file {
        None => "还没有选择文件。",
        Some((name, bytes)) => match String::from_utf8(bytes.to_vec()) {
            Ok(text) if !text.contains('\0') => {
                let text = with_plain_ends(text.strip_prefix('\u{feff}').unwrap_or(&text));
                return offered(&site, &organiser, id, draft, (text, name)).await;
            }
            Ok(_) | Err(_) => "这不是 UTF-8 编码的文本文件，没有取用。",
        },
    };
    again(&site, &organiser, id, draft, StatusCode::UNPROCESSABLE_ENTITY, Some(Said::Alert(said))).await
}
