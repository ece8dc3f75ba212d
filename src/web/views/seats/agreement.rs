//! Four tiles: how much the seats agree, as a figure, on a track from 0 to 1, and in a sentence.

use maud::{Markup, html};

use super::drawn::Drawn;
use super::words::{TENTHS, fixed, tenths, whole_tenths};
use crate::statistics::Figure;

struct Tile {
    title: String,
    /// What the statistic is called.
    name: String,
    figure: Option<Figure>,
    said: String,
}

pub(super) fn tiles(drawn: &Drawn<'_>) -> Markup {
    html! {
        div.four {
            @for tile in [order(drawn), single(drawn), mean(drawn), alpha(drawn)] {
                section.card {
                    h3 { (tile.title) small { (tile.name) } }
                    div.v { strong { (fixed(tile.figure, 2)) } (track(tile.figure)) }
                    p.s { (tile.said) }
                }
            }
        }
    }
}

/// A track from 0 to 1; a figure below 0 is at its beginning.
fn track(figure: Option<Figure>) -> Markup {
    let at = figure.map(|figure| figure.along((Figure::ZERO, Figure::of_count(1)), (0, 200)));
    let mark = figure.map(|figure| figure.along((Figure::ZERO, Figure::of_count(1)), (0, 196)));
    let said = figure.map_or_else(|| "算不出".to_owned(), |figure| format!("0 到 1 之间的 {}", figure.fixed(2)));
    html! {
        svg viewBox="0 0 200 22" preserveAspectRatio="none" role="img" aria-label=(said) {
            rect.rail y="8" width="200" height="6" rx="3" {}
            @if let Some(at) = at { rect.run y="8" width=(at) height="6" rx="3" {} }
            @if let Some(mark) = mark { rect.stop x=(mark) y="3" width="4" height="16" {} }
        }
    }
}

/// Why the statistics of seats that have scored everything cannot be worked out.
fn lacking(drawn: &Drawn<'_>) -> String {
    let (view, agreement) = (drawn.view, &drawn.view.panel().agreement);
    let scored = view.entries.len();
    if agreement.cards == 0 {
        "这个环节没有计入成绩的卡，算不出。".to_owned()
    } else if agreement.seats < 2 {
        "只有一席评分，没有别席可比，算不出。".to_owned()
    } else if scored < 2 {
        "只有一个项目，没有先后可比，算不出。".to_owned()
    } else if agreement.concordance.is_none() && agreement.alpha.is_none() {
        "给的分都一样，看不出差别，算不出。".to_owned()
    } else {
        "评满全部项目的不到两席，或他们不分高低，算不出；各评各的项目不能这样比。".to_owned()
    }
}

fn order(drawn: &Drawn<'_>) -> Tile {
    let found = drawn.view.panel().agreement.concordance;
    let said = match &found {
        None => lacking(drawn),
        Some(found) => {
            let how = match whole_tenths(found.w) {
                9.. => "几乎一个样",
                7 | 8 => "很一致，不完全一样",
                5 | 6 => "大体一致，不是一个样",
                3 | 4 => "有些一致，各有看法",
                _ => "各排各的居多",
            };
            format!("{} 席评满 {} 项，先后有多像。0 各排各的，1 完全一样。现在{how}。", found.raters, found.things)
        }
    };
    Tile {
        title: "排的先后一致".to_owned(), name: "肯德尔 W".to_owned(), figure: found.map(|found| found.w), said
    }
}

fn single(drawn: &Drawn<'_>) -> Tile {
    let figure = drawn.view.panel().agreement.icc.and_then(|icc| icc.single);
    let said = match figure {
        None => lacking(drawn),
        Some(figure) => match tenths(figure) {
            0 => "一席的分里，几乎看不出项目本身的差别；多是手松手紧和看法不同。一席说了不算。".to_owned(),
            10 => "一席的分里，几乎全是项目本身的差别。".to_owned(),
            share => {
                format!("一席的分里，约{}成是项目本身的差别；其余是手松手紧和看法不同。一席说了不算。", TENTHS[share])
            }
        },
    };
    Tile { title: "单看一席".to_owned(), name: "ICC(2,1)".to_owned(), figure, said }
}

fn mean(drawn: &Drawn<'_>) -> Tile {
    let icc = drawn.view.panel().agreement.icc;
    let figure = icc.and_then(|icc| icc.mean);
    let raters = icc.map(|icc| icc.raters);
    let said = match figure {
        None => lacking(drawn),
        Some(figure) => match whole_tenths(figure) {
            0 => "平均起来，还是看不出项目的差别。名次靠平均，看这一个要当心。".to_owned(),
            share @ 1..=5 => {
                format!("平均起来，{}成以上是项目的差别，不算多。名次靠平均，看这一个要当心。", TENTHS[share])
            }
            10 => "平均起来，几乎全是项目的差别。名次靠平均，所以看这一个。".to_owned(),
            share => format!("平均起来，{}成以上是项目的差别。名次靠平均，所以看这一个。", TENTHS[share]),
        },
    };
    let seats = raters.map_or_else(|| "多".to_owned(), |raters| format!("{raters} "));
    let k = raters.map_or_else(|| "k".to_owned(), |raters| raters.to_string());
    Tile { title: format!("{seats}席平均"), name: format!("ICC(2,{k})"), figure, said }
}

fn alpha(drawn: &Drawn<'_>) -> Tile {
    let agreement = &drawn.view.panel().agreement;
    let lower = agreement.alpha.zip(agreement.concordance).is_some_and(|(alpha, found)| alpha < found.w);
    let said = match agreement.alpha {
        None => lacking(drawn),
        Some(_) => format!(
            "{} 席 {} 张卡，回避的空格在内。给分高低不同也算不一致{}。",
            agreement.seats,
            agreement.cards,
            if lower { "，所以比 W 低" } else { "" }
        ),
    };
    Tile {
        title: "分数也要一样".to_owned(), name: "克里彭多夫 α".to_owned(), figure: agreement.alpha, said
    }
}
