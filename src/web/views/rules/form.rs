//! The usual cases of the rules as a form.

use maud::{Markup, html};

use crate::folder::rules::form::{ComponentForm, Field, RulesForm, STAGES};

const MODES: [(&str, &str); 4] = [
    ("", "四舍五入（未写明）"),
    ("half-up", "四舍五入"),
    ("half-even", "四舍六入五成双（GB/T 8170）"),
    ("down", "只舍不入"),
];
const METHODS: [(&str, &str); 4] =
    [("", "平均（未写明）"), ("mean", "平均"), ("trimmed-mean", "去掉最高最低后平均"), ("median", "中位数")];

/// The fields, in the order of the text.
pub(super) fn fields(form: &RulesForm) -> Markup {
    html! {
        section.card {
            h3 { "名称与取舍" }
            (text(&form.title, "评分办法的名称", 100))
            div.cells {
                (choice(&form.mode, "取舍办法", &MODES))
                @for (field, (_, name)) in form.stages.iter().zip(STAGES) { (figure(field, &format!("{name}保留位数"))) }
            }
            p { "位数留空则这一步不取舍，按精确值往下算。" }
        }
        @if !form.groups.is_empty() {
            section.card {
                h3 { "评委组的权重" }
                div.cells { @for (name, weight) in &form.groups { (figure(weight, name)) } }
                p { "只看相互比例；留空为 1。" }
            }
        }
        @for (index, component) in form.components.iter().enumerate() { (part(index, component)) }
        (awards(form))
    }
}

fn part(index: usize, component: &ComponentForm) -> Markup {
    html! {
        section.card {
            h3 { "评分环节：" (component.name) }
            div.cells {
                (figure(&component.weight, "权重"))
                @if let Some([method, highest, lowest]) = &component.trimming {
                    (choice(method, "汇总办法", &METHODS))
                    (figure(highest, "去掉几个最高分"))
                    (figure(lowest, "去掉几个最低分"))
                }
            }
            @if let Some(criteria) = &component.criteria {
                table.list.entry {
                    thead { tr { th { "指标" } th { "满分" } th { "最小间隔" } th { "操作" } } }
                    tbody {
                        @for (row, (id, [name, max, step])) in criteria.iter().enumerate() {
                            tr {
                                td { (bare(name, &format!("指标 {id} 的名称"), "text")) small { (id) } }
                                td { (bare(max, &format!("指标 {id} 的满分"), "decimal")) }
                                td { (bare(step, &format!("指标 {id} 的最小间隔"), "decimal")) }
                                td {
                                    button.btn name="do" value={ "remove-criterion." (index) "." (row) } formnovalidate
                                        aria-label={ "删去指标 " (id) } { "删去" }
                                }
                            }
                        }
                    }
                }
                div.row { button.btn name="do" value={ "add-criterion." (index) } formnovalidate { "增加一项指标" } }
            }
        }
    }
}

fn awards(form: &RulesForm) -> Markup {
    html! {
        section.card {
            h3 { "奖项" }
            @if !form.awards.is_empty() {
                table.list.entry {
                    thead { tr { th { "奖项" } th { "名额（个数，或如 30%）" } th { "操作" } } }
                    tbody {
                        @for (row, (name, quota)) in form.awards.iter().enumerate() {
                            tr {
                                td { (bare(name, &format!("第 {} 个奖项的名称", row + 1), "text")) }
                                td { (bare(quota, &format!("第 {} 个奖项的名额", row + 1), "text")) }
                                td {
                                    button.btn name="do" value={ "remove-award." (row) } formnovalidate
                                        aria-label={ "删去第 " (row + 1) " 个奖项" } { "删去" }
                                }
                            }
                        }
                    }
                }
            }
            div.row { button.btn name="do" value="add-award" formnovalidate { "增加一个奖项" } }
        }
    }
}

fn text(field: &Field, name: &str, most: usize) -> Markup {
    html! {
        label for=(field.name) { (name) }
        input #(field.name) type="text" name=(field.name) value=(field.value) maxlength=(most) autocomplete="off";
    }
}

fn figure(field: &Field, name: &str) -> Markup {
    html! {
        div {
            label for=(field.name) { (name) }
            input #(field.name) type="text" name=(field.name) value=(field.value) inputmode="decimal" maxlength="30"
                autocomplete="off";
        }
    }
}

/// A field in a table, whose head says what it is to those who see it.
fn bare(field: &Field, name: &str, mode: &str) -> Markup {
    html! {
        input type="text" name=(field.name) value=(field.value) aria-label=(name) inputmode=(mode) maxlength="60"
            autocomplete="off";
    }
}

/// A choice; what the text says and the form does not know stays to be chosen.
fn choice(field: &Field, name: &str, words: &[(&str, &str)]) -> Markup {
    let known = words.iter().any(|(word, _)| *word == field.value);
    html! {
        div {
            label for=(field.name) { (name) }
            select #(field.name) name=(field.name) {
                @for (word, said) in words { option value=(word) selected[*word == field.value] { (said) } }
                @if !known { option value=(field.value) selected { (field.value) } }
            }
        }
    }
}
