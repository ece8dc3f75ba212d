//! What a wall shows: the scene that an organiser has set, and what it is drawn from.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::json;

use crate::app::act::actor::Actor;
use crate::app::act::permission::Act;
use crate::app::act::word::Word;
use crate::app::desk::call::{Reporting, reporting};
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::event::progress::progress_of;
use crate::app::event::view::{EventSummary, Progress};
use crate::app::result::wall::announce::{Announcement, Halted, Ready};
use crate::app::result::wall::fault::WallFault;
use crate::app::result::wall::link::WallLink;
use crate::app::result::wall::row::{Scene, row_of};
use crate::app::{App, AppError};
use crate::store::event::EventRow;
use crate::store::{Tx, result, wall};

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
    Progress(Box<Progress>),
    Call(Box<Reporting>),
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
                Shown::Progress(Box::new(progress_of(head, frame, &held)?))
            }
            Scene::Call => Shown::Call(Box::new(reporting(tx, head, frame, self.clock.micros())?)),
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
