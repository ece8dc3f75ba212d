//! What a wall shows: the scene that an organiser has set, and what it is drawn from.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::json;

use crate::app::act::actor::Actor;
use crate::app::act::permission::Act;
use crate::app::act::word::Word;
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::event::progress::progress_of;
use crate::app::event::view::{EventSummary, Progress};
use crate::app::result::wall::{Announcement, Halted, Ready, WallFault, WallLink};
use crate::app::{App, AppError};
use crate::store::event::EventRow;
use crate::store::wall::{self, WallRow};
use crate::store::{StoreError, Tx, result};

/// What a wall may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// How far the day is: counts, and never a seat or a mark.
    Progress,
    /// A result, step by step.
    Reveal,
    /// Nothing.
    Blank,
}

impl Scene {
    pub const ALL: [Self; 3] = [Self::Progress, Self::Reveal, Self::Blank];
    /// Those that are set by a button; an announcement is begun.
    pub const CHOSEN: [Self; 2] = [Self::Progress, Self::Blank];

    /// The word that is stored and sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Reveal => "reveal",
            Self::Blank => "blank",
        }
    }

    /// The word that people see.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Progress => "进度",
            Self::Reveal => "揭晓",
            Self::Blank => "黑屏",
        }
    }

    /// The scene of a row; before anybody has said anything, the day's progress.
    pub(super) fn of(row: Option<&WallRow>) -> Result<Self, StoreError> {
        let Some(row) = row else { return Ok(Self::Progress) };
        let found = Self::ALL.into_iter().find(|scene| scene.as_str() == row.scene);
        found.ok_or_else(|| StoreError::corrupt(format!("wall of {}: scene {}", row.event_id, row.scene)))
    }
}

/// What a wall shows at a moment.
#[derive(Debug, Clone)]
pub struct Wall {
    pub event: EventSummary,
    /// Dark for the moment, whatever is shown.
    pub is_black: bool,
    pub shown: Shown,
}

/// The same, by scene.
#[derive(Debug, Clone)]
pub enum Shown {
    Progress(Progress),
    /// An announcement, as far as it has come.
    Reveal(Box<Announcement>),
    /// An announcement that has stopped: its result is not the one any more that it was begun with.
    Halted(Halted),
    Blank,
}

/// The page from which walls are driven.
#[derive(Debug, Clone)]
pub struct WallDesk {
    pub wall: Wall,
    pub scene: Scene,
    /// Oldest first.
    pub links: Vec<WallLink>,
    /// What could be announced now, or why nothing can.
    pub ready: Result<Ready, String>,
}

/// The row of a wall; as it begins where there is none.
pub(super) fn row_of(tx: &mut Tx, event: &str, now: i64) -> Result<WallRow, StoreError> {
    let begun = || WallRow {
        event_id: event.to_owned(),
        scene: Scene::Progress.as_str().to_owned(),
        is_black: false,
        result: None,
        fingerprint: None,
        from_place: None,
        step: 0,
        changed_at: now,
    };
    Ok(wall::get(tx, event)?.unwrap_or_else(begun))
}

impl App {
    /// What the walls of an event show, for whoever has a link of one or drives them: each caller has asked that before.
    ///
    /// # Errors
    /// Where there is no such event.
    pub fn wall(&self, event: &str) -> Result<Wall, AppError> {
        self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            let frame = self.frame(tx, &head)?;
            self.wall_at(tx, &head, &frame)
        })
    }

    fn wall_at(&self, tx: &mut Tx, head: &EventRow, frame: &Frame) -> Result<Wall, AppError> {
        let row = wall::get(tx, &head.id)?;
        let shown = match Scene::of(row.as_ref())? {
            Scene::Progress => {
                let held = self.held(tx, head, frame)?;
                Shown::Progress(progress_of(head, frame, &held)?)
            }
            Scene::Blank => Shown::Blank,
            Scene::Reveal => match self.announcement(tx, head, frame, row.as_ref())? {
                Ok(announcement) => Shown::Reveal(Box::new(announcement)),
                Err(halted) => Shown::Halted(halted),
            },
        };
        let is_black = row.is_some_and(|row| row.is_black);
        Ok(Wall { event: frame.summary(head)?, is_black, shown })
    }

    /// A number that is another one when the wall would show something else. Cheap to ask for.
    ///
    /// # Errors
    /// Where there is no such event.
    pub fn wall_pulse(&self, event: &str) -> Result<u64, AppError> {
        self.store.read(|tx| {
            let mut pulse = DefaultHasher::new();
            let head = Self::head(tx, event)?;
            (head.version, head.setup_version, head.state()?.as_str()).hash(&mut pulse);
            result::latest_number(tx, event)?.hash(&mut pulse);
            let row = wall::get(tx, event)?;
            row.map(|row| (row.scene, row.is_black, row.result, row.from_place, row.step)).hash(&mut pulse);
            Ok(pulse.finish())
        })
    }

    /// All about the walls of an event.
    pub fn wall_desk(&self, actor: &Actor, event: &str) -> Result<WallDesk, AppError> {
        self.look(actor, Act::ShowWall, event, |tx, head, frame| {
            let row = wall::get(tx, event)?;
            Ok(WallDesk {
                wall: self.wall_at(tx, head, frame)?,
                scene: Scene::of(row.as_ref())?,
                links: wall::links(tx, event)?.into_iter().map(WallLink::from).collect(),
                ready: self.ready_to_announce(tx, head)?,
            })
        })
    }

    /// Sets what the walls show.
    ///
    /// # Errors
    /// [`WallFault::Announcing`] where an announcement is under way; where the actor may not, or there is no such event.
    pub fn show_scene(&self, actor: &Actor, event: &str, scene: Scene) -> Result<(), AppError> {
        let (id, now) = (event.to_owned(), self.clock.micros());
        let doing = Doing::of(Act::ShowWall, Word::ShowScene, "wall").changing_nothing();
        self.act(actor, event, doing, move |tx, _, _| {
            let mut row = row_of(tx, &id, now)?;
            let was = Scene::of(Some(&row))?;
            if was == Scene::Reveal || scene == Scene::Reveal {
                return Err(WallFault::Announcing.into());
            }
            scene.as_str().clone_into(&mut row.scene);
            (row.is_black, row.changed_at) = (false, now);
            wall::put(tx, &row)?;
            Ok((json!({ "scene": was.as_str() }), json!({ "scene": scene.as_str() })))
        })
    }
}
