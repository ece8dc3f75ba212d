//! The form of one row: a new one, or one that is changed; drawn again with what was typed where something is wrong.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::frame::draw;
use super::rows::names;
use crate::app::act::drawn::{Drawn, Field, Overtaken};
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::people::session::Session;
use crate::app::setup::edit::{Prepared, Sheet, is_text};
use crate::folder::{Fault, Problem};
use crate::web::views::overtaken;

/// What a form shows.
pub struct Form<'f> {
    /// All that the event is set up with.
    pub prepared: &'f Prepared,
    /// Who looks.
    pub session: &'f Session,
    /// The table.
    pub sheet: Sheet,
    /// The row that is changed; `None`: a new one.
    pub id: Option<&'f str>,
    /// What the fields show, by column.
    pub typed: BTreeMap<String, String>,
    /// What it is drawn from.
    pub drawn: Drawn,
    /// What is wrong, where that is not a field.
    pub problem: Option<String>,
    /// What is wrong with fields.
    pub faults: &'f [Fault],
    /// What somebody else changed meanwhile, and what was typed before both were put together.
    pub overtaken: Option<(&'f Overtaken, BTreeMap<String, String>)>,
}

/// How a field is filled in.
enum Input {
    Line,
    Number,
    Time,
    Text,
    Choice(Vec<(String, String)>),
}

/// What people read beside the names of the folder's columns.
fn hint(sheet: Sheet, column: &str) -> &'static str {
    match (sheet, column) {
        (Sheet::Entries, "entry") | (Sheet::Judges, "judge") => "建立后不能更改，只能删去重建",
        (Sheet::Entries, "name") => "可以不填，页面写“未列项目名称”",
        (Sheet::Entries, "track") => "分组排名时用，如 园区组；不分组时不填",
        (Sheet::Entries, "order") => "并列时按它排列，可以不填",
        (Sheet::Judges, "group") => "评委组由评分规则定",
        (Sheet::Checkpoints, "planned_arrival" | "planned_departure") => "24 小时制，如 08:10",
        (Sheet::Entries | Sheet::Judges | Sheet::Checkpoints, _) => "",
    }
}

fn input(form: &Form<'_>, column: &str) -> Input {
    let prepared = form.prepared;
    match (form.sheet, column) {
        (Sheet::Entries, "order") => Input::Number,
        (Sheet::Entries, "summary") | (Sheet::Checkpoints, "look_at") => Input::Text,
        (Sheet::Entries, "class") => {
            let none = (String::new(), "（无）".to_owned());
            Input::Choice(std::iter::once(none).chain(prepared.classes.iter().cloned()).collect())
        }
        (Sheet::Judges, "group") => {
            Input::Choice(prepared.groups.iter().map(|group| (group.id.clone(), group.name.clone())).collect())
        }
        (Sheet::Checkpoints, "planned_arrival" | "planned_departure") => Input::Time,
        (Sheet::Checkpoints, "entry") => Input::Choice(beside_the_route(prepared)),
        (Sheet::Entries | Sheet::Judges | Sheet::Checkpoints, _) => Input::Line,
    }
}

/// Entries that are not on the route: id, unit.
fn beside_the_route(prepared: &Prepared) -> Vec<(String, String)> {
    let on = |id: &str| prepared.stops.iter().any(|stop| stop.fields[0].value == id);
    let off = prepared.entries.iter().filter(|row| !on(&row[0].value));
    off.map(|row| (row[0].value.clone(), format!("{} {}", row[0].value, row[2].value))).collect()
}

/// The id that would go on from those that there are; empty where they are no numbers.
pub fn suggested_id(rows: &[Vec<Field>]) -> String {
    let ids: Vec<&str> = rows.iter().filter_map(|row| row.first()).map(|field| field.value.as_str()).collect();
    let prefix: String = ids.first().map_or("", |id| id).chars().take_while(|c| !c.is_ascii_digit()).collect();
    let number = |id: &&str| id.strip_prefix(prefix.as_str()).and_then(|rest| rest.parse::<u32>().ok());
    let width = ids.iter().map(|id| id.len().saturating_sub(prefix.len())).min().unwrap_or(2);
    match ids.iter().filter_map(number).max() {
        Some(last) => format!("{prefix}{:0width$}", last.saturating_add(1)),
        None => String::new(),
    }
}

/// The form's page.
pub fn form(form: &Form<'_>) -> Markup {
    let (event, (page, many, one)) = (&form.prepared.event, names(form.sheet));
    let at = format!("/events/{}/setup/{page}", event.id);
    let full = why_not(Act::Prepare, event.state).is_none();
    let title = if form.id.is_some() { format!("编辑{one}") } else { format!("添加{one}") };
    let body = html! {
        @if let Some(id) = form.id { p { (one) " " b { (id) } @if form.sheet == Sheet::Checkpoints { " " (unit(form.prepared, id)) } } }
        @if let Some((changed, mine)) = &form.overtaken {
            (overtaken::panel(changed, &|name| mine.get(name).cloned(), &|name, value| shown(form, name, value)))
            p { "下面已合在一起：您没有动过的用现在的内容，您改过的用您的。核对后再保存。" }
        }
        @if let Some(problem) = &form.problem { p.alert role="alert" { (problem) } }
        @if !form.faults.is_empty() { p.alert role="alert" { (form.faults.len()) " 处需要修改，没有写入。" } }
        @for fault in form.faults.iter().filter(|fault| !is_shown(form, &fault.place)) { p.alert { (fault.place) "：" (fault.problem) } }
        form.narrow method="post" action=(at) {
            input type="hidden" name="was" value=(form.id.unwrap_or_default());
            input type="hidden" name="drawn" value=(form.drawn.to_text());
            @for (column, label) in form.sheet.columns().filter(|(column, _)| is_shown(form, column)) {
                (field(form, column, label, full))
            }
            button.btn.act.big { "保存" }
        }
        @if let (Some(id), true) = (form.id, full) { (removal(form, &at, id, one)) }
    };
    draw(&title, event, form.session, (&at, &format!("回{many}")), &body)
}

fn unit<'p>(prepared: &'p Prepared, id: &str) -> &'p str {
    prepared.stops.iter().find(|stop| stop.fields[0].value == id).map_or("", |stop| stop.unit.as_str())
}

/// Whether a column has a field: an id only of a new row, a class only where the rules have some, a stop's place never.
fn is_shown(form: &Form<'_>, column: &str) -> bool {
    match (form.sheet, column) {
        (Sheet::Entries | Sheet::Checkpoints, "entry") | (Sheet::Judges, "judge") => form.id.is_none(),
        (Sheet::Entries, "class") => !form.prepared.classes.is_empty(),
        (Sheet::Checkpoints, "order") => false,
        (Sheet::Entries | Sheet::Judges | Sheet::Checkpoints, column) => {
            form.sheet.columns().any(|(name, _)| name == column)
        }
    }
}

/// A group by its name.
fn shown(form: &Form<'_>, name: &str, value: &str) -> String {
    match input(form, name) {
        Input::Choice(choices) => {
            choices.into_iter().find(|(id, _)| id == value).map_or_else(|| value.to_owned(), |(_, said)| said)
        }
        Input::Line | Input::Number | Input::Time | Input::Text => value.to_owned(),
    }
}

/// What is wrong with a field, in a form's words: there are no lines here.
fn wrong(problem: &Problem) -> String {
    match problem {
        Problem::Duplicate { found, .. } => format!("“{found}”已经有了，请换一个"),
        other => other.to_string(),
    }
}

fn field(form: &Form<'_>, column: &str, label: &str, full: bool) -> Markup {
    let value = form.typed.get(column).map_or("", String::as_str);
    let fault = form.faults.iter().find(|fault| fault.place == column);
    let (hint, fault_id) = (hint(form.sheet, column), format!("{column}-fault"));
    let invalid = fault.map(|_| "true");
    let described = fault.map(|_| fault_id.as_str());
    let fixed = !full && !is_text(form.sheet, column);
    html! {
        label for=(column) { (label) @if !hint.is_empty() { small { "（" (hint) "）" } } }
        @if fixed {
            input id=(column) type="text" value=(shown(form, column, value)) disabled;
        } @else { @match input(form, column) {
            Input::Line => input id=(column) type="text" name=(column) value=(value) maxlength="200" autocomplete="off"
                aria-invalid=[invalid] aria-describedby=[described];,
            Input::Number => input id=(column) type="text" inputmode="numeric" name=(column) value=(value) maxlength="9"
                autocomplete="off" aria-invalid=[invalid] aria-describedby=[described];,
            Input::Time => input id=(column) type="text" name=(column) value=(value) maxlength="20" autocomplete="off"
                aria-invalid=[invalid] aria-describedby=[described];,
            Input::Text => textarea id=(column) name=(column) maxlength="2000" aria-invalid=[invalid]
                aria-describedby=[described] { (value) },
            Input::Choice(choices) => select id=(column) name=(column) aria-invalid=[invalid] aria-describedby=[described] {
                @for (id, said) in choices { option value=(id) selected[id == value] { (said) } }
            },
        } }
        @if let Some(fault) = fault { p.alert id=(fault_id) { (wrong(&fault.problem)) } }
    }
}

/// The button that removes the row.
fn removal(form: &Form<'_>, at: &str, id: &str, one: &str) -> Markup {
    html! {
        section.card {
            h3 { "删去这个" (one) }
            p { @match form.sheet {
                Sheet::Entries => "已有评分卡、回避、考核数值、行程站点等的不能删去，会说明有哪些。",
                Sheet::Judges => "已有评分卡、回避等登记的不能删去，会说明有哪些。登录链接随之作废。",
                Sheet::Checkpoints => "参评项目仍在，只是不再停这一站。已登记到达的不能删去。",
            } }
            form method="post" action={ (at) "/remove" } {
                input type="hidden" name="id" value=(id);
                input type="hidden" name="drawn" value=(form.drawn.to_text());
                button.btn { "删去" }
            }
        }
    }
}
