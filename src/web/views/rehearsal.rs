//! The page from which an event is rehearsed.

use maud::{Markup, html};

use super::layout::{Frame, sheet};
use super::wording::{local_time, party};
use crate::app::act::clock::moment;
use crate::app::event::view::EventSummary;
use crate::app::people::session::Session;
use crate::app::result::trial::TrialRow;

/// What a rehearsal is, those that there are, and the button that makes one.
pub fn page(event: &EventSummary, session: &Session, rehearsals: &[EventSummary], trials: &[TrialRow]) -> Markup {
    let frame = Frame { title: "演练", styles: &["plain.css"], script: Some("once.js"), demo: event.demo };
    let body = html! {
        h2 { "演练" }
        p { "演练是本活动的一份副本：项目、评委、行程、规则相同，没有评分卡，一建立就开放评分。每个页面和每份导出都标明“演练”。" }
        p { "演练要另发评委链接。正式活动开放评分时，演练随即作废：不再列出，演练的链接和登录全部失效。" }
        @if event.rehearsal {
            p.said { "这本身就是演练，请从正式活动新建演练。" }
            (try_out(event, trials))
        } @else if !event.state.is_before_close() {
            p.said { "评比活动处于“" (event.state.title()) "”，不能再演练。" }
        } @else {
            form method="post" { button.btn.act.big { "新建演练" } }
        }
        @for rehearsal in rehearsals {
            section.card {
                h3 { (rehearsal.title) }
                p { (rehearsal.state.title()) " · " (local_time(rehearsal.created_at)) " 建立" }
                div.row {
                    a.btn href={ "/events/" (rehearsal.id) "/desk" } { "组织台" }
                    form method="post" action={ "/events/" (rehearsal.id) "/discard" } { button.btn { "作废这次演练" } }
                }
            }
        }
        @if !event.rehearsal {
            section.card {
                h3 { "试算" }
                p { "试算在演练里做：用一套已知的试算评分卡检验规则和程序算得对不对。新建演练后，到它的组织台上按“试算…”。" }
                (outcomes(trials))
            }
        }
    };
    let back = format!("/events/{}/desk", event.id);
    sheet(&frame, session, (&back, "回组织台"), event.rehearsal, &body)
}

/// The form with which a rehearsal is tried out, and what that came to.
fn try_out(event: &EventSummary, trials: &[TrialRow]) -> Markup {
    html! {
        section.card {
            h3 { "试算" }
            p { "由一个种子编出一套已知的试算评分卡（不是真实评分），连同回避、缺席、作废、加减分、否决和考核数值填入这次演练，走与真实评分相同的路。" }
            p { "另一套独立的复核只凭这些已知的卡算出答案，与本程序的成绩逐项比对；结果连同种子留存备查，不一致的逐处指出。" }
            @if trials.is_empty() {
                form.narrow method="post" action={ "/events/" (event.id) "/trial" } {
                    label for="seed" { "种子（整数，可不填）" }
                    input #seed type="text" name="seed" inputmode="numeric" maxlength="9" autocomplete="off";
                    p.note { "同一个种子在同样的名单和规则下编出同样的卡。不填则由程序抽取。" }
                    button.btn.act.big { "填入并比对" }
                }
            }
            (outcomes(trials))
        }
    }
}

/// What trials came to, newest first.
fn outcomes(trials: &[TrialRow]) -> Markup {
    html! {
        @for trial in trials {
            p.said.calm[trial.differing == 0] role=[(trial.differing > 0).then_some("alert")] {
                b { @if trial.differing == 0 { "试算一致" } @else { "试算不一致" } }
                "，" (local_time(moment(trial.at))) "，种子 " (trial.seed) "，" (trial.cards) " 张试算评分卡，比对 " (trial.figures) " 个数字"
                @if trial.differing > 0 { "，" (trial.differing) " 处不同（首处：" (trial.first) "）。请勿使用这套规则，保留现场并联系管理员" }
                "。" (party(&trial.who)) " 办理，演练 " (trial.event_id) "。"
            }
        }
        @if trials.is_empty() { p.note { "还没有试算过。" } }
    }
}
