//! Bars as SVG by hand: attributes only, no style, no script. Lengths are decimals.

use maud::{Markup, html};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::app::event::wire::EntryView;
use crate::scoring::result::{RankingRow, Report};
use crate::scoring::rules::Rules;
use crate::web::views::figure::given;

/// Pixels of a full bar.
const WIDTH: i64 = 500;
const HEIGHT: i64 = 22;
/// Components that have a colour of their own; from the second on with a pattern as well, for those who see no colours and
/// for print.
const COLOURS: usize = 7;
/// A label needs so many pixels.
const LABEL: i64 = 44;
/// What stands behind the end of a bar needs so many, for points given and for points taken.
const BEHIND: [i64; 2] = [52, 104];

/// What a full bar stands for.
pub(super) struct Scale<'r> {
    report: &'r Report,
    full: Decimal,
    /// Room behind the end of the longest bar, in every row so that all begin and end alike.
    behind: i64,
}

impl<'r> Scale<'r> {
    /// Full marks where the rules have them, the best total where they do not.
    pub fn new(rules: &Rules, report: &'r Report) -> Self {
        let best = report.ranking.iter().filter_map(|row| row.total.parse().ok()).max();
        let full = rules.full_marks().and_then(|full| full.parse().ok()).or(best).unwrap_or(Decimal::ONE_HUNDRED);
        let most = report.ranking.iter().map(|row| usize::from(given(&row.bonus)) + usize::from(given(&row.deduction)));
        let behind = match most.max().unwrap_or_default() {
            0 => 8,
            1 => BEHIND[0],
            _ => BEHIND[1],
        };
        // a bonus may carry a total beyond full marks
        Self { report, full: full.max(best.unwrap_or(full)).max(Decimal::ONE), behind }
    }

    /// What a full bar stands for, without zeros at the end.
    pub fn full(&self) -> Decimal {
        self.full.normalize()
    }

    fn pixels(&self, value: Decimal) -> Decimal {
        let share = value.max(Decimal::ZERO).min(self.full) / self.full;
        (share * Decimal::from(WIDTH)).round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
    }

    /// The bar of an entry: its components as they enter the total, and its bonus.
    pub fn bar(&self, row: &RankingRow, entry: &EntryView) -> Markup {
        let trace = self.report.trace.as_ref().and_then(|traces| traces.get(&row.entry));
        // a component that lacks something leaves the others their colours
        let parts: Vec<(usize, &str, &str)> = trace
            .map(|trace| {
                let weighted = |(index, c): (usize, &'r crate::scoring::trace::ComponentTrace)| {
                    c.weighted.as_ref().map(|stage| (index, c.name.as_str(), stage.rounded.as_str()))
                };
                trace.components.iter().enumerate().filter_map(weighted).collect()
            })
            .unwrap_or_default();
        let bonus: Decimal = row.bonus.parse().unwrap_or_default();
        let mut behind = String::new();
        let mut label = parts.iter().map(|(_, name, figure)| format!("{name} {figure}")).collect::<Vec<_>>().join("，");
        if !bonus.is_zero() {
            label.push_str(&format!("，加分 {}", row.bonus));
            behind.push_str(&format!("+{}", row.bonus));
        }
        if given(&row.deduction) {
            label.push_str(&format!("，减分 {}", row.deduction));
            behind.push_str(&format!(" −{}", row.deduction));
        }
        let mut from = Decimal::ZERO;
        let mut segments = Vec::new();
        for &(index, _, figure) in &parts {
            let width = self.pixels(figure.parse().unwrap_or_default());
            segments.push((index, from, width, short(figure)));
            from += width;
        }
        let bonus_width = self.pixels(bonus);
        html! {
            svg viewBox={ "0 0 " (WIDTH + self.behind) " " (HEIGHT) } role="img" aria-label={ (entry.unit) "：" (label) } {
                rect.c-rest width=(WIDTH) height=(HEIGHT) {}
                @for (index, x, width, text) in &segments {
                    @let drawn = (*width - Decimal::ONE).max(Decimal::ZERO);
                    rect class={ "c" (index % COLOURS) } x=(x) width=(drawn) height=(HEIGHT) {}
                    @if let Some(pattern) = pattern(*index) { rect fill=(pattern) x=(x) width=(drawn) height=(HEIGHT) {} }
                    @if *width >= Decimal::from(LABEL) {
                        text class={ "t" (index % COLOURS) } x=(*x + *width / Decimal::TWO) y="15.6" text-anchor="middle" { (text) }
                    }
                }
                @if !bonus.is_zero() {
                    rect.c-bonus x=(from) width=(bonus_width.max(Decimal::TWO)) height=(HEIGHT) {}
                }
                @if !behind.is_empty() {
                    text.t-bonus x=(from + bonus_width + Decimal::from(5)) y="15.6" { (behind.trim_start()) }
                }
            }
        }
    }
}

/// A figure short enough for a label: an unrounded one is cut, and says so.
fn short(figure: &str) -> String {
    match figure.char_indices().nth(7) {
        Some((end, _)) => format!("{}…", &figure[..end]),
        None => figure.to_owned(),
    }
}

/// The paint of a component's pattern, laid over its colour.
fn pattern(index: usize) -> Option<String> {
    let kind = index % COLOURS;
    (kind > 0).then(|| format!("url(#over-{kind})"))
}

/// The patterns, once for a page.
pub(super) fn patterns() -> Markup {
    let lines = ["M0 6L6 0", "M0 0L6 6", "M0 3H6", "M3 0V6", "M0 6L6 0M0 0L6 6", "M0 3H6M3 0V6"];
    html! {
        svg.patterns width="0" height="0" aria-hidden="true" {
            defs {
                @for (kind, line) in (1..).zip(lines) {
                    pattern id={ "over-" (kind) } width="6" height="6" patternUnits="userSpaceOnUse" {
                        path d=(line) fill="none" stroke="#fff" stroke-opacity="0.35" {}
                    }
                }
            }
        }
    }
}

/// The colour of a component.
pub(super) fn swatch(index: usize) -> Markup {
    html! { i class={ "sw c" (index % COLOURS) } aria-hidden="true" {} }
}

/// The colour of a bonus.
pub(super) fn bonus_swatch() -> Markup {
    html! { i.sw.c-bonus aria-hidden="true" {} }
}

/// A thin bar of how many are in.
pub(super) fn meter(received: usize, due: usize) -> Markup {
    let width = (received * 300).checked_div(due).unwrap_or(300);
    html! {
        svg.meter viewBox="0 0 300 10" role="img" aria-label={ "已送达 " (received) "，应交 " (due) } {
            rect.c-rest width="300" height="10" {}
            rect.c-in width=(width) height="10" {}
        }
    }
}
