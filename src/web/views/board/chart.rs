//! The drawing of places and their spans: SVG by hand, attributes and classes only. Lengths are tenths of a pixel, as whole
//! numbers.

use maud::{Markup, html};

use crate::scoring::sensitivity::{EntrySureness, Span};

/// One line of the chart.
pub(super) struct Line<'c> {
    pub name: &'c str,
    pub sure: &'c EntrySureness,
    pub selected: bool,
}

pub(super) struct Chart<'c> {
    pub lines: &'c [Line<'c>],
    /// From which place to which an award goes.
    pub awards: Vec<(usize, usize, &'c str)>,
    /// Lines that cannot be told apart: from, to, and their places.
    pub brackets: Vec<(usize, usize, Span)>,
    /// All of it in a sentence.
    pub said: String,
}

/// Where things stand, in tenths of a pixel but for what is said.
pub(super) struct Shape {
    class: &'static str,
    width: i64,
    /// Where names end, and where the plot begins and how wide it is.
    names: i64,
    plot: i64,
    across: i64,
    /// Letters of a name.
    letters: usize,
    /// Where the two columns of text end; the second is left out of a slim chart.
    seat: i64,
    redraw: Option<i64>,
    bracket: i64,
}

impl Shape {
    pub const WIDE: Self = Self {
        class: "wide",
        width: 5920,
        names: 885,
        plot: 970,
        across: 3100,
        letters: 6,
        seat: 4560,
        redraw: Some(5040),
        bracket: 5090,
    };
    pub const SLIM: Self = Self {
        class: "slim",
        width: 3660,
        names: 627,
        plot: 712,
        across: 2400,
        letters: 4,
        seat: 3500,
        redraw: None,
        bracket: 3530,
    };
}

/// Above the first line, and from one to the next.
const TOP: i64 = 180;
const STEP: i64 = 195;
/// Pixels of a letter, in tenths.
const LETTER: i64 = 130;
/// Most numbers below the plot.
const TICKS: usize = 15;

/// Tenths of a pixel as they are written.
fn px(tenths: i64) -> String {
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX / 10_000)
}

/// The first letters of a name.
pub(super) fn cut(name: &str, letters: usize) -> String {
    if name.chars().count() <= letters {
        return name.to_owned();
    }
    name.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
}

/// The places between which a chart goes.
struct Scale<'s> {
    shape: &'s Shape,
    from: usize,
    places: i64,
}

impl Scale<'_> {
    /// Where a place begins.
    fn begin(&self, place: usize) -> i64 {
        self.shape.plot + whole(place.saturating_sub(self.from)) * self.shape.across / self.places
    }

    /// Its middle.
    fn at(&self, place: usize) -> i64 {
        i64::midpoint(self.begin(place), self.begin(place + 1))
    }
}

fn y(line: usize) -> i64 {
    TOP + STEP * whole(line) + STEP / 2 + 10
}

impl Chart<'_> {
    pub fn drawn(&self, shape: &Shape) -> Markup {
        let spans = self.lines.iter().flat_map(|line| {
            let own = Some(Span { from: line.sure.place, to: line.sure.place });
            [own, line.sure.seat, line.sure.redraw].into_iter().flatten()
        });
        let (from, to) = spans.fold((usize::MAX, 1), |(from, to), span| (from.min(span.from), to.max(span.to)));
        let from = from.min(to);
        let scale = Scale { shape, from, places: whole(to - from + 1) };
        let bottom = TOP + STEP * whole(self.lines.len()) + 30;
        html! {
            svg class=(shape.class) viewBox={ "0 0 " (px(shape.width)) " " (px(bottom + 180)) } role="img" aria-label=(self.said) {
                (self.bands(&scale, (from, to), bottom))
                text.tl x=(px(shape.seat)) y="12" text-anchor="end" { "去一席" }
                @if let Some(x) = shape.redraw { text.tl x=(px(x)) y="12" text-anchor="end" { "95%" } }
                @for (index, line) in self.lines.iter().enumerate() { (one(line, &scale, y(index))) }
                @for (first, last, places) in &self.brackets { (bracket(shape, (y(*first), y(*last)), *places)) }
                text.tl x=(px(shape.names)) y=(px(bottom + 140)) text-anchor="end" { "名次" }
                @for place in ticks(from, to) {
                    text.tl x=(px(scale.at(place))) y=(px(bottom + 140)) text-anchor="middle" { (place) }
                }
            }
        }
    }

    fn bands(&self, scale: &Scale<'_>, (from, to): (usize, usize), bottom: i64) -> Markup {
        let within = self.awards.iter().enumerate().filter_map(|(index, (first, last, name))| {
            let (first, last) = (*first.max(&from), *last.min(&to));
            (first <= last).then(|| (index, scale.begin(first), scale.begin(last + 1) - 10, *name))
        });
        html! {
            @for (index, x, end, name) in within {
                rect class=(if index % 2 == 0 { "b1" } else { "b2" }) x=(px(x)) y=(px(TOP)) width=(px((end - x).max(5))) height=(px(bottom - TOP)) {
                    @if !name.is_empty() { title { (name) } }
                }
                @if let Some(name) = fitting(name, end - x) {
                    text.tl x=(px(i64::midpoint(x, end))) y="12" text-anchor="middle" { (name) }
                }
            }
        }
    }
}

/// What an award is called where there is only so much room.
fn fitting(name: &str, room: i64) -> Option<&str> {
    let fits = |name: &&str| !name.is_empty() && whole(name.chars().count()) * LETTER <= room + 40;
    [name, name.trim_end_matches('奖')].into_iter().find(fits)
}

/// The places that are numbered.
fn ticks(from: usize, to: usize) -> impl Iterator<Item = usize> {
    let count = to - from + 1;
    let step = [1, 2, 5, 10, 20, 50, 100].into_iter().find(|step| count / step <= TICKS).unwrap_or(200);
    (from..=to).filter(move |place| step == 1 || place % step == 0 || *place == from)
}

fn one(line: &Line<'_>, scale: &Scale<'_>, y: i64) -> Markup {
    let (shape, sure) = (scale.shape, line.sure);
    let below = px(y + 46);
    let across = |span: Option<Span>| {
        span.filter(|span| span.from < span.to).map(|span| (scale.at(span.from), scale.at(span.to)))
    };
    html! {
        text.tx.s[line.selected] x=(px(shape.names)) y=(below) text-anchor="end" { (cut(line.name, shape.letters)) }
        @if let Some((x, end)) = across(sure.redraw) {
            path.ci d={ "M" (px(x)) " " (px(y)) "H" (px(end)) "M" (px(x)) " " (px(y - 40)) "v8M" (px(end)) " " (px(y - 40)) "v8" } {}
        }
        @if let Some((x, end)) = across(sure.seat) { path.lo.s[line.selected] d={ "M" (px(x)) " " (px(y)) "H" (px(end)) } {} }
        circle.pt.s[line.selected] cx=(px(scale.at(sure.place))) cy=(px(y)) r="5" {}
        text.tx.s[line.selected] x=(px(shape.seat)) y=(below) text-anchor="end" { (span(sure.seat, sure.place)) }
        @if let Some(x) = shape.redraw { text.tl x=(px(x)) y=(below) text-anchor="end" { (redrawn(sure)) } }
    }
}

/// A span of places; `不变` where it is the place itself.
pub(super) fn span(span: Option<Span>, place: usize) -> String {
    match span {
        None => "—".to_owned(),
        Some(span) if span.from == place && span.to == place => "不变".to_owned(),
        Some(span) => places(span),
    }
}

fn places(span: Span) -> String {
    if span.from == span.to { span.from.to_string() } else { format!("{}–{}", span.from, span.to) }
}

/// The places that hold 95 % of the draws.
fn redrawn(sure: &EntrySureness) -> String {
    match sure.redraw {
        Some(span) if span.from == span.to => span.from.to_string(),
        other => span(other, 0),
    }
}

fn bracket(shape: &Shape, (top, bottom): (i64, i64), places: Span) -> Markup {
    let (x, middle) = (shape.bracket, i64::midpoint(top, bottom));
    html! {
        path.br d={ "M" (px(x)) " " (px(top - 70)) "h7V" (px(bottom + 70)) "h-7" } {}
        @if shape.redraw.is_some() {
            text.tx x=(px(x + 130)) y=(px(middle - 30)) { (places.from) "–" (places.to) " 名" }
            text.tl x=(px(x + 130)) y=(px(middle + 140)) { "难分先后" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_chart_has_more_numbers_than_there_is_room_for() {
        for (from, to, count) in [(1, 1, 1), (1, 10, 10), (1, 15, 15), (1, 40, 9), (261, 300, 9), (1, 300, 16)] {
            let found: Vec<usize> = ticks(from, to).collect();
            assert!(found.len() <= TICKS + 1 && found[0] == from, "{from} to {to}: {found:?}");
            assert_eq!(found.len(), count, "{from} to {to}: {found:?}");
        }
    }

    #[test]
    fn a_name_that_does_not_fit_is_cut_and_says_so() {
        assert_eq!(cut("白甸镇", 4), "白甸镇");
        assert_eq!(cut("滨海新区管委会", 4), "滨海新…");
        assert_eq!(
            (fitting("一等奖", 310), fitting("一等奖", 350), fitting("一等奖", 100)),
            (Some("一等"), Some("一等奖"), None)
        );
    }

    #[test]
    fn tenths_are_written_as_pixels() {
        assert_eq!((px(885), px(970), px(5)), ("88.5".to_owned(), "97".to_owned(), "0.5".to_owned()));
    }
}
