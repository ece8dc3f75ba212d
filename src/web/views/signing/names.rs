//! Who has signed, who is missing, and the line with which whoever looks signs.

use maud::{Markup, html};

use super::super::wording::{local_clock, local_time};
use super::drawn::{Drawn, no, role_name, short, yes};
use crate::app::act::actor::Role;
use crate::app::act::clock::moment;
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::result::ready::missing;
use crate::app::result::sign::ResultToSign;
use crate::store::signing::SignatureRow;

/// The card with all names.
pub(super) fn card(drawn: &Drawn<'_>, result: &ResultToSign) -> Markup {
    let signing = drawn.signing;
    let under: Vec<SignatureRow> =
        signing.signatures.iter().filter(|row| row.number == result.number).cloned().collect();
    let signers = &signing.settings.signers;
    let lacking = missing(signers, &under);
    let needed: usize = signers.iter().map(|(_, count)| count).sum();
    let mut left: Vec<(Role, bool)> =
        lacking.iter().flat_map(|(role, count)| std::iter::repeat_n((*role, false), *count)).collect();
    // of the lines that are empty one is whose turn it is
    let own = left.iter_mut().find(|(role, _)| drawn.is_asked(result) && drawn.session.actor.role == Some(*role));
    if let Some(own) = own {
        own.1 = true;
    }
    let dissents: Vec<_> = signing.dissents.iter().filter(|row| row.number == result.number).collect();
    html! {
        section.card.flat {
            header {
                h2 { "签字" }
                p { "改动成绩即须重签 · 所签指纹 " code { (short(&result.fingerprint)) } }
                @if needed > 0 { p.end { "已签 " b { (under.len()) " / " (needed) } } }
            }
            @if signers.is_empty() { p.none { "此活动不要求签字，公布时公示页会写明“无签字”。" } }
            ol.sg {
                @for row in &under {
                    li {
                        span { (role_name(&row.role)) }
                        b.nm { (row.signer()) }
                        em title=(local_time(moment(row.at))) { (yes()) (local_clock(moment(row.at))) }
                    }
                }
                @for (role, own) in &left {
                    @if *own { li.me { span { (role.title()) } b { (drawn.session.name) } em { "请您签字" } } }
                    @else { li { span { (role.title()) } b {} em.wait { "待签" } } }
                }
            }
            @for row in &dissents {
                p.dissent { (no()) b { (role_name(&row.role)) " " (row.person()) " 不同意：" } (row.reason) " · " (local_time(moment(row.at))) }
            }
        }
    }
}

/// The line at the foot: what is signed, the password, the button; or why not, and the other way.
pub(super) fn bar(drawn: &Drawn<'_>, result: &ResultToSign) -> Markup {
    let event = drawn.event();
    let hindered = drawn.hindered(result);
    let can = why_not(Act::Sign, event.state).is_none();
    let told = |count: usize| format!("须知 {count} 件");
    html! {
        aside.act.no-print {
            @match &hindered {
                None => {
                    p {
                        b { "您签的是：" } "第 " (result.number) " 次封存的成绩，指纹 " code { (short(&result.fingerprint)) }
                        "，" (told(drawn.signing.facts.iter().filter(|(fact, _)| fact.count > 0).count()))
                        @if let Some(spot) = &result.spot { "，抽检 " (spot.looked) " 张不符 " (spot.differing) }
                        "。" br; "签字时再输一次密码；签字记入日志，不能撤回，只能由改动成绩作废。"
                    }
                    form.right method="post" action={ "/events/" (event.id) "/signing" } {
                        input type="hidden" name="number" value=(result.number);
                        input type="hidden" name="fingerprint" value=(result.fingerprint);
                        label for="password" { "密码" }
                        input #password type="password" name="password" required autocomplete="current-password" maxlength="200";
                        button.go { "核对无误，签字" }
                    }
                },
                Some(why) => {
                    p { b { "现在不能签字" } "：" (why) "。不认可这一成绩的，可以登记“不同意签字”和理由，其他签字人立即看到。" }
                    div.right { button.stop type="button" disabled { "签字" small { (why) } } }
                },
            }
            @if can {
                details.no {
                    summary.btn { "登记不同意" }
                    form method="post" action={ "/events/" (event.id) "/signing/dissent" } {
                        input type="hidden" name="number" value=(result.number);
                        label for="dissent" { "不同意签字的理由" }
                        textarea #dissent name="reason" required maxlength="500" {}
                        button.btn { "确认不同意" }
                    }
                }
            }
        }
    }
}
