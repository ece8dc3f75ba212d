//! What boards are told: counts and the route while their reader sees no result, and nothing of a result but that it is
//! another one.

use std::sync::Arc;

use actix_web::web::Bytes;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::shows::{Draws, Shows};
use crate::app::act::clock::Moment;

/// Begin the versions of a board, before its reader may see a result and after.
const PROGRESS: &str = "p-";
const RESULT: &str = "r-";

/// A board at one moment, as all see it who may see as much.
pub(in crate::web) struct BoardSight(pub(super) Arc<BoardDrawing>);

/// A board, as far as a page is told of it.
pub(in crate::web) struct BoardDrawing {
    /// What tells two drawings apart.
    pub version: String,
    at: String,
    /// Ids in the page, and what stands there; none of a result, of which nothing is sent but that it is another one.
    parts: Vec<(&'static str, String)>,
}

impl BoardDrawing {
    /// The board before its reader may see a result. Its version says what is drawn and nothing else: a card that is
    /// changed moves no count, and nobody hears of it.
    pub fn progress(parts: Vec<(&'static str, String)>, at: Moment) -> Self {
        let mut hash = Sha256::new();
        for (_, text) in &parts {
            hash.update(text.as_bytes());
        }
        let version = format!("{PROGRESS}{}", hex::encode(&hash.finalize()[..6]));
        Self { version, at: at.to_rfc3339(), parts }
    }

    /// The board of a result, by its stamp.
    pub fn result(stamp: &str, at: Moment) -> Self {
        let version = format!("{RESULT}{}", hex::encode(&Sha256::digest(stamp)[..6]));
        Self { version, at: at.to_rfc3339(), parts: Vec::new() }
    }

    /// Whether a page that says of itself what it shows has to be asked for anew to show this.
    fn is_another_page(&self, shown: &str) -> bool {
        if self.version.starts_with(RESULT) { shown != self.version } else { shown.starts_with(RESULT) }
    }
}

impl Shows for BoardSight {
    type Drawing = BoardDrawing;

    fn drawn_for(&self, _page: &str) -> Arc<BoardDrawing> {
        Arc::clone(&self.0)
    }
}

impl Draws for BoardDrawing {
    fn is(&self, before: &Self) -> bool {
        self.version == before.version
    }

    fn since(&self, before: Option<&Self>, shown: &str) -> Bytes {
        let shown = before.map_or(shown, |before| &before.version);
        let anew = self.is_another_page(shown);
        let differs = |(id, text): &&(&'static str, String)| {
            let known = before.and_then(|before| before.parts.iter().find(|(other, _)| other == id));
            shown != self.version && known.is_none_or(|(_, known)| known != text)
        };
        let parts: Vec<_> = if anew { Vec::new() } else { self.parts.iter().filter(differs).collect() };
        let told = json!({ "at": self.at, "parts": parts, "looks": [], "cells": [], "anew": anew });
        format!("id: {}\nevent: board\ndata: {told}\n\n", self.version).into()
    }
}
