//! What a total is made of, as a bar: SVG by attributes alone. Lengths are decimals, and what is not announced has none.

use maud::{Markup, html};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::app::result::wall::sheet::Part;

const WIDE: i64 = 1048;
const HIGH: i64 = 56;
/// What a figure needs inside of its part, and what a character of a name does above it.
const FIGURE: i64 = 100;
const LETTER: i64 = 30;
/// Components that have a colour of their own.
const COLOURS: usize = 3;

fn whole(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
}

/// Of each part where it begins and how wide it is, of so much in all.
fn laid_out(parts: &[Part], full: Decimal) -> Vec<(&Part, Decimal, Decimal)> {
    let mut from = Decimal::ZERO;
    let mut laid = Vec::new();
    for part in parts.iter().filter(|part| !part.figure.starts_with('−')) {
        let value: Decimal = part.figure.trim_start_matches('+').parse().unwrap_or_default();
        let share = value.max(Decimal::ZERO).checked_div(full).unwrap_or_default();
        let width = whole(share.min(Decimal::ONE) * Decimal::from(WIDE));
        laid.push((part, from, width));
        from += width;
    }
    laid
}

/// Whether each name has room above its part.
fn have_room(laid: &[(&Part, Decimal, Decimal)]) -> bool {
    let needs = |name: &str| Decimal::from(LETTER) * Decimal::from(name.chars().count());
    laid.len() <= COLOURS && laid.iter().all(|(part, _, width)| *width >= needs(&part.name).max(Decimal::from(FIGURE)))
}

/// The parts of a total that is known.
pub(super) fn bar(parts: &[Part], total: &str, full: Option<&str>) -> Markup {
    let laid = laid_out(parts, scale(total, full));
    let is_roomy = have_room(&laid) && laid.len() == parts.len();
    html! {
        @if !parts.is_empty() {
            svg.parts viewBox={ "0 0 " (WIDE) " " (HIGH + 44) } role="img"
                aria-label=(parts.iter().map(|part| format!("{} {}", part.name, part.figure)).collect::<Vec<_>>().join("，")) {
                rect.rest y="44" width=(WIDE) height=(HIGH) {}
                @for (index, (part, from, width)) in laid.iter().enumerate() {
                    rect class={ "c" (index % COLOURS) } x=(from) y="44" width=((*width - Decimal::TWO).max(Decimal::ZERO)) height=(HIGH) {}
                    @if is_roomy {
                        text.name x=(from) y="30" { (part.name) }
                        text.figure x=(*from + *width / Decimal::TWO) y="83" text-anchor="middle" { (part.figure) }
                    }
                }
            }
            // where the bar has no room for words, and on a phone
            ul.legend.spare[is_roomy] {
                @for (index, part) in parts.iter().enumerate() {
                    li { i class={ "k" (index % COLOURS) } {} (part.name) " " b { (part.figure) } }
                }
            }
        }
    }
}

/// Empty tracks, as wide as the components weigh.
pub(super) fn empty(tracks: &[Part]) -> Markup {
    let value = |part: &Part| part.figure.parse::<Decimal>().unwrap_or_default();
    let full: Decimal = tracks.iter().map(value).sum();
    let laid = laid_out(tracks, full.max(Decimal::new(1, 6)));
    html! {
        @if !tracks.is_empty() {
            svg.parts viewBox={ "0 0 " (WIDE) " " (HIGH + 44) } role="img" aria-label="各环节得分待揭晓" {
                @for (part, from, width) in &laid {
                    rect.rest x=(from) y="44" width=((*width - Decimal::from(4)).max(Decimal::ZERO)) height=(HIGH) {}
                    @if Decimal::from(LETTER) * Decimal::from(part.name.chars().count()) + Decimal::from(30) <= *width {
                        text.inside x=(*from + Decimal::from(20)) y="82" { (part.name) }
                    }
                }
            }
        }
    }
}

/// The parts of a total, small, for the presenter.
pub(super) fn small(parts: &[Part], total: &str, full: Option<&str>) -> Markup {
    let laid = laid_out(parts, scale(total, full));
    html! {
        ul.legend {
            @for (index, part) in parts.iter().enumerate() {
                li { i class={ "k" (index % COLOURS) } {} (part.name) " " b { (part.figure) } }
            }
        }
        svg.parts viewBox={ "0 0 " (WIDE) " 80" } aria-hidden="true" {
            rect.rest width=(WIDE) height="80" {}
            @for (index, (_, from, width)) in laid.iter().enumerate() {
                rect class={ "c" (index % COLOURS) } x=(from) width=((*width - Decimal::TWO).max(Decimal::ZERO)) height="80" {}
            }
        }
    }
}

/// What a full bar stands for: full marks, or this very total where there are none or it is beyond them.
fn scale(total: &str, full: Option<&str>) -> Decimal {
    let total: Decimal = total.parse().unwrap_or_default();
    full.and_then(|full| full.parse().ok()).unwrap_or(total).max(total).max(Decimal::ONE)
}
