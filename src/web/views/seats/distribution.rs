//! The distribution: a column a seat, a dot a value that the seat gave, a line at the seat's mean, the chosen entry in red.
//! Only for those who may see whose each mark is.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::drawn::Drawn;
use super::words::{cut, minus};
use crate::statistics::{Axis, Figure};

/// Most seats that have room beside the table.
pub(super) const BESIDE: usize = 24;
const STEP: usize = 24;
const LEFT: usize = 52;
/// What is free between two groups.
const GAP: usize = 13;
const TOP: u32 = 28;
const BOTTOM: u32 = 160;
/// Characters of a name below its column.
const LETTERS: usize = 6;
const LETTER: usize = 13;

pub(super) fn card(drawn: &Drawn<'_>) -> Markup {
    let view = drawn.view;
    html! {
        section.card.dist {
            header { h2 { "评委打分分布" } p { "每点一张评分卡，同分的叠在一起；横线为该席平均" } }
            @if drawn.marks { (body(drawn)) } @else {
                p.none-said { "各席的得分由组织者和监票人查看。需要看原卡，请在“抽检”里抽取；各席的松紧、相合、漂移见左表。" }
            }
            @if drawn.marks && !view.entries.is_empty() { (chooser(drawn)) }
        }
    }
}

/// Which entry is red, without a script.
fn chooser(drawn: &Drawn<'_>) -> Markup {
    let view = drawn.view;
    html! {
        form.pick.no-print method="get" action={ "/events/" (view.event.id) "/judges" } {
            input type="hidden" name="component" value=(drawn.component());
            label for="entry" { "标出项目" }
            select #entry name="entry" {
                option value="" { "不标出" }
                @for (index, entry) in view.entries.iter().enumerate() {
                    option value=(entry.id) selected[view.entry == Some(index)] { (entry.id) " " (cut(&entry.unit, 24)) }
                }
            }
            button.btn { "标出" }
        }
    }
}

/// Where each seat's column is, and where each group begins and ends.
fn columns(drawn: &Drawn<'_>) -> (Vec<usize>, Vec<(usize, usize, usize)>) {
    let (mut at, mut columns, mut groups) = (LEFT, Vec::new(), Vec::<(usize, usize, usize)>::new());
    for seat in &drawn.view.seats {
        match groups.last_mut() {
            Some((group, _, end)) if *group == seat.group => *end = at,
            last => {
                if last.is_some() {
                    at += GAP;
                }
                groups.push((seat.group, at, at));
            }
        }
        columns.push(at);
        at += STEP;
    }
    (columns, groups)
}

/// Letters of an office at the end of a seat's name.
const OFFICE: usize = 2;

/// Names of a group's seats without what all of them begin or end with.
fn short_names(names: &[&str]) -> Vec<String> {
    let all: Vec<Vec<char>> = names.iter().map(|name| name.chars().collect()).collect();
    let least = all.iter().map(Vec::len).min().unwrap_or(0);
    let shared = |same: &dyn Fn(&[char], usize) -> char| {
        let like = |at: &usize| all.iter().all(|name| same(name, *at) == same(&all[0], *at));
        // one letter is the end of a word by chance, and something of a name is left
        let shared = if all.len() > 1 { (0..least.saturating_sub(1)).take_while(|at| like(at)).count() } else { 0 };
        if shared > 1 { shared } else { 0 }
    };
    let from = shared(&|name, at| name[at]);
    // an office has two letters (书记, 评委); what units share before it is of their names
    let end = if from > 0 { 0 } else { shared(&|name, at| name[name.len() - 1 - at]).min(OFFICE) };
    all.iter().map(|name| cut(&name[from..name.len() - end].iter().collect::<String>(), LETTERS)).collect()
}

fn body(drawn: &Drawn<'_>) -> Markup {
    let (view, table, panel) = (drawn.view, drawn.view.table(), drawn.view.panel());
    let values =
        || (0..table.seats()).flat_map(|seat| (0..table.entries()).filter_map(move |entry| table.figure(seat, entry)));
    let Some(axis) = Figure::axis(values(), 3) else {
        return html! { p.none-said { "这个环节没有计入成绩的卡。" } };
    };
    let (columns, groups) = columns(drawn);
    let width = columns.last().copied().unwrap_or(LEFT) + 34;
    let mut names: Vec<String> = Vec::new();
    for (group, ..) in &groups {
        let own: Vec<&str> =
            view.seats.iter().filter(|seat| seat.group == *group).map(|seat| seat.name.as_str()).collect();
        names.extend(short_names(&own));
    }
    let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let foot = 166 + longest * LETTER + 26;
    let y = |figure: Figure| figure.along((axis.low, axis.high), (BOTTOM, TOP));
    html! {
        div.over.wide {
            svg.plot viewBox={ "0 0 " (width) " " (foot + 10) } width=(width) role="img" aria-label=(said(drawn, &axis)) {
                @for mark in &axis.marks {
                    path.ax d={ "M" (LEFT - 8) " " (y(*mark)) "H" (width - 8) } {}
                    text.end x=(LEFT - 14) y=(y(*mark)) dy="4" { (minus(&mark.fixed(axis.decimals))) }
                }
                @for (group, from, to) in &groups {
                    path.ax2 d={ "M" (from - 8) " 164H" (to + 8) } {}
                    text.mid x=((from + to) / 2) y="14" { (cut(&view.groups[*group], ((to - from + STEP) / 13).max(2))) }
                }
                @for ((seat, x), name) in columns.iter().enumerate().zip(&names) {
                    (column(drawn, (seat, *x), &y))
                    @if let Some(mean) = panel.seats.get(seat).and_then(|seat| seat.mean) {
                        path.mean d={ "M" (x - 8) " " (y(mean)) "h16" } {}
                    }
                    (chosen(drawn, (seat, *x), &y))
                    text.name { @for (at, letter) in name.chars().enumerate() { tspan x=(x) y=(179 + at * LETTER) { (letter) } } }
                }
                @if let Some(entry) = view.entry {
                    circle.hot cx="50" cy=(foot) r="4.2" {}
                    text x="60" y=(foot + 4) { (cut(&view.entries[entry].unit, 10)) "（所选）" }
                }
                path.mean d={ "M" (if view.entry.is_some() { 250 } else { 46 }) " " (foot) "h16" } {}
                text x=(if view.entry.is_some() { 272 } else { 68 }) y=(foot + 4) { "该席平均" }
                text.end x=(width - 8) y=(foot + 4) { "纵轴从 " (minus(&axis.low.fixed(axis.decimals))) " 起" }
            }
        }
    }
}

/// The values that a seat gave, those that it gave more often darker.
fn column(drawn: &Drawn<'_>, (seat, x): (usize, usize), y: &impl Fn(Figure) -> String) -> Markup {
    let table = drawn.view.table();
    let mut dots: BTreeMap<String, usize> = BTreeMap::new();
    for entry in (0..table.entries()).filter(|entry| drawn.view.entry != Some(*entry)) {
        if let Some(value) = table.figure(seat, entry) {
            *dots.entry(y(value)).or_default() += 1;
        }
    }
    html! {
        @for (at, times) in &dots { circle class={ "d d" ((*times).min(4)) } cx=(x) cy=(at) r="3" {} }
    }
}

/// The card of the chosen entry.
fn chosen(drawn: &Drawn<'_>, (seat, x): (usize, usize), y: &impl Fn(Figure) -> String) -> Markup {
    let value = drawn.view.entry.and_then(|entry| drawn.view.table().figure(seat, entry));
    html! { @if let Some(value) = value { circle.hot cx=(x) cy=(y(value)) r="4.2" {} } }
}

/// The drawing in a sentence; of the chosen entry each mark.
fn said(drawn: &Drawn<'_>, axis: &Axis) -> String {
    let (view, table) = (drawn.view, drawn.view.table());
    let range = format!(
        "{} 席各张评分卡的得分，纵轴 {} 到 {}",
        view.seats.len(),
        axis.low.fixed(axis.decimals),
        axis.high.fixed(axis.decimals)
    );
    let Some(entry) = view.entry else { return range };
    let marks: Vec<String> = view
        .seats
        .iter()
        .enumerate()
        .filter_map(|(seat, name)| Some(format!("{} {}", name.name, table.figure(seat, entry)?.fixed(2))))
        .collect();
    format!("{range}。{}：{}", view.entries[entry].unit, marks.join("，"))
}

#[cfg(test)]
mod tests {
    use super::short_names;

    #[test]
    fn names_lose_what_all_of_a_group_share_and_nothing_else() {
        assert_eq!(short_names(&["市领导一席", "市领导二席"]), ["一席", "二席"]);
        assert_eq!(short_names(&["市委办评委", "纪委监委评委"]), ["市委办", "纪委监委"]);
        assert_eq!(short_names(&["高新区书记", "滨海新区书记"]), ["高新区", "滨海新区"]);
        assert_eq!(short_names(&["书记", "书记"]), ["书记", "书记"]);
        assert_eq!(short_names(&["甲镇书记"]), ["甲镇书记"]);
        assert_eq!(short_names(&["一二三四五六七八", "九"]), ["一二三四五…", "九"]);
        assert!(short_names(&[]).is_empty());
        assert_eq!(short_names(&["", "甲"]), ["", "甲"]);
    }
}
