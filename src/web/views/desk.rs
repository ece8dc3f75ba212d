//! The organiser's desk: state line, route, matrix, what is to be done, devices. Shows no score.
//!
//! It is made of parts that stand in the page under ids of their own: the page is drawn of them, and the live desk
//! sends those that changed.

use maud::{Markup, html};

use super::devices::{self, clock_notes, flood_notes, unsigned_notes};
use super::glance::Desk;
use super::layout::{self, Frame, me};
use super::matrix::{self, BROAD, Row};
use super::wording::local_second;
use super::{road, strip, todo_list};
use crate::app::act::label::DEMO_LABEL;
use crate::app::event::view::EventSummary;
use crate::app::people::session::Session;
use crate::web::address::percent;

/// The parts of a desk as text, for a page that is open.
pub struct Parts {
    /// Parts with their ids in the page.
    pub whole: Vec<(&'static str, String)>,
    pub matrix: String,
    /// What of the matrix is no row: where that changes, all of it is sent.
    pub outline: String,
    pub rows: Vec<Row>,
    /// What changes with the rows: its id in the page, and what stands there.
    pub delivered: (&'static str, String),
}

/// Draws the parts.
pub fn parts(desk: &Desk<'_>) -> Parts {
    let event = &desk.view.matrix.progress.event;
    let rows = matrix::rows(desk);
    let matrix = matrix::card(desk, &rows).into_string();
    let entries: Vec<&str> = desk.view.matrix.progress.entries.iter().map(|entry| entry.id.as_str()).collect();
    Parts {
        whole: vec![
            ("part-nav", nav(event).into_string()),
            ("part-label", label(event).into_string()),
            ("part-strip", strip::part(desk).into_string()),
            ("part-notes", notes(desk).into_string()),
            ("part-road", road::part(desk).into_string()),
            ("part-todo", todo_list::part(&desk.lines, event, desk.component_id()).into_string()),
            ("part-devices", devices::part(desk).into_string()),
        ],
        outline: matrix::card(desk, &[]).into_string() + &entries.join("\n"),
        matrix,
        rows,
        delivered: ("part-delivered", matrix::delivered(desk).into_string()),
    }
}

/// The desk. `version` says to the live desk what this page shows; `running_out` what is to be said of certificates.
pub fn page(desk: &Desk<'_>, session: &Session, version: &str, running_out: &[String]) -> Markup {
    let event = &desk.view.matrix.progress.event;
    let frame =
        Frame { title: "组织台", styles: &["desk.css", "matrix.css"], script: Some("desk.js"), demo: event.demo };
    let rows = matrix::rows(desk);
    let live = format!("/events/{}/live?component={}", event.id, percent(desk.component_id()));
    let broad = desk.view.matrix.seats().count() > BROAD;
    let body = html! {
        header.top {
            h1 { "组织台" span title=(event.title) { (event.title) } }
            (nav(event))
            p.live #live data-live=(live) data-version=(version) data-at=(desk.now.to_rfc3339()) {
                span role="status" { "此页不自动更新" }
                small { (local_second(desk.now)) " 的情况" }
            }
            (me(session))
        }
        (label(event))
        (strip::part(desk))
        main.broad[broad] {
            // outside of what is drawn anew
            div.notes data-refused {}
            @if !running_out.is_empty() { div.notes { @for said in running_out { p.said { (said) "。" } } } }
            (notes(desk))
            div.left {
                (road::part(desk))
                (matrix::card(desk, &rows))
            }
            aside {
                (todo_list::part(&desk.lines, event, desk.component_id()))
                (devices::part(desk))
            }
        }
    };
    layout::page(&frame, &body)
}

/// The ways from the desk: those of the day in sight, the others in a menu.
fn nav(event: &EventSummary) -> Markup {
    let link = |to: &str, name: &str| html! { a.btn href={ "/events/" (event.id) "/" (to) } { (name) } };
    let before_close = event.state.is_before_close();
    html! {
        nav #part-nav aria-label="操作" {
            @if before_close { (link("setup", "筹备")) (link("day", "当日变动")) (link("exclude", "登记回避")) }
            (link("adjust", "手工登记")) (link("paper", "纸质卡"))
            (link("board", "进度与成绩"))
            @if event.published_at.is_some() { (link("objections", "异议")) }
            (link("export", "导出"))
            details.more #more {
                summary.btn { "更多" }
                div {
                    @if before_close { (link("links", "评委链接")) }
                    (link("rules", "评分规则"))
                    @if before_close { (link("signing", "签字设定")) }
                    @if before_close { (link("provisional", "暂定名次")) }
                    (link("call", "汇报叫号")) (link("wall", "大屏"))
                    @if !before_close && event.erased_at.is_none() { (link("judges", "评委打分")) }
                    (link("devices", "设备")) (link("log", "存证日志"))
                    a.btn href="/audit" { "审计" } a.btn href="/events" { "评比活动" }
                }
            }
        }
    }
}

/// The label of a demonstration or a rehearsal.
fn label(event: &EventSummary) -> Markup {
    let note = if event.state.is_before_close() {
        "封存前此页不显示任何得分"
    } else {
        "单位与项目为真实条目，得分由带种子的生成器产生"
    };
    html! {
        div #part-label {
            @if event.demo { p.demo role="note" { (DEMO_LABEL) span { " · " (note) } } }
            (layout::label(false, event.rehearsal, ""))
        }
    }
}

/// What the organiser has to know before anything else.
fn notes(desk: &Desk<'_>) -> Markup {
    let restored = desk.view.matrix.restored;
    html! {
        div.notes #part-notes {
            @if let Some(ill) = desk.ill { p.said.alert role="alert" { (ill) "。" } }
            @if restored > 0 { p.said { "服务器曾丢失 " (restored) " 张评分卡，已由平板补回。" } }
            (flood_notes(&desk.view.flooding))
            (unsigned_notes(desk.view.matrix.unsigned))
            (clock_notes(&desk.clocks))
            (super::call::undecided(&desk.view.matrix.progress.event, desk.view.overtimes))
            (super::limits::notes(desk.view))
            (super::settle::lapsed(desk.view))
        }
    }
}
