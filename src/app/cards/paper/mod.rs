//! Cards from paper: two people type the same sheet, blind; what differs is shown to both and settled by the scan.
//!
//! A sheet is one judge's card on paper. What somebody read on it is a typing, and never changes. It becomes a card of
//! the judge where two accounts stand behind the same content: both typed it blind, or one typed or proposed it and
//! another, who had not, confirmed it. Before that its marks are in no answer and no audit row; while two typings
//! differ, what differs is shown, and no more.
//!
//! `agreement` says who may do what to a sheet, `typing` takes what is typed, `settle` settles and makes the card,
//! `look` shows how sheets stand, in the data of `view`.

mod agreement;
mod look;
mod settle;
mod typing;
mod view;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::AppError;
use crate::app::act::actor::{Actor, Who};
use crate::app::cards::verdict::not_due;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::card::{GRADE, Marks, Place};
use crate::app::event::frame::{Frame, Window};
use crate::app::event::wire::{FaultLine, Outcome};
use crate::scoring::rules::Kind;
use crate::store::EventState;

pub(in crate::app) use look::unfinished;
pub use view::{Field, FieldKind, PaperDesk, PaperForm, Reading, SheetLine, SheetState, SheetView};

/// Longest reference to a scan, in characters.
pub const REFERENCE: usize = 60;

/// Why something is not done to a sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperFault {
    /// Somebody without an account of their own.
    #[error("纸质卡须用本人的账号录入和确认")]
    NoAccount,
    /// The first typing was theirs.
    #[error("这张纸质卡的第一次录入是您本人做的，第二次须由另一个人录入")]
    OwnTyping,
    /// They typed or proposed it themselves.
    #[error("这是您本人录入或提出的内容，须由另一个人确认")]
    OwnContent,
    /// No reference, or one that is too long.
    #[error("请填写纸质卡编号或扫描件文件名，最多 {REFERENCE} 字")]
    Reference,
    /// Another sheet of that card is being typed.
    #[error("这张评分卡已有一份正在录入的纸质卡（编号“{reference}”）。请先办完，或写明理由撤回那一份")]
    Open { reference: String },
    /// That sheet was taken.
    #[error("编号“{reference}”的这张纸质卡已经录入过，无需重复录入")]
    Taken { reference: String },
    #[error("这张纸质卡已经办结，不能再改")]
    Ended,
    /// It was typed twice.
    #[error("这张纸质卡已有两个人录入，待处理差异")]
    Twice,
    /// It was not typed twice.
    #[error("这张纸质卡还没有第二个人录入，没有可以处理的差异")]
    Once,
    /// No entry was picked.
    #[error("请选择参评项目")]
    NoEntry,
    /// No card is due there.
    #[error("此处已登记回避、缺席或作废，不应有评分卡，不能录入。已录入的请写明理由撤回")]
    NotDue,
    /// There is no such card in the event.
    #[error("现行的规则和名单中没有这张评分卡，不能录入。已录入的请写明理由撤回")]
    NotOnCard,
    /// Its time has not come.
    #[error("这张评分卡尚未开放评分，请先登记到达或离开，开放以后再录入")]
    NotYet,
    /// What was typed is not what the rules allow.
    #[error("有 {} 处不符合评分规则，没有收下：{}", .0.len(), .0.first().map(|fault| fault.text.clone()).unwrap_or_default())]
    Invalid(Vec<FaultLine>),
    /// What was typed fitted older rules.
    #[error("录入以后规则有改动，这份内容已不符合现行规则。请写明理由撤回，再重新录入")]
    Rules,
    /// What was scanned is no code of a card of this event.
    #[error("这不是本活动空白评分卡上的编码，请重新扫描，或在下面选择")]
    NotACode,
}

impl AppFault for PaperFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::NoAccount | Self::OwnTyping | Self::OwnContent => FaultKind::Forbidden,
            Self::Reference | Self::NoEntry | Self::Invalid(_) | Self::NotACode => FaultKind::Invalid,
            Self::Open { .. }
            | Self::Taken { .. }
            | Self::Ended
            | Self::Twice
            | Self::Once
            | Self::NotDue
            | Self::NotOnCard
            | Self::NotYet
            | Self::Rules => FaultKind::Conflict,
        }
    }

    fn word(&self) -> &'static str {
        "paper"
    }
}

/// What somebody read on a sheet; marks as in an op, without trailing zeros.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Content {
    marks: Marks,
    comment: String,
}

/// A sheet as it is typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub judge: String,
    pub component: String,
    /// Entry id; empty for a ballot.
    pub entry: String,
    /// The sheet that is typed for the second time; empty for the first.
    pub sheet: String,
    /// Number of the paper or name of the scan; not read the second time.
    pub reference: String,
    /// Marks as on the sheet, by criterion, by entry on a ballot, or under `grade`.
    pub marks: BTreeMap<String, String>,
    pub comment: String,
}

/// What became of a sheet by an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// It waits for the second typing.
    Waiting,
    /// The two differ.
    Differs,
    /// It is the judge's card.
    Recorded,
    /// The judge has another card already: the two are rivals, for the judge to pick.
    Conflict,
    /// The judge's card says the same already.
    Same,
}

/// The answer to a typing.
#[derive(Debug, Clone)]
pub struct TypedAnswer {
    pub sheet: String,
    pub became: Became,
    /// What was taken for something else: as it was typed, and as it was taken.
    pub notes: Vec<(String, String)>,
    /// The card that is to be typed next.
    pub next: Option<CardName>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CardName {
    pub judge: String,
    pub component: String,
    /// Entry id; empty for a ballot.
    pub entry: String,
}

/// Key of the comment among the lines of a sheet.
pub const COMMENT_KEY: &str = "comment";

/// The account that acts: each in their own name.
fn account_of(actor: &Actor) -> Result<String, AppError> {
    match &actor.who {
        Who::Account(name) => Ok(name.clone()),
        Who::Judge { .. } | Who::Console | Who::Visitor => Err(PaperFault::NoAccount.into()),
    }
}

/// Finds a card that is due.
fn place_of(frame: &Frame, card: &CardName) -> Result<Place, AppError> {
    let not_on_card = || PaperFault::NotOnCard;
    let judge = frame.judge(&card.judge).ok_or_else(not_on_card)?;
    let component = frame.component(&card.component).ok_or_else(not_on_card)?;
    let entry = match (&frame.rules.components[component].kind, card.entry.as_str()) {
        (Kind::Measure { .. }, _) => return Err(not_on_card().into()),
        (Kind::Ranking { .. }, "") => None,
        (Kind::Ranking { .. }, _) => return Err(not_on_card().into()),
        (Kind::Marks { .. } | Kind::Grades { .. }, "") => return Err(PaperFault::NoEntry.into()),
        (Kind::Marks { .. } | Kind::Grades { .. }, id) => Some(frame.entry(id).ok_or_else(not_on_card)?),
    };
    let place = Place { component, judge, entry };
    match not_due(frame, place) {
        None => Ok(place),
        Some(Outcome::NotYours) => Err(not_on_card().into()),
        Some(_) => Err(PaperFault::NotDue.into()),
    }
}

/// Refuses a card whose time has not come. One whose time is over is taken: the window goes by when a card comes,
/// and paper comes after it was written.
fn begun(frame: &Frame, state: EventState, place: Place, now: i64) -> Result<Window, AppError> {
    match frame.window(state, place.component, place.entry, now) {
        Window::NotYet => Err(PaperFault::NotYet.into()),
        window @ (Window::Open | Window::Over) => Ok(window),
    }
}

/// The lines of a card in the order of the printed one, with the comment at the end.
fn fields(frame: &Frame, place: Place) -> Vec<Field> {
    let mut fields: Vec<Field> = match &frame.rules.components[place.component].kind {
        Kind::Marks { criteria, .. } => {
            let figures =
                |c: &crate::scoring::rules::Criterion| [c.min, c.max, c.step].map(|n| n.normalize().to_string());
            let field = |c: &crate::scoring::rules::Criterion| {
                let [min, max, step] = figures(c);
                Field { key: c.id.clone(), name: c.name.clone(), kind: FieldKind::Mark(min, max, step) }
            };
            criteria.iter().map(field).collect()
        }
        Kind::Ranking { .. } => {
            let due = frame.due(place.component, place.judge);
            let field = |&entry: &usize| {
                let row = &frame.setup.entries[entry];
                Field { key: row.id.clone(), name: row.unit.clone(), kind: FieldKind::Place(due.len()) }
            };
            due.iter().map(field).collect()
        }
        Kind::Grades { grades, .. } => {
            let grades = grades.iter().map(|grade| (grade.id.clone(), grade.name.clone())).collect();
            vec![Field { key: GRADE.to_owned(), name: "等次".to_owned(), kind: FieldKind::Grade(grades) }]
        }
        Kind::Measure { .. } => Vec::new(),
    };
    fields.push(Field { key: COMMENT_KEY.to_owned(), name: "评语".to_owned(), kind: FieldKind::Comment });
    fields
}

/// Judge, entry and component by name, where they are known.
fn about(frame: &Frame, card: &CardName) -> String {
    let judge = frame.judge(&card.judge).map_or(card.judge.clone(), |j| frame.setup.judges[j].name.clone());
    let entry = frame.entry(&card.entry).map_or(card.entry.clone(), |e| frame.setup.entries[e].unit.clone());
    let component =
        frame.component(&card.component).map_or(card.component.clone(), |c| frame.rules.components[c].name.clone());
    [judge, entry, component].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
