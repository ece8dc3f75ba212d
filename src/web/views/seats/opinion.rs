//! The second opinion, beside the result: what the order would be if nobody were hard or easy.

use maud::{Markup, html};

use super::drawn::Drawn;
use super::words::{fixed, no_severity};
use crate::statistics::Opinion;

/// Entries that are shown at once; the others are below, to be opened.
const AT_ONCE: usize = 20;

pub(super) fn card(drawn: &Drawn<'_>) -> Markup {
    let (view, panel) = (drawn.view, drawn.view.panel());
    let moved = panel.opinions.iter().filter(|one| one.plain_place != one.without_place).count();
    let (first, rest) = panel.opinions.split_at(panel.opinions.len().min(AT_ONCE));
    html! {
        section.card.below.second {
            header { h2 { "扣除松紧后的先后" } p { b { "另一种看法，不是结果。" } "有人回避时，各项目的评委不同，才看得出差别" } }
            @if !view.kind.has_severity() {
                p.none-said { (no_severity(view.kind)) }
            } @else if panel.parts > 1 {
                p.none-said { "评委和项目分成 " (panel.parts) " 块，块与块之间没有共同的评委和项目，松紧不能跨块比，所以没有这一种看法。" }
            } @else if panel.opinions.is_empty() {
                p.none-said { "这个环节没有计入成绩的卡。" }
            } @else {
                p.lead {
                    "每张卡减去该席的松紧，再按组别权重平均；不去最高最低分，不看加减分和其他环节。"
                    @if moved == 0 { b { "与原样平均的先后完全一样。" } } @else { b { (moved) " 个项目的先后变了" } "（" (panel.opinions.len()) " 个项目，" (panel.agreement.cards) " 张卡）。" }
                }
                (rows(drawn, first))
                @if !rest.is_empty() {
                    details { summary { "其余 " (rest.len()) " 个项目" } (rows(drawn, rest)) }
                }
            }
        }
    }
}

fn rows(drawn: &Drawn<'_>, opinions: &[Opinion]) -> Markup {
    let view = drawn.view;
    html! {
        table.op {
            thead { tr {
                th.r scope="col" { "扣除后" small { "先后" } }
                th scope="col" { "项目" }
                th.r scope="col" { "扣除后" small { "平均" } }
                th.r scope="col" { "原样" small { "平均" } }
                th.r scope="col" { "原样" small { "先后" } }
                th scope="col" { "变动" }
                th.r scope="col" { "卡" }
                th.r.res scope="col" { "成绩" small { "本环节得分" } }
                th.r.res scope="col" { "成绩" small { "名次" } }
            } }
            tbody {
                @for one in opinions {
                    @if let Some(entry) = view.entries.get(one.entry) {
                        tr {
                            td.r { b { (one.without_place) } }
                            th scope="row" { a.link href={ (drawn.address(drawn.component(), &entry.id)) } { (entry.unit) } }
                            td.r data-of="扣除后平均" { (fixed(Some(one.without), 2)) }
                            td.r data-of="原样平均" { (fixed(Some(one.plain), 2)) }
                            td.r data-of="原样先后" { (one.plain_place) }
                            td.moved data-of="变动" { (moved(one)) }
                            td.r data-of="卡" { (one.cards) }
                            td.r.res data-of="本环节得分" { (if entry.score.is_empty() { "—" } else { entry.score.as_str() }) }
                            td.r.res data-of="成绩名次" { (if entry.vetoed { "否决" } else if entry.place.is_empty() { "—" } else { entry.place.as_str() }) }
                        }
                    }
                }
            }
        }
    }
}

/// By how many places an entry moves.
pub(super) fn moved(one: &Opinion) -> String {
    match one.plain_place.cmp(&one.without_place) {
        std::cmp::Ordering::Equal => "不变".to_owned(),
        std::cmp::Ordering::Greater => format!("↑{}", one.plain_place - one.without_place),
        std::cmp::Ordering::Less => format!("↓{}", one.without_place - one.plain_place),
    }
}
