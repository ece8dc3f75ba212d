//! The rules: edited as text or as a form, a change after the opening proposed and decided on, their history.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError, web};
use maud::Markup;
use serde::Deserialize;

use super::answer::see;
use super::error::WebError;
use super::form::{Asked, Filled, said};
use super::session::{Organiser, Staff};
use super::site::Site;
use super::views::rules as views;
use crate::app::act::reason::ReasonFault;
use crate::app::act::second::SecondFault;
use crate::app::setup::amend::{AmendFault, RulesFault};
use crate::folder::rules::edit;
use crate::folder::rules::form::{Row, RulesForm};

#[derive(Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    view: String,
    /// That a form is sent, and not the text.
    #[serde(default)]
    as_form: String,
    #[serde(default)]
    saved: String,
}

/// `GET /events/{event}/rules`: the rules that stand, as text or, with `view=form`, as a form.
pub(super) async fn page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    Asked(shown): Asked<Shown>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.into_inner());
    let rules = site.run(move |app| app.rules(&actor, &id)).await?;
    let said = if shown.saved.is_empty() { None } else { Some(views::Said::Calm("规则已保存。")) };
    let draft = Draft {
        as_form: shown.view == "form" || !shown.as_form.is_empty(),
        ..Draft::of(rules.text.clone(), rules.sha256.clone())
    };
    Ok(draft.answer(StatusCode::OK, &rules, &organiser, said))
}

/// What somebody is editing.
struct Draft {
    text: String,
    /// The hash of the rules that it was begun on.
    from: String,
    as_form: bool,
    /// What is wrong with it; `None` where nobody asked.
    faults: Option<Vec<RulesFault>>,
}

impl Draft {
    fn of(text: String, from: String) -> Self {
        Self { text, from, as_form: false, faults: None }
    }

    fn answer(
        &self,
        status: StatusCode,
        rules: &crate::app::setup::amend::RulesPage,
        organiser: &Organiser,
        said: Option<views::Said<'_>>,
    ) -> HttpResponse {
        let form = if self.as_form { RulesForm::of(&self.text) } else { None };
        let said = match (self.as_form, &form) {
            (true, None) => Some(views::Said::Alert("规则文本还不是合法的 TOML，不能用表单修改，请先在文本中改正。")),
            _ => said,
        };
        let edited = views::Edited {
            rules,
            session: &organiser.0,
            text: &self.text,
            from: &self.from,
            form: form.as_ref(),
            faults: self.faults.as_deref(),
            said,
        };
        html(status, views::page(&edited))
    }
}

fn html(status: StatusCode, page: Markup) -> HttpResponse {
    HttpResponse::build(status).content_type("text/html; charset=utf-8").body(page.into_string())
}

/// `POST /events/{event}/rules`: what a button of the editor asks for. `do` is `check`, `save`, `effect`, `text`,
/// `form`, or a row of the form that comes or goes.
pub(super) async fn edit(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    sent: Filled<HashMap<String, String>>,
) -> Result<HttpResponse, WebError> {
    let mut fields = sent.0;
    let (word, from) = (take(&mut fields, "do")?, take(&mut fields, "from")?);
    let mut draft = Draft::of(take(&mut fields, "text")?, from);
    draft.as_form = fields.contains_key("as_form");
    if draft.as_form {
        draft.text = edit::apply(&draft.text, |name| fields.get(name).cloned());
    }
    let id = event.into_inner();
    match word.as_str() {
        "check" => check(&site, &organiser, id, draft).await,
        "save" => save(&site, &organiser, id, draft).await,
        "effect" => effect(&site, &organiser, id, draft, None).await,
        "text" | "form" => {
            draft.as_form = word == "form";
            again(&site, &organiser, id, draft, StatusCode::OK, None).await
        }
        row => {
            let Some(row) = Row::from_word(row) else {
                return Err(WebError::Choice {
                    field: "do", found: word, allowed: "check、save、effect、text、form"
                });
            };
            draft.text = edit::change_row(&draft.text, row);
            again(&site, &organiser, id, draft, StatusCode::OK, None).await
        }
    }
}

fn take(fields: &mut HashMap<String, String>, name: &str) -> Result<String, WebError> {
    fields.remove(name).ok_or(WebError::Form)
}

/// Shows the editor once more with what is in it.
async fn again(
    site: &Site,
    organiser: &Organiser,
    event: String,
    draft: Draft,
    status: StatusCode,
    said: Option<String>,
) -> Result<HttpResponse, WebError> {
    let actor = organiser.actor();
    let rules = site.run(move |app| app.rules(&actor, &event)).await?;
    Ok(draft.answer(status, &rules, organiser, said.as_deref().map(views::Said::Alert)))
}

async fn check(site: &Site, organiser: &Organiser, event: String, mut draft: Draft) -> Result<HttpResponse, WebError> {
    let (actor, id, text) = (organiser.actor(), event.clone(), draft.text.clone());
    let faults = site.run(move |app| app.check_rules(&actor, &id, &text)).await?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    draft.faults = Some(faults);
    again(site, organiser, event, draft, status, None).await
}

async fn save(site: &Site, organiser: &Organiser, event: String, draft: Draft) -> Result<HttpResponse, WebError> {
    let (actor, id, text, from) = (organiser.actor(), event.clone(), draft.text.clone(), draft.from.clone());
    match site.run(move |app| app.save_rules(&actor, &id, &from, &text)).await {
        Ok(()) => {
            let view = if draft.as_form { "&view=form" } else { "" };
            Ok(see(&format!("/events/{event}/rules?saved=yes{view}")))
        }
        Err(error) => refused(site, organiser, event, draft, error.take()?).await,
    }
}

/// Shows what was typed with why it was not taken: nothing typed is lost.
async fn refused(
    site: &Site,
    organiser: &Organiser,
    event: String,
    mut draft: Draft,
    fault: AmendFault,
) -> Result<HttpResponse, WebError> {
    let said = fault.to_string();
    match fault {
        AmendFault::Faults(faults) => {
            draft.faults = Some(faults);
            again(site, organiser, event, draft, StatusCode::UNPROCESSABLE_ENTITY, None).await
        }
        AmendFault::Unchanged
        | AmendFault::Overtaken
        | AmendFault::NeedsSecond
        | AmendFault::NeedsNoSecond
        | AmendFault::Void
        | AmendFault::EffectChanged => again(site, organiser, event, draft, StatusCode::CONFLICT, Some(said)).await,
    }
}

/// Shows what the rules would do, with the form that proposes them.
async fn effect(
    site: &Site,
    organiser: &Organiser,
    event: String,
    draft: Draft,
    problem: Option<(StatusCode, String)>,
) -> Result<HttpResponse, WebError> {
    let (actor, id, text, from) = (organiser.actor(), event.clone(), draft.text.clone(), draft.from.clone());
    match site.run(move |app| app.rules_effect(&actor, &id, &from, &text)).await {
        Ok(effect) => {
            let (status, said) = problem.map_or((StatusCode::OK, None), |(status, said)| (status, Some(said)));
            Ok(html(status, views::effect::ask(&effect, &organiser.0, said.as_deref())))
        }
        Err(error) => refused(site, organiser, event, draft, error.take()?).await,
    }
}

#[derive(Deserialize)]
pub(super) struct AskForm {
    text: String,
    from: String,
    seen: String,
    #[serde(default)]
    reason: String,
}

/// `POST /events/{event}/rules/ask`: proposes rules whose effect was shown.
pub(super) async fn ask(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<AskForm>,
) -> Result<HttpResponse, WebError> {
    let AskForm { text, from, seen, reason } = form.0;
    let (actor, id) = (organiser.actor(), event.into_inner());
    let draft = Draft::of(text.clone(), from.clone());
    let asked = {
        let id = id.clone();
        site.run(move |app| app.propose_rules(&actor, &id, (&from, &seen), &text, &reason)).await
    };
    match asked {
        Ok(()) => Ok(see(&format!("/events/{id}/rules/proposal"))),
        Err(error) => {
            if error.fault::<ReasonFault>().is_some() || error.fault() == Some(&AmendFault::EffectChanged) {
                let said = (error.status_code(), error.to_string());
                return effect(&site, &organiser, id, draft, Some(said)).await;
            }
            if error.fault::<SecondFault>().is_some() {
                return again(&site, &organiser, id, draft, error.status_code(), Some(error.to_string())).await;
            }
            refused(&site, &organiser, id, draft, error.take()?).await
        }
    }
}

/// `GET /events/{event}/rules/proposal`: the change that waits, with what it would do now.
pub(super) async fn proposal(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let proposal = site.run(move |app| app.rules_proposal(&actor, &event)).await?;
    Ok(views::effect::proposal(&proposal, &organiser.0, None))
}

#[derive(Deserialize)]
pub(super) struct DecideForm {
    number: i64,
    decision: String,
    #[serde(default)]
    seen: String,
}

/// `POST /events/{event}/rules/decide`: another organiser approves or declines, or it is taken back.
pub(super) async fn decide(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<DecideForm>,
) -> Result<HttpResponse, WebError> {
    let DecideForm { number, decision, seen } = form.0;
    let decision = said(decision)?;
    let (actor, id) = (organiser.actor(), event.clone());
    match site.run(move |app| app.decide_rules(&actor, &id, (number, decision), &seen)).await {
        Ok(()) => Ok(see(&format!("/events/{event}/rules/history"))),
        Err(error) if error.fault() == Some(&AmendFault::EffectChanged) => {
            let actor = organiser.actor();
            let proposal = site.run(move |app| app.rules_proposal(&actor, &event)).await?;
            let said = error.to_string();
            Ok(html(StatusCode::CONFLICT, views::effect::proposal(&proposal, &organiser.0, Some(&said))))
        }
        Err(other) => Err(other),
    }
}

/// `GET /events/{event}/rules/history`: all rules that the event ever had.
pub(super) async fn history(site: web::Data<Site>, staff: Staff, event: web::Path<String>) -> Result<Markup, WebError> {
    let actor = staff.actor();
    let history = site.run(move |app| app.rules_history(&actor, &event)).await?;
    Ok(views::history::page(&history, &staff.0))
}
