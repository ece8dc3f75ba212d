//! Use cases: one transaction each, each act with its audit row in the same transaction.
//!
//! Everything here blocks while the database works: a caller in an async task wraps the call in
//! `web::block`, an [`App`] is cheap to clone for that. Writes of many callers meet in the store's
//! writer, which commits them together. Knows nothing of HTTP, pages or the command line.
//!
//! Seven wings; a wing takes names only from those that it rests on:
//!
//! ```text
//! demo → result → setup, desk → cards → event, people → act
//! ```

pub mod act;
pub mod cards;
pub mod demo;
pub mod desk;
pub mod event;
pub mod people;
pub mod result;
pub mod setup;

use std::sync::Arc;

use act::actor::Role;
use act::clock::{Clock, Moment};
use act::permission::Act;
use event::memory::Memory;
use event::view::{CloseBlocker, EventState};

use cards::receipt::ReceiptKey;

use crate::scoring::recount::Disagreement;
use crate::store::{Store, StoreError, Tx, secret as secrets};

/// The use cases and what they need: the store, the clock, the standings held in memory.
#[derive(Clone)]
pub struct App {
    store: Store,
    clock: Clock,
    receipts: ReceiptKey,
    memory: Arc<Memory>,
}

impl App {
    /// Opens the database (made and brought up to date where needed).
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn open(database_url: &str, clock: Clock) -> Result<Self, AppError> {
        let store = Store::open(database_url)?;
        let fresh = hex::encode(rand::random::<[u8; 32]>());
        let key = store.write(move |tx| secrets::get_or_insert(tx, "receipt", &fresh))?;
        let key = hex::decode(key).map_err(|_| StoreError::corrupt("the key of receipts"))?;
        Ok(Self { store, clock, receipts: ReceiptKey::new(key), memory: Arc::default() })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// Where it does not.
    pub fn health(&self) -> Result<(), AppError> {
        Ok(self.store.ping()?)
    }

    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Writes; where the commit failed, forgets what may have been read inside it.
    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let result = self.store.write(work);
        if let Err(AppError::Store(StoreError::Unavailable(_))) = &result {
            self.memory.clear();
        }
        result
    }
}

/// Longest reason, in characters.
const REASON: usize = 500;

/// A reason that must be given.
fn reason(given: &str) -> Result<String, AppError> {
    match given.trim() {
        "" => Err(AppError::Input(InputFault::NoReason)),
        long if long.chars().count() > REASON => Err(AppError::Input(InputFault::LongReason { most: REASON })),
        given => Ok(given.to_owned()),
    }
}

/// Where two counts differ first: entry and column, without the figures.
fn first_difference(differing: &[Disagreement]) -> String {
    differing.first().map(|d| format!("{} {}", d.entry, d.about)).unwrap_or_default()
}

/// Why a use case did not do what was asked. It changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The permission table does not give it to this role.
    #[error("{}无权进行此操作", role.map_or("未登录者", Role::title))]
    Forbidden {
        act: Act,
        /// The role; `None`: not signed in.
        role: Option<Role>,
    },
    /// There is no such thing.
    #[error("没有这个{what}：{id}")]
    NotFound {
        /// What was looked for, in Chinese.
        what: &'static str,
        id: String,
    },
    /// The event is in another state than the act needs.
    #[error("评比活动处于“{}”，{why}", state.title())]
    WrongState {
        state: EventState,
        /// Why the act is not possible in it.
        why: &'static str,
    },
    /// It was done before, and is not done twice.
    #[error("{what}，无需重复操作")]
    Already {
        /// What was done, in Chinese.
        what: &'static str,
    },
    /// The provisional standings have not been opened.
    #[error("暂定名次尚未开启；开启会记入审计")]
    ProvisionalNotOpen,
    /// Something keeps the event from being closed.
    #[error("还有 {} 件未决事项，不能封存", .0.len())]
    Blocked(Vec<CloseBlocker>),
    /// The independent recount comes to something else.
    #[error("独立复核与成绩不一致，有 {} 处不同（首处：{}），没有写入。请保留现场并联系管理员", .0.len(), first_difference(.0))]
    Recount(Vec<Disagreement>),
    /// Somebody has no account of their own where one is needed.
    #[error(transparent)]
    Second(#[from] act::second::SecondFault),
    /// A result is not signed, published or opened again as asked.
    #[error(transparent)]
    Signing(result::sign::SigningFault),
    /// Rules are not changed as asked.
    #[error(transparent)]
    Amend(#[from] setup::amend::AmendFault),
    /// An objection that is not taken, answered or closed.
    #[error(transparent)]
    Objection(result::objection::ObjectionFault),
    /// An event that is not erased, or was.
    #[error(transparent)]
    Erasure(event::erased::ErasureFault),
    /// The published result cannot be worked out again from its event folder.
    #[error("公布的成绩不能由评比文件夹重新算出，没有写入：{0}。请保留现场并联系管理员")]
    Bundle(crate::folder::bundle::BundleFault),
    /// Something is not entered by hand as asked.
    #[error(transparent)]
    Hand(#[from] desk::hand::HandFault),
    /// A card that is not asked for.
    #[error(transparent)]
    Ask(#[from] desk::ask::AskFault),
    /// An upload or a copy that does not become an event.
    #[error(transparent)]
    Intake(#[from] setup::intake::IntakeFault),
    /// An event is not edited as asked.
    #[error(transparent)]
    Edit(#[from] setup::edit::EditFault),
    /// Somebody else changed the thing after the form was drawn; nothing was written.
    #[error("{}", .0.sentence())]
    Overtaken(Box<act::drawn::Overtaken>),
    /// A password that nobody should choose, or that is not the present one.
    #[error(transparent)]
    Password(#[from] people::password::PasswordFault),
    /// A card of the quarantine that is not ruled on as asked.
    #[error(transparent)]
    Ruling(#[from] cards::ruling::RulingFault),
    /// A sheet of paper that is not typed or settled as asked.
    #[error(transparent)]
    Paper(#[from] cards::paper::PaperFault),
    /// An event that is not rehearsed, or a rehearsal that is not discarded.
    #[error(transparent)]
    Rehearsal(#[from] setup::rehearsal::RehearsalFault),
    /// A file that is not taken in as a tablet's journal.
    #[error(transparent)]
    Journal(#[from] cards::journal::JournalFault),
    /// A stop that cannot be left or arrived at now.
    #[error("{0}")]
    Route(RouteFault),
    /// Something is not changed on the day as asked.
    #[error(transparent)]
    Day(#[from] desk::day::DayFault),
    /// Something typed is not acceptable.
    #[error("{0}")]
    Input(InputFault),
    /// Name and password do not belong together.
    #[error("用户名或密码不对")]
    WrongPassword,
    /// Too many failed sign-ins.
    #[error("登录失败次数过多，此账号暂停登录，请在 {} 以后再试", act::clock::beijing(*until).format("%H:%M"))]
    LockedOut {
        /// Until when.
        until: Moment,
        /// Seconds until then.
        seconds: u64,
    },
    /// The account's person has left.
    #[error("此账号已经停用，请联系系统管理员")]
    Left,
    /// The link was revoked, its event is closed, or it never was one.
    #[error("登录链接无效或已失效，请向组织者索取新的链接")]
    LinkNotGood,
    /// The demonstration would open a real event to everybody.
    #[error("数据库里有正式的评比活动，不能开放演示：演示让任何人以任何身份进入。请换一个数据目录（--data）或数据库")]
    RealEvents,
    /// The database did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why the bus cannot arrive or leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RouteFault {
    /// It has arrived there already.
    #[error("已登记到达此观摩点")]
    AlreadyArrived,
    /// It has not arrived there.
    #[error("尚未登记到达此观摩点")]
    NotArrived,
    #[error("已登记离开此观摩点")]
    AlreadyLeft,
    /// Nobody goes there any more.
    #[error("此观摩点已登记为不再前往，请先在“当日变动”中撤销")]
    Skipped,
}

/// What can be wrong with something typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InputFault {
    /// A reason is asked for and none was given.
    #[error("请写明理由")]
    NoReason,
    /// A reason is longer than what is kept.
    #[error("理由过长，最多 {most} 字")]
    LongReason {
        /// Most characters.
        most: usize,
    },
    /// A password is too short.
    #[error("密码至少 {least} 个字符")]
    ShortPassword {
        /// Least characters.
        least: usize,
    },
    #[error("用户名已被使用")]
    NameTaken,
    /// One's own account, where somebody else's is meant.
    #[error("不能停用自己的账号，请由另一位系统管理员办理")]
    OwnAccount,
    /// A name with characters that are not allowed.
    #[error("用户名由 1 至 32 个字母、数字、“-”或“_”组成")]
    BadName,
    /// The name of a device is not acceptable.
    #[error("设备编号不符合要求")]
    BadDevice,
    /// More ops than one request may carry.
    #[error("一次最多提交 {most} 张评分卡")]
    TooManyOps {
        /// Most ops.
        most: usize,
    },
}
