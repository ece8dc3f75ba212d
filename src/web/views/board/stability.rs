//! How sure the places are (名次稳定性): where each goes with any one seat left out, and where 95 % of the draws have it. A
//! drawing, a sentence, and a table with the same figures.

use maud::{Markup, html};

use super::chart::{Chart, Line, Shape, span};
use super::chosen::{Choice, ResultPage, called};
use crate::app::result::sureness::HowSure;
use crate::scoring::result::{RankingRow, Status};
use crate::scoring::sensitivity::{EntrySureness, Firmness, Near, Span, Sureness};
use crate::scoring::shown::{Shown, ShownTrack};

/// Most rows of one chart: more are shown part by part.
pub(super) const ROWS: usize = 40;

/// How firm an award is: bars and a word.
pub(super) fn word(firmness: Option<Firmness>) -> Markup {
    let Some(firmness) = firmness else { return html! { "—" } };
    let bars = match firmness {
        Firmness::Firm => 3,
        Firmness::Fair => 2,
        Firmness::Close => 1,
    };
    html! {
        svg.w width="15" height="12" viewBox="0 0 15 12" aria-hidden="true" {
            @for (index, (x, y)) in [("0", 8), ("5.5", 4), ("11", 0)].into_iter().enumerate() {
                rect class=(if index < bars { "on" } else { "off" }) x=(x) y=(y) width="4" height=(12 - y) {}
            }
        }
        (called_firm(firmness))
    }
}

fn called_firm(firmness: Firmness) -> &'static str {
    match firmness {
        Firmness::Firm => "稳固",
        Firmness::Fair => "较稳",
        Firmness::Close => "接近",
    }
}

/// One of the spans of an entry.
type Spans = fn(&EntrySureness) -> Option<Span>;

pub(super) fn card(page: &ResultPage<'_>, result: &Shown<'_>, chosen: Option<&str>) -> Markup {
    html! {
        section.board-card.stability aria-labelledby="stability-title" {
            header {
                h2 #stability-title { "名次稳定性" }
                @if let Some(sure) = page.sure() { p { (method(sure)) } }
            }
            @match &page.beside.sure {
                HowSure::Known(sure) => { (known(page, result, sure, chosen)) },
                HowSure::Erased => p.k2 { "评分卡已按保存期限清除，稳定性不能再算。" },
                HowSure::Unlike => p.k2 { "现存的评分卡算出的结果与封存的成绩不同，稳定性不作说明；请看上面“查验”。" },
            }
        }
    }
}

fn method(sure: &Sureness) -> String {
    let seats = "去掉任意一席评委，名次会到哪里";
    match (sure.seats, sure.draws) {
        (0, 0) => String::new(),
        (_, 0) => seats.to_owned(),
        (0, draws) => format!("评委重抽 {} 次，95% 落在哪里", grouped(draws)),
        (_, draws) => format!("{seats}；评委重抽 {} 次，95% 落在哪里", grouped(draws)),
    }
}

/// A count with a comma before its last three digits.
pub(super) fn grouped(count: usize) -> String {
    if count < 1000 { count.to_string() } else { format!("{},{:03}", count / 1000, count % 1000) }
}

fn known(page: &ResultPage<'_>, result: &Shown<'_>, sure: &Sureness, chosen: Option<&str>) -> Markup {
    let Some(track) = track_of(result, chosen) else { return html! {} };
    let ranked: Vec<&RankingRow> =
        track.rows.iter().map(|shown| shown.row).filter(|row| row.status == Status::Ranked).collect();
    let rows: Vec<(&RankingRow, &EntrySureness)> =
        ranked.iter().filter_map(|row| Some((*row, page.sure_of(&row.entry)?))).collect();
    if rows.is_empty() {
        return html! { p.k2 { "没有名次，无从说起。" } };
    }
    if sure.seats == 0 && sure.draws == 0 {
        return html! {
            p.k2 { @if sure.needed > 0 { "没有一席可以去掉：去掉任意一席，成绩就算不出来。" } @else { "没有可以去掉或重抽的席位。" } }
        };
    }
    let part = part_of(&page.choice.part, &rows, chosen);
    let from = part * ROWS;
    let shown: Vec<(&RankingRow, &EntrySureness)> = rows.iter().skip(from).take(ROWS).copied().collect();
    let near: Vec<&Near> =
        sure.near.iter().filter(|near| shown.iter().any(|(row, _)| near.entries.contains(&row.entry))).collect();
    let lines: Vec<Line<'_>> = shown
        .iter()
        .map(|(row, sure)| Line { name: called(row), sure, selected: chosen == Some(row.entry.as_str()) })
        .collect();
    let brackets: Vec<(usize, usize, Span)> = near
        .iter()
        .filter_map(|near| {
            let is_in = |(row, _): &(&RankingRow, &EntrySureness)| near.entries.contains(&row.entry);
            let (first, last) = (shown.iter().position(is_in)?, shown.iter().rposition(is_in)?);
            (first < last).then_some((first, last, near.places))
        })
        .collect();
    let chart = Chart { lines: &lines, awards: bands(&ranked), brackets, said: said(&rows, &sure.near, track.name) };
    html! {
        @if rows.len() > ROWS { (parts(page, &rows, part)) }
        @if !track.name.is_empty() && result.tracks.len() > 1 { p.k2 { "组别：" b { (track.name) } } }
        div.mv { (chart.drawn(&Shape::WIDE)) (chart.drawn(&Shape::SLIM)) }
        p.k2 {
            b { "粗线" } "去掉一席的范围 · " b { "细线" } "95% 区间 · " b { "括号" } "相邻两名先后在 5% 以上的重抽中颠倒"
            @if sure.needed > 0 { " · 另有 " (sure.needed) " 席去掉后算不出成绩，不在其内" }
        }
        (table(&shown))
    }
}

/// The ranking that is charted: the chosen entry's.
fn track_of<'s, 'r>(result: &'s Shown<'r>, chosen: Option<&str>) -> Option<&'s ShownTrack<'r>> {
    let has = |track: &&ShownTrack<'_>| track.rows.iter().any(|shown| Some(shown.row.entry.as_str()) == chosen);
    result.tracks.iter().find(has).or_else(|| result.tracks.first())
}

/// Which part of a long chart is shown, from 0.
fn part_of(wanted: &str, rows: &[(&RankingRow, &EntrySureness)], chosen: Option<&str>) -> usize {
    let wanted =
        wanted.parse::<usize>().ok().and_then(|part| part.checked_sub(1)).filter(|part| part * ROWS < rows.len());
    let own = rows.iter().position(|(row, _)| Some(row.entry.as_str()) == chosen).unwrap_or_default() / ROWS;
    wanted.unwrap_or(own)
}

fn parts(page: &ResultPage<'_>, rows: &[(&RankingRow, &EntrySureness)], part: usize) -> Markup {
    html! {
        nav.parts-of aria-label="名次稳定性的各段" {
            @for (index, rows) in rows.chunks(ROWS).enumerate() {
                @if let (Some((first, _)), Some((last, _))) = (rows.first(), rows.last()) {
                    @let choice = Choice { part: (index + 1).to_string(), ..page.choice.clone() };
                    a href={ (choice.address(page.base)) "#stability-title" } aria-current=[(index == part).then_some("true")] {
                        (first.rank) "–" (last.rank)
                    }
                }
            }
        }
    }
}

/// The places of each award: from, to and what it is called.
fn bands<'r>(rows: &[&'r RankingRow]) -> Vec<(usize, usize, &'r str)> {
    let mut bands = Vec::new();
    let mut at = 1;
    for same in rows.chunk_by(|a, b| a.award == b.award) {
        bands.push((at, at + same.len() - 1, same.first().map_or("", |row| row.award.as_str())));
        at += same.len();
    }
    bands
}

/// The whole of the chart in a sentence.
fn said(rows: &[(&RankingRow, &EntrySureness)], near: &[Near], track: &str) -> String {
    let same = rows.iter().filter(|(_, sure)| sure.seat == Some(Span { from: sure.place, to: sure.place })).count();
    let near = near.iter().filter(|near| rows.iter().any(|(row, _)| near.entries.contains(&row.entry)));
    let near: Vec<String> =
        near.map(|near| format!("第 {} 至 {} 名难分先后", near.places.from, near.places.to)).collect();
    let near = if near.is_empty() { "没有难分先后的相邻名次".to_owned() } else { near.join("，") };
    let track = if track.is_empty() { String::new() } else { format!("（{track}）") };
    format!("名次稳定性{track}：{} 项中 {same} 项去掉任意一席名次都不变；{near}", rows.len())
}

fn table(rows: &[(&RankingRow, &EntrySureness)]) -> Markup {
    let has = |of: Spans| rows.iter().any(|(_, sure)| of(sure).is_some());
    let columns: Vec<(&str, Spans)> = vec![
        ("去掉任意一席", |sure| sure.seat),
        ("重抽 95%", |sure| sure.redraw),
        ("任一分动一档", |sure| sure.step),
        ("任一权重动一成", |sure| sure.weights),
        ("去高低分的办法", |sure| sure.trims),
    ];
    let columns: Vec<_> = columns.into_iter().filter(|(_, of)| has(*of)).collect();
    html! {
        details.same #stability-table {
            summary { "同样的数字，列成表" }
            div.wide {
                table.tm {
                    thead {
                        tr {
                            th scope="col" { "单位" } th.r scope="col" { "名次" }
                            @for (name, _) in &columns { th.r scope="col" { (name) } }
                            th scope="col" { "稳否" }
                        }
                    }
                    tbody {
                        @for (row, sure) in rows {
                            tr {
                                th scope="row" { (called(row)) } td.r { (row.rank) }
                                @for (_, of) in &columns { td.r { (span(of(sure), sure.place)) } }
                                td { (sure.firmness.map_or("—", called_firm)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
