//! Why a use case did not do what was asked: a fault, or the database.

use crate::store::StoreError;

/// What kind of answer a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Nobody is signed in, or not as who they say.
    SignIn,
    /// Whoever asks may not.
    Forbidden,
    /// What is asked for is not there.
    Missing,
    /// What was given is not acceptable.
    Invalid,
    /// It does not fit what is there by now.
    Conflict,
    /// It may be tried again after so many seconds.
    Later { seconds: u64 },
}

/// A reason why what was asked was not done; nothing was changed. Its words are a sentence in Chinese.
pub trait AppFault: std::error::Error + Send + Sync + 'static {
    fn kind(&self) -> FaultKind;

    /// The word for programs.
    fn word(&self) -> &'static str;

    /// The field of its form that it is about, by the name that forms give it; with a dash at the end, the first field
    /// whose name begins so. `None` where it is about no field, or about more than one.
    fn field(&self) -> Option<&'static str> {
        None
    }

    /// The button under which it is done all the same, where somebody only has to say that it is meant: the form sends
    /// `sure=yes`.
    fn sure(&self) -> Option<&'static str> {
        None
    }

    /// The fields that it is about, where it is about many at once, each with its own sentence.
    fn fields(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// Why a use case did not do what was asked. It changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error("{0}")]
    Refused(Box<dyn AppFault>),
    /// The database did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<F: AppFault> From<F> for AppError {
    fn from(fault: F) -> Self {
        Self::Refused(Box::new(fault))
    }
}

impl AppError {
    /// The fault, where it is one of this type.
    #[must_use]
    pub fn fault<F: AppFault>(&self) -> Option<&F> {
        match self {
            Self::Refused(fault) => (&**fault as &dyn std::error::Error).downcast_ref(),
            Self::Store(_) => None,
        }
    }

    /// Gives the fault up, where it is one of this type.
    ///
    /// # Errors
    /// The error itself, where it is another one.
    pub fn take<F: AppFault>(self) -> Result<F, Self> {
        match self {
            Self::Refused(fault) if (&*fault as &dyn std::error::Error).is::<F>() => {
                let fault: Box<dyn std::error::Error> = fault;
                // just asked
                fault.downcast().map_or_else(|_| unreachable!("a fault of this type"), |fault| Ok(*fault))
            }
            other => Err(other),
        }
    }
}

/// There is no such thing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("没有这个{what}：{id}")]
pub struct NotFound {
    /// What was looked for, in Chinese.
    pub what: &'static str,
    pub id: String,
}

impl AppFault for NotFound {
    fn kind(&self) -> FaultKind {
        FaultKind::Missing
    }

    fn word(&self) -> &'static str {
        "not-found"
    }
}

/// It was done before, and is not done twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what}，无需重复操作")]
pub struct Already {
    /// What was done, in Chinese.
    pub what: &'static str,
}

impl AppFault for Already {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "already"
    }
}
