//! Checking and signing: the result, what is still to be settled, who has signed and who is missing; earlier
//! results; what waits for those who sign.

use maud::{Markup, html};

use super::account::password_changed;
use super::circumstances;
use super::layout::{Frame, of_event, sheet};
use super::objections::tally;
use super::settle;
use super::wording::{local_time, titled};
use crate::app::act::actor::{Role, Who};
use crate::app::act::clock::moment;
use crate::app::act::drawn::Drawn;
use crate::app::act::permission::{Act, check};
use crate::app::act::state::why_not;
use crate::app::event::signers::{CardSigning, MOST, ResultFrom, Signers, SigningSettings};
use crate::app::event::view::{EventState, EventSummary, Matrix};
use crate::app::people::session::Session;
use crate::app::result::sign::{MOST_DAYS, ResultToSign, Signing, missing};
use crate::store::signing::SignatureRow;

fn may(session: &Session, act: Act) -> bool {
    check(&session.actor, act).is_ok()
}

/// The page 核对与签字; `objection` is the number of one because of which the event may be opened again.
pub fn page(signing: &Signing, session: &Session, matrix: Option<&Matrix>, objection: Option<i64>) -> Markup {
    let event = &signing.event;
    let body = html! {
        h2 { "核对与签字" }
        p { "评比活动处于“" (event.state.title()) "”。" }
        @match &signing.result {
            None => { p.said { "评分尚未封存，还没有可以核对的成绩。" } },
            Some(result) => {
                (checked(event, result))
                (circumstances::card(&signing.circumstances))
                (settle::unsettled(event, session, result, matrix))
                (signatures(signing, session, result))
                (onward(signing, session))
            },
        }
        (settings(signing, session))
        @if may(session, Act::Reopen) { (reopening(signing, session, objection)) }
        (history(signing, session))
        @if may(session, Act::AdmitHanded) {
            p { a.link href={ "/events/" (event.id) "/second" } { "第二人认定：另发登录链接、平板文件里的评分卡" } }
        }
        p { a.link href={ "/events/" (event.id) "/log" } { "存证日志：每一次操作、核对和存证点" } }
    };
    of_event("核对与签字", event, session, &body)
}

fn checked(event: &EventSummary, result: &ResultToSign) -> Markup {
    html! {
        section.card {
            h3 { "第 " (result.number) " 次封存的成绩" }
            table.list {
                tbody {
                    tr { td { "结果指纹" } td { code { (result.fingerprint) } } }
                    tr { td { "规则版本" } td { code { (result.rules_sha256) } } }
                    tr { td { "封存时间" } td { (local_time(result.frozen_at)) } }
                    tr { td { "独立复核" } td { "另一套程序重新计算，逐位一致" } }
                }
            }
            @if result.overridden > 0 {
                p.alert { "封存时有 " (result.overridden) " 件未决事项，已写明理由后封存；有关项目可能没有总分和名次。" }
            }
            div.row {
                a.btn.act href={ "/events/" (event.id) "/board" } { "查看成绩与名次" }
                a.btn href={ "/events/" (event.id) "/results/" (result.number) } { "成绩表" }
            }
        }
    }
}

pub(super) fn role_name(word: &str) -> &str {
    match Role::from_word(word) {
        Some(role) => role.title(),
        None => word,
    }
}

fn signatures(signing: &Signing, session: &Session, result: &ResultToSign) -> Markup {
    let event = &signing.event;
    let under: Vec<SignatureRow> =
        signing.signatures.iter().filter(|row| row.number == result.number).cloned().collect();
    let lacking = missing(&signing.settings.signers, &under);
    let own = session.actor.role.filter(|role| lacking.iter().any(|(lacks, _)| lacks == role));
    let done = matches!(&session.actor.who, Who::Account(name) if under.iter().any(|row| row.account == *name));
    html! {
        section.card {
            h3 { "签字" }
            @if signing.settings.signers.is_empty() { p { "此活动不要求签字。" } } @else {
                table.list {
                    thead { tr { th { "身份" } th { "账号" } th { "时间" } th { "所签指纹" } } }
                    tbody {
                        @for row in &under {
                            tr { td { (role_name(&row.role)) } td { (row.signer()) } td { (local_time(moment(row.at))) } td { code { (row.fingerprint) } } }
                        }
                        @for (role, count) in &lacking {
                            tr { td { (role.title()) } td { b { "还缺 " (count) " 人" } } td {} td {} }
                        }
                    }
                }
            }
            @if done { p { "您已签字。" } }
            @if own.is_some() && !done && why_not(Act::Sign, event.state).is_none() {
                @if result.unsettled.is_empty() {
                    form method="post" {
                        input type="hidden" name="number" value=(result.number);
                        input type="hidden" name="fingerprint" value=(result.fingerprint);
                        p { "请先核对成绩、规则版本和指纹。签字后，成绩如有任何变动，须重新签字。" }
                        button.btn.act.big { "核对无误，签字" }
                    }
                } @else {
                    p { "上面的事项处理以后才能签字。" }
                }
            }
        }
    }
}

/// Publishing, and the archive.
fn onward(signing: &Signing, session: &Session) -> Markup {
    let event = &signing.event;
    let ready =
        event.state == EventState::Signed || (event.state == EventState::Closed && signing.settings.signers.is_empty());
    html! {
        @if may(session, Act::Publish) && ready {
            section.card {
                h3 { "公布" }
                p { "公布后，任何人都可以在公示页查看名次，不显示任何一张评分卡。公示 " (signing.settings.notice_days) " 天。" }
                form method="post" action={ "/events/" (event.id) "/publish" } { button.btn.act.big { "公布成绩" } }
            }
        }
        @if matches!(event.state, EventState::Published | EventState::Archived) {
            section.card {
                h3 { "公示" }
                p { a.link href={ "/public/" (event.id) } { "公示页（不用登录）" } }
                p { (tally(signing.objections)) }
                @if signing.objections.open() > 0 { p.alert { "还有 " (signing.objections.open()) " 件异议没有办结。" } }
                @if may(session, Act::SeeObjections) {
                    div.row {
                        a.btn href={ "/events/" (event.id) "/objections" } { "异议" }
                        @if event.erased_at.is_none() { a.btn href={ "/events/" (event.id) "/bundle.zip" } { "成果包（ZIP）" } }
                        a.btn href={ "/events/" (event.id) "/erase" } { "保存与清除" }
                    }
                }
                @if may(session, Act::Archive) && event.state == EventState::Published {
                    p { "公示期满、异议都办结以后可以归档。" }
                    form method="post" action={ "/events/" (event.id) "/archive" } { button.btn { "归档" } }
                }
            }
        }
    }
}

/// From when officials see the result; without signatures, that is never the last one.
fn shown_from(set: &SigningSettings) -> &'static str {
    match set.result_from {
        ResultFrom::Signed if set.signers.is_empty() => ResultFrom::Published.title(),
        from => from.title(),
    }
}

/// What holds where nobody has set whether cards have to be signed.
const BY_LINE: &str = "开放评分时按网址确定：加密的必须签名，不加密的尽量签名";

/// A setting in words.
pub fn setting(name: &str, value: &str) -> String {
    match name {
        "result_from" => {
            let known = ResultFrom::ALL.into_iter().find(|from| from.as_str() == value);
            known.map_or_else(|| value.to_owned(), |from| from.title().to_owned())
        }
        "cards" => {
            let known = CardSigning::ALL.into_iter().find(|cards| cards.as_str() == value);
            known.map_or(BY_LINE, CardSigning::title).to_owned()
        }
        "days" => format!("{value} 天"),
        _ => format!("{value} 人"),
    }
}

/// Whether cards have to be signed. An event that was opened without that being set wants them.
fn cards(signing: &Signing) -> &'static str {
    let unset = if signing.event.state == EventState::Draft { BY_LINE } else { CardSigning::Wanted.title() };
    signing.settings.cards.map_or(unset, CardSigning::title)
}

fn settings(signing: &Signing, session: &Session) -> Markup {
    let (event, set) = (&signing.event, &signing.settings);
    let told = set.signers.iter().map(|(role, count)| format!("{} {count} 人", role.title())).collect::<Vec<_>>();
    html! {
        section.card {
            h3 { "签字与公示的设定" }
            p {
                @if told.is_empty() { "不要求签字" } @else { "须由 " (told.join("、")) " 签字" }
                "；领导在" (shown_from(set)) "查看成绩；公示 " (set.notice_days) " 天。"
            }
            p { "评分卡的本机签名：" (cards(signing)) "。" }
            @if may(session, Act::Configure) && why_not(Act::Configure, event.state).is_none() {
                form.narrow method="post" action={ "/events/" (event.id) "/signing/settings" } {
                    input type="hidden" name="drawn" value=(Drawn::of(&set.fields()).to_text());
                    @for role in Signers::ROLES {
                        label for=(role.as_str()) { (role.title()) "（0 至 " (MOST) " 人）" }
                        input #(role.as_str()) type="text" inputmode="numeric" name=(role.as_str()) value=(set.signers.needed(role)) required maxlength="1";
                    }
                    label for="result_from" { "领导从何时起查看成绩" }
                    select #result_from name="result_from" {
                        @for from in ResultFrom::ALL { option value=(from.as_str()) selected[from == set.result_from] { (from.title()) } }
                    }
                    label for="cards" { "评分卡的本机签名" }
                    select #cards name="cards" {
                        @if event.state == EventState::Draft || set.cards.is_none() {
                            option value="" selected[set.cards.is_none()] { @if event.state == EventState::Draft { (BY_LINE) } @else { "未设定（" (cards(signing)) "）" } }
                        }
                        @for cards in CardSigning::ALL { option value=(cards.as_str()) selected[Some(cards) == set.cards] { (cards.title()) } }
                    }
                    label for="days" { "公示天数（1 至 " (MOST_DAYS) "）" }
                    input #days type="text" inputmode="numeric" name="days" value=(set.notice_days) required maxlength="2";
                    button.btn { "保存设定" }
                }
            } @else if may(session, Act::Configure) {
                p { "封存以后不能再改。" }
            }
        }
    }
}

fn reopening(signing: &Signing, session: &Session, objection: Option<i64>) -> Markup {
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
fn history(signing: &Signing, session: &Session) -> Markup {
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

/// The list of events for those who sign: what waits for them stands out. `seconds` is how much waits for a second person
/// in each.
pub fn waiting(events: &[EventSummary], seconds: &[usize], session: &Session, changed: bool) -> Markup {
    let demo = events.iter().any(|event| event.demo);
    let frame = Frame { title: "评比活动", styles: &["plain.css"], script: Some("once.js"), demo };
    let waits = |event: &EventSummary| event.state == EventState::Closed && event.asks_signatures;
    let count = events.iter().filter(|event| waits(event)).count() + seconds.iter().sum::<usize>();
    let body = html! {
        @if changed { (password_changed()) }
        @if count == 0 { p.said.calm { "现在没有需要您核对的成绩。封存以后，这里会列出。" } }
        @for (event, second) in events.iter().zip(seconds) {
            section.card {
                h3 { (titled(event, events)) }
                p {
                    (event.state.title())
                    @if waits(event) { " · " b { "等待签字" } }
                    @if *second > 0 { " · " b { (second) " 项待第二人认定" } }
                }
                div.row {
                    @if may(session, Act::AdmitHanded) && (*second > 0 || event.state == EventState::Open) {
                        a.btn.act[*second > 0] href={ "/events/" (event.id) "/second" } { "第二人认定" }
                    }
                    @if waits(event) {
                        a.btn.act href={ "/events/" (event.id) "/signing" } { "核对与签字" }
                    } @else {
                        a.btn href={ "/events/" (event.id) "/signing" } { "核对与签字" }
                    }
                    a.btn href={ "/events/" (event.id) "/board" } { "进度与成绩" }
                    @if event.state == EventState::Open && may(session, Act::SettlePaper) {
                        a.btn href={ "/events/" (event.id) "/paper" } { "纸质卡录入" }
                    }
                }
            }
        }
        p { a.link href="/years" { "历年评比" } }
    };
    sheet(&frame, session, ("/", "首页"), false, &body)
}
