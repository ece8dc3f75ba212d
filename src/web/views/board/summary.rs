//! The result by theme and by track: how many, the mean of the printed totals, and who.

use maud::{Markup, html};

use super::chart::cut;
use super::chosen::{ResultPage, called};
use crate::app::event::wire::EntryView;
use crate::scoring::beside::mean_total;
use crate::scoring::result::{RankingRow, Status};

/// Units that are named of each, and letters of a name: the ranking has all of them, whole.
const NAMED: usize = 3;
const LETTERS: usize = 10;

/// A theme or a track, with its ranked rows in the order in which they are printed.
struct Part<'p> {
    name: &'p str,
    count: usize,
    rows: Vec<&'p RankingRow>,
}

pub(super) fn tables(page: &ResultPage<'_>) -> Markup {
    html! {
        (table(page, "按主题", |entry| &entry.theme))
        (table(page, "按组别", |entry| &entry.track))
    }
}

fn table(page: &ResultPage<'_>, title: &str, of: fn(&EntryView) -> &str) -> Markup {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for row in &page.frozen.report.ranking {
        let Some(name) =
            page.entries.iter().find(|entry| entry.id == row.entry).map(of).filter(|name| !name.is_empty())
        else {
            continue;
        };
        let index = parts.iter().position(|part| part.name == name).unwrap_or_else(|| {
            parts.push(Part { name, count: 0, rows: Vec::new() });
            parts.len() - 1
        });
        let Some(part) = parts.get_mut(index) else { continue };
        part.count += 1;
        if row.status == Status::Ranked {
            part.rows.push(row);
        }
    }
    html! {
        @if parts.len() > 1 {
            table.tm {
                thead {
                    tr { th scope="col" { (title) } th.r scope="col" { "项" } th.r scope="col" { "平均总分" } th scope="col" { "名次" } }
                }
                tbody {
                    @for part in &parts {
                        tr {
                            th scope="row" { (part.name) }
                            td.r { (part.count) @if part.rows.len() < part.count { small { "（" (part.rows.len()) " 项有名次）" } } }
                            td.r { b { (mean_total(&part.rows).unwrap_or_else(|| "–".to_owned())) } }
                            td {
                                @for (index, row) in part.rows.iter().take(NAMED).enumerate() {
                                    @if index > 0 { "、" } (cut(called(row), LETTERS)) " " (row.rank)
                                }
                                @if part.rows.len() > NAMED { " 等" }
                            }
                        }
                    }
                }
            }
        }
    }
}
