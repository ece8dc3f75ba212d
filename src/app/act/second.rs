//! What one asks for and another decides.

use crate::app::AppError;
use crate::app::act::actor::{Actor, Role, Who};
use crate::app::act::permission::{Act, check};
use crate::app::error::{AppFault, FaultKind};

/// Why somebody does not ask for, decide on or sign something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecondFault {
    /// Whoever acts has no account of their own.
    #[error("这一步要由本人用自己的账号办理，不能在命令行办理")]
    OwnAccount,
}

impl AppFault for SecondFault {
    fn kind(&self) -> FaultKind {
        FaultKind::Forbidden
    }

    fn word(&self) -> &'static str {
        "signing"
    }
}

/// The account that acts, of those who may, and its role.
pub(in crate::app) fn own_account(actor: &Actor, act: Act) -> Result<(String, Role), AppError> {
    check(actor, act)?;
    match (&actor.who, actor.role) {
        (Who::Account(name), Some(role)) => Ok((name.clone(), role)),
        (Who::Account(_) | Who::Judge { .. } | Who::Console | Who::Visitor, _) => Err(SecondFault::OwnAccount.into()),
    }
}
