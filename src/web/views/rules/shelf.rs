//! Rules that may be taken in the place of those in the editor: ready ones, those of another event, those of a file.

use maud::{Markup, html};

use crate::app::event::view::EventSummary;
use crate::folder::rules::shelf::SHELF;

pub fn shelf(event: &EventSummary, others: &[(String, String)]) -> Markup {
    html! {
        div.card.shelf role="group" aria-label="现成的规则" {
            h2 { "现成的规则" }
            p { "拿一份来改，原样留着" }
            @for ready in SHELF {
                button name="do" value={ "shelf:" (ready.id) } formnovalidate { b { (ready.name) } small { (ready.about) } }
            }
            details.from #from {
                summary { "从文件或往年活动取…" }
                @if !others.is_empty() {
                    label for="other" { "往年活动" }
                    select #other name="other" { @for (id, title) in others { option value=(id) { (title) } } }
                    button.btn name="do" value="other" formnovalidate { "取这个活动的规则" }
                }
                label for="file" { "规则文件（scoring-rules.toml）" }
                input #file type="file" name="file" accept=".toml,text/plain";
                button.btn name="do" value="file" formnovalidate formenctype="multipart/form-data"
                    formaction={ "/events/" (event.id) "/rules/file" } { "取这个文件" }
            }
        }
    }
}
