//! The presenter's tablet (揭晓主持台): what the hall sees, what the next step shows, the three after it and all of them.

use maud::{Markup, html};

use super::bars::small;
use super::frame::{PRESENTER_PART, short};
use super::reveal::ordinal;
use super::size;
use crate::app::act::clock::Moment;
use crate::app::event::view::EventState;
use crate::app::result::wall::sheet::{Hero, Sum};
use crate::app::result::wall::steps::{Place, Step, Track, called};
use crate::app::result::wall::{Announcement, Shown, Wall};
use crate::web::views::layout::{self, Frame, icon};
use crate::web::views::local_time;
use crate::web::views::wording::local_second;

/// Steps that are told beyond the next one.
const THEN: usize = 3;
/// Names of those who share a place that are told.
const NAMED: usize = 4;

/// The page.
pub fn page(wall: &Wall, online: usize, version: &str, now: Moment) -> Markup {
    let event = &wall.event;
    let frame =
        Frame { title: "揭晓主持台", styles: &["presenter.css"], script: Some("presenter.js"), demo: event.demo };
    let live = format!("/events/{}/wall/live", event.id);
    layout::page(
        &frame,
        &html! {
            (layout::label(event.demo, event.rehearsal, ""))
            div.refused data-refused {}
            (part(wall, online))
            footer.foot {
                p { "空格 下一步 · ← 上一步 · B 黑屏。没有按到的步骤，大屏和公开页都拿不到。" }
                p.live #live data-live=(live) data-version=(version) data-at=(now.to_rfc3339()) {
                    span role="status" { "此页不自动更新" }
                    small { (local_second(now)) " 的情况" }
                }
                p { a.link href={ "/events/" (event.id) "/wall" } { "大屏台" } }
            }
        },
    )
}

/// What of the page changes.
pub fn part(wall: &Wall, online: usize) -> Markup {
    html! {
        main id=(PRESENTER_PART) {
            @match &wall.shown {
                Shown::Reveal(announcement) => (under_way(wall, announcement, online)),
                Shown::Halted(halted) => {
                    (head("", ""))
                    p.said.alert role="alert" { (halted.sentence()) "。" }
                    (ending(wall))
                }
                Shown::Progress(_) | Shown::Call(_) | Shown::Blank => {
                    (head("", ""))
                    p.said { "现在没有进行揭晓。请到大屏台开始。" }
                    p { a.btn.act.big href={ "/events/" (wall.event.id) "/wall" } { "大屏台" } }
                }
            }
        }
    }
}

fn head(what: &str, fingerprint: &str) -> Markup {
    html! {
        header.pt {
            h1 { "揭晓主持台" }
            @if !what.is_empty() {
                p { (icon("ok")) b { (what) } " · 查验通过" br; "只放这一份结果 · 指纹 " (short(fingerprint)) }
            }
        }
    }
}

fn bound(announcement: &Announcement) -> String {
    let signed = announcement.signed_at.map(|at| format!("已签字 {}", local_time(at)));
    signed.unwrap_or_else(|| match announcement.state {
        EventState::Archived => "已归档".to_owned(),
        _ => "已公布".to_owned(),
    })
}

fn under_way(wall: &Wall, announcement: &Announcement, online: usize) -> Markup {
    let (steps, at) = (&announcement.steps, announcement.at);
    let next = (at < steps.last()).then(|| steps.step(at + 1));
    html! {
        (head(&bound(announcement), &announcement.fingerprint))
        div.two {
            div {
                h2 { "大屏上现在" span { @if online == 0 { "没有大屏在线" } @else { (online) " 块在线" } } }
                (mini(wall, announcement))
                @match next {
                    Some(step) => {
                        div.next { h2 { "按“下一步”，大屏显示" } (ahead(announcement, step)) }
                        ol.then {
                            @for turn in at + 2..=steps.last().min(at + 1 + THEN) {
                                li { span { @if turn == at + 2 { "再下一步" } @else { "然后" } } (told(announcement, steps.step(turn))) }
                            }
                            li.left { span {} "还有 " (steps.last() - at) " 步" }
                        }
                    }
                    None => { div.next { h2 { "已全部揭晓" } p { "大屏停在全部名次，可以结束揭晓。" } } (ending(wall)) }
                }
            }
            aside.steps aria-label="全部步骤" tabindex="0" {
                @for (number, track) in steps.tracks.iter().enumerate() { (all(announcement, number, track)) }
            }
        }
        (controls(wall, announcement, next))
    }
}

/// The hall's screen, small.
fn mini(wall: &Wall, announcement: &Announcement) -> Markup {
    let sheet = announcement.sheet();
    html! {
        div.mini.black[wall.is_black] {
            @if wall.is_black { p.dark { "黑屏" } small { "按“恢复”后显示：" } }
            @match &sheet.hero {
                Hero::Title { .. } => { strong.w60 { (wall.event.title) } small { "结果揭晓 · 由后往前" } }
                Hero::Place { place, prize, faces, more, total } => {
                    p { (ordinal(place)) @if !prize.is_empty() { span { (prize) } } }
                    @for face in faces.iter().take(NAMED) {
                        strong.{ (size::class(&face.name)) }.many[faces.len() > 1] { (face.name) }
                        @if faces.len() == 1 { small.names { (face.project) } }
                    }
                    @if faces.len() + more > NAMED { small { "等 " (faces.len() + more) " 个" } }
                    @match total {
                        Sum::Known(total) => { em { b { (total) } " 总分" } }
                        Sum::Boxes { shape, .. } => {
                            em { @for c in shape.chars() { @if c == '0' { i {} } @else { (c) } } "总分待揭晓" }
                        }
                    }
                }
                Hero::List { first, last, is_all, .. } => {
                    @if *is_all { strong.w5 { "全部名次" } } @else { strong.w9 { "第 " (first) "–" (last) " 名" } }
                }
            }
        }
    }
}

/// What a step shows, in full.
fn ahead(announcement: &Announcement, step: Step) -> Markup {
    let place = |track: usize, place: usize| &announcement.steps.tracks[track].places[place];
    html! {
        @match step {
            Step::Unit { track, place: number } => {
                @let place = place(track, number);
                p { strong.text { (names(place)) } }
                p { (ordinal(&place.place)) @if !place.prize.is_empty() { " · " (place.prize) } }
            }
            Step::Total { track, place: number } => {
                @let place = place(track, number);
                @let total = place.rows.first().map_or("", |row| row.total.as_str());
                p { strong { (total) } (names(place)) "总分" }
                (small(&parts(announcement, place), total, announcement.report.full_marks.as_deref()))
            }
            other => { p { strong.text { (told(announcement, other)) } } }
        }
    }
}

fn parts(announcement: &Announcement, place: &Place) -> Vec<crate::app::result::wall::sheet::Part> {
    place.rows.first().map(|row| announcement.parts_of(row)).unwrap_or_default()
}

fn names(place: &Place) -> String {
    let named = place.rows.iter().take(NAMED).map(called).collect::<Vec<_>>().join("、");
    if place.rows.len() > NAMED { format!("{named}等 {} 个", place.rows.len()) } else { named }
}

/// A step in a few words.
fn told(announcement: &Announcement, step: Step) -> String {
    let tracks = &announcement.steps.tracks;
    let of = |track: usize| {
        let name = &tracks[track].name;
        if name.is_empty() { String::new() } else { format!("{name} · ") }
    };
    match step {
        Step::Title => "揭晓的标题".to_owned(),
        Step::Unit { track, place } => {
            let place = &tracks[track].places[place];
            let prize = if place.prize.is_empty() { String::new() } else { format!(" {}", place.prize) };
            format!("{}{}{prize} · {}", of(track), ordinal(&place.place), names(place))
        }
        Step::Total { track, place } => {
            let place = &tracks[track].places[place];
            format!("{}总分 {}", names(place), place.rows.first().map_or("", |row| row.total.as_str()))
        }
        Step::List { track, first, last } => {
            let (first, last) = (&tracks[track].places[first], &tracks[track].places[last]);
            format!("{}第 {} 至 {} 名一并列出", of(track), first.place, last.place)
        }
        Step::All { track } => format!("{}全部名次", of(track)),
    }
}

/// All places of a track, with what is known of them by now.
fn all(announcement: &Announcement, number: usize, track: &Track) -> Markup {
    let known = |place: &Place| {
        let turn = track.places.iter().position(|other| other.before == place.before).unwrap_or_default();
        (announcement.steps.is_known(announcement.at, number, turn), is_at(announcement, number, turn))
    };
    html! {
        @if !track.name.is_empty() { h2 { (track.name) } }
        @for group in track.places.chunk_by(|a, b| a.prize == b.prize) {
            @let done: usize = group.iter().filter(|place| known(place).0.1).map(|place| place.rows.len()).sum();
            @let of: usize = group.iter().map(|place| place.rows.len()).sum();
            h3 { (group[0].group()) span { (done) " / " (of) } }
            ol {
                @for place in group {
                    @let ((_, is_done), is_at) = known(place);
                    @for row in &place.rows {
                        li.at[is_at].done[is_done && !is_at] aria-current=[is_at.then_some("step")] {
                            b { (row.rank) }
                            span.names { (called(row)) }
                            output { (row.total) }
                            @if is_done && !is_at { (icon("ok")) }
                        }
                    }
                }
            }
        }
    }
}

fn is_at(announcement: &Announcement, number: usize, turn: usize) -> bool {
    match announcement.steps.step(announcement.at) {
        Step::Unit { track, place } | Step::Total { track, place } => (track, place) == (number, turn),
        _ => false,
    }
}

fn ending(wall: &Wall) -> Markup {
    html! {
        form.ending method="post" action={ "/events/" (wall.event.id) "/wall/reveal/end" } {
            button.btn { "结束揭晓" }
        }
    }
}

/// The three buttons: each says at which step it was pressed.
fn controls(wall: &Wall, announcement: &Announcement, next: Option<Step>) -> Markup {
    let what = next.map(|step| match step {
        Step::Total { track, place } => {
            format!("揭晓{}总分", names(&announcement.steps.tracks[track].places[place]))
        }
        Step::Unit { track, place } => {
            format!("揭晓{}", ordinal(&announcement.steps.tracks[track].places[place].place))
        }
        other => told(announcement, other),
    });
    let (go, black) = if wall.is_black { ("bright", "恢复") } else { ("black", "黑屏") };
    html! {
        form.ctl #ctl method="post" action={ "/events/" (wall.event.id) "/wall/step" } {
            input type="hidden" name="number" value=(announcement.number);
            input type="hidden" name="from" value=(announcement.at);
            button name="go" value="back" data-key="back" disabled[announcement.at == 0] { "上一步" }
            button.go name="go" value="next" data-key="next" disabled[next.is_none()] {
                "下一步" small { (what.as_deref().unwrap_or("已到最后一步")) }
            }
            button name="go" value=(go) data-key="black" {
                (black) small { @if wall.is_black { "大屏现在是黑的" } @else { "再按恢复" } }
            }
        }
    }
}
