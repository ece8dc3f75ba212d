//! An announcement as the hall sees it: the ladder that fills from below, and what stands large. Drawn of a
//! [`Sheet`] alone.

use maud::{Markup, html};

use super::bars::{bar, empty};
use super::frame::{label, short, title};
use super::size;
use crate::app::event::view::EventSummary;
use crate::app::result::wall::sheet::{Face, Hero, Line, Part, Rung, Sheet, Sum};

/// Characters of a project's name with what is said beside it that stand on one line.
const LINE: usize = 26;
/// Places that are called by a Chinese numeral.
const NUMERALS: usize = 99;
/// Those who share a place of whom more than the name is said.
const SPOKEN: usize = 2;
/// Rows of a column of a list.
const COLUMN: usize = 10;

/// The scene.
pub(super) fn scene(event: &EventSummary, sheet: &Sheet, fingerprint: &str) -> Markup {
    // an event may ask nobody to sign; then its result is published before it is announced
    let what = if event.signed_at.is_some() { "已签字" } else { "已公布" };
    let bound = html! { p.bound { "依据" (what) "的结果 · 指纹 " (short(fingerprint)) } };
    html! {
        @match &sheet.hero {
            Hero::List { first, last, rows, more, is_all } => {
                section.scr.listed aria-label="结果揭晓" {
                    header.hd {
                        h1 { (title(event)) }
                        @if !sheet.track.is_empty() { p { (sheet.track) } }
                        (label(event))
                    }
                    h2 {
                        @if *is_all { "全部名次" } @else if first == last { (ordinal(first)) } @else { "第 " (first) " 至 " (last) " 名" }
                    }
                    (lines(rows))
                    @if *more > 0 { p.more { "另有 " (more) " 个，见公布的成绩" } }
                    footer.bottom { (dashes(sheet)) (bound) }
                }
            }
            hero => {
                section.scr.b aria-label="结果揭晓" {
                    (ladder(event, sheet))
                    div.hero.counted[is_counted(hero)] aria-live="polite" {
                        (label(event))
                        (large(event, hero, sheet))
                        footer.bottom { (dashes(sheet)) (bound) }
                    }
                }
            }
        }
    }
}

fn is_counted(hero: &Hero) -> bool {
    matches!(hero, Hero::Place { total: Sum::Known(_), .. })
}

fn ladder(event: &EventSummary, sheet: &Sheet) -> Markup {
    html! {
        div.ladder {
            h1.long[!size::fits(title(event), 15)] { (title(event)) }
            @if !sheet.track.is_empty() { p.track { (sheet.track) } }
            ol {
                @for rung in &sheet.ladder {
                    @match rung {
                        Rung::Prize { name, entries } => { li.prize { (name) span { (entries) " 名" } } }
                        Rung::Hidden(number) => { li.hid { b { (number) } span { "待揭晓" } i.dash {} } }
                        Rung::Known { place, name, total, is_new } => {
                            li.new[*is_new] {
                                b { (place) }
                                span.names.long[!size::fits(name, 11)] { (name) }
                                @match total { Some(total) => { output { (total) } } None => { i.dash {} } }
                            }
                        }
                    }
                }
            }
            @if let Some((first, last, of)) = sheet.window { p.window { "第 " (first) "–" (last) " 行，共 " (of) " 行" } }
        }
    }
}

fn large(event: &EventSummary, hero: &Hero, sheet: &Sheet) -> Markup {
    html! {
        @match hero {
            Hero::Title { entries, tracks } => {
                div.title-step {
                    p.unit.w60 { (title(event)) }
                    p.site { "结果揭晓 · 由后往前" }
                    p.proj { "共 " (entries) " 个参评项目" @if !tracks.is_empty() { "，分" (tracks.join("、")) "揭晓" } }
                }
            }
            Hero::Place { place, prize, faces, more, total } => {
                div.place {
                    p { (ordinal(place)) }
                    @if faces.len() + more > 1 { em { "并列" } }
                    @if !prize.is_empty() { span.long[!size::fits(prize, 8)] { (prize) } }
                }
                @match &faces[..] {
                    [face] => (alone(face, total, sheet)),
                    _ => (together(faces, *more, total)),
                }
            }
            Hero::List { .. } => {}
        }
    }
}

/// One who has a place alone.
fn alone(face: &Face, total: &Sum, sheet: &Sheet) -> Markup {
    let both = format!("{}{}", face.project, face.about);
    html! {
        p.unit.{ (size::class(&face.name)) } { (face.name) }
        p.proj.names.long[!size::fits(&face.project, LINE)] {
            @if !face.project.is_empty() { em { (face.project) } }
            @if !face.about.is_empty() && size::fits(&both, LINE) { span { (face.about) } }
        }
        (sum(total))
        @match total {
            Sum::Boxes { tracks, .. } => (empty(tracks)),
            Sum::Known(total) => (bar(&face.parts, total, sheet.full.as_deref())),
        }
    }
}

/// Those who share a place.
fn together(faces: &[Face], more: usize, total: &Sum) -> Markup {
    html! {
        ul.faces.four[faces.len() > SPOKEN].many[faces.len() > 4] {
            @for face in faces {
                li {
                    b.names.{ (size::class(&face.name)) } { (face.name) }
                    @if let Some(prize) = face.prize.as_deref().filter(|prize| !prize.is_empty()) { span.chip { (prize) } }
                    @if faces.len() <= SPOKEN {
                        small.names { @if face.parts.is_empty() { (face.project) } @else { (said(&face.parts)) } }
                    }
                }
            }
            @if more > 0 { li { b.w9 { "另有 " (more) " 个" } } }
        }
        (sum(total))
    }
}

fn said(parts: &[Part]) -> String {
    parts.iter().map(|part| format!("{} {}", part.name, part.figure)).collect::<Vec<_>>().join(" · ")
}

/// The total, or a box for each of its digits.
fn sum(total: &Sum) -> Markup {
    html! {
        @match total {
            Sum::Known(total) => { p.sum { b.many[total.chars().count() > 7] { (total) } span { "总分" } } }
            Sum::Boxes { shape, .. } => {
                p.blank role="img" aria-label="总分待揭晓" {
                    @for c in shape.chars() { @if c == '0' { i {} } @else if c == '.' { i.dot {} } }
                    span { "总分" }
                }
            }
        }
    }
}

/// How far the announcement is.
fn dashes(sheet: &Sheet) -> Markup {
    let (known, of, drawn) = sheet.known;
    let is_open = matches!(sheet.hero, Hero::Place { total: Sum::Boxes { .. }, .. });
    let cur = if is_open { known } else { known.wrapping_sub(1) };
    html! {
        @if drawn {
            ol.dashes aria-label={ "已揭晓 " (known) " 个，共 " (of) " 个" } {
                @for turn in 0..of { li.on[turn < known].cur[turn == cur] {} }
            }
        } @else {
            p { "已揭晓 " (known) " 个，共 " (of) " 个" }
        }
    }
}

/// A list in as many columns as it needs; where one is enough there is room for the projects.
fn lines(rows: &[Line]) -> Markup {
    let columns = rows.len().div_ceil(COLUMN).max(1);
    let room = if columns == 2 { 14 } else { 9 };
    html! {
        div.columns.one[columns == 1].two[columns == 2] {
            @for column in rows.chunks(rows.len().div_ceil(columns).max(1)) {
                ol {
                    @for line in column {
                        li {
                            b { (line.place) }
                            span.names.long[columns > 1 && !size::fits(&line.name, room)] { (line.name) }
                            @if columns == 1 { span.project.names { (line.project) } }
                            em { (line.prize.as_deref().unwrap_or_default()) }
                            output { (line.total) }
                        }
                    }
                }
            }
        }
    }
}

/// A place in words: 第三名; beyond ninety-nine in figures.
pub(super) fn ordinal(place: &str) -> String {
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match place.parse::<usize>() {
        Ok(place @ 1..=NUMERALS) => {
            let (tens, ones) = (place / 10, digits[place % 10]);
            match tens {
                0 => format!("第{ones}名"),
                1 => format!("第十{ones}名"),
                _ => format!("第{}十{ones}名", digits[tens]),
            }
        }
        _ => format!("第 {place} 名"),
    }
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn places_are_called_as_people_call_them() {
        let said = ["1", "3", "10", "12", "20", "45", "99", "100", "300"].map(ordinal);
        assert_eq!(said[..4], ["第一名", "第三名", "第十名", "第十二名"]);
        assert_eq!(said[4..], ["第二十名", "第四十五名", "第九十九名", "第 100 名", "第 300 名"]);
    }
}
