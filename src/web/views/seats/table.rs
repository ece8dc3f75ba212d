//! Each seat: severity as a dot from the line of nothing, spread, correlation, its course over the day, drift. In the order of
//! the seats and never by any of these figures.

use maud::{Markup, html};

use super::drawn::Drawn;
use super::words::{fixed, minus, no_severity, severity, signed};
use crate::app::result::seats::{SeatName, VisitOrder};
use crate::statistics::{Figure, Seat};

/// Visits from which on their dots are small.
const MANY: usize = 60;

/// What all rows are drawn by.
struct Scale {
    /// The end of the axis of severities.
    severity: Figure,
    /// The end of the axis of what is left over.
    left: Figure,
    /// Places in the order of visits.
    last: usize,
    has_severity: bool,
    has_order: bool,
}

pub(super) fn card(drawn: &Drawn<'_>) -> Markup {
    let (view, panel) = (drawn.view, drawn.view.panel());
    let scale = Scale {
        severity: Figure::reach(panel.seats.iter().filter_map(|seat| seat.severity)),
        left: Figure::reach(panel.seats.iter().flat_map(|seat| &seat.course).map(|(_, left)| *left)),
        last: panel.trend.iter().flat_map(|trend| &trend.points).map(|(_, place, _)| *place).max().unwrap_or(0),
        has_severity: view.kind.has_severity(),
        has_order: view.order != VisitOrder::None,
    };
    let end = scale.severity.fixed(2);
    let end = end.trim_end_matches('0').trim_end_matches('.');
    html! {
        section.card.each {
            header { h2 { "每一席" } p { "同一批项目上与其他席相比" } }
            table.jt {
                thead { tr {
                    th scope="col" { "席位" }
                    th.r scope="col" { "卡" }
                    th.axis scope="col" {
                        @if scale.has_severity {
                            svg width="208" height="16" aria-hidden="true" {
                                text x="4" y="13" { "紧 −" (end) }
                                text x="104" y="13" text-anchor="middle" { "0" }
                                text x="204" y="13" text-anchor="end" { "+" (end) " 松" }
                            }
                        }
                    }
                    th.r scope="col" { "松紧" small { "分" } }
                    th scope="col" { span.vh { "松紧的说法" } }
                    th.r scope="col" { "拉开" small { "标准差" } }
                    th.r scope="col" { "相合" small { "相关" } }
                    th.course scope="col" { "先看到后看" small { "每点一站" } }
                    th.r scope="col" { "漂移" small { "分 / 站" } }
                } }
                tbody {
                    @for (index, (name, seat)) in view.seats.iter().zip(&panel.seats).enumerate() {
                        (row(&scale, name, seat, index > 0 && view.seats[index - 1].group != name.group))
                    }
                }
            }
            (notes(drawn))
        }
    }
}

fn row(scale: &Scale, name: &SeatName, seat: &Seat, begins: bool) -> Markup {
    let own = seat.severity.filter(|_| scale.has_severity);
    html! {
        tr.gr[begins] {
            th scope="row" { (name.name) }
            td.r data-of="卡" { (seat.cards) }
            td.axis { @if let Some(own) = own { (dot(scale, own)) } }
            td.r.flag[scale.has_severity && severity(seat).starts_with('很')] data-of="松紧" { (signed(own, 2)) }
            td.word { @if scale.has_severity { (severity(seat)) } }
            td.r data-of="拉开" { (fixed(seat.spread.filter(|_| scale.has_severity), 2)) }
            td.r.flag[seat.stands_alone] data-of="相合" { (fixed(seat.correlation, 2)) }
            td.course { (course(scale, seat)) }
            td.r.flag[seat.drifts] data-of="漂移" { (signed(seat.drift, 2)) }
        }
    }
}

/// Severity as a dot from the line of nothing.
fn dot(scale: &Scale, own: Figure) -> Markup {
    let at = own.along((scale.severity.negated(), scale.severity), (8, 200));
    let said = match own.magnitude().fixed(2) {
        same if same == "0.00" => "与平均一样".to_owned(),
        far if own.is_negative() => format!("比平均紧 {far} 分"),
        far => format!("比平均松 {far} 分"),
    };
    html! {
        svg width="208" height="24" role="img" aria-label=(said) {
            path.ax2 d="M104 0v24" {}
            path.bar d={ "M104 12H" (at) } {}
            circle.pt cx=(at) cy="12" r="5" {}
        }
    }
}

/// What is left over of each card by the order of visits, with its line.
fn course(scale: &Scale, seat: &Seat) -> Markup {
    let ends = (scale.left.negated(), scale.left);
    let x = |place: usize| Figure::of_count(place).along((Figure::of_count(1), Figure::of_count(scale.last)), (6, 96));
    let dots = seat.course.iter().map(|(place, left)| format!("M{} {}h0", x(*place), left.along(ends, (22, 2))));
    let dots = dots.collect::<Vec<_>>().concat();
    html! {
        @if scale.has_order && !seat.course.is_empty() {
            svg width="104" height="24" role="img" aria-label={ (seat.course.len()) " 站，漂移 " (minus(&signed(seat.drift, 2))) } {
                path.ax d="M2 12H100" {}
                path.dots.many[seat.course.len() > MANY] d=(dots) {}
                @if let Some((first, last)) = seat.ends {
                    path.ln d={ "M6 " (first.along(ends, (22, 2))) "L96 " (last.along(ends, (22, 2))) } {}
                }
            }
        }
    }
}

fn notes(drawn: &Drawn<'_>) -> Markup {
    let view = drawn.view;
    let order = match view.order {
        VisitOrder::Arrivals => "先后按登记的到达时间",
        VisitOrder::Planned => "没有登记到达，先后按计划的行程",
        VisitOrder::None => "本次评比没有行程，不知道先看后看，所以没有漂移",
    };
    html! {
        p.note {
            b { "松紧" } " 扣掉项目好坏，高或低几分 · " b { "拉开" } " 太小等于没评 · " b { "相合" } " 与其余席平均的相关 · " b { "漂移" } " 越看越松为正。" (order) "。"
            @if !view.kind.has_severity() { " " (no_severity(view.kind)) }
            @if view.panel().parts > 1 && view.kind.has_severity() {
                " 评委和项目分成 " (view.panel().parts) " 块，块与块之间没有共同的评委和项目，松紧只在块内可比。"
            }
        }
    }
}
