//! Rules that somebody is editing, and the page that shows them again: nothing typed is lost, whatever is refused.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use crate::app::setup::amend::{AmendFault, RulesFault, RulesPage, Sketch};
use crate::folder::rules::form::RulesForm;
use crate::web::answer::{html, see};
use crate::web::error::WebError;
use crate::web::session::Organiser;
use crate::web::site::Site;
use crate::web::views::rules as views;

const NO_TOML: &str = "规则文本还不是合法的 TOML，不能用表单修改，请先在文本中改正。";

/// What somebody is editing.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub text: String,
    /// The hash of the rules that it was begun on.
    pub from: String,
    pub as_form: bool,
    /// The text before the last change that was sent; empty where there was none.
    pub undo: String,
    /// The text that the last change is told from.
    pub before: String,
    /// The part that the form shows, and the field that somebody wants to see.
    pub at: String,
    pub focus: String,
    /// What was taken away because nothing uses it any more.
    pub gone: Vec<String>,
    /// A text that somebody wants to take, and where it is from, which is asked about once more.
    pub taken: Option<(String, String)>,
}

impl Draft {
    pub fn of(text: String, from: String) -> Self {
        Self { before: text.clone(), text, from, ..Self::default() }
    }

    /// Another text in the place of this one.
    pub fn becomes(&mut self, text: String) {
        if text != self.text {
            self.undo = std::mem::replace(&mut self.text, text);
        }
    }
}

/// What the page is drawn with besides the draft.
struct Around {
    rules: RulesPage,
    sketch: Sketch,
    others: Vec<(String, String)>,
}

async fn around(site: &Site, organiser: &Organiser, event: &str, draft: &Draft) -> Result<Around, WebError> {
    let (actor, id) = (organiser.actor(), event.to_owned());
    let (text, before) = (draft.text.clone(), draft.before.clone());
    site.run(move |app| {
        let rules = app.rules(&actor, &id)?;
        let sketch = app.sketch_rules(&actor, &id, &text, &before)?;
        let others = app.events(&actor)?.into_iter().filter(|other| other.id != id && !other.rehearsal);
        Ok(Around { rules, sketch, others: others.map(|other| (other.id, other.title)).collect() })
    })
    .await
}

/// Shows the editor with what is in it, as it is asked for.
pub(super) async fn again(
    site: &Site,
    organiser: &Organiser,
    event: String,
    draft: Draft,
    status: StatusCode,
    said: Option<views::Said<'_>>,
) -> Result<HttpResponse, WebError> {
    if !draft.as_form {
        return shown_as_text(site, organiser, event, &draft, (status, None), said).await;
    }
    let Some(form) = RulesForm::of(&draft.text) else {
        return shown_as_text(site, organiser, event, &draft, (status, None), Some(views::Said::Alert(NO_TOML))).await;
    };
    let around = around(site, organiser, &event, &draft).await?;
    Ok(html(status, views::page(&formed(&around, organiser, &draft, &form, said))))
}

/// What of the form's page changes while one types.
pub(super) async fn look(
    site: &Site,
    organiser: &Organiser,
    event: String,
    draft: Draft,
) -> Result<HttpResponse, WebError> {
    let Some(form) = RulesForm::of(&draft.text) else { return Err(WebError::Form) };
    let around = around(site, organiser, &event, &draft).await?;
    Ok(html(StatusCode::OK, views::look(&formed(&around, organiser, &draft, &form, None))))
}

fn formed<'d>(
    around: &'d Around,
    organiser: &'d Organiser,
    draft: &'d Draft,
    form: &'d RulesForm,
    said: Option<views::Said<'d>>,
) -> views::Formed<'d> {
    views::Formed {
        rules: &around.rules,
        session: &organiser.0,
        text: &draft.text,
        from: &draft.from,
        undo: &draft.undo,
        form,
        sketch: &around.sketch,
        at: &draft.at,
        focus: &draft.focus,
        gone: &draft.gone,
        said,
        taken: draft.taken.as_ref().map(|(text, whence)| (text.as_str(), whence.as_str())),
        others: &around.others,
    }
}

async fn shown_as_text(
    site: &Site,
    organiser: &Organiser,
    event: String,
    draft: &Draft,
    (status, faults): (StatusCode, Option<Vec<RulesFault>>),
    said: Option<views::Said<'_>>,
) -> Result<HttpResponse, WebError> {
    let actor = organiser.actor();
    let rules = site.run(move |app| app.rules(&actor, &event)).await?;
    let edited = views::Edited {
        rules: &rules,
        session: &organiser.0,
        text: &draft.text,
        from: &draft.from,
        faults: faults.as_deref(),
        said,
    };
    Ok(html(status, views::text(&edited)))
}

/// Shows the text with a sentence above it.
pub(super) async fn text_again(
    site: &Site,
    organiser: &Organiser,
    event: String,
    draft: Draft,
    status: StatusCode,
    said: Option<String>,
) -> Result<HttpResponse, WebError> {
    shown_as_text(site, organiser, event, &draft, (status, None), said.as_deref().map(views::Said::Alert)).await
}

/// Says what is wrong with a draft.
pub(super) async fn check(
    site: &Site,
    organiser: &Organiser,
    event: String,
    draft: Draft,
) -> Result<HttpResponse, WebError> {
    let (actor, id, text) = (organiser.actor(), event.clone(), draft.text.clone());
    let faults = site.run(move |app| app.check_rules(&actor, &id, &text)).await?;
    if draft.as_form && faults.is_empty() {
        let said = Some(views::Said::Calm("没有问题。检查不会写入任何内容。"));
        return again(site, organiser, event, draft, StatusCode::OK, said).await;
    }
    with_faults(site, organiser, event, draft, faults).await
}

/// Shows a draft with what is wrong with it.
async fn with_faults(
    site: &Site,
    organiser: &Organiser,
    event: String,
    draft: Draft,
    faults: Vec<RulesFault>,
) -> Result<HttpResponse, WebError> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    if draft.as_form && RulesForm::of(&draft.text).is_some() {
        let said = format!("有 {} 处问题，没有写入。各处问题写在旁边，点一下就到那一格。", faults.len());
        return again(site, organiser, event, draft, status, Some(views::Said::Alert(&said))).await;
    }
    shown_as_text(site, organiser, event, &draft, (status, Some(faults)), None).await
}

pub(super) async fn save(
    site: &Site,
    organiser: &Organiser,
    event: String,
    draft: Draft,
) -> Result<HttpResponse, WebError> {
    let (actor, id, text, from) = (organiser.actor(), event.clone(), draft.text.clone(), draft.from.clone());
    match site.run(move |app| app.save_rules(&actor, &id, &from, &text)).await {
        Ok(()) => {
            let view = if draft.as_form { format!("&at={}", draft.at) } else { "&view=text".to_owned() };
            Ok(see(&format!("/events/{event}/rules?saved=yes{view}")))
        }
        Err(error) => refused(site, organiser, event, draft, error.take()?).await,
    }
}

/// Shows what was typed with why it was not taken: nothing typed is lost.
pub(super) async fn refused(
    site: &Site,
    organiser: &Organiser,
    event: String,
    draft: Draft,
    fault: AmendFault,
) -> Result<HttpResponse, WebError> {
    let said = fault.to_string();
    match fault {
        AmendFault::Faults(faults) => with_faults(site, organiser, event, draft, faults).await,
        AmendFault::Unchanged
        | AmendFault::Overtaken
        | AmendFault::NeedsSecond
        | AmendFault::NeedsNoSecond
        | AmendFault::Void
        | AmendFault::EffectChanged => {
            again(site, organiser, event, draft, StatusCode::CONFLICT, Some(views::Said::Alert(&said))).await
        }
    }
}

/// Shows what the rules would do, with the form that proposes them.
pub(super) async fn effect(
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
