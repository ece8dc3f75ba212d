//! What of a log is asked for: the form, and the address that keeps it.

use maud::{Markup, html};

use crate::app::act::word::Word;
use crate::app::result::log::{Asked, EventLog};
use crate::web::address::percent;

/// What is asked for, by the names that the form gives it.
fn fields(asked: &Asked) -> [(&'static str, &str); 6] {
    [
        ("who", &asked.who),
        ("act", &asked.act),
        ("from", &asked.from),
        ("until", &asked.until),
        ("about", &asked.about),
        ("text", &asked.text),
    ]
}

/// The address of a page of what is asked for; a side of a number, where it is not the first page.
pub fn address(path: &str, asked: &Asked, side: Option<(&str, i64)>) -> String {
    let said = fields(asked).into_iter().filter(|(_, value)| !value.is_empty());
    let said = said.map(|(name, value)| format!("{name}={}", percent(value)));
    let side = side.map(|(name, number)| format!("{name}={number}"));
    let query: Vec<String> = said.chain(side).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// A choice of a list: what is sent, and what people read.
fn choice(value: &str, said: &str, chosen: &str) -> Markup {
    html! { option value=(value) selected[value == chosen] { (said) } }
}

/// The form. It is sent with GET: the address says what is shown.
pub fn form(path: &str, log: &EventLog, asked: &Asked) -> Markup {
    let names = &log.names;
    let asks = fields(asked).iter().any(|(_, value)| !value.is_empty());
    html! {
        form.card.filter method="get" action=(path) role="search" {
            div { label for="who" { "谁" } select #who name="who" {
                option value="" { "所有人" }
                @for who in &log.people { (choice(who, &names.person(who), &asked.who)) }
            } }
            div { label for="act" { "做了什么" } select #act name="act" {
                option value="" { "所有操作" }
                @for word in &log.words { (choice(word, Word::read(word), &asked.act)) }
            } }
            div { label for="about" { "关于哪个项目或评委" } select #about name="about" {
                option value="" { "不限" }
                optgroup label="参评项目" {
                    @for (id, unit) in &names.entries { (choice(&format!("entry:{id}"), unit, &asked.about)) }
                }
                optgroup label="评委" {
                    @for (id, name) in &names.judges { (choice(&format!("judge:{id}"), name, &asked.about)) }
                }
            } }
            div { label for="text" { "名称含有" } input #text type="text" name="text" value=(asked.text) maxlength="40" placeholder="项目、评委或环节"; }
            div { label for="from" { "从（北京时间）" } input #from type="text" name="from" value=(asked.from) placeholder="2026-12-21 09:30" autocomplete="off"; }
            div { label for="until" { "到（北京时间）" } input #until type="text" name="until" value=(asked.until) placeholder="2026-12-21 11:00" autocomplete="off"; }
            p { button.btn.act { "查看" } @if asks { a.link href=(path) { "查看全部" } } }
        }
    }
}
