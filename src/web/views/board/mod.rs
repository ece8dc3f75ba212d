//! The official's board: progress before the close, the frozen result after it.
//!
//! Data in, markup out. Every figure is the text that scoring printed; what is worked out here is
//! where a bar ends, in decimals.

mod bars;
mod chosen;
mod why;

use maud::{Markup, html};

use crate::app::event::view::{Board, EventState, EventSummary, Progress};
use crate::app::event::wire::EntryView;
use crate::app::people::session::Session;
use crate::scoring::result::{RankingRow, Status};
use crate::scoring::rules::Rules;
use crate::scoring::shown::{Shown, ShownRow};

use super::figure::{award, difference, share};
use super::layout::{self, Frame};
use super::standing::{self, Sentences};
use bars::Scale;

pub use chosen::{Choice, ResultPage};

/// The whole page: progress or result, as the event stands.
#[must_use]
pub fn page(board: &Board, session: &Session, base: &str, choice: &Choice, seats: bool) -> Markup {
    let (event, title, body) = match board {
        Board::Progress(found) => (&found.event, "进度", progress(found)),
        Board::Result { event, entries, rules, frozen } => {
            let erased = event.erased_at.is_some();
            (event, "成绩与名次", result(&ResultPage { entries, rules, frozen, base, choice, seats, erased }))
        }
    };
    let frame = Frame { title, styles: &["desk.css", "board.css"], script: None, demo: event.demo };
    let note =
        if event.demo { "单位与项目为真实条目，所有得分由带种子的生成器产生" } else { "" };
    layout::page(
        &frame,
        &html! {
            header.top {
                h1 { (title) span title=(event.title) { (event.title) } }
                nav { a.btn href="/events" { "评比活动" } }
                p.sealed { @if !event.state.is_before_close() { (layout::icon("lock")) } b { (state_line(event)) } }
                (layout::me(session))
            }
            (layout::label(event.demo, event.rehearsal, note))
            (body)
        },
    )
}

/// How far the event is, with the time.
fn state_line(event: &EventSummary) -> String {
    let at = match event.state {
        EventState::Published | EventState::Archived => event.published_at,
        EventState::Closed | EventState::Signed => event.closed_at,
        EventState::Draft | EventState::Open => None,
    };
    let at = at.map(|at| format!(" {}", super::local_time(at))).unwrap_or_default();
    format!("{}{at}", event.state.title())
}

/// The board after the close.
#[must_use]
pub fn result(page: &ResultPage<'_>) -> Markup {
    let result = page.frozen.report.shown();
    let rows = chosen_rows(page, &result);
    let chosen = rows.iter().find(|(shown, _)| shown.row.entry == page.choice.entry).or_else(|| rows.first());
    let sentences = Sentences::of(&page.frozen.report);
    html! {
        (bars::patterns())
        (filters(page))
        main.board {
            section.board-card.rank-card aria-labelledby="rank-title" {
                header {
                    h2 #rank-title { "名次" }
                    p { "点一行，右侧看这个分数怎么来的" }
                    p { (sum_of_weights(page.rules)) }
                }
                @if rows.is_empty() {
                    p.empty { "没有符合筛选条件的项目" }
                } @else {
                    (table(page, &rows, chosen.map(|(shown, _)| shown.row.entry.as_str()), &sentences))
                    (key(page.rules))
                    (super::withdrawn::named(&page.frozen.report.withdrawn))
                    @if result.open.count() > 0 { p.withdrawn { (standing::open(result.open)) } }
                    @if page.erased {
                        p.withdrawn { "评分卡和每一步的算式已按保存期限清除，只保留名次、总分和奖项；成绩单和工作簿也不再提供。" }
                    } @else {
                        (taken_out(page.base))
                    }
                }
            }
            @if let Some((shown, entry)) = chosen {
                (why::panel(page, shown, entry, &sentences.about(shown)))
            }
        }
        footer.board-foot {
            p { "封存时间 " (super::local_time(page.frozen.frozen_at)) " · 结果指纹 " code { (page.frozen.fingerprint) } }
        }
    }
}

/// The rows that the filters leave, with their entries.
fn chosen_rows<'p>(page: &'p ResultPage<'_>, result: &'p Shown<'_>) -> Vec<(&'p ShownRow<'p>, &'p EntryView)> {
    let entry_of = |shown: &ShownRow<'_>| page.entries.iter().find(|entry| entry.id == shown.row.entry);
    let rows = result.tracks.iter().flat_map(|track| &track.rows);
    let rows = rows.filter_map(|shown| Some((shown, entry_of(shown)?)));
    let wanted = |wish: &str, value: &str| wish.is_empty() || wish == value;
    rows.filter(|(_, e)| wanted(&page.choice.track, &e.track) && wanted(&page.choice.theme, &e.theme)).collect()
}

fn filters(page: &ResultPage<'_>) -> Markup {
    let values = |of: fn(&EntryView) -> &str| {
        let mut values: Vec<&str> = Vec::new();
        for entry in page.entries {
            if !of(entry).is_empty() && !values.contains(&of(entry)) {
                values.push(of(entry));
            }
        }
        values
    };
    let count = |track: &str| page.entries.iter().filter(|e| track.is_empty() || e.track == track).count();
    let link = |choice: Choice, current: bool, label: String| {
        html! { a href=(choice.address(page.base)) aria-current=[current.then_some("true")] { (label) } }
    };
    let (tracks, themes) = (values(|e| &e.track), values(|e| &e.theme));
    html! {
        nav.board-filter aria-label="筛选" {
            @if tracks.len() > 1 {
                div {
                    span { "组别" }
                    @for track in std::iter::once("").chain(tracks) {
                        @let name = if track.is_empty() { "全部" } else { track };
                        (link(Choice { track: track.to_owned(), entry: String::new(), ..page.choice.clone() },
                            page.choice.track == track, format!("{name} {}", count(track))))
                    }
                }
            }
            @if themes.len() > 1 {
                div {
                    span { "主题" }
                    @for theme in std::iter::once("").chain(themes) {
                        @let name = if theme.is_empty() { "全部" } else { theme };
                        (link(Choice { theme: theme.to_owned(), entry: String::new(), ..page.choice.clone() },
                            page.choice.theme == theme, name.to_owned()))
                    }
                }
            }
        }
    }
}

/// How the total is made up: `合计 = 现场观摩 50% + … + 加分 − 减分`.
fn sum_of_weights(rules: &Rules) -> String {
    let parts = rules.components.iter().map(|c| format!("{} {}", c.name, share(rules, c.weight)));
    format!("合计 = {} + 加分 − 减分", parts.collect::<Vec<_>>().join(" + "))
}

fn table(
    page: &ResultPage<'_>,
    rows: &[(&ShownRow<'_>, &EntryView)],
    chosen: Option<&str>,
    sentences: &Sentences<'_>,
) -> Markup {
    let scale = Scale::new(page.rules, &page.frozen.report);
    html! {
        table.rank {
            thead {
                tr {
                    th scope="col" { "名次" }
                    th scope="col" { "单位" }
                    th.th scope="col" { "主题" }
                    th scope="col" { "各环节折算分" }
                    th.r scope="col" { "总分" }
                    th.r.gap scope="col" { "比上名" }
                    th scope="col" { "奖项" }
                }
            }
            tbody {
                @for (index, (shown, entry)) in rows.iter().enumerate() {
                    @let row = shown.row;
                    @let selected = chosen == Some(row.entry.as_str());
                    @let cut = index > 0 && rows[index - 1].0.row.award != row.award;
                    tr.sel[selected].cut[cut] {
                        td.no { (place(row)) }
                        th scope="row" {
                            a href=(Choice { entry: row.entry.clone(), ..page.choice.clone() }.address(page.base))
                                aria-current=[selected.then_some("true")] { (entry.unit) }
                            @for said in sentences.about(shown) { small.said-of { (said) } }
                        }
                        td.th { (entry.theme) }
                        td.bar { (scale.bar(row, entry)) }
                        td.r.tot { (row.total) }
                        td.r.gap { (gap(page, row).unwrap_or_default()) }
                        td.aw { (award(row)) }
                    }
                }
            }
        }
    }
}

/// The place, or why there is none.
fn place(row: &RankingRow) -> &str {
    match row.status {
        Status::Ranked => &row.rank,
        Status::Vetoed | Status::Incomplete => "–",
    }
}

/// The difference to the row above in the same ranking: printed totals, subtracted.
fn gap(page: &ResultPage<'_>, row: &RankingRow) -> Option<String> {
    let ranking = &page.frozen.report.ranking;
    let index = ranking.iter().position(|other| other.entry == row.entry)?;
    let above = ranking.get(index.checked_sub(1)?)?;
    // the first of a track has nobody above it
    if row.rank == "1" || row.rank.is_empty() {
        return None;
    }
    if row.total == above.total { Some("同分".to_owned()) } else { difference(&row.total, &above.total) }
}

fn key(rules: &Rules) -> Markup {
    html! {
        p.legend {
            @for (index, component) in rules.components.iter().enumerate() {
                span { (bars::swatch(index)) (component.name) }
            }
            span { (bars::bonus_swatch()) "加分" }
            em { "横条从 0 起，满格为满分；数字为折算分" }
        }
    }
}

/// The result as a file and on paper.
fn taken_out(board: &str) -> Markup {
    let event = board.trim_end_matches("/board");
    html! {
        p.legend {
            a.link href={ (event) "/print/result" } { "打印成绩单（A4）" }
            a.link href={ (event) "/workbook.xlsx" } { "导出工作簿（XLSX）" }
        }
    }
}

/// The board before the close: how far it is, and no score.
#[must_use]
pub fn progress(progress: &Progress) -> Markup {
    let unit = |id: &str| progress.entries.iter().find(|e| e.id == id).map(|e| e.unit.as_str()).unwrap_or_default();
    let seen = progress.route.iter().filter(|stop| stop.arrived_at.is_some()).count();
    html! {
        main.board.before {
            section.board-card {
                header {
                    h2 { "进度" }
                    p {
                        @if progress.event.state.is_before_close() {
                            "封存以后，这里显示成绩与名次；封存以前不显示任何得分"
                        } @else {
                            "评分已经封存；核对、签字和公布以前，这里只显示进度"
                        }
                    }
                }
                div.facts {
                    p { "已到观摩点" b { (seen) } "/ " (progress.route.len()) }
                    p { "已送达评分卡" b { (progress.received) } "/ " (progress.due) }
                }
                ul.parts {
                    @for part in &progress.components {
                        li {
                            span { (part.name) }
                            (bars::meter(part.received, part.due))
                            b { (part.received) " / " (part.due) }
                        }
                    }
                }
            }
            @if !progress.route.is_empty() {
                section.board-card {
                    header { h2 { "行程" } }
                    ol.stops {
                        @for stop in &progress.route {
                            li.here[stop.current].done[stop.arrived_at.is_some()]
                                aria-current=[stop.current.then_some("step")] {
                                i { (stop.number) }
                                strong { (unit(&stop.entry)) }
                                @match stop.arrived_at {
                                    Some(at) => span { (super::local_clock(at)) " 到达" }
                                    None if stop.skipped => span { "不再前往" }
                                    None if stop.planned_arrival.is_empty() => span { "未到" }
                                    None => span { "计划 " (stop.planned_arrival) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
