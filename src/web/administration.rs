//! Accounts, one's own password, and the audit.

use actix_web::{HttpRequest, HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::answer::see;
use super::error::{Door, WebError};
use super::form::Filled;
use super::session::{Administrator, Newcomer, Staff, token};
use super::site::Site;
use super::views;
use crate::app::act::actor::Role;
use crate::app::act::secret::Secret;
use crate::app::people::account::NewAccount;
use crate::app::people::sign_in::PasswordChange;

/// Rows of the audit on a page.
const ROWS: i64 = 200;

/// `GET /audit`.
pub(super) async fn audit(site: web::Data<Site>, staff: Staff) -> Result<Markup, WebError> {
    let actor = staff.actor();
    let (rows, last) = site.run(move |app| Ok((app.log(&actor, None, ROWS)?, app.last_verified(&actor)?))).await?;
    Ok(views::audit::page(&staff.0, &rows, last.as_ref()))
}

/// `POST /audit`: reads the whole chain, which takes its time, when somebody asks for it.
pub(super) async fn verify(site: web::Data<Site>, staff: Staff) -> Result<HttpResponse, WebError> {
    let actor = staff.actor();
    site.run(move |app| app.verify_and_keep(&actor)).await?;
    Ok(see("/audit"))
}

/// `GET /accounts`.
pub(super) async fn accounts(site: web::Data<Site>, administrator: Administrator) -> Result<Markup, WebError> {
    listed(&site, &administrator, None).await
}

/// The page with all accounts, and the one that was just made or got a new password.
async fn listed(site: &Site, administrator: &Administrator, made: Option<&NewAccount>) -> Result<Markup, WebError> {
    let actor = administrator.actor();
    let accounts = site.run(move |app| app.accounts(&actor)).await?;
    Ok(views::account::page(&administrator.0, &accounts, made))
}

#[derive(Deserialize)]
pub(super) struct NewForm {
    name: String,
    #[serde(default)]
    full_name: String,
    role: String,
}

/// `POST /accounts`: answered with the password, which is shown this once.
pub(super) async fn create_account(
    site: web::Data<Site>,
    administrator: Administrator,
    request: HttpRequest,
    form: Filled<NewForm>,
) -> Result<Markup, WebError> {
    let NewForm { name, full_name, role } = form.0;
    let role = match Role::from_word(&role) {
        // judges sign in with their links
        Some(known) if known != Role::Judge => known,
        Some(_) | None => {
            let allowed = "organiser、teller、scrutineer、inspector、official、administrator";
            return Err(WebError::Choice { field: "role", found: role, allowed });
        }
    };
    let actor = administrator.actor();
    let made =
        site.run_hashing(&request, move |app| app.create_account_of(&actor, name.trim(), &full_name, role)).await?;
    listed(&site, &administrator, Some(&made)).await
}

#[derive(Deserialize)]
pub(super) struct NameForm {
    name: String,
}

/// `POST /accounts/password`.
pub(super) async fn reset_password(
    site: web::Data<Site>,
    administrator: Administrator,
    request: HttpRequest,
    form: Filled<NameForm>,
) -> Result<Markup, WebError> {
    let actor = administrator.actor();
    let made = site.run_hashing(&request, move |app| app.reset_password(&actor, form.0.name.trim(), None)).await?;
    listed(&site, &administrator, Some(&made)).await
}

#[derive(Deserialize)]
pub(super) struct CalledForm {
    name: String,
    full_name: String,
}

/// `POST /accounts/name`: what an account's person is called.
pub(super) async fn name_account(
    site: web::Data<Site>,
    administrator: Administrator,
    form: Filled<CalledForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, CalledForm { name, full_name }) = (administrator.actor(), form.0);
    site.run(move |app| app.name_account(&actor, &name, &full_name)).await?;
    Ok(see("/accounts"))
}

/// `POST /accounts/end`: the account's person has left.
pub(super) async fn deactivate(
    site: web::Data<Site>,
    administrator: Administrator,
    form: Filled<NameForm>,
) -> Result<HttpResponse, WebError> {
    let actor = administrator.actor();
    site.run(move |app| app.deactivate_account(&actor, form.0.name.trim())).await?;
    Ok(see("/accounts"))
}

#[derive(Deserialize)]
pub(super) struct Changed {
    #[serde(default)]
    changed: String,
}

/// `GET /account/password`: one's own.
pub(super) async fn password_page(staff: Newcomer, query: web::Query<Changed>) -> Markup {
    views::account::password(&staff.0, !query.changed.is_empty())
}

#[derive(Deserialize)]
pub(super) struct PasswordForm {
    old: String,
    new: String,
    again: String,
}

/// `POST /account/password`.
pub(super) async fn change_password(
    site: web::Data<Site>,
    staff: Newcomer,
    request: HttpRequest,
    form: Filled<PasswordForm>,
) -> Result<HttpResponse, WebError> {
    let PasswordForm { old, new, again } = form.0;
    let change = PasswordChange { old: Secret::new(old), new: Secret::new(new), again: Secret::new(again) };
    let own = token(&request, Door::Staff).ok_or(WebError::NotSignedIn(Door::Staff))?;
    let actor = staff.actor();
    site.run_hashing(&request, move |app| app.change_password(&actor, &own, &change)).await?;
    // who had to choose one first goes on to what they came for
    Ok(see(if staff.0.must_change { "/events?changed=yes" } else { "/account/password?changed=yes" }))
}
