//! Who acts: roles, and the person or machine behind an act.
//!
//! Knows nothing of how somebody proved to be who they are; that is `session`'s and `account`'s.

use serde::{Deserialize, Serialize};

/// The roles of the permission table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 评委: scores, and sees nothing but their own cards.
    Judge,
    /// 组织者: runs an event.
    Organiser,
    /// 计票人: checks the result and signs it.
    Teller,
    /// 监票人: checks the result, by seat where need be, and signs it.
    Scrutineer,
    /// 纪检监察: watches, and signs the result.
    Inspector,
    /// 领导: looks at the board.
    Official,
    /// 系统管理员: accounts and the audit.
    Administrator,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 7] = [
        Self::Judge,
        Self::Organiser,
        Self::Teller,
        Self::Scrutineer,
        Self::Inspector,
        Self::Official,
        Self::Administrator,
    ];
    /// Roles whose people sign in with an account.
    pub const STAFF: [Self; 6] =
        [Self::Organiser, Self::Teller, Self::Scrutineer, Self::Inspector, Self::Official, Self::Administrator];

    /// The word that is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Judge => "judge",
            Self::Organiser => "organiser",
            Self::Teller => "teller",
            Self::Scrutineer => "scrutineer",
            Self::Inspector => "inspector",
            Self::Official => "official",
            Self::Administrator => "administrator",
        }
    }

    /// The role of a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// The word that people see.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Judge => "评委",
            Self::Organiser => "组织者",
            Self::Teller => "计票人",
            Self::Scrutineer => "监票人",
            Self::Inspector => "纪检监察",
            Self::Official => "领导",
            Self::Administrator => "系统管理员",
        }
    }
}

/// Who stands behind an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A judge of one event.
    Judge {
        event: String,
        judge: String,
    },
    Account(String),
    /// Whoever sits at the machine's command line.
    Console,
    /// Nobody yet: somebody who is signing in.
    Visitor,
}

/// Somebody who acts, in one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub who: Who,
    /// In which role; `None` for a visitor.
    pub role: Option<Role>,
}

impl Actor {
    /// The command line, in the role that a command needs.
    #[must_use]
    pub fn console(role: Role) -> Self {
        Self { who: Who::Console, role: Some(role) }
    }

    /// Somebody who has not signed in.
    #[must_use]
    pub fn visitor() -> Self {
        Self { who: Who::Visitor, role: None }
    }

    #[must_use]
    pub fn judge(event: &str, judge: &str) -> Self {
        Self { who: Who::Judge { event: event.to_owned(), judge: judge.to_owned() }, role: Some(Role::Judge) }
    }

    /// The form in which the audit names them: `judge:EVENT/ID`, `account:NAME`, `console`, `visitor`.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.who {
            Who::Judge { event, judge } => format!("judge:{event}/{judge}"),
            Who::Account(name) => format!("account:{name}"),
            Who::Console => "console".to_owned(),
            Who::Visitor => "visitor".to_owned(),
        }
    }
}
