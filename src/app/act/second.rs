//! What one asks for and another decides. A matter is a row here and a table of requests in the store; what an approval
//! does is its use case's.

use crate::app::act::actor::{Actor, Role, Who};
use crate::app::act::permission::{Act, check};
use crate::app::error::{AppError, AppFault, FaultKind};
use crate::store::erasure::ErasureRow;
use crate::store::link_request::LinkRequestRow;
use crate::store::publish_request::PublishRequestRow;
use crate::store::rules::ProposalRow;
use crate::store::signing::{ReopeningRow, TieProposalRow};

/// What takes two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// Opening again, or out of the archive.
    Reopening,
    Erasure,
    Rules,
    /// The order of entries that share a place.
    Tie,
    /// A new link for a judge who has handed in cards.
    Link,
    /// A publication without signers, or by the one who closed.
    Publication,
}

impl Matter {
    /// What is asked for, and what whoever asks makes.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Reopening => ("重新开放评分", "申请"),
            Self::Erasure => ("清除", "申请"),
            Self::Rules => ("规则变更", "提议"),
            Self::Tie => ("并列裁定", "提议"),
            Self::Link => ("另发评委链接", "申请"),
            Self::Publication => ("公布成绩", "申请"),
        }
    }

    /// Who decides.
    fn by(self) -> &'static str {
        match self {
            Self::Reopening | Self::Erasure | Self::Rules | Self::Tie => "另一位组织者",
            Self::Link => "监票人或纪检人员",
            Self::Publication => "另一位组织者、监票人或纪检人员",
        }
    }
}

/// What is said to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is done.
    Approve,
    /// It is not.
    Decline,
    /// Whoever asked takes it back.
    TakeBack,
}

/// Why somebody does not ask for or decide on what takes two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecondFault {
    /// Whoever acts has no account of their own.
    #[error("这一步要由本人用自己的账号办理，不能在命令行办理")]
    OwnAccount,
    /// A request waits already.
    #[error("已有一份{}的{}待{}批准，请先处理它", .0.words().0, .0.words().1, .0.by())]
    Pending(Matter),
    /// There is no request to decide on, or it was decided.
    #[error("没有待批准的{}{}，它可能已经处理过", .0.words().0, .0.words().1)]
    NothingPending(Matter),
    /// Nobody decides on their own request.
    #[error("{}要由{}批准，不能批准自己的{}", .0.words().0, .0.by(), .0.words().1)]
    Own(Matter),
    /// Only whoever asked takes it back.
    #[error("只有{}人可以撤回；{}可以不予批准", .0.words().1, .0.by())]
    NotOwn(Matter),
}

impl AppFault for SecondFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::OwnAccount | Self::Own(_) | Self::NotOwn(_) => FaultKind::Forbidden,
            Self::NothingPending(_) => FaultKind::Missing,
            Self::Pending(_) => FaultKind::Conflict,
        }
    }

    fn word(&self) -> &'static str {
        "second"
    }
}

/// A request, decided or not.
pub(in crate::app) trait Request {
    const MATTER: Matter;

    fn asked_by(&self) -> &str;

    fn is_open(&self) -> bool;
}

/// A row of a matter's requests; the column that is empty until it is decided.
macro_rules! request {
    ($row:ty, $matter:ident, $decided:ident) => {
        impl Request for $row {
            const MATTER: Matter = Matter::$matter;

            fn asked_by(&self) -> &str {
                &self.asked_by
            }

            fn is_open(&self) -> bool {
                self.$decided.is_none()
            }
        }
    };
}

request!(ReopeningRow, Reopening, approved);
request!(ErasureRow, Erasure, approved);
request!(ProposalRow, Rules, outcome);
request!(TieProposalRow, Tie, approved);
request!(LinkRequestRow, Link, way);
request!(PublishRequestRow, Publication, approved);

/// The account that acts, of those who may, and its role.
pub(in crate::app) fn own_account(actor: &Actor, act: Act) -> Result<(String, Role), AppError> {
    check(actor, act)?;
    match (&actor.who, actor.role) {
        (Who::Account(name), Some(role)) => Ok((name.clone(), role)),
        (Who::Account(_) | Who::Judge { .. } | Who::Console | Who::Visitor, _) => Err(SecondFault::OwnAccount.into()),
    }
}

/// Refuses a second request while one waits.
pub(in crate::app) fn none_waits<R: Request>(requests: &[R]) -> Result<(), SecondFault> {
    if requests.iter().any(R::is_open) { Err(SecondFault::Pending(R::MATTER)) } else { Ok(()) }
}

/// The request that waits.
pub(in crate::app) fn waiting<R: Request>(requests: Vec<R>) -> Result<R, SecondFault> {
    requests.into_iter().find(R::is_open).ok_or(SecondFault::NothingPending(R::MATTER))
}

/// Refuses a decision that is not this account's: only another one approves or declines, only the own one takes back.
pub(in crate::app) fn may_decide<R: Request>(request: &R, by: &str, decision: Decision) -> Result<(), SecondFault> {
    let own = request.asked_by() == by;
    match decision {
        Decision::Approve | Decision::Decline if own => Err(SecondFault::Own(R::MATTER)),
        Decision::TakeBack if !own => Err(SecondFault::NotOwn(R::MATTER)),
        Decision::Approve | Decision::Decline | Decision::TakeBack => Ok(()),
    }
}
