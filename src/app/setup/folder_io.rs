//! Import and export: an event folder becomes an event, and an event a folder.

use std::collections::HashMap;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::act::actor::Actor;
use crate::app::act::base32;
use crate::app::act::hash::sha256;
use crate::app::act::label::REHEARSAL_LABEL;
use crate::app::act::permission::{Act, check};
use crate::app::act::record::Record;
use crate::app::act::state::WrongState;
use crate::app::act::word::Word;
use crate::app::cards::device::IMPORT;
use crate::app::cards::made::Making;
use crate::app::event::card::{Place, as_cast, marks_of};
use crate::app::event::doing::Doing;
use crate::app::event::doing::Told;
use crate::app::event::erased::not_erased;
use crate::app::event::folder::folder_of;
use crate::app::event::frame::Frame;
use crate::app::event::signers::{ResultFrom, SPOT_PLACES, Signers};
use crate::app::event::view::EventState;
use crate::app::event::wire::{Op, Outcome};

use crate::app::{App, AppError};
use crate::folder::{Comment, EventFolder};
use crate::scoring::rules::Rules;
use crate::store::event::{self, NewEvent};
use crate::store::operation;
use crate::store::setup::{self, Checkpoint, LooseComment, Setup};
use crate::store::{StoreError, Tx};

/// What an import makes besides what the folder says.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// Title; `None`: that of the rules.
    pub title: Option<String>,
    /// State: [`EventState::Draft`] or [`EventState::Open`].
    pub state: EventState,
    /// Demonstration data.
    pub demo: bool,
    pub rehearsal: bool,
    /// Who must sign the result.
    pub signers: Signers,
    /// The files that it was uploaded as: names, and the SHA-256 of each.
    pub files: Vec<(String, String)>,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self {
            title: None,
            state: EventState::Open,
            demo: false,
            rehearsal: false,
            signers: Signers::standard(),
            files: Vec::new(),
        }
    }
}

/// Comments by judge, component, entry and criterion, as far as they stand on no card yet.
type Comments<'f> = HashMap<(usize, usize, usize, Option<usize>), &'f str>;

impl App {
    /// Makes an event and gives its id.
    pub fn import(&self, actor: &Actor, folder: EventFolder, options: ImportOptions) -> Result<String, AppError> {
        check(actor, Act::Import)?;
        if !options.state.is_before_close() {
            let why = "新导入的活动只能处于“筹备”或“评分中”";
            return Err(WrongState { state: options.state, why }.into());
        }
        let (app, made_by) = (self.clone(), actor.name());
        self.on_record(actor, Act::Import, move |tx, now| {
            let (event, record) = app.insert_event(tx, now, made_by, &folder, options)?;
            Ok((event, Some(record)))
        })
    }

    /// Makes an event in a transaction that does more.
    pub(in crate::app) fn insert_event(
        &self,
        tx: &mut Tx,
        now: i64,
        made_by: String,
        folder: &EventFolder,
        options: ImportOptions,
    ) -> Result<(String, Record), AppError> {
        let rules = folder.event.rules();
        let named = if rules.title.is_empty() { "未命名的评比活动" } else { &rules.title };
        let new = NewEvent {
            id: fresh_id(tx)?,
            title: options.title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| named.to_owned()),
            state: options.state,
            rules_text: folder.rules_text.clone(),
            rules_sha256: folder.rules_sha256.clone(),
            demo: options.demo,
            rehearsal: options.rehearsal,
            rehearsal_of: None,
            signers: options.signers.to_word(),
            result_from: ResultFrom::Signed.as_str().to_owned(),
            signed: None,
            spot_places: Some(SPOT_PLACES),
            created_at: now,
            made_by,
        };
        event::insert(tx, &new)?;
        let mut comments: Comments<'_> = folder
            .comments
            .iter()
            .map(|c| ((c.judge, c.component, c.entry, c.criterion), c.comment.as_str()))
            .collect();
        let frame =
            Frame::new(rules.clone(), new.rules_text.clone(), new.rules_sha256.clone(), setup_of(folder, Vec::new()));
        let cards = self.insert_cards(tx, now, &new.id, &frame, folder, &mut comments)?;
        let key = |c: &Comment| (c.judge, c.component, c.entry, c.criterion);
        let loose = folder.comments.iter().filter(|c| comments.contains_key(&key(c)));
        let loose = loose.map(|c| LooseComment {
            judge: c.judge,
            component: c.component,
            entry: c.entry,
            criterion: c.criterion,
            comment: c.comment.clone(),
        });
        setup::insert(tx, &new.id, rules, &setup_of(folder, loose.collect()))?;
        let mut head = Self::head(tx, &new.id)?;
        head.version = cards + 1;
        head.setup_version = head.version;
        event::update(tx, &head)?;
        let mut after = json!({ "title": new.title, "state": new.state.as_str(), "rules": new.rules_sha256,
            "entries": folder.event.entries().len(), "judges": folder.event.judges().len(), "cards": cards });
        if !options.files.is_empty() {
            after["files"] = files_on_record(&options.files);
        }
        let record = Record::of_new(Word::Import, &new.id, after);
        Ok((new.id, record))
    }

    /// Writes the folder's cards as operations, and takes their comments; says how many.
    fn insert_cards(
        &self,
        tx: &mut Tx,
        now: i64,
        event: &str,
        frame: &Frame,
        folder: &EventFolder,
        comments: &mut Comments<'_>,
    ) -> Result<i64, AppError> {
        let at = crate::app::act::clock::moment(now).to_rfc3339();
        let mut version = 0;
        for (judge, seat) in frame.setup.judges.iter().enumerate() {
            let (mut seq, mut rows) = (0, Vec::new());
            for (component, rules) in frame.rules.components.iter().enumerate() {
                let ballot = frame.is_ballot(component);
                let entries = if ballot { vec![None] } else { (0..frame.setup.entries.len()).map(Some).collect() };
                for entry in entries {
                    let marks = marks_of(&folder.event, frame, Place { component, judge, entry });
                    if marks.is_empty() {
                        continue;
                    }
                    let marks = if ballot { as_cast(frame, Place { component, judge, entry }, marks) } else { marks };
                    let mut taken = |line| comments.remove(&(judge, component, entry?, line));
                    let comment = taken(None);
                    let lines = rules.criteria().iter().enumerate();
                    let lines = lines
                        .filter_map(|(line, criterion)| Some((criterion.id.clone(), taken(Some(line))?.to_owned())));
                    let lines = lines.collect();
                    (seq, version) = (seq + 1, version + 1);
                    let op = Op {
                        op: Uuid::new_v4().to_string(),
                        device: IMPORT.to_owned(),
                        seq,
                        judge: seat.id.clone(),
                        component: rules.id.clone(),
                        entry: entry.map_or(String::new(), |entry| frame.setup.entries[entry].id.clone()),
                        base: None,
                        marks,
                        comment: comment.unwrap_or_default().to_owned(),
                        lines,
                        settles: Vec::new(),
                        confirms: Vec::new(),
                        secret: None,
                        rules: frame.rules_sha256.clone(),
                        at: at.clone(),
                    };
                    let making = Making { event, version, rules_sha256: &frame.rules_sha256, now };
                    rows.push(self.made(&making, op, Outcome::Recorded, 1)?);
                }
            }
            operation::insert_all(tx, &rows)?;
        }
        Ok(version)
    }

    /// An event as a folder; its tabulation is that of the event. Comments on ballots have no place
    /// in a folder.
    pub fn export(&self, actor: &Actor, event: &str) -> Result<EventFolder, AppError> {
        // an export carries every mark: that it was made is on record
        let doing = Doing::of(Act::Export, Word::Export, "event").changing_nothing();
        self.act(actor, event, doing, move |tx, head, frame| {
            not_erased(head)?;
            let mut folder = folder_of(tx, &head.id, frame)?;
            if head.rehearsal {
                folder.rules_text = label_title(&folder.rules_text, REHEARSAL_LABEL);
                folder.rules_sha256 = sha256(&folder.rules_text);
            }
            Ok(Told::giving(folder, Value::Null, json!({ "version": head.version })))
        })
    }
}

pub(in crate::app) fn fresh_id(tx: &mut Tx) -> Result<String, AppError> {
    loop {
        let id = format!("ev-{}", base32::encode(&rand::random::<[u8; 5]>()[..4]).to_lowercase());
        match event::get(tx, &id) {
            Err(StoreError::NotFound) => return Ok(id),
            Err(other) => return Err(other.into()),
            Ok(_) => {}
        }
    }
}

/// Rules whose title begins with a label, so that whatever is made of the folder bears it.
fn label_title(rules: &str, label: &str) -> String {
    let head = rules.find("\n[").unwrap_or(rules.len());
    let title = rules[..head].match_indices("title = \"").find(|(at, _)| *at == 0 || rules[..*at].ends_with('\n'));
    match title {
        Some((at, opening)) => {
            let (before, after) = rules.split_at(at + opening.len());
            format!("{before}{label}：{after}")
        }
        None => rules.to_owned(),
    }
}

pub(in crate::app) fn setup_of(folder: &EventFolder, comments: Vec<LooseComment>) -> Setup {
    let event = &folder.event;
    let rules: &Rules = event.rules();
    let mut measures = Vec::new();
    for component in (0..rules.components.len()).filter(|&c| rules.components[c].judging().is_none()) {
        for entry in 0..event.entries().len() {
            measures.extend(event.measure(component, entry).map(|value| (component, entry, value)));
        }
    }
    let stops = folder.checkpoints.iter().map(|stop| Checkpoint {
        entry: stop.entry,
        order: stop.order,
        planned_arrival: stop.planned_arrival.clone(),
        planned_departure: stop.planned_departure.clone(),
        look_at: stop.look_at.clone(),
        arrived_at: None,
        left_at: None,
    });
    Setup {
        entries: event.entries().to_vec(),
        judges: event.judges().to_vec(),
        exclusions: event.exclusions().to_vec(),
        adjustments: event.adjustments().to_vec(),
        decisions: event.decisions().to_vec(),
        acceptances: event.acceptances().to_vec(),
        measures,
        checkpoints: stops.collect(),
        comments,
    }
}

/// How the audit names files.
pub(in crate::app) fn files_on_record(files: &[(String, String)]) -> Value {
    files.iter().map(|(name, sha256)| json!({ "name": name, "sha256": sha256 })).collect()
}
