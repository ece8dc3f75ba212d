//! Preparing an event: what is there, what is lacking, and the way to each part of it.

mod form;
mod frame;
mod rows;

use maud::{Markup, html};

use crate::app::act::actor::Role;
use crate::app::act::drawn::Overtaken;
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::event::view::{EventState, EventSummary};
use crate::app::people::session::Session;
use crate::app::setup::edit::{Lack, Prepared, TITLE};

use frame::draw;

pub use form::{Form, form, suggested_id};
pub use rows::{Again, list, names, way};

/// What is wrong with a title that was sent.
pub struct Retitled<'t> {
    pub title: &'t str,
    /// What is wrong with it.
    pub problem: &'t str,
    /// What somebody else changed it to.
    pub overtaken: Option<&'t Overtaken>,
}

/// The page from which an event is prepared.
pub fn page(prepared: &Prepared, session: &Session, retitled: Option<&Retitled<'_>>) -> Markup {
    let event = &prepared.event;
    let body = html! {
        (opening(prepared))
        (title(prepared, retitled))
        div.parts {
            (entries(prepared))
            (judges(prepared))
            (route(prepared))
            (rules(prepared))
            (signing(prepared))
            (ways(prepared))
        }
    };
    draw("筹备", event, session, (&format!("/events/{}/desk", event.id), "回组织台"), &body)
}

/// What is lacking, and the button that opens the event.
fn opening(prepared: &Prepared) -> Markup {
    let event = &prepared.event;
    let musts = prepared.lacking.iter().filter(|lack| lack.must()).count();
    html! {
        section.card {
            h2 { @match event.state {
                EventState::Draft if musts > 0 => { "还不能开放评分" },
                EventState::Draft => { "可以开放评分" },
                EventState::Open | EventState::Closed | EventState::Signed | EventState::Published | EventState::Archived => {
                    "评比活动处于“" (event.state.title()) "”"
                },
            } }
            @if let Some(why) = why_not(Act::Prepare, event.state) { p { (why) "。" } }
            @if event.state == EventState::Open { p { "文字、时间和看点仍可更正。" } }
            @if event.state.is_before_close() && !prepared.lacking.is_empty() {
                ul.todo {
                    @for lack in &prepared.lacking {
                        li.advice[!lack.must()] { b { (if lack.must() { "必须先办" } else { "建议补上" }) } p { (lack) "。" (where_to(event, lack)) } }
                    }
                }
            } @else if event.state.is_before_close() { p { "该有的都有了。" } }
            @if event.state == EventState::Draft {
                @if musts > 0 {
                    div.row { span.btn aria-disabled="true" { "开放评分（先办完 " (musts) " 件必须先办的事）" } }
                } @else {
                    form method="post" action={ "/events/" (event.id) "/open" } {
                        div.row { button.btn.act { "开放评分" } span { "开放以后，参评项目、评委和站点不再增删，演练随之作废。" } }
                    }
                }
            }
        }
    }
}

/// The way to where something that is lacking is entered.
fn where_to(event: &EventSummary, lack: &Lack) -> Markup {
    let to = match lack {
        Lack::NoJudge | Lack::EmptyGroup { .. } | Lack::Apart(_) => "setup/judges",
        Lack::NoUnit(_) => "setup/entries",
        Lack::NoStop(_) | Lack::NoTime(_) | Lack::OutOfTime(_) => "setup/route",
        Lack::NoMeasure(_) => "measures",
        Lack::NoSigner { .. } => return html! {},
        Lack::NoLinks => "links",
    };
    html! { " " a.link href={ "/events/" (event.id) "/" (to) } { "去办理" } }
}

fn title(prepared: &Prepared, retitled: Option<&Retitled<'_>>) -> Markup {
    let event = &prepared.event;
    let value = retitled.map_or(event.title.as_str(), |retitled| retitled.title);
    html! {
        section.card {
            h3 { "活动名称" }
            @if why_not(Act::Reword, event.state).is_some() { p { (event.title) } } @else {
                @if let Some(retitled) = retitled {
                    @match retitled.overtaken {
                        Some(overtaken) => (super::overtaken::panel(overtaken, &|_| Some(retitled.title.to_owned()), &super::overtaken::plain)),
                        None => p.alert role="alert" #title-problem { (retitled.problem) },
                    }
                }
                form method="post" action={ "/events/" (event.id) "/setup" } {
                    label for="title" { "名称，印在每个页面和每份导出上" }
                    input #title type="text" name="title" value=(value) required maxlength=(TITLE)
                        aria-describedby=[retitled.filter(|retitled| retitled.overtaken.is_none()).map(|_| "title-problem")] aria-invalid=[retitled.map(|_| "true")];
                    input type="hidden" name="drawn" value=(prepared.title.to_text());
                    button.btn { "保存名称" }
                }
            }
        }
    }
}

fn part(title: &str, body: &Markup, links: &[(String, &str)]) -> Markup {
    html! {
        section.card {
            h3 { (title) }
            (body)
            div.row { @for (to, name) in links { a.btn href=(to) { (name) } } }
        }
    }
}

fn at(event: &EventSummary, page: &str) -> String {
    format!("/events/{}/{page}", event.id)
}

/// What the way to a list is called: where it can be changed, and where not.
fn verb(event: &EventSummary, edit: &'static str, look: &'static str) -> &'static str {
    if why_not(Act::Reword, event.state).is_none() { edit } else { look }
}

fn entries(prepared: &Prepared) -> Markup {
    let event = &prepared.event;
    let nameless = prepared.entries.iter().filter(|row| row.get(1).is_some_and(|name| name.value.is_empty())).count();
    let body = html! {
        p.count { b { (prepared.entries.len()) } " 个" }
        @if nameless > 0 { p { "其中 " (nameless) " 个未列项目名称。" } }
    };
    let links = [
        (at(event, "setup/entries"), verb(event, "编辑参评项目", "查看参评项目")),
        (at(event, "measures"), "考核数值"),
    ];
    let (there, due) = prepared.measures;
    let body = html! { (body) @if due > 0 { p { "考核数值已填 " (there) " / " (due) "。" } } };
    part("参评项目", &body, if due > 0 { &links } else { &links[..1] })
}

fn judges(prepared: &Prepared) -> Markup {
    let event = &prepared.event;
    let body = html! {
        p.count { b { (prepared.judges.len()) } " 名" }
        p { @for (index, group) in prepared.groups.iter().enumerate() { @if index > 0 { "；" } (group.name) " " (group.judges) " 名" } }
        p { "有效的登录链接 " (prepared.links) " 个，打印时每席一张，带二维码。" }
    };
    let mut links = vec![(at(event, "setup/judges"), verb(event, "编辑评委", "查看评委"))];
    if event.state.is_before_close() {
        links.push((at(event, "links"), "评委链接"));
    }
    part("评委", &body, &links)
}

fn route(prepared: &Prepared) -> Markup {
    let event = &prepared.event;
    let first = prepared.stops.first();
    let body = html! {
        p.count { b { (prepared.stops.len()) } " 站" }
        @if let Some(stop) = first { p { "从 " (stop.unit) " 开始" @if !stop.fields[2].value.is_empty() { "，计划 " (stop.fields[2].value) " 到达" } "。" } }
    };
    part("行程", &body, &[(at(event, "setup/route"), verb(event, "编辑行程", "查看行程"))])
}

fn rules(prepared: &Prepared) -> Markup {
    let body = html! {
        p { (if prepared.rules.is_empty() { "（规则没有标题）" } else { &prepared.rules }) }
        p { "指纹 " code title=(prepared.rules_sha256) { (prepared.rules_sha256.get(..12).unwrap_or_default()) } }
        p { "评委组由规则定：" @for (index, group) in prepared.groups.iter().enumerate() { @if index > 0 { "、" } (group.name) } "。" }
    };
    part("评分规则", &body, &[(at(&prepared.event, "rules"), "评分规则")])
}

fn signing(prepared: &Prepared) -> Markup {
    let set = &prepared.signing;
    let there = |role: Role| prepared.accounts.iter().find(|(of, _)| *of == role).map_or(0, |(_, count)| *count);
    let told: Vec<String> = set
        .signers
        .iter()
        .map(|(role, count)| format!("{} {count} 人（账号 {} 个）", role.title(), there(role)))
        .collect();
    let body = html! {
        p { @if told.is_empty() { "不要求签字" } @else { "须由 " (told.join("、")) " 签字" } "；公示 " (set.notice_days) " 天。" }
        p { "账号由系统管理员在“账号”页建立，组织者不能建立：主持当天的人，不任命核对他的人。一人一个账号，首次登录时由本人换成只有自己知道的密码。" }
    };
    part("签字与账号", &body, &[(at(&prepared.event, "signing"), "签字与公示的设定")])
}

fn ways(prepared: &Prepared) -> Markup {
    let event = &prepared.event;
    let body = html! { p { "整份表格可以一次导入：先显示结果和全部问题，确认后才写入。正式开放以前，可以先演练。" } };
    let mut links = Vec::new();
    if event.state == EventState::Draft {
        links.push((at(event, "upload"), "导入表格"));
    }
    if event.state.is_before_close() && !event.rehearsal {
        links.push((at(event, "rehearse"), "演练"));
    }
    links.push((at(event, "export"), "导出"));
    part("导入与演练", &body, &links)
}
