//! Accounts and the audit.

use actix_web::web;
use maud::Markup;
use serde::Deserialize;

use super::error::WebError;
use super::form::Filled;
use super::session::{Administrator, Staff};
use super::site::Site;
use super::views;
use crate::app::actor::Role;

/// Rows of the audit on a page.
const ROWS: i64 = 200;

/// `GET /audit`.
pub(super) async fn audit(site: web::Data<Site>, staff: Staff) -> Result<Markup, WebError> {
    let actor = staff.actor();
    let (rows, chain) = site.run(move |app| Ok((app.audit(&actor, None, ROWS)?, app.verify_audit(&actor)?))).await?;
    Ok(views::audit::page(&staff.0, &rows, chain))
}

/// `GET /accounts`.
pub(super) async fn accounts(administrator: Administrator) -> Markup {
    views::account::page(&administrator.0, None)
}

#[derive(Deserialize)]
pub(super) struct NewForm {
    name: String,
    role: String,
}

/// `POST /accounts`: answered with the password, which is shown this once.
pub(super) async fn create_account(
    site: web::Data<Site>,
    administrator: Administrator,
    form: Filled<NewForm>,
) -> Result<Markup, WebError> {
    let NewForm { name, role } = form.0;
    let role = match Role::from_word(&role) {
        // judges sign in with their links
        Some(known) if known != Role::Judge => known,
        Some(_) | None => {
            let allowed = "organiser、teller、scrutineer、inspector、official、administrator";
            return Err(WebError::Choice { found: role, allowed });
        }
    };
    let actor = administrator.actor();
    let made = site.run(move |app| app.create_account(&actor, name.trim(), role, None)).await?;
    Ok(views::account::page(&administrator.0, Some(&made)))
}

#[derive(Deserialize)]
pub(super) struct NameForm {
    name: String,
}

/// `POST /accounts/password`.
pub(super) async fn reset_password(
    site: web::Data<Site>,
    administrator: Administrator,
    form: Filled<NameForm>,
) -> Result<Markup, WebError> {
    let actor = administrator.actor();
    let made = site.run(move |app| app.reset_password(&actor, form.0.name.trim(), None)).await?;
    Ok(views::account::page(&administrator.0, Some(&made)))
}
