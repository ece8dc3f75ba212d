//! Closing an event, and the provisional standings before it.

use maud::{Markup, html};

use super::layout::{Frame, sheet};
use super::limits;
use super::notice;
use super::todo::{self, open_now};
use super::todo_list;
use crate::app::act::clock::Moment;
use crate::app::cards::confirm::Seat;
use crate::app::event::view::{DeskView, EventState, EventSummary, Ranking};
use crate::app::people::session::Session;

fn draw(title: &str, event: &EventSummary, session: &Session, body: &Markup) -> Markup {
    let frame = Frame { title, styles: &["plain.css"], script: Some("once.js"), demo: event.demo };
    let back = format!("/events/{}/desk", event.id);
    sheet(&frame, session, (&back, "回组织台"), event.rehearsal, body)
}

/// What is out, and the button that closes.
pub fn page(view: &DeskView, seats: &[Seat], session: &Session, now: Moment, problem: Option<&str>) -> Markup {
    let DeskView { matrix, blockers, .. } = view;
    let event = &matrix.progress.event;
    let (open, left) = open_now(matrix, blockers);
    let later = blockers.len() - open.len();
    let body = html! {
        h2 { "封存评分" }
        p { "封存以后，评分卡不再计入，成绩按此刻的评分卡冻结，不再改变。迟到的评分卡另行收存。" }
        @if let Some(problem) = problem { p.alert role="alert" { (problem) } }
        (limits::section(view))
        (unconfirmed(event, seats))
        (super::call::undecided(event, view.overtimes))
        @if event.state != EventState::Open {
            p.said { "评比活动处于“" (event.state.title()) "”，不能封存。" }
        } @else if blockers.is_empty() {
            p.said.calm { "评分卡已齐，没有未决事项。" }
            form method="post" { button.btn.act.big { "封存评分" } }
        } @else {
            section.card {
                h3 { "还有 " (blockers.len()) " 件未决事项" }
                @if later > 0 {
                    p { "其中 " (later) " 件属于还没有看完的 " (left) " 个观摩点或还没有开始的环节，未逐件列出。" }
                }
                ul.todo { @for line in &todo::lines(view, now) { (todo_list::row(line, &event.id, "")) } }
            }
            section.card {
                h3 { "仍要封存" }
                p { "未决的项目可能没有总分和名次。理由和当时的未决事项都会记入审计。" }
                form method="post" {
                    label for="reason" { "理由" }
                    textarea #reason name="reason" required maxlength="500" {}
                    button.btn.big { "写明理由，仍然封存" }
                }
            }
        }
    };
    draw("封存评分", event, session, &body)
}

/// Seats that are named at the close; all of them are in the list.
const NAMED: usize = 12;

/// Who has not confirmed their own cards: said at the close, whether or not it is asked for.
fn unconfirmed(event: &EventSummary, seats: &[Seat]) -> Markup {
    let open: Vec<&str> = seats.iter().filter(|seat| !seat.stands()).map(|seat| seat.judge_name.as_str()).collect();
    let asked = seats.iter().filter(|seat| seat.due > 0).count();
    html! {
        @if event.state == EventState::Open && asked > 0 {
            p.said.calm[open.is_empty()] {
                @if open.is_empty() { b { (asked) " 席评委都已核对自己的评分卡。" } }
                @else {
                    b { (open.len()) " 席评委没有核对自己的评分卡：" } (open.iter().take(NAMED).copied().collect::<Vec<_>>().join("、")) @if open.len() > NAMED { "等" } "。"
                    a.link href={ "/events/" (event.id) "/confirmed" } { "名单" }
                }
            }
        }
    }
}

/// Asks for a reason before the provisional standings are opened.
pub fn ask_provisional(event: &EventSummary, session: &Session) -> Markup {
    let body = html! {
        h2 { "暂定名次" }
        p { "封存以前，名次可能影响尚未完成的评分，所以默认谁也看不到。确有需要时，组织者可以开启：" b { "谁在何时、为何开启，会记入审计" } "。" }
        p { "开启后只有组织者能看到；评委和领导仍然看不到。" }
        form.narrow method="post" {
            label for="reason" { "理由" }
            textarea #reason name="reason" required maxlength="500" {}
            button.btn.big { "写明理由，开启暂定名次" }
        }
    };
    draw("暂定名次", event, session, &body)
}

/// The provisional standings.
pub fn provisional(ranking: &Ranking, session: &Session) -> Markup {
    let body = html! {
        h2 { "暂定名次" }
        p.said { b { "暂定" } "：按此刻已送达的评分卡计算，尚有 " (ranking.report.shown().open.count()) " 件未决事项。各环节列为该环节的得分；未齐的项目没有总分和名次。请勿外传。" }
        (notice::ranking(&ranking.report, &ranking.components))
    };
    draw("暂定名次", &ranking.event, session, &body)
}
