//! What is settled before anybody signs, and what was: ties and the decisions over them, broken limits and those that
//! were let stand.

use maud::{Markup, html};

use super::wording::{Names, local_time};
use crate::app::act::clock::moment;
use crate::app::act::permission::{Act, check};
use crate::app::event::view::{CloseBlocker, DeskView, EventState, EventSummary, Matrix};
use crate::app::people::session::Session;
use crate::app::result::sign::ResultToSign;
use crate::scoring::result::{Blocker, BlockerKind};

/// Ties across a prize and broken limits, with the way to settle each.
pub(super) fn unsettled(
    event: &EventSummary,
    session: &Session,
    result: &ResultToSign,
    matrix: Option<&Matrix>,
) -> Markup {
    let names = matrix.map(Names::of);
    let said = |blocker: &Blocker| match &names {
        Some(names) => {
            let said = names.say(&CloseBlocker::Standings(blocker.clone()));
            if blocker.limit.is_some() { format!("{}：{}", said.about, said.known) } else { said.about }
        }
        None => blocker.entry.clone().or_else(|| blocker.component.clone()).unwrap_or_default(),
    };
    html! {
        @if result.unsettled.is_empty() {
            @if event.state == EventState::Closed { p.said.calm { "没有需要在签字以前处理的事项。" } }
        } @else {
            section.card {
                h3 { "签字以前需要处理 " (result.unsettled.len()) " 件" }
                ul.todo {
                    @for blocker in &result.unsettled {
                        li {
                            b { (if blocker.kind == BlockerKind::UndecidedTie { "并列未定" } else { "超出限制" }) }
                            div {
                                p { (said(blocker)) @if let Some(award) = &blocker.award { "，跨越“" (award) "”的名额" } }
                                @if check(&session.actor, Act::DecideTie).is_ok() && blocker.kind == BlockerKind::UndecidedTie {
                                    a.btn href={ "/events/" (event.id) "/ties" } { "裁定" }
                                }
                                @if check(&session.actor, Act::AcceptBreach).is_ok() && blocker.kind == BlockerKind::LimitBreach {
                                    (accept(event, blocker))
                                }
                            }
                        }
                    }
                }
            }
        }
        @if !result.accepted.is_empty() {
            section.card {
                h3 { "超出限制而予以认可 " (result.accepted.len()) " 件" }
                ul {
                    @for row in &result.accepted {
                        li {
                            (names.as_ref().map_or_else(|| row.judge.clone(), |names| names.judge(&row.judge))) "：" (row.reason)
                            @if row.who.is_empty() { "（随评比文件夹导入）" } @else { "（" (row.who) "，" (local_time(moment(row.at))) "）" }
                        }
                    }
                }
            }
        }
        @if !result.decisions.is_empty() {
            section.card {
                h3 { "并列裁定 " (result.decisions.len()) " 项" }
                ul.todo {
                    @for ruled in &result.decisions {
                        @let order = ruled.order.iter().map(|id| names.as_ref().map_or_else(|| id.clone(), |names| names.entry(id)));
                        li {
                            b { (if ruled.holds { "起作用" } else { "已失效" }) }
                            div {
                                p { "次序：" (order.collect::<Vec<_>>().join("、")) }
                                p { "理由：" (if ruled.reason.is_empty() { "未写" } else { &ruled.reason }) }
                                @if !ruled.holds { p { "裁定时的并列已有变化，这一裁定不再起作用；如仍有并列，须重新裁定。" } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The decisions that part places no longer, for the desk.
pub(super) fn lapsed(view: &DeskView) -> Markup {
    let names = Names::of(&view.matrix);
    html! {
        @for ruled in &view.lapsed {
            @let order = ruled.order.iter().map(|id| names.entry(id)).collect::<Vec<_>>();
            p.said {
                b { "并列裁定已失效：" } "对" (order.join("、")) "的裁定不再起作用，裁定时的并列已有变化；如仍有并列，须重新裁定。"
                a.link href={ "/events/" (view.matrix.progress.event.id) "/ties" } { "并列裁定" }
            }
        }
    }
}

fn accept(event: &EventSummary, blocker: &Blocker) -> Markup {
    let id = |of: &Option<String>| of.clone().unwrap_or_default();
    let field = format!("reason-{}-{}", id(&blocker.judge), id(&blocker.component));
    html! {
        form method="post" action={ "/events/" (event.id) "/signing/accept" } {
            input type="hidden" name="judge" value=(id(&blocker.judge));
            input type="hidden" name="component" value=(id(&blocker.component));
            label for=(field) { "认可的理由（或在“登记回避”中将评分卡作废）" }
            input #(field) type="text" name="reason" required maxlength="500";
            button.btn { "予以认可" }
        }
    }
}
