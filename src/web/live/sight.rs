//! What is seen of an event at one moment, and how it is drawn for each component: once, for all pages that show it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use actix_web::web::Bytes;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::shows::{Draws, Shows};
use crate::app::act::clock::Moment;
use crate::app::event::view::DeskView;
use crate::web::views::desk::{Parts, parts};
use crate::web::views::glance::Desk;
use crate::web::views::matrix::{Look, Row};

/// The desk at one moment.
pub(in crate::web) struct Sight {
    pub view: DeskView,
    pub now: Moment,
    pub ill: Option<&'static str>,
    drawings: Vec<OnceLock<Arc<Drawing>>>,
}

/// The desk with the matrix of one component, drawn.
pub(in crate::web) struct Drawing {
    /// The event's version, and what tells two drawings of it apart.
    pub version: String,
    at: String,
    parts: Parts,
    /// What was worked out last: the version of the drawing before, empty where all was sent, and the event.
    told: Mutex<Option<(String, Bytes)>>,
}

/// What makes a page show another drawing.
#[derive(Default, Serialize)]
struct Change<'d> {
    at: &'d str,
    /// Ids in the page, and what stands there from now on.
    parts: Vec<(&'d str, &'d str)>,
    /// Looks of cells: class, words, and what is drawn.
    looks: Vec<(&'d str, &'d str, &'d str)>,
    /// Cells that have got another look: row, place in the row, and the look's number.
    cells: Vec<(usize, usize, usize)>,
}

impl Sight {
    pub fn new(view: DeskView, now: Moment, ill: Option<&'static str>) -> Self {
        // an event that judges score nothing of has a desk as well
        let components = view.matrix.progress.components.len().max(1);
        Self { drawings: std::iter::repeat_with(OnceLock::new).take(components).collect(), view, now, ill }
    }

    /// The number of a component; the first one where there is none of that id.
    pub fn component(&self, id: &str) -> usize {
        self.view.matrix.progress.components.iter().position(|part| part.id == id).unwrap_or_default()
    }

    /// The desk with a component's matrix.
    pub fn drawing(&self, component: usize) -> Arc<Drawing> {
        let draw = || Arc::new(Drawing::new(&Desk::new(&self.view, component, self.now, self.ill)));
        self.drawings.get(component).map_or_else(draw, |slot| Arc::clone(slot.get_or_init(draw)))
    }
}

impl Drawing {
    fn new(desk: &Desk<'_>) -> Self {
        let parts = parts(desk);
        let mut hash = Sha256::new();
        for text in parts.whole.iter().map(|(_, text)| text).chain([&parts.matrix]) {
            hash.update(text.as_bytes());
        }
        let version = format!("{}-{}", desk.view.matrix.progress.event.version, hex::encode(&hash.finalize()[..6]));
        Self { version, at: desk.now.to_rfc3339(), parts, told: Mutex::default() }
    }

    fn event(&self, change: &Change<'_>) -> Bytes {
        format!("id: {}\nevent: desk\ndata: {}\n\n", self.version, json!(change)).into()
    }

    fn nothing(&self) -> Change<'_> {
        Change { at: &self.at, ..Change::default() }
    }

    fn all(&self) -> Change<'_> {
        let mut change = self.nothing();
        change.parts.extend(self.parts.whole.iter().map(|(id, text)| (*id, text.as_str())));
        change.parts.push(("part-matrix", &self.parts.matrix));
        change
    }

    fn differing<'d>(&'d self, before: &'d Self) -> Change<'d> {
        let (old, new) = (&before.parts, &self.parts);
        let mut change = self.nothing();
        let whole = new.whole.iter().zip(&old.whole).filter(|((_, new), (_, old))| new != old);
        change.parts.extend(whole.map(|((id, text), _)| (*id, text.as_str())));
        if new.outline != old.outline || new.rows.len() != old.rows.len() {
            change.parts.push(("part-matrix", &new.matrix));
            return change;
        }
        if new.delivered != old.delivered {
            change.parts.push((new.delivered.0, &new.delivered.1));
        }
        let mut numbers = HashMap::new();
        for (row, (new, old)) in new.rows.iter().zip(&old.rows).enumerate() {
            change.row(row, new, old, &mut numbers);
        }
        change
    }
}

impl Shows for Sight {
    type Drawing = Drawing;

    fn drawn_for(&self, component: &str) -> Arc<Drawing> {
        self.drawing(self.component(component))
    }
}

impl Draws for Drawing {
    fn is(&self, before: &Self) -> bool {
        self.version == before.version
    }

    /// What differs, all where nothing is known of what the page shows, nothing where it shows just this. Worked out once
    /// for all pages that show the same.
    fn since(&self, before: Option<&Self>, shown: &str) -> Bytes {
        if before.is_none() && shown == self.version {
            return self.event(&self.nothing());
        }
        let from = before.map_or("", |before| before.version.as_str());
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, event)) = &*told
            && known == from
        {
            return event.clone();
        }
        let event = self.event(&before.map_or_else(|| self.all(), |before| self.differing(before)));
        *told = Some((from.to_owned(), event.clone()));
        event
    }
}

impl<'d> Change<'d> {
    fn row(&mut self, number: usize, new: &'d Row, old: &'d Row, numbers: &mut HashMap<&'d Look, usize>) {
        if new.frame != old.frame {
            self.parts.push((&new.id, &new.text));
            return;
        }
        if new.count != old.count {
            self.parts.push((&new.count.0, &new.count.1));
        }
        for (place, (new, old)) in new.looks.iter().zip(&old.looks).enumerate() {
            if let Some(look) = new
                && new != old
            {
                let next = self.looks.len();
                let known = *numbers.entry(look).or_insert(next);
                if known == next {
                    self.looks.push((look.class, &look.said, &look.drawn));
                }
                self.cells.push((number, place, known));
            }
        }
    }
}
