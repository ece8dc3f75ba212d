//! The entries that take part no longer, with why, beside a ranking that has no row for them.

use maud::{Markup, html};

use crate::scoring::result::Withdrawn;

/// The entries that were withdrawn, with why; nothing where there is none.
pub fn named(of: &[Withdrawn]) -> Markup {
    html! {
        @if !of.is_empty() {
            p.withdrawn { b { "退出评比" } "（不排名）：" (said(of)) }
        }
    }
}

/// The same as text.
pub fn said(of: &[Withdrawn]) -> String {
    let one =
        |row: &Withdrawn| format!("{}（{}）", if row.unit.is_empty() { &row.name } else { &row.unit }, row.reason);
    of.iter().map(one).collect::<Vec<_>>().join("；")
}
