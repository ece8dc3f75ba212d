//! Opening again, and what became of results before the latest.

use maud::{Markup, html};

use super::super::wording::local_time;
use super::drawn::{may, role_name};
use crate::app::act::actor::Who;
use crate::app::act::clock::moment;
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::event::view::EventState;
use crate::app::people::session::Session;
use crate::app::result::sign::Signing;

/// Asking for an event to be opened again, and deciding on it.
pub(super) fn reopening(signing: &Signing, session: &Session, objection: Option<i64>) -> Markup {
    let event = &signing.event;
    let filed = event.state == EventState::Archived;
    let title = if filed { "从归档中取出" } else { "重新开放评分" };
    let because = objection.map(|number| format!("第 {number} 号异议成立，需要更正")).unwrap_or_default();
    let can = why_not(Act::Reopen, event.state).is_none() || why_not(Act::Unarchive, event.state).is_none();
    let pending = signing.reopenings.iter().find(|row| row.approved.is_none());
    let own = |by: &str| matches!(&session.actor.who, Who::Account(name) if name == by);
    html! {
        @if can && event.erased_at.is_none() {
            section.card {
                h3 { (title) }
                @match pending {
                    Some(row) => {
                        p { (row.asked_by) " 于 " (local_time(moment(row.asked_at))) " 申请，理由：" (row.reason) }
                        form method="post" action={ "/events/" (event.id) "/reopen/decide" } {
                            div.row {
                                @if own(&row.asked_by) {
                                    button.btn name="decision" value="decline" { "撤回申请" }
                                } @else {
                                    button.btn.act name="decision" value="approve" { (if filed { "批准，取出归档" } else { "批准，重新开放" }) }
                                    button.btn name="decision" value="decline" { "不批准" }
                                }
                            }
                            @if own(&row.asked_by) { p { "须由另一位组织者批准。" } }
                        }
                    },
                    None => {
                        @if filed { p { "确需更正时使用。须由另一位组织者批准；批准后回到“已公布”，公布的成绩不变，还可以再申请重新开放评分。" } }
                        @else { p { "确需补评或改评时使用。须由另一位组织者批准；先前的成绩、签字和公布都保留，可以查看。" } }
                        form.narrow method="post" action={ "/events/" (event.id) "/reopen" } {
                            label for="reopen-reason" { "理由" }
                            textarea #reopen-reason name="reason" required maxlength="500" { (because) }
                            button.btn { (if filed { "申请取出归档" } else { "申请重新开放" }) }
                        }
                    },
                }
            }
        }
    }
}

/// Earlier results with the signatures under them, and what became of requests.
pub(super) fn history(signing: &Signing, session: &Session) -> Markup {
    let under = |number: i64| {
        let rows = signing.signatures.iter().filter(|row| row.number == number);
        rows.map(|row| format!("{} {}", role_name(&row.role), row.signer())).collect::<Vec<_>>().join("、")
    };
    let can_take = may(session, Act::TakeBundle) && signing.event.erased_at.is_none();
    let public = |number: i64| signing.publications.iter().find(|row| row.number == number);
    html! {
        @if !signing.earlier.is_empty() {
            section.card {
                h3 { "先前的成绩" }
                table.list {
                    thead { tr { th { "次" } th { "封存时间" } th { "指纹" } th { "签字" } th { "公布" } } }
                    tbody {
                        @for row in &signing.earlier {
                            tr {
                                td { a.link href={ "/events/" (signing.event.id) "/results/" (row.number) } { "第 " (row.number) " 次" } }
                                td { (local_time(moment(row.frozen_at))) }
                                td { code { (row.fingerprint) } }
                                td { (under(row.number)) }
                                td {
                                    @if let Some(row) = public(row.number) {
                                        (local_time(moment(row.at)))
                                        @if can_take { " " a.link href={ "/events/" (signing.event.id) "/bundle.zip?number=" (row.number) } { "成果包" } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        @let decided: Vec<_> = signing.reopenings.iter().filter(|row| row.approved.is_some()).collect();
        @if !decided.is_empty() {
            section.card {
                h3 { "重新开放和取出归档的申请" }
                ul {
                    @for row in decided {
                        li {
                            @if row.from_archive { "从归档中取出：" }
                            (row.asked_by) "：" (row.reason) "；" (row.decided_by.as_deref().unwrap_or_default())
                            (if row.approved == Some(true) { " 批准" } else { " 未批准" })
                            @if let Some(at) = row.decided_at { "，" (local_time(moment(at))) }
                        }
                    }
                }
            }
        }
    }
}
