//! How long an archived event is kept, and erasing it then.

use maud::{Markup, html};

use super::layout::of_event;
use super::local_time;
use crate::app::act::actor::Who;
use crate::app::act::clock::{Moment, moment};
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::event::erased::{FEWEST_DAYS, MOST_DAYS};
use crate::app::event::view::EventState;
use crate::app::people::session::Session;
use crate::app::result::erase::Keeping;
use crate::store::erasure::ErasureRow;

/// The page 保存与清除.
pub fn page(keeping: &Keeping, session: &Session, now: Moment) -> Markup {
    let event = &keeping.event;
    let body = html! {
        h2 { "保存与清除" }
        @if let Some(at) = event.erased_at {
            p.said.calm { "评分卡和个人信息已于 " (local_time(at)) " 按保存期限清除。" }
        } @else {
            (period(keeping))
            (request(keeping, session, now))
        }
        (what())
        (history(&keeping.requests))
    };
    of_event("保存与清除", event, session, &body)
}

fn period(keeping: &Keeping) -> Markup {
    let archived = keeping.event.state == EventState::Archived;
    html! {
        section.card {
            h3 { "保存期限" }
            p {
                "归档后保存 " (keeping.days) " 天。"
                @match (keeping.archived_at, keeping.until) {
                    (Some(at), Some(until)) => { "已于 " (local_time(at)) " 归档，" (local_time(until)) " 以后可以申请清除。" },
                    (_, _) => { "尚未归档，期限从归档之日起算。" },
                }
            }
            form.narrow method="post" action={ "/events/" (keeping.event.id) "/erase/keep" } {
                label for="days" {
                    "保存天数（" (FEWEST_DAYS) " 至 " (MOST_DAYS) "）"
                    @if archived { "；已经归档，只能延长" }
                }
                input #days type="text" inputmode="numeric" name="days" value=(keeping.days) required maxlength="5";
                button.btn { "保存设定" }
            }
        }
    }
}

fn request(keeping: &Keeping, session: &Session, now: Moment) -> Markup {
    let event = &keeping.event;
    let due = keeping.until.is_some_and(|until| now >= until) && why_not(Act::Erase, event.state).is_none();
    let pending = keeping.requests.iter().find(|row| row.approved.is_none());
    let own = |by: &str| matches!(&session.actor.who, Who::Account(name) if name == by);
    html! {
        section.card {
            h3 { "清除" }
            @match pending {
                Some(row) => {
                    p { (row.asked_by) " 于 " (local_time(moment(row.asked_at))) " 申请清除，理由：" (row.reason) }
                    form method="post" action={ "/events/" (event.id) "/erase/decide" } {
                        div.row {
                            @if own(&row.asked_by) {
                                button.btn name="decision" value="decline" { "撤回申请" }
                            } @else {
                                button.btn.act name="decision" value="approve" { "批准，立即清除" }
                                button.btn name="decision" value="decline" { "不批准" }
                            }
                        }
                        @if own(&row.asked_by) { p { "须由另一位组织者批准。" } } @else { p.alert { "清除以后无法恢复。" } }
                    }
                },
                None if due => {
                    p { "保存期限已满。写明理由申请，由另一位组织者批准后立即清除，无法恢复。" }
                    form.narrow method="post" action={ "/events/" (event.id) "/erase" } {
                        label for="erase-reason" { "理由" }
                        textarea #erase-reason name="reason" required maxlength="500" {}
                        button.btn { "申请清除" }
                    }
                },
                None => { p { "归档并且保存期限届满以后，才能申请清除。" } },
            }
        }
    }
}

/// What goes and what stays.
fn what() -> Markup {
    html! {
        section.card {
            h3 { "清除哪些，保留哪些" }
            p { b { "清除：" } "全部评分卡（含纸质评分的录入）、被拒收的评分卡和认定，评委名单、回避登记、评语，平板和登录链接，每一步的算式，成果包，异议的内容、姓名、联系方式和答复，加减分、否决、裁定、认可、退出评比、重新开放、变更规则等各项的理由，本活动审计记录的内容；由它演练的副本一并清除。" }
            p { b { "保留：" } "活动的名称、时间、行程和规则，参评项目，公布的名次、总分和奖项，考核数值、加减分的事项与分值、裁定的次序（不含理由），结果指纹，签字，异议的件数、结论和公开说明，审计记录本身及其前后相扣的摘要（内容显示“已按保存期限清除”）。" }
            p { "服务器的备份不在此列，请按备份的保存期限另行销毁。" }
        }
    }
}

fn history(requests: &[ErasureRow]) -> Markup {
    let decided: Vec<_> = requests.iter().filter(|row| row.approved.is_some()).collect();
    html! {
        @if !decided.is_empty() {
            section.card {
                h3 { "清除的申请" }
                ul {
                    @for row in decided {
                        li {
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
