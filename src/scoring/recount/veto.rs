//! What vetoes do to an entry, each by its reason.

use crate::scoring::event::{AdjustmentKind, Event};
use crate::scoring::rules::VetoEffect;

/// How many vetoes of an entry have an effect.
pub(super) fn count(event: &Event, entry: usize, effect: VetoEffect) -> usize {
    let rules = &event.rules().veto;
    let mut count = 0;
    for row in event.adjustments() {
        if row.entry == entry && row.kind == AdjustmentKind::Veto {
            let item = rules.items.iter().find(|item| item.id == row.item);
            if item.map_or(rules.effect, |item| item.effect) == effect {
                count += 1;
            }
        }
    }
    count
}

/// Whether a veto of an entry has an effect.
pub(super) fn has(event: &Event, entry: usize, effect: VetoEffect) -> bool {
    count(event, entry, effect) > 0
}
