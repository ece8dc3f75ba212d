//! Whatever is edited by hand comes out as a folder that can be read again, and makes the same event.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::cases;
use super::tape::{Tape, tape};
use crate::support::database::Database;
use crate::support::desk::{export, organiser};
use crate::support::folder::{Folder, ROUTE};
use guanmo::app::act::drawn::{Drawn, Field};
use guanmo::app::event::view::EventState;
use guanmo::app::setup::edit::EditFault;
use guanmo::app::setup::edit::{Direction, Edit, Lack, Prepared, Sheet};
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::app::{App, AppError};
use guanmo::folder;

/// What people type, and what nobody should.
const TEXTS: [&str; 16] = [
    "",
    " ",
    "甲镇",
    "“田野上的带货书记”",
    "a,b",
    "say \"x\"",
    "=1+1",
    "一\r\n二",
    "'",
    "\u{feff}头",
    "tab\tbed",
    "０１",
    "\u{7}",
    "08:10",
    "7:5",
    "  尾  ",
];

fn text(tape: &mut Tape) -> String {
    tape.pick(&TEXTS).to_owned()
}

fn rows(prepared: &Prepared, sheet: Sheet) -> Vec<Vec<Field>> {
    match sheet {
        Sheet::Entries => prepared.entries.clone(),
        Sheet::Judges => prepared.judges.clone(),
        Sheet::Checkpoints => prepared.stops.iter().map(|stop| stop.fields.clone()).collect(),
    }
}

/// One thing that somebody does; whether it was accepted.
fn act(tape: &mut Tape, app: &App, event: &str) -> bool {
    let prepared = app.prepared(&organiser(), event).expect("what is there");
    let sheet = tape.pick(&Sheet::ALL);
    let rows = rows(&prepared, sheet);
    let row = (!rows.is_empty()).then(|| rows[tape.below(rows.len())].clone());
    let done: Result<(), AppError> = match (tape.below(10), row) {
        (0, Some(row)) => app.remove(&organiser(), event, sheet, &row[0].value, &Drawn::of(&row)),
        (1, _) if !prepared.stops.is_empty() => {
            let stop = &prepared.stops[tape.below(prepared.stops.len())].fields[0].value;
            let way = tape.pick(&[Direction::Up, Direction::Down]);
            app.move_stop(&organiser(), event, stop, way, &prepared.order)
        }
        (2, _) => app.retitle(&organiser(), event, &text(tape), &prepared.title),
        (3..=5, Some(row)) => {
            let edit =
                Edit { id: Some(row[0].value.clone()), cells: typed(tape, sheet, false), drawn: Drawn::of(&row) };
            app.edit(&organiser(), event, sheet, &edit)
        }
        _ => {
            let edit = Edit { id: None, cells: typed(tape, sheet, true), drawn: Drawn::default() };
            app.edit(&organiser(), event, sheet, &edit)
        }
    };
    match done {
        Ok(()) => true,
        Err(error) if error.fault::<EditFault>().is_some() => false,
        Err(other) => panic!("{other:?}"),
    }
}

fn typed(tape: &mut Tape, sheet: Sheet, new: bool) -> BTreeMap<String, String> {
    let mut cells = BTreeMap::new();
    for (index, (name, _)) in sheet.columns().enumerate() {
        let given = match (name, index) {
            ("group", _) => tape.pick(&["lead", "dept", "dept", "x"]).to_owned(),
            ("unit" | "name", _) if tape.chance(80) => tape.pick(&["甲镇", "乙,镇", "“丙”镇"]).to_owned(),
            ("order", _) => tape.pick(&["", "1", "7", "x"]).to_owned(),
            ("class", _) => String::new(),
            ("planned_arrival" | "planned_departure", _) => tape.pick(&["", "8:10", "08:40", "9：00", "x"]).to_owned(),
            (_, 0) if sheet == Sheet::Checkpoints => tape.pick(&["A", "B", "C", "e1", "e2"]).to_owned(),
            (_, 0) => tape.pick(&["e1", "e2", "e3", "号,四", "A", ""]).to_owned(),
            _ => text(tape),
        };
        if new || (index > 0 && tape.chance(50)) {
            cells.insert(name.to_owned(), given);
        }
    }
    cells
}

/// Every file of an event's folder.
fn files(app: &App, event: &str) -> BTreeMap<String, String> {
    let exported = app.export(&organiser(), event).expect("an export");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    folder::write_files(&exported).into_iter().map(|(name, bytes)| (name, text(bytes))).collect()
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn an_edited_event_comes_out_as_a_folder_that_makes_the_same_event(mut tape in tape()) {
        let database = Database::file();
        let app = database.app();
        let base = Folder::sound();
        base.remove("scores.csv");
        base.write("checkpoints.csv", ROUTE);
        let read = folder::read_dir(base.path(), None).expect("a sound folder");
        let options = || ImportOptions { state: EventState::Draft, ..ImportOptions::default() };
        let event = app.import(&organiser(), read, options()).expect("an event");
        let mut accepted = 0;
        for _ in 0..12 {
            accepted += usize::from(act(&mut tape, &app, &event));
        }
        let written = export(&app, &event);
        // panels that only one of the lists has are what a draft may lack, and it is said that it does
        let prepared = app.prepared(&organiser(), &event).expect("what is there");
        let apart = prepared.lacking.iter().any(|lack| matches!(lack, Lack::Apart(_)));
        let read = folder::read_dir(written.path(), None);
        prop_assert_eq!(read.is_err(), apart, "after {} edits: {:?}", accepted, read.err());
        let drafted = files(&app, &event).into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        let read = folder::read_draft(&drafted).expect("a folder");
        let again = app.import(&organiser(), read, options()).expect("an event");
        let (one, other) = (files(&app, &event), files(&app, &again));
        prop_assert_eq!(one, other);
        let fields = |id: &str| {
            let prepared = app.prepared(&organiser(), id).expect("what is there");
            Sheet::ALL.map(|sheet| rows(&prepared, sheet))
        };
        prop_assert_eq!(fields(&event), fields(&again));
    }
}
