//! The title of an event.

use serde_json::json;

use super::fault::{EditFault, TITLE};
use super::row::tidy;
use crate::app::act::actor::Actor;
use crate::app::act::changed::Acts;
use crate::app::act::drawn::{Drawn, Field, refuse_overtaken};
use crate::app::act::label::{DEMO_LABEL, REHEARSAL_LABEL};
use crate::app::act::permission::Act;
use crate::app::act::word::Word;
use crate::app::event::doing::Doing;
use crate::app::{App, AppError};
use crate::store::event::EventRow;

impl App {
    /// Gives the event another title.
    ///
    /// # Errors
    /// [`EditFault::Title`], [`EditFault::Unchanged`], [`Overtaken`]; where the actor may not, or the state
    /// of the event does not allow it.
    pub fn retitle(&self, actor: &Actor, event: &str, title: &str, drawn: &Drawn) -> Result<(), AppError> {
        let (id, title, drawn) = (event.to_owned(), tidy(title), drawn.clone());
        self.act(actor, event, Doing::of(Act::Reword, Word::Retitle, "event"), move |tx, head, _| {
            if title.is_empty() || title.chars().count() > TITLE || title.chars().any(char::is_control) {
                return Err(EditFault::Title.into());
            }
            let acts = Acts { subjects: &["event"], words: &[Word::Retitle] };
            refuse_overtaken(tx, &id, &acts, "活动名称", &drawn, title_fields(&head.title))?;
            if head.title == title {
                return Err(EditFault::Unchanged.into());
            }
            must_keep_label(head, &title)?;
            let before = json!({ "title": head.title });
            head.title = title;
            Ok((before, json!({ "title": head.title })))
        })
    }
}

pub(super) fn title_fields(title: &str) -> Vec<Field> {
    vec![Field::new("title", "活动名称", title)]
}

/// What is a demonstration or a rehearsal goes on to say so in its title.
fn must_keep_label(head: &EventRow, title: &str) -> Result<(), AppError> {
    for (is_one, label) in [(head.demo, DEMO_LABEL), (head.rehearsal, REHEARSAL_LABEL)] {
        if is_one && !title.contains(label) {
            return Err(EditFault::Label { label }.into());
        }
    }
    Ok(())
}
