//! Cards that stand out from what their seat and their entry would give.

use maud::{Markup, html};

use super::drawn::Drawn;
use super::words::{fixed, signed};
use crate::statistics::Outlier;
use crate::web::address::percent;

/// Most cards that are named here; the file has all of them.
const NAMED: usize = 12;

pub(super) fn card(drawn: &Drawn<'_>) -> Markup {
    let panel = drawn.view.panel();
    let (far, left) = (fixed(panel.far, 1), panel.outliers.len().saturating_sub(NAMED));
    html! {
        section.card {
            header {
                h2 { "突出的卡" }
                p { "与“该席松紧 + 该项目水平”应有的分差 2 倍标准差" @if panel.far.is_some() { "（" (far) " 分）" } "以上" }
            }
            @if panel.far.is_none() {
                p.none-said { "卡太少，分不出哪一张突出。" }
            } @else if panel.outliers.is_empty() {
                p.none-said { (panel.agreement.cards) " 张卡里没有。" }
            } @else {
                table.bigt {
                    thead { tr {
                        th scope="col" { "卡" }
                        @if drawn.marks { th.r scope="col" { "得分" } th.r scope="col" { "应有" } }
                        th.r scope="col" { "差" }
                        @if drawn.marks { th.no-print scope="col" { span.vh { "去处" } } }
                    } }
                    tbody { @for card in panel.outliers.iter().take(NAMED) { (row(drawn, card)) } }
                }
                @if left > 0 { p.note { "共 " (panel.outliers.len()) " 张（" (panel.agreement.cards) " 张卡里），其余 " (left) " 张在导出的表里。" } }
            }
        }
    }
}

fn row(drawn: &Drawn<'_>, card: &Outlier) -> Markup {
    let view = drawn.view;
    let (Some(seat), Some(entry)) = (view.seats.get(card.seat), view.entries.get(card.entry)) else { return html! {} };
    html! {
        tr {
            td { (seat.name) " · " (entry.unit) }
            @if drawn.marks {
                td.r { b { (fixed(Some(card.value), 1)) } }
                td.r { (fixed(Some(card.expected), 1)) }
            }
            td.r { b { (signed(Some(card.difference), 1)) } }
            @if drawn.marks {
                td.no-print {
                    a.link href={ "/events/" (view.event.id) "/board?entry=" (percent(&entry.id)) "#why" } aria-label={ "看这张卡：" (seat.name) " · " (entry.unit) } { "看这张卡" }
                }
            }
        }
    }
}
