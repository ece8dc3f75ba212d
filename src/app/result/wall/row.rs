//! What is kept of a wall: the scene, and how far an announcement has come.

use crate::store::wall::{self, WallRow};
use crate::store::{StoreError, Tx};

/// What a wall may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// How far the day is: counts, and never a seat or a mark.
    Progress,
    /// Who reports, for how long, and who comes next.
    Call,
    /// A result, step by step.
    Reveal,
    /// Nothing.
    Blank,
}

impl Scene {
    pub const ALL: [Self; 4] = [Self::Progress, Self::Call, Self::Reveal, Self::Blank];
    /// Those that are set by a button; an announcement is begun.
    pub const CHOSEN: [Self; 3] = [Self::Progress, Self::Call, Self::Blank];

    /// The word that is stored and sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Call => "call",
            Self::Reveal => "reveal",
            Self::Blank => "blank",
        }
    }

    /// The word that people see.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Progress => "进度",
            Self::Call => "叫号",
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
