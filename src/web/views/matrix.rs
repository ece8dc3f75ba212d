//! The completion matrix: entries down, seats across by group. No score is in the data, so none can show.
//!
//! A cell shows its state by shape, colour and word, and leads to the page about its card. What it shows is drawn apart
//! from where it stands: the live desk sends the looks that changed, and a row only where its frame did.

use maud::{Markup, PreEscaped, html};

use super::contact;
use super::glance::Desk;
use super::layout::{glyph, icon};
use super::wording::{cell_said, local_clock};
use crate::app::event::view::{CellState, GroupColumn, Matrix, MatrixCell, Seat};
use crate::web::address::percent;

/// Seats beside which there is no room for another column of cards.
pub const BROAD: usize = 22;

/// The card with the matrix of the desk's component: without its rows it is what a live page compares.
pub fn card(desk: &Desk<'_>, rows: &[Row]) -> Markup {
    let progress = &desk.view.matrix.progress;
    let Some(part) = progress.components.get(desk.component) else { return html! {} };
    let seats = desk.view.matrix.seats().count();
    html! {
        section.card #part-matrix {
            header #matrix {
                h2 { "评分卡送达" }
                p { (part.name) " · " (seats) " 席 × " (progress.entries.len()) " 项" }
                @if progress.components.len() > 1 {
                    nav.parts aria-label="评分环节" {
                        @for (index, other) in progress.components.iter().enumerate() {
                            a href={ "?component=" (percent(&other.id)) "#matrix" } aria-current=[(index == desk.component).then_some("true")] {
                                (other.name)
                            }
                        }
                    }
                }
                @if !rows.is_empty() { (delivered(desk)) }
            }
            div.wide { (table(&desk.view.matrix, desk.component, rows)) }
            (key())
        }
    }
}

/// How many cards of the component are in.
pub fn delivered(desk: &Desk<'_>) -> Markup {
    let progress = &desk.view.matrix.progress;
    let Some(part) = progress.components.get(desk.component) else { return html! {} };
    let visited = progress
        .entries
        .iter()
        .zip(&part.by_entry)
        .filter(|(entry, _)| desk.view.matrix.is_overdue(&part.id, &entry.id));
    let (stops, due, received) =
        visited.fold((0, 0, 0), |(n, due, received), (_, (d, r))| (n + 1, due + d, received + r));
    html! {
        p.end #part-delivered {
            @if stops > 0 && stops < progress.entries.len() {
                "已看 " (stops) " 项送达 " b { (received) } " / " (due) " · 全部 " (part.received) " / " (part.due)
            } @else {
                "已送达 " b { (part.received) } " / 应交 " (part.due)
            }
        }
    }
}

fn groups(matrix: &Matrix) -> impl Iterator<Item = &GroupColumn> {
    matrix.groups.iter().filter(|group| !group.judges.is_empty())
}

fn table(matrix: &Matrix, component: usize, rows: &[Row]) -> Markup {
    let (part, event) = (&matrix.progress.components[component].id, &matrix.progress.event.id);
    html! {
        table.mx data-cells {
            caption.vh { "每席评委对每个参评项目的评分卡状态；每格可以打开，查看和催办" }
            colgroup {
                col.e;
                @for (index, group) in groups(matrix).enumerate() {
                    @if index > 0 { col.gap; }
                    @for _ in &group.judges { col.s; }
                }
                col.n;
            }
            thead {
                tr.grp {
                    th {}
                    @for (index, group) in groups(matrix).enumerate() {
                        @if index > 0 { th {} }
                        th colspan=(group.judges.len()) scope="colgroup" { span { (group.name) } }
                    }
                    th {}
                }
                tr.seat {
                    th {}
                    @for (index, group) in groups(matrix).enumerate() {
                        @if index > 0 { th {} }
                        @for judge in &group.judges {
                            th scope="col" {
                                a href={ "/events/" (event) "/cell?judge=" (percent(&judge.id)) "&component=" (percent(part)) } { span { (judge.name) } }
                            }
                        }
                    }
                    th.n scope="col" { "已送达" }
                }
            }
            tbody { @for row in rows { (PreEscaped(&row.text)) } }
        }
    }
}

/// A row of the matrix, whole and in the pieces that change by themselves.
pub struct Row {
    pub id: String,
    pub text: String,
    /// What is neither a look nor the count: where that changes, all of the row does.
    pub frame: String,
    /// What each of its cells shows; `None` for the heading, a gap and what is no card.
    pub looks: Vec<Option<Look>>,
    /// How many cards are in: its id in the page, and what stands there.
    pub count: (String, String),
}

/// What a cell shows, wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Look {
    pub class: &'static str,
    pub said: String,
    pub drawn: String,
}

/// The rows of the desk's component.
pub fn rows(desk: &Desk<'_>) -> Vec<Row> {
    let entries = 0..desk.view.matrix.progress.entries.len();
    if desk.view.matrix.progress.components.get(desk.component).is_none() {
        return Vec::new();
    }
    let lost: Vec<bool> = desk.view.matrix.seats().map(|seat| is_lost(desk, &seat.id)).collect();
    entries.map(|index| row(desk, index, &lost)).collect()
}

fn row(desk: &Desk<'_>, index: usize, lost: &[bool]) -> Row {
    let (matrix, component) = (&desk.view.matrix, desk.component);
    let (part, entry) = (&matrix.progress.components[component], &matrix.progress.entries[index]);
    let current = matrix.progress.route.iter().any(|stop| stop.current && stop.entry == entry.id);
    let (due, received) = part.by_entry[index];
    let overdue = matrix.is_overdue(&part.id, &entry.id);
    let about = format!("&component={}&entry={}", percent(&part.id), percent(&entry.id));
    let event = matrix.progress.event.id.as_str();
    let heading = html! {
        th scope="row" { a href={ "/events/" (event) "/cell?entry=" (percent(&entry.id)) "&component=" (percent(&part.id)) } { i { (index + 1) } (entry.unit) } }
    };
    let (id, counted) = (format!("row-{index}"), format!("row-{index}-n"));
    let count = html! { td.n #(counted) { @if received > 0 { b { (received) } } @else { "–" } " / " (due) } };
    let mut looks = vec![None];
    let mut cells = String::new();
    let mut column = 0;
    for (number, group) in groups(matrix).enumerate() {
        if number > 0 {
            cells.push_str("<td></td>");
            looks.push(None);
        }
        for judge in &group.judges {
            let place = Place { event, judge, unit: &entry.unit, about: &about, overdue, lost: lost[column] };
            let look = look(&matrix.cells[component][column][index], &place);
            cells.push_str(&cell(look.as_ref(), &place).into_string());
            looks.push(look);
            column += 1;
        }
    }
    let shape: String = looks.iter().map(|look| if look.is_some() { 'c' } else { '-' }).collect();
    let text = html! { tr.now[current] #(id) { (heading) (PreEscaped(cells)) (count) } };
    Row {
        frame: format!("{current} {shape} {}", heading.into_string()),
        text: text.into_string(),
        id,
        looks,
        count: (counted, count.into_string()),
    }
}

/// Where a cell is, and what is known beside its own state.
struct Place<'p> {
    event: &'p str,
    judge: &'p Seat,
    unit: &'p str,
    about: &'p str,
    /// What is not in by now is missing.
    overdue: bool,
    /// The judge's only devices have been out of contact for long.
    lost: bool,
}

fn is_lost(desk: &Desk<'_>, judge: &str) -> bool {
    let mut own = desk.view.devices.iter().filter(|device| device.judge == judge).peekable();
    own.peek().is_some() && own.all(|device| contact::is_lost(device, desk.now))
}

/// What a cell shows; `None` where there is no card.
fn look(cell: &MatrixCell, place: &Place<'_>) -> Option<Look> {
    let drawn = match cell.state {
        CellState::NotJudged => return None,
        CellState::Missing if place.overdue && cell.asked.is_none() && place.lost => glyph("lost", "失联，不明"),
        CellState::Missing if place.overdue && cell.asked.is_none() => html! { i.box { "缺" } },
        CellState::Missing | CellState::NotOpen => match cell.asked {
            Some(at) => html! { i.box { "催" } small { (local_clock(at)) } },
            None => html! { span aria-hidden="true" { "·" } span.vh { "未评" } },
        },
        CellState::Draft => reported("draft", "草稿", cell),
        CellState::Queued => reported("wait", "待送达", cell),
        CellState::Received => glyph("ok", "已送达"),
        CellState::Paper => html! { (glyph("ok", "纸质录入")) small { "纸" } },
        CellState::Quarantined => html! { i.box.rule { "认" } },
        CellState::Conflict => glyph("fix", "需处理"),
        CellState::Recused => glyph("out", "回避"),
        CellState::Absent => html! { small { "缺席" } },
        CellState::Withdrawn => html! { small { "退出" } },
        CellState::Void => html! { small { "作废" } },
        CellState::JudgeDropped => html! { small { "不计" } },
    };
    Some(Look { class: class(cell, place), said: cell_said(cell, place.overdue), drawn: drawn.into_string() })
}

/// A cell. The script of the live desk (`cells.js`) puts another look into the same place.
fn cell(look: Option<&Look>, place: &Place<'_>) -> Markup {
    let Some(look) = look else { return html! { td {} } };
    let Place { event, judge, unit, about, .. } = place;
    html! {
        td class=(look.class) {
            a href={ "/events/" (event) "/cell?judge=" (percent(&judge.id)) (about) } title={ (judge.name) " · " (unit) "：" (look.said) } { (PreEscaped(&look.drawn)) }
        }
    }
}

/// A state as the tablet last said it, with the time.
fn reported(shape: &str, word: &str, cell: &MatrixCell) -> Markup {
    html! {
        (glyph(shape, word))
        @if cell.asked.is_some() { b.asked { "催" } }
        @if let Some(at) = cell.at { small { (local_clock(at)) } }
    }
}

fn class(cell: &MatrixCell, place: &Place<'_>) -> &'static str {
    match cell.state {
        CellState::Missing | CellState::NotOpen if cell.asked.is_some() => "miss",
        CellState::Missing if place.overdue && place.lost => "lost",
        CellState::Missing if place.overdue => "miss",
        CellState::Missing | CellState::NotOpen | CellState::NotJudged => "none",
        CellState::Draft => "draft",
        CellState::Queued => "wait",
        CellState::Received | CellState::Paper => "ok",
        CellState::Quarantined => "wait",
        CellState::Conflict => "fix",
        CellState::Recused => "out",
        CellState::Absent | CellState::Withdrawn | CellState::Void | CellState::JudgeDropped => "gone",
    }
}

/// What the shapes mean.
fn key() -> Markup {
    let shown = |shape: &str, word: &str| html! { span { span class=(shape) { (icon(shape)) } (word) } };
    html! {
        p.key {
            (shown("ok", "已送达（纸：纸质录入）"))
            (shown("wait", "待送达（平板报告，附时刻）"))
            (shown("draft", "草稿（平板报告，附时刻）"))
            span { i.box { "缺" } "缺卡" }
            span { i.box { "催" } "已催（附时刻）" }
            (shown("lost", "失联，不明"))
            (shown("fix", "两份不一"))
            span { i.box.rule { "认" } "待认定" }
            (shown("out", "回避"))
            span { b.none { "·" } "\u{2002}未到时候" }
        }
    }
}
