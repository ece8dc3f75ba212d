//! What is wrong with rules: in themselves, and in an event whose judges, entries, measures, exclusions and cards refer
//! to them. The event is read as a folder with the new rules in it, so that both have one and the same check.

use super::fault::{AmendFault, RulesFault};
use std::collections::BTreeMap;

use crate::app::AppError;
use crate::app::act::hash::sha256;
use crate::app::act::label::DEMO_LABEL;
use crate::app::event::folder::{folder_of, list_name};
use crate::app::event::frame::Frame;
use crate::app::event::view::EventState;
use crate::folder::{self, EventFolder, RULES_FILE};
use crate::scoring::rules::{Kind, Rules};
use crate::store::event::EventRow;
use crate::store::{StoreError, Tx, operation, setup};

/// Most bytes of a rules file that is taken on a page.
pub const MOST_BYTES: usize = 128 * 1024;

/// Files of a folder that say nothing about what rules would do.
const APART: [&str; 3] = ["scores.csv", "comments.csv", "checkpoints.csv"];

/// Rules as they are kept: plain line ends, no byte order mark, one end of line at the end.
pub(super) fn plain(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    if text.is_empty() || text.ends_with('\n') { text } else { text + "\n" }
}

pub(super) fn title_of(text: &str) -> String {
    folder::rules::parse(text).map(|rules| rules.title).unwrap_or_default()
}

/// The event's files, with all that rules are held against: what takes part no longer may come back.
fn files(tx: &mut Tx, event: &str, frame: &Frame) -> Result<BTreeMap<String, Vec<u8>>, AppError> {
    let mut files = folder::write_files(&folder_of(tx, event, &frame.as_set_up())?);
    // cards that no longer fit are no fault of the rules: the effect names them
    files.remove("scores.csv");
    Ok(files)
}

/// The hash of all that the effect of rules depends on, but for the rules proposed and the cards.
pub(super) fn basis(tx: &mut Tx, event: &str, frame: &Frame) -> Result<String, AppError> {
    let files = files(tx, event, frame)?;
    let parts = files.iter().filter(|(name, _)| !APART.contains(&name.as_str()));
    let parts: Vec<String> =
        parts.map(|(name, bytes)| format!("{name} {}", sha256(&*String::from_utf8_lossy(bytes)))).collect();
    Ok(sha256(parts.join("\n")))
}

/// The event's files without whatever judges gave: as much as rules are held against while they are typed, of an event
/// with a hundred thousand cards as quickly as of one without.
fn files_without_cards(frame: &Frame) -> BTreeMap<String, Vec<u8>> {
    let folder = EventFolder {
        remarks: Vec::new(),
        event: frame.as_set_up().event,
        checkpoints: Vec::new(),
        comments: Vec::new(),
        rules_text: String::new(),
        rules_sha256: String::new(),
    };
    let mut files = folder::write_files(&folder);
    files.remove("scores.csv");
    files
}

/// What is wrong with rules, but for comments that refer to what is not there.
pub(super) fn glance(tx: &mut Tx, head: &EventRow, frame: &Frame, text: &str) -> Result<Vec<RulesFault>, AppError> {
    let files = files_without_cards(frame);
    faults(tx, head, frame, (text, folder::rules::parse(text).ok().as_ref()), files)
}

/// Reads rules for an event and gives the event's frame under them, without a mark.
///
/// # Errors
/// [`AmendFault::Faults`] with every fault that was found.
pub(super) fn read(tx: &mut Tx, head: &EventRow, frame: &Frame, text: &str) -> Result<Frame, AppError> {
    let files = files(tx, &head.id, frame)?;
    let rules = folder::rules::parse(text).ok();
    let faults = faults(tx, head, frame, (text, rules.as_ref()), files)?;
    match rules.filter(|_| faults.is_empty()) {
        None => Err(AmendFault::Faults(faults).into()),
        Some(rules) => {
            let setup = setup::load(tx, &head.id, &rules)?;
            Ok(Frame::new(rules, text.to_owned(), sha256(text), setup).on_the_day(frame.day.clone()))
        }
    }
}

/// What is wrong with rules, in themselves and with the event's files.
fn faults(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    (text, rules): (&str, Option<&Rules>),
    mut files: BTreeMap<String, Vec<u8>>,
) -> Result<Vec<RulesFault>, AppError> {
    if text.len() > MOST_BYTES {
        let problem = format!("共 {} KB，最多 {} KB", text.len().div_ceil(1024), MOST_BYTES / 1024);
        return Ok(vec![of_line(text, 1, String::new(), problem)]);
    }
    files.insert(RULES_FILE.to_owned(), text.as_bytes().to_vec());
    let draft = head.state()? == EventState::Draft;
    let read = if draft { folder::read_draft(&files) } else { folder::read_files(&files) };
    let mut faults: Vec<RulesFault> = match read {
        Ok(_) => Vec::new(),
        Err(faults) => faults.into_iter().map(|fault| told(&files, text, fault)).collect(),
    };
    if let Some(rules) = rules {
        faults.extend(cards_without_place(tx, &head.id, frame, rules, text)?);
        // the label is in the title of everything that is made of a demonstration
        if head.demo && !rules.title.contains(DEMO_LABEL) {
            let line = text.lines().position(|line| line.trim_start().starts_with("title")).map_or(1, |line| line + 1);
            faults.push(of_line(text, line, "title".to_owned(), format!("演示活动的名称应含“{DEMO_LABEL}”")));
        }
    }
    Ok(faults)
}

fn of_line(text: &str, line: usize, place: String, problem: String) -> RulesFault {
    let said = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim().chars().take(200).collect();
    RulesFault { line: Some(line), text: said, list: "", place, problem }
}

/// A fault of the folder, as the page shows it: one of the rules by its line, another by the row that it is in.
fn told(files: &BTreeMap<String, Vec<u8>>, text: &str, fault: folder::Fault) -> RulesFault {
    let problem = fault.problem.to_string();
    if fault.file == RULES_FILE {
        return of_line(text, fault.line, fault.place, problem);
    }
    let list = list_name(&fault.file);
    let file = files.get(&fault.file).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    let row = file.lines().nth(fault.line.saturating_sub(1)).unwrap_or_default().chars().take(120).collect();
    RulesFault { line: None, text: row, list, place: fault.place, problem }
}

/// A component that judges have sent cards for stays, and stays of its kind: no card may lose its place.
fn cards_without_place(
    tx: &mut Tx,
    event: &str,
    frame: &Frame,
    rules: &Rules,
    text: &str,
) -> Result<Vec<RulesFault>, StoreError> {
    let mut faults = Vec::new();
    for (id, cards) in operation::count_by_component(tx, event)? {
        let Some(before) = frame.component(&id).map(|component| &frame.rules.components[component]) else { continue };
        match rules.components.iter().find(|component| component.id == id) {
            None => faults.push(RulesFault {
                line: None,
                text: before.name.clone(),
                list: "评分环节",
                place: id.clone(),
                problem: format!("已收到 {cards} 张评分卡，不能删去或改编号，否则这些评分卡没有归处"),
            }),
            Some(after) if kind(&after.kind) != kind(&before.kind) => {
                let line = text.lines().position(|line| line.contains(&format!("\"{id}\""))).map_or(1, |line| line + 1);
                let problem = format!("已收到 {cards} 张评分卡，kind 应仍为 {}", kind(&before.kind));
                faults.push(of_line(text, line, format!("component.{id}.kind"), problem));
            }
            Some(_) => {}
        }
    }
    Ok(faults)
}

fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Marks { .. } => "marks",
        Kind::Ranking { .. } => "ranking",
        Kind::Grades { .. } => "grades",
        Kind::Votes { .. } => "votes",
        Kind::Measure { .. } => "measure",
    }
}
