//! The page as a file: the same figures, a block for each part of it.

use super::opinion::moved;
use super::words::severity;
use crate::app::act::label::{DEMO_LABEL, REHEARSAL_LABEL};
use crate::app::result::seats::{SeatsView, VisitOrder};
use crate::folder::neutralise;
use crate::statistics::Figure;

/// Writes the page. `marks`: whether its reader may see whose each mark is.
///
/// # Errors
/// What the writer fails with, or what it wrote is no text.
pub fn csv(view: &SeatsView, marks: bool) -> Result<String, csv::Error> {
    let mut rows = Rows(Vec::new());
    head(view, &mut rows);
    agreement(view, &mut rows);
    seats(view, &mut rows);
    outliers(view, marks, &mut rows);
    trend(view, &mut rows);
    opinions(view, &mut rows);
    let mut csv = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows.0 {
        csv.write_record(row)?;
    }
    let bytes = csv.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    String::from_utf8(bytes).map_err(|error| csv::Error::from(std::io::Error::other(error)))
}

struct Rows(Vec<Vec<String>>);

impl Rows {
    fn push<const N: usize>(&mut self, cells: [&str; N]) {
        self.0.push(cells.map(str::to_owned).into());
    }

    /// The heading of a block, after an empty line.
    fn block<const N: usize>(&mut self, title: &str, columns: [&str; N]) {
        self.push([""]);
        self.push([title]);
        self.push(columns);
    }
}

fn text(figure: Option<Figure>, decimals: usize) -> String {
    figure.map(|figure| figure.fixed(decimals)).unwrap_or_default()
}

fn head(view: &SeatsView, rows: &mut Rows) {
    let labels = [(view.event.demo, DEMO_LABEL), (view.event.rehearsal, REHEARSAL_LABEL)];
    for (_, label) in labels.iter().filter(|(is, _)| *is) {
        rows.push([*label]);
    }
    rows.push(["评委打分", &neutralise(&view.event.title), &neutralise(&view.components[view.chosen].1)]);
    rows.push(["封存的成绩", &format!("第 {} 次", view.number), &view.fingerprint]);
    rows.push(["说明", "这里的数不改变成绩，也不说谁对谁错"]);
}

fn agreement(view: &SeatsView, rows: &mut Rows) {
    let agreement = &view.panel().agreement;
    rows.block("一致程度", ["名目", "数值", "席", "项目", "卡"]);
    let (seats, entries, cards) =
        (agreement.seats.to_string(), view.entries.len().to_string(), agreement.cards.to_string());
    let found = agreement.concordance;
    let (raters, things) = (
        found.map(|found| found.raters.to_string()).unwrap_or_default(),
        found.map(|found| found.things.to_string()).unwrap_or_default(),
    );
    let mut full = |name: &str, figure: String| rows.push([name, &figure, &raters, &things, ""]);
    full("肯德尔 W", text(found.map(|found| found.w), 4));
    full("弗里德曼 χ²", text(found.map(|found| found.chi_square), 3));
    full("弗里德曼 p", text(found.and_then(|found| found.p), 4));
    full("ICC(2,1)", text(agreement.icc.and_then(|icc| icc.single), 4));
    full("ICC(2,k)", text(agreement.icc.and_then(|icc| icc.mean), 4));
    rows.push(["克里彭多夫 α", &text(agreement.alpha, 4), &seats, &entries, &cards]);
    rows.push(["格韦特 AC2", &text(agreement.gwet.map(|gwet| gwet.coefficient), 4), &seats, &entries, &cards]);
}

fn seats(view: &SeatsView, rows: &mut Rows) {
    let shown = view.kind.has_severity();
    rows.block("每一席", ["席位", "组别", "卡", "松紧", "说法", "拉开", "相合", "漂移（分/站）"]);
    for (name, seat) in view.seats.iter().zip(&view.panel().seats) {
        rows.push([
            &neutralise(&name.name),
            &neutralise(&view.groups[name.group]),
            &seat.cards.to_string(),
            &text(seat.severity.filter(|_| shown), 2),
            if shown { severity(seat) } else { "" },
            &text(seat.spread.filter(|_| shown), 2),
            &text(seat.correlation, 2),
            &text(seat.drift, 2),
        ]);
    }
}

fn outliers(view: &SeatsView, marks: bool, rows: &mut Rows) {
    let panel = view.panel();
    rows.block("突出的卡", ["席位", "项目", "得分", "应有", "差"]);
    for card in &panel.outliers {
        let (Some(seat), Some(entry)) = (view.seats.get(card.seat), view.entries.get(card.entry)) else { continue };
        let shown = |figure: Figure| if marks { figure.fixed(2) } else { String::new() };
        rows.push([
            &neutralise(&seat.name),
            &neutralise(&entry.unit),
            &shown(card.value),
            &shown(card.expected),
            &card.difference.fixed(2),
        ]);
    }
    rows.push(["界限（2 倍标准差）", &text(panel.far, 2)]);
}

fn trend(view: &SeatsView, rows: &mut Rows) {
    let Some(trend) = &view.panel().trend else { return };
    rows.block("先看的与后看的", ["先后", "项目", "平均分"]);
    for (entry, place, mean) in &trend.points {
        let unit = view.entries.get(*entry).map(|entry| neutralise(&entry.unit)).unwrap_or_default();
        rows.push([&place.to_string(), &unit, &mean.fixed(2)]);
    }
    let order = if view.order == VisitOrder::Arrivals { "按登记的到达" } else { "按计划的行程" };
    rows.push(["每晚一站", order, &text(trend.slope, 3)]);
    rows.push(["相关", "", &text(trend.correlation, 2)]);
}

fn opinions(view: &SeatsView, rows: &mut Rows) {
    if !view.kind.has_severity() || view.panel().opinions.is_empty() {
        return;
    }
    rows.block(
        "扣除松紧后的先后（另一种看法，不是结果）",
        ["扣除后先后", "项目", "扣除后平均", "原样平均", "原样先后", "变动", "卡", "本环节得分", "成绩名次"],
    );
    for one in &view.panel().opinions {
        let Some(entry) = view.entries.get(one.entry) else { continue };
        rows.push([
            &one.without_place.to_string(),
            &neutralise(&entry.unit),
            &one.without.fixed(2),
            &one.plain.fixed(2),
            &one.plain_place.to_string(),
            &moved(one),
            &one.cards.to_string(),
            &entry.score,
            &entry.place,
        ]);
    }
}
