//! The bundle of a published result: one file, made and kept at the publication, from which the ranking can be worked out
//! again, and that anybody checks. A later change of the event does not touch it.
//!
//! What it is made of, and how it is read and checked, is `folder::bundle`'s. What the log binds is kept; what binds it is put
//! behind that whenever it is taken: the leaves up to the head of the publication, that head, the keys.

mod cards;
mod readme;

use serde_json::{Map, Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::clock::moment;
use crate::app::act::house::keys;
use crate::app::act::permission::Act;
use crate::app::act::word::Word;
use crate::app::error::NotFound;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::doing::{Doing, Told};
use crate::app::event::erased::not_erased;
use crate::app::event::folder::folder_of;
use crate::app::event::frame::Frame;
use crate::app::event::frozen::{of_result, read_report};
use crate::app::event::signers::BundleCards;
use crate::app::event::view::EventSummary;
use crate::app::result::witness::with_witnesses;
use crate::app::{App, AppError};
use crate::folder::bundle::about::{About, FORMAT, Form};
use crate::folder::bundle::proof::{Binding, LeafLine, LeafText};
use crate::folder::bundle::reader::{Known, page};
use crate::folder::bundle::{self, BundleFault, Files};
use crate::folder::{ranking_csv, write_files};
use crate::store::bundle::{self as kept, BundleRow, PublicBundleRow};
use crate::store::event::EventRow;
use crate::store::log::{self, Full};
use crate::store::prints::OPERATION;
use crate::store::result;
use crate::store::signing::{self, PublicationRow, SignatureRow};
use crate::store::{StoreError, Tx};

/// Leaves that are read at a time.
const PIECE: i64 = 1000;
/// Acts whose payloads everybody may read: who signed what, and what was published.
const PUBLIC_ACTS: [Word; 2] = [Word::Sign, Word::Publish];
/// Tables whose prints whoever has the cards may read.
const PRINTS: [&str; 2] = [OPERATION, "tablet_key"];

/// The bundle of a published result.
#[derive(Debug, Clone)]
pub struct Bundle {
    pub event: EventSummary,
    pub number: i64,
    /// The file.
    pub bytes: Vec<u8>,
}

/// The published result cannot be worked out again from its event folder.
#[derive(Debug, thiserror::Error)]
#[error("公布的成绩不能由评比文件夹重新算出，没有写入：{0}。请保留现场并联系管理员")]
pub(in crate::app) struct NotReproduced(BundleFault);

impl AppFault for NotReproduced {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "bundle"
    }
}

impl App {
    /// The bundle of a published result of an event, the latest where no number is given. It holds every mark: that it
    /// was taken is on record.
    ///
    /// # Errors
    /// Where the actor may not, nothing was published under that number, or the event was erased.
    pub fn bundle(&self, actor: &Actor, event: &str, number: Option<i64>) -> Result<Bundle, AppError> {
        let (id, doing) = (event.to_owned(), Doing::of(Act::TakeBundle, Word::Export, "bundle").changing_nothing());
        let (event, number, bound) = self.act(actor, event, doing, move |tx, head, frame| {
            not_erased(head)?;
            let public = published(tx, &id, number)?;
            let row = kept::find(tx, &id, public.number)?.ok_or_else(|| no_bundle(&id, number))?;
            let after = json!({ "number": public.number });
            Ok(Told::giving((frame.summary(head)?, public.number, row.bytes), Value::Null, after))
        })?;
        let id = event.id.clone();
        // beside the writer: a big event's leaves take a while
        let bytes = self.store.read(|tx| bind(tx, &id, number, bound, Form::Open))?;
        Ok(Bundle { event, number, bytes })
    }

    /// The bundle of the last published result of an event as everybody gets it.
    ///
    /// # Errors
    /// Where nothing was published, an earlier program did it, or the event was erased.
    pub fn public_bundle(&self, event: &str) -> Result<Bundle, AppError> {
        self.store.read(|tx| {
            let (head, public) = Self::put_up(tx, event)?;
            not_erased(&head)?;
            let (form, bytes) = match kept::find_public(tx, event, public.number)? {
                Some(row) => (form_of(&row.cards)?, row.bytes),
                // what is open is the same file
                None => match kept::find(tx, event, public.number)?.filter(|_| is_open(tx, event, public.number)) {
                    Some(row) => (Form::Open, row.bytes),
                    None => return Err(no_bundle(event, None).into()),
                },
            };
            let bytes = bind(tx, event, public.number, bytes, form)?;
            Ok(Bundle { event: self.frame(tx, &head)?.summary(&head)?, number: public.number, bytes })
        })
    }

    /// Whether everybody gets a bundle of a result: one of an earlier program holds what is not everybody's.
    pub(in crate::app) fn has_public_bundle(tx: &mut Tx, head: &EventRow, number: i64) -> Result<bool, AppError> {
        let made = publish_leaf(tx, &head.id, number)?.is_some();
        Ok(made && head.erased_at.is_none())
    }

    /// The signed head that was made with the last publication of an event, with the lines of witnesses.
    ///
    /// # Errors
    /// Where nothing was published, or nothing was signed then.
    pub fn public_head(&self, event: &str) -> Result<String, AppError> {
        self.store.read(|tx| {
            let (_, public) = Self::put_up(tx, event)?;
            let (_, note) = head_of(tx, event, public.number)?.ok_or_else(|| no_bundle(event, None))?;
            Ok(note)
        })
    }

    /// What the page that verifies a bundle in a browser knows of an event: the name of its log, and the house's keys.
    ///
    /// # Errors
    /// Where nothing was published, or everybody gets no bundle of it: see [`App::public_bundle`].
    pub fn reader_of(&self, event: &str) -> Result<Known, AppError> {
        self.store.read(|tx| {
            let (head, public) = Self::put_up(tx, event)?;
            if !Self::has_public_bundle(tx, &head, public.number)? {
                return Err(no_bundle(event, None).into());
            }
            let keys = keys(tx)?.iter().map(ToString::to_string).collect();
            Ok(Known { origin: self.house.origin(event), keys, bundle: None })
        })
    }
}

fn no_bundle(event: &str, number: Option<i64>) -> NotFound {
    NotFound { what: "成果包", id: number.map_or_else(|| event.to_owned(), |number| number.to_string()) }
}

/// Whether everybody was given the open form of a result.
fn is_open(tx: &mut Tx, event: &str, number: i64) -> bool {
    let said = publish_leaf(tx, event, number).ok().flatten().map(|(_, after)| after);
    said.is_some_and(|after| after["bundles"].as_object().is_some_and(|bundles| bundles.len() == 1))
}

fn form_of(word: &str) -> Result<Form, StoreError> {
    let forms = [Form::Open, Form::Pseudonymous, Form::Commitments];
    let found = forms.into_iter().find(|form| form.as_str() == word);
    found.ok_or_else(|| StoreError::corrupt(format!("cards of a bundle: {word}")))
}

/// The publication of a result, or the last one.
fn published(tx: &mut Tx, event: &str, number: Option<i64>) -> Result<PublicationRow, AppError> {
    let none = || NotFound {
        what: "公布的成绩",
        id: number.map_or_else(|| event.to_owned(), |number| number.to_string()),
    };
    let all = signing::publications(tx, event)?;
    Ok(all.into_iter().rfind(|row| number.is_none_or(|number| row.number == number)).ok_or_else(none)?)
}

/// Makes the bundles of a publication and keeps them; gives what they are known by, for the record.
pub(in crate::app) fn keep(
    app: &App,
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    public: &PublicationRow,
) -> Result<Value, AppError> {
    let open = open_files(app, tx, head, frame, public)?;
    // whoever reads it back must come to the same ranking, or it is not handed out
    bundle::verify(&open).map_err(NotReproduced)?;
    let mut known = Map::new();
    known.insert(Form::Open.as_str().to_owned(), known_by(&open).into());
    let bytes = bundle::pack(&open).map_err(NotReproduced)?;
    kept::insert(
        tx,
        &BundleRow {
            event_id: head.id.clone(),
            number: public.number,
            sha256: bundle::sha256(&bytes),
            bytes,
            made_at: public.at,
        },
    )?;
    let form = match BundleCards::of_event(head)? {
        BundleCards::Open => return Ok(Value::Object(known)),
        BundleCards::Pseudonymous => Form::Pseudonymous,
        BundleCards::Commitments => Form::Commitments,
    };
    let about = About::read(&open).map_err(NotReproduced)?;
    let files = bundle::hidden(&open, form, readme::text(&About { cards: form, ..about }, &frame.rules.title));
    let files = files.map_err(NotReproduced)?;
    known.insert(form.as_str().to_owned(), known_by(&files).into());
    let bytes = bundle::pack(&files).map_err(NotReproduced)?;
    kept::insert_public(
        tx,
        &PublicBundleRow {
            event_id: head.id.clone(),
            number: public.number,
            cards: form.as_str().to_owned(),
            sha256: bundle::sha256(&bytes),
            bytes,
            made_at: public.at,
        },
    )?;
    Ok(Value::Object(known))
}

/// What the log knows files by.
fn known_by(files: &Files) -> String {
    files.get(bundle::MANIFEST).map(|manifest| bundle::sha256(manifest)).unwrap_or_default()
}

/// The files of the open form, made of the event as it is now.
///
/// # Errors
/// [`NotReproduced`] where the folder gives another result than the one that is published.
fn open_files(
    app: &App,
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    public: &PublicationRow,
) -> Result<Files, AppError> {
    let row = result::numbered(tx, &head.id, public.number)?.ok_or(StoreError::NotFound)?;
    let signatures = of_result(tx, &head.id, public.number)?;
    let mut files = write_files(&folder_of(tx, &head.id, frame)?);
    let report = read_report(tx, &row)?;
    let mut ranking = Vec::new();
    let components: Vec<&str> = frame.rules.components.iter().map(|component| component.id.as_str()).collect();
    ranking_csv(&mut ranking, &components, report.ranking.into_iter())
        .map_err(|error| StoreError::corrupt(error.to_string()))?;
    let about = About {
        cards: Form::Open,
        demo: head.demo,
        event: head.id.clone(),
        fingerprint: row.fingerprint.clone(),
        format: FORMAT.to_owned(),
        frozen_at: row.frozen_at,
        number: public.number,
        origin: app.house.origin(&head.id),
        published_at: public.at,
        published_by: public.who.clone(),
        rehearsal: head.rehearsal,
        rules_sha256: frame.rules_sha256.clone(),
        second: public.second.clone(),
        signatures: signatures.len(),
        title: head.title.clone(),
    };
    let known =
        Known { origin: about.origin.clone(), keys: keys(tx)?.iter().map(ToString::to_string).collect(), bundle: None };
    let text = |text: String| text.into_bytes();
    files.extend([
        (bundle::RANKING.to_owned(), ranking),
        (bundle::SIGNATURES.to_owned(), signatures_csv(&signatures)),
        (bundle::FINGERPRINT.to_owned(), text(format!("{}\n", row.fingerprint))),
        (bundle::README.to_owned(), text(readme::text(&about, &frame.rules.title))),
        (bundle::PAGE.to_owned(), text(page(&known))),
        (bundle::ABOUT.to_owned(), about.to_bytes()),
        (bundle::RESULT.to_owned(), text(row.report)),
    ]);
    cards::add(tx, head, frame, &mut files)?;
    bundle::add_manifest(&mut files);
    Ok(files)
}

fn signatures_csv(signatures: &[SignatureRow]) -> Vec<u8> {
    let rows = signatures
        .iter()
        .map(|row| [row.role.clone(), row.account.clone(), moment(row.at).to_rfc3339(), row.fingerprint.clone()]);
    bundle::table(["role", "account", "signed_at", "fingerprint"], rows)
}

/// The leaf of a publication and what it says; `None` where an earlier program wrote it.
fn publish_leaf(tx: &mut Tx, event: &str, number: i64) -> Result<Option<(i64, Value)>, StoreError> {
    for (leaf, payload) in log::of_acts(tx, event, &[Word::Publish.as_str()])?.into_iter().rev() {
        let said: Option<Value> = payload.and_then(|payload| serde_json::from_str(&payload.payload).ok());
        let after = said.map(|mut said| said["after"].take()).unwrap_or_default();
        if after["number"].as_i64() == Some(number) && after["bundles"].is_object() {
            return Ok(Some((leaf.number, after)));
        }
    }
    Ok(None)
}

/// The size and the note of the head that was made with a publication.
fn head_of(tx: &mut Tx, event: &str, number: i64) -> Result<Option<(i64, String)>, StoreError> {
    let Some((leaf, _)) = publish_leaf(tx, event, number)? else { return Ok(None) };
    let mut heads = log::heads(tx, event)?.into_iter();
    let head = heads.find(|head| head.size >= leaf && head.cause == Word::Publish.as_str());
    head.map(|head| Ok((head.size, with_witnesses(tx, head)?.0))).transpose()
}

/// Puts what binds it behind a bundle. One of an earlier program, and one of a program that signs nothing, stays as it is.
fn bind(tx: &mut Tx, event: &str, number: i64, bound: Vec<u8>, form: Form) -> Result<Vec<u8>, AppError> {
    let Some((size, note)) = head_of(tx, event, number)? else { return Ok(bound) };
    let unpacked = |fault: BundleFault| StoreError::corrupt(format!("bundle {number} of {event}: {fault}"));
    let mut binding = Binding::new(bound).map_err(unpacked)?;
    binding.head(&note, &keys(tx)?).map_err(unpacked)?;
    let mut last = 0;
    while last < size {
        let piece = log::after(tx, event, last, PIECE.min(size - last))?;
        let Some((end, _)) = piece.last() else {
            return Err(StoreError::corrupt(format!("log {event}: leaf {}", last + 1)).into());
        };
        last = end.number;
        for full in piece {
            binding.leaf(&line(full, form)).map_err(unpacked)?;
        }
    }
    Ok(binding.finish().map_err(unpacked)?)
}

/// A leaf as it stands in a bundle.
fn line((leaf, payload): Full, form: Form) -> LeafLine {
    let is_shown = PUBLIC_ACTS.iter().any(|word| word.as_str() == leaf.act);
    let payload = payload.filter(|payload| is_shown || (form == Form::Open && binds_cards(&payload.payload)));
    // of what was taken over from before the commitment is another one
    let payload = payload.filter(|payload| payload.commitment().as_deref() == Some(&leaf.commitment));
    let (salt, payload) = payload.map(|payload| (payload.salt, payload.payload)).unzip();
    let text = LeafText {
        act: leaf.act,
        at: leaf.at,
        commit: leaf.commitment,
        n: leaf.number,
        subject: leaf.subject,
        who: leaf.who,
    };
    LeafLine(text, salt, payload)
}

/// Whether a payload says what cards or keys have become, and nothing of other rows.
fn binds_cards(payload: &str) -> bool {
    let said: Value = serde_json::from_str(payload).unwrap_or_default();
    let rows = said["rows"].as_object().filter(|rows| !rows.is_empty());
    rows.is_some_and(|rows| rows.keys().all(|table| PRINTS.contains(&table.as_str())))
}
