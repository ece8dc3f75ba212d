//! An event's result as a workbook: ranking, breakdown, every card, the log.
//!
//! A page in another form: it knows how a view's data look in a spreadsheet, and neither who may see them nor how
//! they came about.

mod steps;
mod table;
mod words;

use std::panic::resume_unwind;

use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};

use super::attachment::labelled;
use super::views::standing::{self, Sentences};
use super::views::{local_time, withdrawn, wording};
use crate::app::act::label::{DEMO_LABEL, REHEARSAL_LABEL};
use crate::app::act::record::Logged;
use crate::app::act::word::Word;
use crate::app::result::out::{CardRow, ComponentCards, Dossier};
use crate::scoring::result::RankingRow;
use crate::scoring::rules::Kind;
use table::{Head, Value, figure, text};
pub use words::Language;

/// Most characters of a sheet's name.
const NAME: usize = 31;

/// The bytes of an event's workbook.
///
/// # Errors
/// Where a spreadsheet could not hold it.
pub fn bytes(dossier: &Dossier, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = labelled(&dossier.event, dossier.event.title.clone());
    book.set_properties(&DocProperties::new().set_title(&title));
    let labels = [(dossier.event.demo, DEMO_LABEL), (dossier.event.rehearsal, REHEARSAL_LABEL)];
    let label = labels.iter().filter(|(is, _)| *is).map(|(_, label)| *label).collect::<Vec<_>>().join(" · ");
    let source = source(dossier, language);
    let sheets = Sheets { dossier, language, title: &title, source: &source, label: &label };
    for sheet in sheets.all() {
        book.push_worksheet(sheet?);
    }
    book.save_to_buffer()
}

/// The line below the title: by which rules, and what the result is known by.
fn source(dossier: &Dossier, language: Language) -> String {
    let rules = format!("{} {}", language.say(words::RULES), dossier.report.rules_sha256);
    let rules = match withdrawn::said(&dossier.report.withdrawn) {
        none if none.is_empty() => rules,
        those => format!("{rules} · {} {those}", language.say(words::WITHDRAWN)),
    };
    let open = dossier.report.shown().open;
    let rules = if open.count() > 0 { format!("{rules} · {}", standing::open(open)) } else { rules };
    match &dossier.seal {
        None => format!("{} · {rules}", language.say(words::PROVISIONAL)),
        Some(seal) => format!(
            "{rules} · {} {} · {} {}",
            language.say(words::FINGERPRINT),
            seal.fingerprint,
            language.say(words::FROZEN),
            local_time(seal.frozen_at)
        ),
    }
}

struct Sheets<'d> {
    dossier: &'d Dossier,
    language: Language,
    title: &'d str,
    source: &'d str,
    label: &'d str,
}

impl Sheets<'_> {
    /// All of them, in their order; each is filled on a thread of its own.
    fn all(&self) -> Vec<Result<Worksheet, XlsxError>> {
        let cards = (1..).zip(self.dossier.cards.iter().flatten());
        std::thread::scope(|scope| {
            let mut filled = vec![scope.spawn(|| self.ranking()), scope.spawn(|| self.breakdown())];
            filled.extend(cards.map(|(number, cards)| scope.spawn(move || self.cards(number, cards))));
            filled.extend(self.dossier.log.iter().map(|log| scope.spawn(|| self.log(log))));
            filled.into_iter().map(|sheet| sheet.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
        })
    }

    fn sheet(
        &self,
        name: &str,
        header: &[String],
        rows: impl Iterator<Item = Vec<Value>>,
    ) -> Result<Worksheet, XlsxError> {
        let title = format!("{} · {name}", self.title);
        let head = Head { name, title: &title, source: self.source, label: self.label, language: self.language };
        table::sheet(&head, header, rows)
    }

    fn ranking(&self) -> Result<Worksheet, XlsxError> {
        let mut header = self.language.row(&words::BEFORE);
        header.extend(self.dossier.rules.components.iter().map(|component| component.name.clone()));
        header.extend(self.language.row(&words::AFTER));
        let (report, sentences) = (&self.dossier.report, Sentences::of(&self.dossier.report));
        let shown = report.shown();
        let rows = shown.tracks.iter().flat_map(|track| &track.rows);
        let rows = rows.map(|shown| self.place(shown.row, &sentences.about(shown).join("；")));
        self.sheet(self.language.say(words::RANKING), &header, rows)
    }

    fn place(&self, row: &RankingRow, said: &str) -> Vec<Value> {
        let mut cells = vec![figure(&row.rank), text(&row.entry), text(&row.name), text(&row.unit), text(&row.track)];
        cells.push(figure(&row.total));
        cells.extend(row.components.0.iter().map(|(_, score)| figure(score)));
        cells.extend([figure(&row.bonus), figure(&row.deduction), text(&row.award), text(&row.band)]);
        cells.push(text(self.language.say(words::status(row.status))));
        cells.push(text(said));
        cells
    }

    fn breakdown(&self) -> Result<Worksheet, XlsxError> {
        let (report, sentences) = (&self.dossier.report, Sentences::of(&self.dossier.report));
        let (traces, shown) = (report.trace.as_ref(), report.shown());
        let rows = shown.tracks.iter().flat_map(|track| &track.rows).flat_map(|shown| {
            let trace = traces.and_then(|traces| traces.get(&shown.row.entry));
            trace.map(|trace| steps::of(shown.row, trace, &sentences.about(shown), self.language)).unwrap_or_default()
        });
        self.sheet(self.language.say(words::BREAKDOWN), &self.language.row(&words::STEPS), rows)
    }

    fn cards(&self, number: usize, cards: &ComponentCards) -> Result<Worksheet, XlsxError> {
        let component = &self.dossier.rules.components[cards.component];
        let mut header = self.language.row(&words::CARD_BEFORE);
        match &component.kind {
            Kind::Marks { criteria, .. } => header.extend(criteria.iter().map(|criterion| criterion.name.clone())),
            Kind::Ranking { .. } => header.push(self.language.say(words::PLACE).to_owned()),
            Kind::Grades { .. } => header.push(self.language.say(words::GRADE).to_owned()),
            Kind::Votes { .. } => header.push(self.language.say(words::VOTE).to_owned()),
            Kind::Measure { .. } => {}
        }
        header.extend(self.language.row(&words::CARD_AFTER));
        let name = sheet_name(&format!("{}{number} {}", self.language.say(words::CARDS), component.name));
        self.sheet(&name, &header, cards.cards.iter().map(|card| self.card(card, &component.kind)))
    }

    fn card(&self, card: &CardRow, kind: &Kind) -> Vec<Value> {
        let mark = |mark: &String| match kind {
            Kind::Marks { .. } | Kind::Ranking { .. } => figure(mark),
            Kind::Grades { .. } | Kind::Votes { .. } | Kind::Measure { .. } => text(mark),
        };
        let entry = &self.dossier.entries[card.entry];
        let mut cells = vec![text(&card.judge.id), text(&card.judge.name), text(&card.group), text(&entry.id)];
        cells.extend([text(&entry.unit), text(self.language.say(words::card(card.state)))]);
        cells.extend(card.marks.iter().map(mark));
        let revision = if card.revision == 0 { String::new() } else { card.revision.to_string() };
        let came = card.received_at.map(local_time).unwrap_or_default();
        cells.extend([figure(&card.total), Value::Figure(revision), Value::Text(came), text(&card.receipt)]);
        cells
    }

    fn log(&self, log: &[Logged]) -> Result<Worksheet, XlsxError> {
        let rows = log.iter().map(|row| {
            let (act, who, subject) = match self.language {
                Language::Chinese => (Word::read(&row.act).to_owned(), wording::party(&row.who), row.subject.clone()),
                Language::English => (row.act.clone(), row.who.clone(), row.subject.clone()),
            };
            let mut cells = vec![Value::Figure(row.number.to_string()), Value::Text(local_time(row.at))];
            cells.extend([who, act, subject].map(Value::Text));
            cells.extend([text(row.payload.as_deref().unwrap_or_default()), text(&row.hash)]);
            cells
        });
        self.sheet(self.language.say(words::AUDIT), &self.language.row(&words::ACTS), rows)
    }
}

/// A name that a sheet may have; what it may not hold is a space, and it is cut where it is long. The numbers in
/// them keep two names apart.
fn sheet_name(name: &str) -> String {
    let allowed = |c: char| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c };
    // a sheet's name is counted in units of UTF-16
    let mut units = 0;
    let fits = name.chars().map(allowed).take_while(|c| {
        units += c.len_utf16();
        units <= NAME
    });
    fits.collect::<String>().trim_end().to_owned()
}
