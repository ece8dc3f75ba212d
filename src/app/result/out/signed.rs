//! Cards as their tablets signed them: what it takes to verify a signature without this program.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use crate::app::act::actor::Actor;
use crate::app::act::permission::{Act, check};
use crate::app::act::state;
use crate::app::event::erased::not_erased;
use crate::app::event::view::EventSummary;
use crate::app::{App, AppError};
use crate::store::operation::{self, OperationRow};
use crate::store::tablet_key;

/// An operation, whatever became of it, with the public half of the key that signed it.
#[derive(Debug, Clone)]
pub struct SignedCard {
    pub row: OperationRow,
    /// Algorithm and key; `None` where it is not signed.
    pub key: Option<(String, String)>,
}

impl SignedCard {
    /// The signature, in hexadecimal; empty where there is none.
    #[must_use]
    pub fn signature(&self) -> String {
        let bytes = self.row.sig.as_ref().and_then(|sig| URL_SAFE_NO_PAD.decode(sig).ok());
        bytes.map(hex::encode).unwrap_or_default()
    }
}

impl App {
    /// All operations of an event, with their signatures, after the close. That they were taken is on record.
    ///
    /// # Errors
    /// Where the actor may not, the event is not closed or erased, or there is none.
    pub fn signed_cards(&self, actor: &Actor, event: &str) -> Result<(EventSummary, Vec<SignedCard>), AppError> {
        check(actor, Act::Export)?;
        let (summary, cards) = self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            state::allow(Act::SeeMarks, head.state()?)?;
            not_erased(&head)?;
            let summary = self.frame(tx, &head)?.summary(&head)?;
            let keys: HashMap<(String, String), (String, String)> = tablet_key::of_event(tx, event)?
                .into_iter()
                .map(|row| ((row.judge, row.id), (row.algorithm, row.public)))
                .collect();
            let mut cards = Vec::new();
            operation::each_piece(tx, event, |_, piece| {
                cards.extend(piece.into_iter().map(|row| {
                    let of = row.key.clone().map(|key| (row.judge.clone(), key));
                    SignedCard { key: of.and_then(|of| keys.get(&of).cloned()), row }
                }));
                Ok::<_, AppError>(())
            })?;
            Ok::<_, AppError>((summary, cards))
        })?;
        self.note_export(actor, event, "signed-cards", json!({ "version": summary.version, "cards": cards.len() }))?;
        Ok((summary, cards))
    }
}
