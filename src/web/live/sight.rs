//! What is seen of an event at one moment, and how it is drawn for each component: once, for all pages that show it.

use std::sync::{Arc, OnceLock};

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::app::act::clock::Moment;
use crate::app::event::view::DeskView;
use crate::web::views::desk::{Parts, parts};
use crate::web::views::glance::Desk;

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
        Self { version, at: desk.now.to_rfc3339(), parts }
    }

    /// The event that makes a page that shows `before` show this: the parts that differ, all where nothing is known
    /// of what it shows, none where it shows just this.
    pub fn since(&self, before: Option<&Self>, shown: &str) -> String {
        let mut changed: Vec<(&str, &str)> = Vec::new();
        match before {
            Some(before) => self.differing(before, &mut changed),
            None if shown == self.version => {}
            None => {
                changed.extend(self.parts.whole.iter().map(|(id, text)| (*id, text.as_str())));
                changed.push(("part-matrix", &self.parts.matrix));
            }
        }
        let data = json!({ "at": self.at, "parts": changed });
        format!("id: {}\nevent: desk\ndata: {data}\n\n", self.version)
    }

    fn differing<'d>(&'d self, before: &'d Self, changed: &mut Vec<(&'d str, &'d str)>) {
        let (old, new) = (&before.parts, &self.parts);
        let whole = new.whole.iter().zip(&old.whole).filter(|((_, new), (_, old))| new != old);
        changed.extend(whole.map(|((id, text), _)| (*id, text.as_str())));
        if new.outline != old.outline || new.rows.len() != old.rows.len() {
            changed.push(("part-matrix", &new.matrix));
            return;
        }
        let rows = new.rows.iter().zip(&old.rows).filter(|((_, new), (_, old))| new != old);
        changed.extend(rows.map(|((id, text), _)| (id.as_str(), text.as_str())));
    }

    /// Whether a page that shows `before` would show the same.
    pub fn is(&self, before: &Self) -> bool {
        self.version == before.version
    }
}
