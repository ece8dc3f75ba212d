//! What stands beside rules while they are typed: what is wrong with them, full marks, the worked example, and what the
//! last change did to it. Writes nothing.

use super::checked;
use super::example::{Example, example};
use super::fault::RulesFault;
use crate::app::act::actor::Actor;
use crate::app::act::permission::Act;
use crate::app::event::frame::Frame;
use crate::app::{App, AppError};
use crate::folder::rules::form::{Change, RulesForm, changes};
use crate::folder::rules::{advice, parse};
use crate::store::Tx;
use crate::store::event::EventRow;

/// Rules as they are at the moment.
#[derive(Debug, Clone)]
pub struct Sketch {
    pub faults: Vec<RulesFault>,
    /// `None` where a value has no greatest, or the rules are not sound.
    pub full_marks: Option<String>,
    /// What is odd about sound rules, in sentences.
    pub advice: Vec<String>,
    /// Whether the rules themselves are sound, whatever the event says of them.
    pub is_sound: bool,
    pub example: Option<Example>,
    /// The last change, and what it did to the example; nothing where there was none, or where nothing can be said.
    pub changed: Option<Changed>,
}

/// What changed, and what that did to the example.
#[derive(Debug, Clone)]
pub struct Changed {
    pub changes: Vec<Change>,
    /// Name, before, after.
    pub figures: Vec<(String, String, String)>,
}

impl App {
    /// What is to be said of rules as they are typed. `before` is what they were before the last change.
    ///
    /// # Errors
    /// Where the actor may not change rules, or there is no such event.
    pub fn sketch_rules(&self, actor: &Actor, event: &str, text: &str, before: &str) -> Result<Sketch, AppError> {
        let text = &checked::plain(text);
        let look = |tx: &mut Tx, head: &EventRow, frame: &Frame| checked::glance(tx, head, frame, text);
        let faults = self.look(actor, Act::AmendRules, event, look)?;
        let rules = parse(text).ok();
        let example = rules.as_ref().and_then(|rules| self::example(text, rules));
        let changed = if before == text { None } else { changed(text, before, example.as_ref()) };
        Ok(Sketch {
            faults,
            full_marks: rules.as_ref().and_then(|rules| rules.full_marks()),
            advice: advice(text),
            is_sound: rules.is_some(),
            example,
            changed,
        })
    }
}

fn changed(text: &str, before: &str, now: Option<&Example>) -> Option<Changed> {
    let changes = changes(&RulesForm::of(before)?, &RulesForm::of(text)?);
    let was = parse(before).ok().and_then(|rules| example(before, &rules));
    let figures = was.as_ref().zip(now).map(|(was, now)| figures(was, now)).unwrap_or_default();
    (!changes.is_empty() || !figures.is_empty()).then_some(Changed { changes, figures })
}

/// The figures of the example that are others now: the groups', the components', the total.
fn figures(was: &Example, now: &Example) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut put = |name: String, was: &str, is: &str| {
        if was != is && !was.is_empty() && !is.is_empty() {
            found.push((name, was.to_owned(), is.to_owned()));
        }
    };
    for part in &now.trace.components {
        let Some(before) = was.trace.components.iter().find(|before| before.component == part.component) else {
            continue;
        };
        for group in part.groups.iter().filter(|group| group.group.is_some()) {
            let before =
                before.groups.iter().find(|before| before.group == group.group).and_then(|group| group.score.as_ref());
            if let (Some(before), Some(score)) = (before, &group.score) {
                put(format!("{} · {}", part.name, group.name), &before.rounded, &score.rounded);
            }
        }
        if let (Some(before), Some(score)) = (&before.weighted, &part.weighted) {
            put(part.name.clone(), &before.rounded, &score.rounded);
        }
    }
    put("总分".to_owned(), &was.total, &now.total);
    found
}
