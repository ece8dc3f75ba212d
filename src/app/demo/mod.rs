//! The demonstration: two events with generated scores, and everybody's way in.

use super::account::NewAccount;
use super::actor::Role;
use super::session::NewSession;
use super::view::JudgeLink;
use super::{App, AppError};

/// What stands in the title of everything that shows generated scores.
pub const DEMO_LABEL: &str = "演示数据(非真实评分)";

/// The demonstration, installed.
#[derive(Debug, Clone)]
pub struct Demo {
    /// Id of the event under way.
    pub under_way: String,
    /// Id of the published event.
    pub published: String,
    /// The demo's accounts with new passwords: an organiser, an official, an administrator.
    pub accounts: Vec<NewAccount>,
    /// New links of the event under way.
    pub links: Vec<JudgeLink>,
}

/// Installs the demonstration, or finds it; passwords and links are made anew each time.
///
/// # Errors
/// Where the database does not answer.
pub fn install(_app: &App) -> Result<Demo, AppError> {
    todo!()
}

/// Signs a visitor of the demonstration in, in a role: a judge of the event under way, or the demo's
/// account of that role.
///
/// # Errors
/// [`AppError::NotFound`] where the demonstration is not installed.
pub fn step_in(_app: &App, _role: Role) -> Result<NewSession, AppError> {
    todo!()
}
