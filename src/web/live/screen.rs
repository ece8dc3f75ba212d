//! What walls and those who drive them are told: the audience's screen and the presenter's page, drawn apart. The audience's
//! is drawn of what the audience may know and of nothing else.

use std::sync::Arc;

use actix_web::web::Bytes;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::shows::{Draws, Shows};
use crate::app::act::clock::Moment;
use crate::app::result::wall::Wall;
use crate::web::views::wall as drawn;

/// The page of a presenter, as a stream names what it draws for.
pub(super) const PRESENTER: &str = "presenter";

/// The walls of an event at one moment.
pub(in crate::web) struct WallSight {
    audience: Arc<Screen>,
    presenter: Arc<Screen>,
}

/// One page, drawn.
pub(in crate::web) struct Screen {
    /// What tells two drawings apart.
    pub version: String,
    at: String,
    /// Its id in the page, and what stands there.
    part: (&'static str, String),
}

impl WallSight {
    pub fn new(wall: &Wall, now: Moment, online: usize) -> Self {
        let screen = |id, html: String| Arc::new(Screen::new(now, id, html));
        Self {
            audience: screen(drawn::PART, drawn::screen(wall, now).into_string()),
            presenter: screen(drawn::PRESENTER_PART, drawn::presenter_part(wall, online).into_string()),
        }
    }

    /// What the audience sees.
    pub fn audience(&self) -> &Screen {
        &self.audience
    }

    /// What the presenter sees.
    pub fn presenter(&self) -> &Screen {
        &self.presenter
    }
}

impl Screen {
    fn new(now: Moment, id: &'static str, html: String) -> Self {
        // of the drawing and of nothing else: the number of a version would tell of what is not drawn
        let version = hex::encode(&Sha256::digest(html.as_bytes())[..8]);
        Self { version, at: now.to_rfc3339(), part: (id, html) }
    }
}

impl Shows for WallSight {
    type Drawing = Screen;

    fn drawn_for(&self, page: &str) -> Arc<Screen> {
        Arc::clone(if page == PRESENTER { &self.presenter } else { &self.audience })
    }
}

impl Draws for Screen {
    fn is(&self, before: &Self) -> bool {
        self.version == before.version
    }

    fn since(&self, before: Option<&Self>, shown: &str) -> Bytes {
        let same = before.map_or(shown == self.version, |before| self.is(before));
        let parts = if same { Vec::new() } else { vec![(self.part.0, &self.part.1)] };
        let told = json!({ "at": self.at, "parts": parts, "looks": [], "cells": [] });
        format!("id: {}\nevent: wall\ndata: {told}\n\n", self.version).into()
    }
}
