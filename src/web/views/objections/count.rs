//! How many objections there were.

use maud::{Markup, html};

use crate::app::result::notice::Tally;

/// How many there were.
pub fn tally(tally: Tally) -> Markup {
    html! {
        @if tally.received == 0 { "没有收到异议。" } @else {
            "共收到异议 " (tally.received) " 件，已办结 " (tally.closed) " 件"
            @if tally.closed > 0 { "，其中成立 " (tally.upheld) " 件" }
            "。"
        }
    }
}
