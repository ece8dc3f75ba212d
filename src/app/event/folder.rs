//! An event as its event folder: what is exported, what rules are held against, what a result must come out of again.

use std::collections::HashMap;

use crate::app::AppError;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::frame::Frame;
use crate::app::event::op::read_op;
use crate::app::event::standings::{fill, place};
use crate::folder::{self, EventFolder, Fault};
use crate::scoring::result::Report;
use crate::scoring::{Explain, tabulate};
use crate::store::{Tx, operation};

/// Faults that are told at once.
const TOLD: usize = 8;

/// The event folder of an event does not give its result.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// What was entered does not fit the rules.
    #[error("活动中有 {} 处不合规则，没有写入，请先更正：{}", .0.len(), told(.0))]
    Faults(Vec<Fault>),
    /// It gives another one.
    #[error("由评比文件夹重新算出的成绩与此不同，没有写入。请保留现场并联系管理员")]
    Differs,
}

fn told(faults: &[Fault]) -> String {
    let said = faults.iter().take(TOLD).map(|fault| {
        let list = list_name(&fault.file);
        let file = if list.is_empty() { fault.file.as_str() } else { list };
        format!("{file}第 {} 行 {}：{}", fault.line, fault.place, fault.problem)
    });
    said.collect::<Vec<_>>().join("；")
}

impl AppFault for Unfit {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "unfit"
    }
}

/// What people call a file of the folder; empty for the rules.
pub(in crate::app) fn list_name(file: &str) -> &'static str {
    match file {
        "entries.csv" => "参评项目",
        "judges.csv" => "评委",
        "exclusions.csv" => "回避、缺席、作废",
        "measures.csv" => "考核数值",
        "adjustments.csv" => "加减分、否决",
        "decisions.csv" => "并列裁定",
        "acceptances.csv" => "限制认可",
        "checkpoints.csv" => "行程",
        "comments.csv" => "评语",
        "scores.csv" => "评分",
        _ => "",
    }
}

/// Refuses a report that does not come out when an event folder is written, read and tabulated.
///
/// # Errors
/// [`Unfit`] with every fault of the folder, or where it gives another result.
pub(in crate::app) fn comes_out_again(folder: &EventFolder, report: &Report) -> Result<(), Unfit> {
    let read = read_again(folder)?;
    let again = tabulate(&read.event).report(&folder.rules_sha256, &Explain::None);
    if again.ranking == report.ranking && again.blockers == report.blockers { Ok(()) } else { Err(Unfit::Differs) }
}

/// The event folder of this moment, read as whoever is handed it reads it.
///
/// # Errors
/// [`Unfit::Faults`].
pub(in crate::app) fn faultless(tx: &mut Tx, event: &str, frame: &Frame) -> Result<EventFolder, AppError> {
    Ok(read_again(&folder_of(tx, event, frame)?)?)
}

fn read_again(folder: &EventFolder) -> Result<EventFolder, Unfit> {
    folder::read_files(&folder::write_files(folder)).map_err(Unfit::Faults)
}

/// An event as a folder.
pub(in crate::app) fn folder_of(tx: &mut Tx, event: &str, frame: &Frame) -> Result<EventFolder, AppError> {
    let mut comments: HashMap<(usize, usize, usize, Option<usize>), String> = frame
        .setup
        .comments
        .iter()
        .map(|c| ((c.judge, c.component, c.entry, c.criterion), c.comment.clone()))
        .collect();
    let rows = operation::recorded_after(tx, event, 0)?;
    for row in &rows {
        let place = place(frame, row)?;
        let Some(entry) = place.entry else { continue };
        let op = read_op(row)?;
        comments
            .retain(|&(judge, component, of, _), _| (judge, component, of) != (place.judge, place.component, entry));
        let criteria = frame.rules.components[place.component].criteria();
        // a comment on a line that the present rules do not have stays on record alone
        let line = |id: &str| criteria.iter().position(|criterion| criterion.id == id);
        let lines = op.lines.iter().filter_map(|(id, comment)| Some((Some(line(id)?), comment)));
        for (line, comment) in lines.chain([(None, &op.comment)]).filter(|(_, comment)| !comment.is_empty()) {
            comments.insert((place.judge, place.component, entry, line), comment.clone());
        }
    }
    let mut comments: Vec<_> = comments.into_iter().collect();
    comments.sort_unstable();
    // a withdrawn entry is not in the folder, nor is what refers to it
    let mut filled = frame.event.clone();
    fill(&mut filled, frame, &rows)?;
    let taking_part = frame.taking_part(&filled).into_owned();
    let place = |entry: usize| {
        let id = &frame.setup.entries[entry].id;
        taking_part.entries().iter().position(|kept| kept.id == *id)
    };
    let comments = comments.into_iter().filter_map(|((judge, component, entry, criterion), comment)| {
        Some(folder::Comment { judge, component, entry: place(entry)?, criterion, comment })
    });
    let comments: Vec<_> = comments.collect();
    let checkpoints = frame.setup.checkpoints.iter().filter_map(|stop| {
        Some(folder::Checkpoint {
            entry: place(stop.entry)?,
            order: stop.order,
            planned_arrival: stop.planned_arrival.clone(),
            planned_departure: stop.planned_departure.clone(),
            look_at: stop.look_at.clone(),
        })
    });
    let checkpoints: Vec<_> = checkpoints.collect();
    Ok(EventFolder {
        remarks: Vec::new(),
        event: taking_part,
        checkpoints,
        comments,
        rules_text: frame.rules_text.clone(),
        rules_sha256: frame.rules_sha256.clone(),
    })
}
