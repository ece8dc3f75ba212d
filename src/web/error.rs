//! What can go wrong over HTTP: an exhaustive match from errors to a status and a Chinese sentence.
//! How the sentence is drawn (JSON for the API, a page for browsers) is `dress`'s.

use std::borrow::Cow;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};

use super::puzzle::PuzzleFault;
use crate::app::AppError;
use crate::app::error::{AppFault, FaultKind};
use crate::app::people::pace::TooSoon;
use crate::app::people::sign_in::SignInFault;
use crate::store::StoreError;

/// Why a request was not served.
#[derive(Debug, thiserror::Error)]
pub(super) enum WebError {
    /// A use case refused.
    #[error(transparent)]
    App(#[from] AppError),
    /// Nobody is signed in, or the session has run out.
    #[error("{}", .0.sentence())]
    NotSignedIn(Door),
    /// An organiser has ended the judge's session: the sentence says why.
    #[error("{0}")]
    Ended(String),
    /// Somebody is signed in with a password that was given to them, and has to choose their own first.
    #[error("这个密码别人可能也看到过，只能用来换密码。请先换成只有您自己知道的密码，再办其他事情")]
    PasswordFirst,
    /// Somebody is signed in, in a role that this page is not for.
    #[error("此页面供{wanted}使用，请换用相应的账号登录")]
    OtherRole {
        /// The role that it is for.
        wanted: &'static str,
    },
    /// There is no such page.
    #[error("没有这个页面，请检查网址")]
    NoSuchPage,
    /// The page is there, and not for this method.
    #[error("此网址不支持这种请求方法，可用：{}", allowed.join("、"))]
    Method {
        /// The methods that it is for.
        allowed: Vec<String>,
    },
    /// The body is larger than what is taken.
    #[error("提交的内容过大，最多 {} KB", most / 1024)]
    TooLarge {
        /// Most bytes.
        most: usize,
    },
    /// The body has another type.
    #[error("提交的内容类型不对，应为 {wanted}")]
    MediaType {
        /// The type that is taken.
        wanted: &'static str,
    },
    /// The body is compressed in a way that is not understood.
    #[error("提交的内容无法解压，只收不压缩的或 gzip")]
    Encoding,
    /// The body is not the JSON that is expected.
    #[error("提交的内容不是约定的 JSON：{0}")]
    NotJson(String),
    /// A form or a query lacks a field, or has one that cannot be read.
    #[error("表单缺少内容或格式不对，请返回后重新填写")]
    Form,
    /// A form lacks a field.
    #[error("表单缺少内容或格式不对，请返回后重新填写")]
    Lacking {
        /// Its name.
        field: String,
    },
    /// What cannot be taken back, without a word that it is meant.
    #[error("“{title}”不能撤回，没有办理；确认办理的，请另加 sure=yes")]
    Unsure {
        /// What it is.
        title: &'static str,
    },
    /// A change that another site asks for.
    #[error("请求来源不是本站，已拒绝。请从本站页面操作")]
    Origin,
    /// Too many requests.
    #[error("操作过于频繁，请在 {seconds} 秒后再试")]
    TooMany {
        /// Seconds to wait.
        seconds: u64,
    },
    /// So much comes in at once that there is no place for more.
    #[error("同时提交的内容过多，请在 {seconds} 秒后再试")]
    Busy {
        /// Seconds to wait.
        seconds: u64,
    },
    /// An objection without what the browser has to work out first.
    #[error(transparent)]
    Puzzle(#[from] PuzzleFault),
    /// The body comes too slowly.
    #[error("内容传来得太慢，没有收全。请检查网络后重新提交")]
    Slow,
    /// A value that is none of those that are allowed.
    #[error("没有“{found}”这一选项，可选：{allowed}")]
    Choice {
        /// The field that holds it.
        field: &'static str,
        /// What was asked for.
        found: String,
        /// What there is.
        allowed: &'static str,
    },
    /// A form in which nothing was chosen.
    #[error("{what}")]
    Nothing {
        /// What is to be chosen.
        what: &'static str,
    },
    /// The connection broke while the body came.
    #[error("内容没有收全，请重新提交")]
    Cut,
    /// The program is stopping.
    #[error("服务正在重启，请稍后再试")]
    Interrupted,
}

/// The word for programs where a password has to be changed first.
pub(super) const PASSWORD_FIRST: &str = "password-first";

/// Where somebody signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// With a personal link.
    Judge,
    /// With a name and a password.
    Staff,
}

impl Door {
    fn sentence(self) -> &'static str {
        match self {
            Self::Judge => "尚未登录或登录已失效，请用本席的登录链接重新登录；已存在本机的评分不会丢失",
            Self::Staff => "尚未登录或登录已失效，请重新登录",
        }
    }
}

/// What `dress` draws: left in the response by [`WebError::error_response`].
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub status: StatusCode,
    /// A word for programs.
    pub kind: &'static str,
    pub sentence: String,
    pub door: Option<Door>,
    /// The field that it is about, where it is about one; with a dash at its end, all whose names begin so.
    pub field: Option<Cow<'static, str>>,
    /// The fields that it is about, where it is about many at once, each with its own sentence.
    pub fields: Vec<(String, String)>,
    /// The button under which it is done all the same.
    pub sure: Option<&'static str>,
    /// Whether that field was not there at all.
    pub lacking: bool,
}

impl Problem {
    /// Whether it is about what was typed, or about how things stand now: the form is shown again. Who is not known, may
    /// not, or asks for what is not there is told so; an outage is nobody's who typed.
    pub fn is_of_form(&self) -> bool {
        match self.status {
            StatusCode::BAD_REQUEST
            | StatusCode::CONFLICT
            | StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::TOO_MANY_REQUESTS => true,
            // who signs in, or looks something up, typed what is not known
            StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND => self.field.is_some(),
            _ => false,
        }
    }
}

impl WebError {
    fn parts(&self) -> (StatusCode, &'static str) {
        match self {
            Self::App(error) => app_parts(error),
            Self::NotSignedIn(_) => (StatusCode::UNAUTHORIZED, "not-signed-in"),
            Self::Ended(_) => (StatusCode::UNAUTHORIZED, "session-ended"),
            Self::PasswordFirst => (StatusCode::FORBIDDEN, PASSWORD_FIRST),
            Self::OtherRole { .. } => (StatusCode::FORBIDDEN, "forbidden"),
            Self::NoSuchPage => (StatusCode::NOT_FOUND, "not-found"),
            Self::Method { .. } => (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed"),
            Self::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::MediaType { .. } => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type"),
            Self::Encoding => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "encoding"),
            Self::NotJson(_) => (StatusCode::BAD_REQUEST, "not-json"),
            Self::Form | Self::Lacking { .. } | Self::Choice { .. } | Self::Nothing { .. } => {
                (StatusCode::BAD_REQUEST, "form")
            }
            Self::Cut => (StatusCode::BAD_REQUEST, "cut"),
            Self::Unsure { .. } => (StatusCode::CONFLICT, "unsure"),
            Self::Origin => (StatusCode::FORBIDDEN, "origin"),
            Self::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, "too-many-requests"),
            Self::Busy { .. } => (StatusCode::TOO_MANY_REQUESTS, "busy"),
            Self::Puzzle(_) => (StatusCode::UNPROCESSABLE_ENTITY, "puzzle"),
            Self::Slow => (StatusCode::REQUEST_TIMEOUT, "slow"),
            Self::Interrupted => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        }
    }

    /// Seconds to wait before it is tried again.
    fn wait(&self) -> Option<u64> {
        match self {
            Self::TooMany { seconds } | Self::Busy { seconds } => Some(*seconds),
            Self::App(AppError::Refused(fault)) => match fault.kind() {
                FaultKind::Later { seconds } => Some(seconds),
                FaultKind::SignIn
                | FaultKind::Forbidden
                | FaultKind::Missing
                | FaultKind::Invalid
                | FaultKind::Conflict => None,
            },
            _ => None,
        }
    }

    /// The fault of a use case, where it is one of this type.
    pub fn fault<F: AppFault>(&self) -> Option<&F> {
        match self {
            Self::App(error) => error.fault(),
            _ => None,
        }
    }

    /// Gives the fault of a use case up, where it is one of this type.
    pub fn take<F: AppFault>(self) -> Result<F, Self> {
        match self {
            Self::App(error) => error.take().map_err(Self::App),
            other => Err(other),
        }
    }

    /// The field of a form that it is about.
    fn field(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::App(AppError::Refused(fault)) => fault.field().map(Cow::Borrowed),
            Self::Lacking { field } => Some(Cow::Owned(field.clone())),
            Self::Choice { field, .. } => Some(Cow::Borrowed(field)),
            _ => None,
        }
    }

    fn sure(&self) -> Option<&'static str> {
        match self {
            Self::App(AppError::Refused(fault)) => fault.sure(),
            _ => None,
        }
    }

    fn fields(&self) -> Vec<(String, String)> {
        match self {
            Self::App(AppError::Refused(fault)) => fault.fields(),
            _ => Vec::new(),
        }
    }

    fn door(&self) -> Option<Door> {
        match self {
            Self::NotSignedIn(door) => Some(*door),
            Self::Ended(_) => Some(Door::Judge),
            Self::OtherRole { .. } => Some(Door::Staff),
            other => {
                let at_the_door = other.fault::<SignInFault>().is_some() || other.fault::<TooSoon>().is_some();
                at_the_door.then_some(Door::Staff)
            }
        }
    }
}

fn app_parts(error: &AppError) -> (StatusCode, &'static str) {
    match error {
        AppError::Refused(fault) => (status_of(fault.kind()), fault.word()),
        AppError::Store(StoreError::NotFound) => (StatusCode::NOT_FOUND, "not-found"),
        AppError::Store(StoreError::Conflict) => (StatusCode::CONFLICT, "conflict"),
        AppError::Store(StoreError::Unavailable(_)) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        AppError::Store(StoreError::Unsettled) => (StatusCode::SERVICE_UNAVAILABLE, "unsettled"),
        AppError::Store(StoreError::Corrupt(_) | StoreError::Address { .. } | StoreError::Newer { .. }) => {
            (StatusCode::INTERNAL_SERVER_ERROR, "internal")
        }
    }
}

fn status_of(kind: FaultKind) -> StatusCode {
    match kind {
        FaultKind::SignIn => StatusCode::UNAUTHORIZED,
        FaultKind::Forbidden => StatusCode::FORBIDDEN,
        FaultKind::Missing => StatusCode::NOT_FOUND,
        FaultKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        FaultKind::Conflict => StatusCode::CONFLICT,
        FaultKind::Later { .. } => StatusCode::TOO_MANY_REQUESTS,
    }
}

impl ResponseError for WebError {
    fn status_code(&self) -> StatusCode {
        self.parts().0
    }

    fn error_response(&self) -> HttpResponse {
        let (status, kind) = self.parts();
        if status.is_server_error() {
            // the one place where a failure of ours is logged; no address, so that no token can be in it
            match self {
                Self::App(AppError::Store(error)) => tracing::error!(?error, "request failed"),
                other => tracing::error!(error = %other, "request failed"),
            }
        }
        let mut builder = HttpResponse::build(status);
        if let Self::Method { allowed } = self {
            builder.insert_header((ALLOW, allowed.join(", ")));
        }
        if let Some(seconds) = self.wait() {
            builder.insert_header((RETRY_AFTER, seconds.to_string()));
        }
        let sentence = match self {
            // what the store met is for the log, not for the reader
            Self::App(AppError::Store(StoreError::Corrupt(_))) => "数据库中的记录无法读取，请联系管理员".to_owned(),
            other => other.to_string(),
        };
        let mut response = builder.finish();
        response.extensions_mut().insert(Problem {
            status,
            kind,
            sentence,
            door: self.door(),
            field: self.field(),
            fields: self.fields(),
            sure: self.sure(),
            lacking: matches!(self, Self::Lacking { .. }),
        });
        response
    }
}
