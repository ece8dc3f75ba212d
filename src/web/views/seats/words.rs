//! Words and signs that the parts of the page share, and what each word means.

use maud::{Markup, html};

use super::drawn::Drawn;
use crate::app::result::seats::CardKind;
use crate::statistics::{Distance, Figure, Seat};

/// A figure with a sign, as people print it; a dash where there is none.
pub(super) fn signed(figure: Option<Figure>, decimals: usize) -> String {
    figure.map_or_else(|| "—".to_owned(), |figure| minus(&figure.signed(decimals)))
}

/// A figure that is not below nothing, or is printed as it is.
pub(super) fn fixed(figure: Option<Figure>, decimals: usize) -> String {
    figure.map_or_else(|| "—".to_owned(), |figure| minus(&figure.fixed(decimals)))
}

/// The minus of print, which is as wide as the plus.
pub(super) fn minus(text: &str) -> String {
    text.replace('-', "−")
}

/// How hard or easy a seat is, in a word; none where it is like the others.
pub(super) fn severity(seat: &Seat) -> &'static str {
    let hard = seat.severity.is_some_and(Figure::is_negative);
    match (seat.distance, hard) {
        (Distance::Near, _) => "",
        (Distance::Slight, true) => "偏紧",
        (Distance::Slight, false) => "偏松",
        (Distance::Strong, true) => "很紧",
        (Distance::Strong, false) => "很松",
    }
}

/// Tenths of a figure between 0 and 1: the nearest number of them.
pub(super) fn tenths(figure: Figure) -> usize {
    (1..=10).rev().find(|tenths| figure.reaches(tenths * 10 - 5)).map_or(0, |tenths| tenths as usize)
}

/// Whole tenths that it has reached.
pub(super) fn whole_tenths(figure: Figure) -> usize {
    (1..=10).rev().find(|tenths| figure.reaches(tenths * 10)).map_or(0, |tenths| tenths as usize)
}

pub(super) const TENTHS: [&str; 11] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// A name that leaves room, whole in its title.
pub(super) fn cut(name: &str, most: usize) -> String {
    if name.chars().count() <= most { name.to_owned() } else { name.chars().take(most - 1).chain(['…']).collect() }
}

/// Each word in one sentence, and the other coefficients.
pub(super) fn glossary(drawn: &Drawn<'_>) -> Markup {
    let agreement = &drawn.view.panel().agreement;
    html! {
        section.card.below {
            header { h2 { "这些数是什么意思" } }
            dl.words {
                div { dt { "松紧" } dd { "扣掉项目好坏以后，这一席的分比其他席平均高或低多少；按有的卡用最小二乘法算。差到满分的 1% 说偏，2% 说很。" } }
                div { dt { "拉开" } dd { "这一席自己各张卡的标准差；太小等于没有评出高低。" } }
                div { dt { "相合" } dd { "这一席与其余各席平均分的相关，−1 到 1；低于 0.55 用粗体。看法不同不等于看错。" } }
                div { dt { "漂移" } dd { "扣掉项目好坏和松紧以后，每往后看一站平均高或低多少；到满分的 0.35% 用粗体。" } }
                div { dt { "突出的卡" } dd { "实际得分与“该席松紧 + 该项目水平”相差 2 倍标准差以上的卡。评委多，有几张是正常的。" } }
                div { dt { "一席与平均" } dd { "一席靠不住的，多席平均以后可以靠得住：偶然的不同互相抵消，共同看到的留下来。" } }
                @if let Some(gwet) = agreement.gwet {
                    div { dt { "格韦特 AC2" } dd { b { (fixed(Some(gwet.coefficient), 2)) } "（平方权重，" (agreement.cards) " 张卡，" (gwet.categories) " 种得分）：按差多少算一致，并扣去凑巧一致的部分；大家分数挨得近时，它比 α 高得多。" } }
                }
                @if let Some(found) = agreement.concordance {
                    div {
                        dt { "弗里德曼检验" }
                        dd {
                            "χ² = " b { (found.chi_square.fixed(2)) } "，自由度 " (found.degrees) "（" (found.raters) " 席，" (found.things) " 个项目）"
                            @match found.p {
                                Some(p) if p.fixed(3) == "0.000" => "：各席的先后若毫不相干，碰巧这样一致的机会小于 0.001。",
                                Some(p) => { "：各席的先后若毫不相干，碰巧这样一致的机会约 " (p.fixed(3)) "。" }
                                None => "。",
                            }
                        }
                    }
                }
                @if !drawn.view.kind.has_severity() { div { dt { "没有松紧" } dd { (no_severity(drawn.view.kind)) } } }
            }
        }
    }
}

/// Why nobody is hard or easy where ballots are given.
pub(super) fn no_severity(kind: CardKind) -> &'static str {
    match kind {
        CardKind::Ranking => "名次票上每席排的都是同一批名次，总和一样，说不上谁松谁紧，也说不上拉开。",
        CardKind::Votes => "推荐票上每席选的个数差不多，说不上谁松谁紧，也说不上拉开。",
        CardKind::Marks | CardKind::Grades => "",
    }
}
