//! The completion matrix: entries down, seats across by group. No score is in the data, so none can show.

use maud::{Markup, html};

use super::layout::{glyph, icon};
use super::wording::{cell_state, local_clock};
use crate::app::view::{CellState, Matrix, MatrixCell};

/// What a cell may say beyond its own state.
pub struct Known<'k> {
    /// Whether an entry has been visited: what is not in by then is missing.
    pub visited: &'k dyn Fn(&str) -> bool,
    /// Whether the judge's only devices have been out of contact for long.
    pub lost: &'k dyn Fn(&str) -> bool,
}

/// The matrix of one component.
pub fn table(matrix: &Matrix, component: usize, known: &Known<'_>) -> Markup {
    let progress = &matrix.progress;
    let part = &progress.components[component];
    let current = progress.route.iter().find(|stop| stop.current).map(|stop| stop.entry.as_str());
    let seats = || matrix.groups.iter().filter(|group| !group.judges.is_empty());
    html! {
        table.mx {
            caption.vh { "每席评委对每个参评项目的评分卡状态" }
            colgroup {
                col.e;
                @for (index, group) in seats().enumerate() {
                    @if index > 0 { col.gap; }
                    col span=(group.judges.len());
                }
                col.n;
            }
            thead {
                tr.grp {
                    th {}
                    @for (index, group) in seats().enumerate() {
                        @if index > 0 { th {} }
                        th colspan=(group.judges.len()) scope="colgroup" { span { (group.name) } }
                    }
                    th {}
                }
                tr.seat {
                    th {}
                    @for (index, group) in seats().enumerate() {
                        @if index > 0 { th {} }
                        @for judge in &group.judges { th scope="col" { span { (judge.name) } } }
                    }
                    th.n scope="col" { "已送达" }
                }
            }
            tbody {
                @for (index, entry) in progress.entries.iter().enumerate() {
                    @let (due, received) = part.by_entry[index];
                    tr.now[current == Some(entry.id.as_str())] {
                        th scope="row" { i { (index + 1) } (entry.unit) }
                        (row(matrix, component, index, known))
                        td.n { @if received > 0 { b { (received) } } @else { "–" } " / " (due) }
                    }
                }
            }
        }
    }
}

fn row(matrix: &Matrix, component: usize, entry: usize, known: &Known<'_>) -> Markup {
    let visited = (known.visited)(&matrix.progress.entries[entry].id);
    let mut column = 0;
    let mut groups = Vec::new();
    for group in matrix.groups.iter().filter(|group| !group.judges.is_empty()) {
        let cells: Vec<_> = group
            .judges
            .iter()
            .map(|judge| {
                let found = &matrix.cells[component][column][entry];
                column += 1;
                cell(found, visited, (known.lost)(&judge.id))
            })
            .collect();
        groups.push(cells);
    }
    html! {
        @for (index, cells) in groups.iter().enumerate() {
            @if index > 0 { td {} }
            @for cell in cells { (cell) }
        }
    }
}

fn cell(cell: &MatrixCell, visited: bool, lost: bool) -> Markup {
    let (shape, word) = cell_state(cell.state);
    let word = match cell.at {
        Some(at) => format!("{word} {}", local_clock(at)),
        None => word.to_owned(),
    };
    match cell.state {
        CellState::Missing if visited && lost => html! { td.lost { (glyph("lost", "失联，不明")) } },
        CellState::Missing if visited => html! { td.miss title="缺卡" { "缺" } },
        CellState::Missing | CellState::NotOpen => html! { td.none title=(word) { "·" } },
        CellState::NotJudged => html! { td {} },
        CellState::Draft
        | CellState::Queued
        | CellState::Received
        | CellState::Paper
        | CellState::Conflict
        | CellState::Recused
        | CellState::Absent
        | CellState::Void
        | CellState::JudgeDropped => html! { td class=(shape) { (glyph(shape, &word)) } },
    }
}

/// What the shapes mean.
pub fn key() -> Markup {
    let shown = |shape: &str, word: &str| html! { span { span class=(shape) { (icon(shape)) } (word) } };
    html! {
        p.key {
            (shown("ok", "已送达"))
            (shown("wait", "待送达（设备上报）"))
            (shown("draft", "草稿（设备上报）"))
            (shown("lost", "失联，不明"))
            (shown("fix", "需处理"))
            span { i { "缺" } "缺卡" }
            (shown("out", "回避 / 缺席 / 作废"))
            span { b.none { "·" } "\u{2002}未评（未到站）" }
        }
    }
}
