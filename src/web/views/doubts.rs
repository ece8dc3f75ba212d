//! What of an upload only a person can decide: shown with what is done meanwhile and the button that does otherwise.

use maud::{Markup, html};

use crate::app::setup::intake::Preview;
use crate::folder::intake::{Doubted, Place};
use crate::folder::tidy::{Choices, Matter};

/// Most rows of a list.
const ROWS: usize = 500;

/// What was decided so far, for a form that goes on with it.
pub fn decided(preview: &Preview) -> Markup {
    html! {
        input type="hidden" name="upload" value=(preview.upload);
        @for (matter, _) in MATTERS { @if chosen(preview.choices, matter) { input type="hidden" name=(field(matter)) value="yes"; } }
    }
}

/// What can be decided, in the order in which it is asked about, with what is done unless somebody decides otherwise.
const MATTERS: [(Matter, Asked); 3] = [
    (
        Matter::Rows,
        Asked {
            now: "这些行现在不读取。",
            then: "这些行按您的选择作为名单读取。",
            take: "这些行也读取",
            leave: "这些行不读取",
        },
    ),
    (
        Matter::Hidden,
        Asked {
            now: "隐藏的内容现在不读取。",
            then: "隐藏的内容按您的选择也读取。",
            take: "隐藏的内容也读取",
            leave: "隐藏的内容不读取",
        },
    ),
    (
        Matter::Blanks,
        Asked {
            now: "这些列现在保留原来的内容。",
            then: "这些列按您的选择改为空白。",
            take: "这些列改为空白",
            leave: "这些列保留原来的内容",
        },
    ),
];

/// How something is asked about.
struct Asked {
    now: &'static str,
    then: &'static str,
    take: &'static str,
    leave: &'static str,
}

fn field(matter: Matter) -> &'static str {
    match matter {
        Matter::Rows => "rows",
        Matter::Hidden => "hidden",
        Matter::Blanks => "blanks",
        Matter::Alike => "alike",
    }
}

fn chosen(choices: Choices, matter: Matter) -> bool {
    match matter {
        Matter::Rows => choices.rows,
        Matter::Hidden => choices.hidden,
        Matter::Blanks => choices.blanks,
        Matter::Alike => false,
    }
}

fn of(preview: &Preview, matter: Matter) -> Vec<&Doubted> {
    preview.doubts.iter().filter(|doubted| doubted.what.matter() == matter).collect()
}

/// What only a person can decide, each with the one button that decides it otherwise.
pub fn doubts(preview: &Preview, again: &str) -> Markup {
    let alike = of(preview, Matter::Alike);
    html! {
        @for (matter, asked) in MATTERS {
            @let found = of(preview, matter);
            @let taken = chosen(preview.choices, matter);
            @if !found.is_empty() {
                section.card {
                    h3 { "请您定一下：" (if taken { asked.then } else { asked.now }) }
                    (places(&found))
                    form method="post" action=(again) {
                        input type="hidden" name="upload" value=(preview.upload);
                        @for (other, _) in MATTERS {
                            @if chosen(preview.choices, other) != (other == matter) { input type="hidden" name=(field(other)) value="yes"; }
                        }
                        button.btn { (if taken { asked.leave } else { asked.take }) }
                    }
                }
            }
        }
        @if !alike.is_empty() {
            section.card {
                h3 { "请核对：看上去相同的名称" }
                (places(&alike))
                p { "确实是两个的，照常确认；是同一个的，请改正后重新上传。" }
            }
        }
    }
}

fn places(found: &[&Doubted]) -> Markup {
    html! {
        table.list {
            thead { tr { th { "文件或工作表" } th.r { "行" } th { "列" } th { "内容" } } }
            tbody { @for doubted in found.iter().take(ROWS) { tr { (place(&doubted.place)) td { (doubted.what) } } } }
        }
        @if found.len() > ROWS { p { "只列出前 " (ROWS) " 处，共 " (found.len()) " 处。" } }
    }
}

/// What confirming leaves out, for its button.
pub fn left_out(preview: &Preview) -> String {
    let is_left = |matter| !chosen(preview.choices, matter) && !of(preview, matter).is_empty();
    let mut left = Vec::new();
    left.extend(is_left(Matter::Rows).then(|| format!("不读取上面 {} 行", of(preview, Matter::Rows).len())));
    left.extend(is_left(Matter::Hidden).then(|| "不读取隐藏的内容".to_owned()));
    left.extend(is_left(Matter::Blanks).then(|| "保留没有上传的列".to_owned()));
    if left.is_empty() { String::new() } else { format!("{}，", left.join("、")) }
}

/// Where something stands, as cells of a row.
pub fn place(place: &Place) -> Markup {
    html! {
        td { (place.table) }
        td.r { @if place.row > 0 { (place.row) } }
        td { (place.column) }
    }
}
