//! What would change it (变多少才会变): by how much one card would have to be another, and in which group. Whose card it is
//! and what it says is drawn for those alone who are told it; officials are not.

use maud::{Markup, html};

use super::chosen::{ResultPage, called};
use super::summary;
use crate::scoring::sensitivity::{Least, MovedCard, Sureness, Swap};

pub(super) fn card(page: &ResultPage<'_>) -> Markup {
    html! {
        section.board-card.near aria-labelledby="near-title" {
            header { h2 #near-title { "变多少才会变" } }
            @if let Some(sure) = page.sure() {
                div.say {
                    @for swap in &sure.swaps {
                        p { (said(page, swap)) }
                        (whose(page, swap))
                    }
                    @if sure.swaps.is_empty() { p { "没有相邻的名次可比。" } }
                    @if let Some(what) = firm_of(page, sure) {
                        p { (what) " " b { "稳固" } " 去掉任意一席、95% 的重抽都不变；" b { "较稳" } " 去掉任意一席不变；" b { "接近" } " 去掉一席会变" }
                    }
                }
            }
            (summary::tables(page))
        }
    }
}

/// What the words of sureness speak of.
fn firm_of(page: &ResultPage<'_>, sure: &Sureness) -> Option<&'static str> {
    let some = sure.entries.iter().any(|one| one.firmness.is_some());
    some.then_some(if page.rules.awards.is_empty() { "等次" } else { "奖项" })
}

fn unit<'p>(page: &'p ResultPage<'_>, entry: &str) -> &'p str {
    page.frozen.report.ranking.iter().find(|row| row.entry == entry).map_or("", called)
}

fn said(page: &ResultPage<'_>, swap: &Swap) -> Markup {
    let (first, second) = swap.places;
    let of_track = page.frozen.report.is_by_track();
    let track =
        page.frozen.report.ranking.iter().find(|row| row.entry == swap.upper).map_or("", |row| row.track.as_str());
    html! {
        @if of_track && !track.is_empty() { (track) "：" }
        "第 " (first) "、" (second) " 名对调"
        @if let Some(award) = &swap.award { "，" (award.replace(';', "、")) "随之易主" }
        "："
        @match &swap.least {
            None => { "任何一张评分卡单独改动都做不到。" },
            Some(least) => { (change(page, least)) },
        }
    }
}

fn change(page: &ResultPage<'_>, least: &Least) -> Markup {
    html! {
        @match least.cards.as_slice() {
            // any one of several cards of a group that count for as much
            [first, rest @ ..] if rest.iter().all(|card| is_alike(first, card)) => {
                (one(page, first)) b { (direction(first)) " " (least.points) " 分" } "，再小都不够"
            },
            cards => {
                (cards.len()) " 张卡中任一张动 " b { (least.points) " 分" } "即可"
                @let groups = among(cards);
                @if !groups.is_empty() { "（" (groups) "）" }
            },
        }
        @match &least.parted_by {
            Some(by) => { "（总分相同，再比" (by) "）。" },
            None => { "。" },
        }
    }
}

fn is_alike(one: &MovedCard, other: &MovedCard) -> bool {
    (&one.component, &one.group, &one.entry, one.up) == (&other.component, &other.group, &other.entry, other.up)
}

/// The cards themselves, where the reader is told whose they are.
fn whose(page: &ResultPage<'_>, swap: &Swap) -> Markup {
    let cards = swap.least.iter().flat_map(|least| &least.cards);
    let told: Vec<_> = cards.filter_map(|card| Some((card, card.seat.as_ref()?))).collect();
    html! {
        @if !told.is_empty() {
            details.whose {
                summary { "是哪 " (told.len()) " 张（只给组织者、监票人、纪检看）" }
                ul {
                    @for (card, seat) in told {
                        li { (seat.judge) "给" (unit(page, &card.entry)) "的" (card.component) "：" (seat.from) " → " (seat.to) }
                    }
                }
            }
        }
    }
}

fn direction(card: &MovedCard) -> &'static str {
    if card.up { "多" } else { "少" }
}

fn one(page: &ResultPage<'_>, card: &MovedCard) -> String {
    let group = if card.group.is_empty() { "评委" } else { &card.group };
    format!("{group}给{}的一张{}卡", unit(page, &card.entry), card.component)
}

/// In which groups and components the cards are.
fn among(cards: &[MovedCard]) -> String {
    let mut found: Vec<String> = Vec::new();
    for card in cards {
        let said = [card.group.as_str(), card.component.as_str()].into_iter().filter(|word| !word.is_empty());
        let said = said.collect::<Vec<_>>().join("的");
        if !found.contains(&said) {
            found.push(said);
        }
    }
    if found.len() > 3 { String::new() } else { found.join("、") }
}
