//! The ranking: a row an entry, with its parts as a bar, what separates it from the row above, the last time, its award and
//! how firm that is.

use maud::{Markup, html};

use super::bars::{self, Scale};
use super::chosen::{Neighbours, ResultPage, called};
use super::stability;
use crate::app::event::wire::EntryView;
use crate::app::result::years::{Before, PlaceBefore};
use crate::scoring::result::{Parting, RankingRow, Status};
use crate::scoring::rules::Rules;
use crate::scoring::shown::ShownRow;
use crate::web::views::figure::{award, difference, share};
use crate::web::views::standing::Sentences;

/// The rows that the filters leave, with their entries.
pub(super) type Rows<'p> = [(&'p ShownRow<'p>, &'p EntryView)];

/// How the total is made up: `合计 = 现场观摩 50% + … + 加分 − 减分`.
pub(super) fn sum_of_weights(rules: &Rules) -> String {
    let parts = rules.components.iter().map(|c| format!("{} {}", c.name, share(rules, c.weight)));
    format!("合计 = {} + 加分 − 减分", parts.collect::<Vec<_>>().join(" + "))
}

pub(super) fn ranking(
    page: &ResultPage<'_>,
    rows: &Rows<'_>,
    chosen: Option<&str>,
    (sentences, neighbours): (&Sentences<'_>, &Neighbours<'_>),
) -> Markup {
    let scale = Scale::new(page.rules, &page.frozen.report);
    let before = page.beside.before.as_ref();
    let themed = rows.iter().any(|(_, entry)| !entry.theme.is_empty());
    let columns = 6 + usize::from(themed) + usize::from(before.is_some()) + usize::from(page.sure().is_some());
    html! {
        table.rank {
            thead {
                tr {
                    th scope="col" { "名次" }
                    th scope="col" { "单位" }
                    @if themed { th.th scope="col" { "主题" } }
                    th scope="col" { "各环节折算分" }
                    th.r scope="col" { "总分" }
                    th.r.gap scope="col" { "比上名" }
                    @if let Some(before) = before { th.ly scope="col" title=(before.title) { (when(before)) } }
                    th scope="col" { "奖项" }
                    @if page.sure().is_some() { th.wd scope="col" { "稳否" } }
                }
            }
            // on paper the foot of each page stands here
            tfoot.foot-room aria-hidden="true" { tr { td colspan=(columns) {} } }
            tbody {
                @for (index, (shown, entry)) in rows.iter().enumerate() {
                    @let row = shown.row;
                    @let selected = chosen == Some(row.entry.as_str());
                    @let last = index.checked_sub(1).and_then(|above| rows.get(above)).map(|(shown, _)| shown.row);
                    tr.sel[selected].cut[last.is_some_and(|last| last.award != row.award)] {
                        td.no { (place(row)) }
                        th scope="row" {
                            a href=(page.choice.of(&row.entry).address(page.base)) aria-current=[selected.then_some("true")] {
                                (called(row))
                            }
                            @for said in sentences.beside(shown) { small.said-of { (said) } }
                        }
                        @if themed { td.th { (entry.theme) } }
                        td.bar { (scale.bar(row, entry)) }
                        td.r.tot { (row.total) }
                        td.r.gap { (gap(row, neighbours.above(&row.entry), last)) }
                        @if let Some(before) = before {
                            td.ly { @if let Some(was) = before.places.get(&row.entry) { (last_time(was)) } }
                        }
                        td.aw { (award(row)) }
                        @if page.sure().is_some() {
                            td.wd { @if let Some(sure) = page.sure_of(&row.entry) { (stability::word(sure.firmness)) } }
                        }
                    }
                    @if let Some(parting) = parted_here(shown, rows, index) {
                        tr.tie { td {} td colspan=(columns - 1) { (sentences.parting(parting, |id| place_of(page, id))) } }
                    }
                }
            }
        }
    }
}

/// What parts this row from equal ones above it, where it is the first shown of those that come after.
fn parted_here<'p>(shown: &ShownRow<'p>, rows: &Rows<'p>, index: usize) -> Option<&'p Parting> {
    let parting = shown.after?;
    let is_first = !rows.iter().take(index).any(|(other, _)| parting.below.contains(&other.row.entry));
    is_first.then_some(parting)
}

fn place_of<'p>(page: &'p ResultPage<'_>, entry: &str) -> Option<&'p str> {
    let row = page.frozen.report.ranking.iter().find(|row| row.entry == entry)?;
    Some(row.rank.as_str()).filter(|rank| !rank.is_empty())
}

/// The place, or why there is none.
fn place(row: &RankingRow) -> &str {
    match row.status {
        Status::Ranked => &row.rank,
        Status::Vetoed | Status::Incomplete => "–",
    }
}

/// The difference to the row above in the whole ranking: printed totals, subtracted; with its name where it is not the one
/// that is shown above.
fn gap(row: &RankingRow, above: Option<&RankingRow>, last: Option<&RankingRow>) -> Markup {
    let Some(above) = above else { return html! {} };
    let text = if row.total == above.total { Some("相同".to_owned()) } else { difference(&row.total, &above.total) };
    let hidden = last.is_none_or(|last| last.entry != above.entry);
    html! {
        (text.unwrap_or_default())
        @if hidden { small { "比" (called(above)) } }
    }
}

/// When the last time was.
fn when(before: &Before) -> String {
    if before.is_last_year { "去年".to_owned() } else { format!("{} 年", before.year) }
}

/// The place of the last time, and how far it is from there to this one.
fn last_time(was: &PlaceBefore) -> Markup {
    html! {
        (was.place)
        @match was.up {
            None => {},
            Some(0) => small { "持平" },
            Some(up) if up > 0 => small { span.vh { "，上升" } "↑" (up) },
            Some(up) => small { span.vh { "，下降" } "↓" (up.unsigned_abs()) },
        }
    }
}

pub(super) fn key(page: &ResultPage<'_>) -> Markup {
    let rules = page.rules;
    let level = page.frozen.report.shown().tracks.iter().any(|track| {
        track.rows.windows(2).any(|pair| pair[0].row.total == pair[1].row.total && !pair[0].row.total.is_empty())
    });
    html! {
        p.legend {
            @for (index, component) in rules.components.iter().enumerate() {
                span { (bars::swatch(index)) (component.name) }
            }
            span { (bars::bonus_swatch()) "加分" }
            em {
                "横条从 0 起，满格为 " (Scale::new(rules, &page.frozen.report).full())
                "；数字为折算分" @if !level { "，没有相等的总分" }
            }
        }
    }
}
