//! A unit's places and totals over the years as lines: SVG by hand, attributes and classes only. Lengths are whole pixels.

use maud::{Markup, html};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::app::result::years::{UnitYear, UnitYears};
use crate::scoring::result::Status;

/// From one year to the next, and what stands to both sides.
const STEP: i64 = 110;
const SIDE: i64 = 60;
/// The plot's height, and what stands above and below it.
const HEIGHT: i64 = 90;
const TOP: i64 = 30;
const BELOW: i64 = 36;

/// One year in which the unit had one entry, with a place.
struct Point {
    year: i32,
    place: i64,
    /// How many had one, in the same ranking.
    of: usize,
    total: String,
    /// Whether it was scored as the one before.
    same: bool,
}

fn points(found: &UnitYears) -> Vec<Point> {
    let mut points = Vec::new();
    let mut same = true;
    for year in &found.years {
        same &= year.changes.as_ref().is_none_or(Vec::is_empty);
        if let Some(point) = point(year, &found.unit, same) {
            points.push(point);
            same = true;
        }
    }
    points
}

fn point(year: &UnitYear, unit: &str, same: bool) -> Option<Point> {
    let shown = year.report.as_ref()?.shown();
    let mut own = shown.tracks.iter().flat_map(|track| track.rows.iter().map(move |one| (track, one.row)));
    let (track, row) = own.find(|(_, row)| row.unit == unit)?;
    let others = shown.tracks.iter().flat_map(|track| &track.rows).filter(|one| one.row.unit == unit).count();
    let of = track.rows.iter().filter(|one| one.row.status == Status::Ranked).count();
    let place = row.rank.parse().ok()?;
    (others == 1).then(|| Point { year: year.year, place, of, total: row.total.clone(), same })
}

/// The lines, where there are two years to join.
pub(super) fn card(found: &UnitYears) -> Markup {
    let points = points(found);
    if points.len() < 2 {
        return html! {};
    }
    let places = points.iter().map(|point| point.place);
    let (first, last) = (places.clone().min().unwrap_or(1), places.max().unwrap_or(1));
    let by_place: Vec<(i64, String)> = points
        .iter()
        .map(|point| (part_of(point.place - first, last - first), format!("第 {} 名", point.place)))
        .collect();
    let told = points.iter().map(|point| format!("{} 年第 {} 名（共 {} 个）", point.year, point.place, point.of));
    let said = format!("历年名次：{}", told.collect::<Vec<_>>().join("，"));
    html! {
        section.card.trend {
            h3 { "名次走势" }
            (lines(&points, &by_place, &said))
            @if let Some(by_total) = by_total(&points) {
                h3 { "总分走势" }
                @let told = points.iter().map(|point| format!("{} 年 {}", point.year, point.total));
                (lines(&points, &by_total, &format!("历年总分：{}", told.collect::<Vec<_>>().join("，"))))
                p.still { "纵轴不从 0 起，只看升降；虚线两端的评分办法不同，得分不能直接比较。" }
            } @else if points.iter().any(|point| !point.same) {
                p.still { "虚线两端的评分办法不同。" }
            }
        }
    }
}

/// How far down something stands.
fn part_of(part: i64, whole: i64) -> i64 {
    if whole == 0 { HEIGHT / 2 } else { part * HEIGHT / whole }
}

/// How far down each total stands: the greatest at the top.
fn by_total(points: &[Point]) -> Option<Vec<(i64, String)>> {
    let totals: Vec<Decimal> = points.iter().map(|point| point.total.parse().ok()).collect::<Option<_>>()?;
    let (least, most) = (*totals.iter().min()?, *totals.iter().max()?);
    let down = |total: Decimal| {
        let range = most.checked_sub(least).filter(|range| !range.is_zero());
        let part =
            range.and_then(|range| most.checked_sub(total)?.checked_mul(Decimal::from(HEIGHT))?.checked_div(range));
        part.map_or(HEIGHT / 2, |part| part.round().to_i64().unwrap_or_default())
    };
    Some(points.iter().zip(totals).map(|(point, total)| (down(total), point.total.clone())).collect())
}

fn lines(points: &[Point], downs: &[(i64, String)], said: &str) -> Markup {
    let count = i64::try_from(points.len()).unwrap_or_default();
    let width = 2 * SIDE + (count - 1) * STEP;
    let drawn: Vec<(i64, i64, &Point, &str)> = points
        .iter()
        .zip(downs)
        .zip(0..)
        .map(|((point, (down, text)), index)| (SIDE + index * STEP, TOP + down, point, text.as_str()))
        .collect();
    html! {
        div.across {
            svg width=(width) height=(TOP + HEIGHT + BELOW) viewBox={ "0 0 " (width) " " (TOP + HEIGHT + BELOW) } role="img" aria-label=(said) {
                @for pair in drawn.windows(2) {
                    @if let [(x, y, ..), (to_x, to_y, point, _)] = pair {
                        path.line.other[!point.same] d={ "M" (x) " " (y) "L" (to_x) " " (to_y) } {}
                    }
                }
                @for (x, y, point, text) in &drawn {
                    circle cx=(x) cy=(y) r="5" {}
                    text x=(x) y=(y - 12) text-anchor="middle" { (text) }
                    text.year x=(x) y=(TOP + HEIGHT + 28) text-anchor="middle" { (point.year) }
                }
            }
        }
    }
}
