//! The clock of a report, as the server knows it when it is drawn; with its times, from which a script counts on.

use maud::{Markup, html};

use crate::app::act::clock::minutes;
use crate::app::desk::call::{Pace, Reporting, TurnView};

/// Length and height of the line that fills.
const LINE: i64 = 1010;
/// The line, in the middle of what its mark is high.
const HIGH: i64 = 38;
const BAR: i64 = 22;

/// What stands above the figure.
fn caption(turn: &TurnView) -> &'static str {
    match (turn.over() > 0, turn.pace) {
        (true, _) => "超时",
        (false, Pace::Waiting) => "限时",
        (false, Pace::Running | Pace::Paused) => "剩余",
        (false, Pace::Ended) => "用时",
    }
}

/// The figure.
fn face(turn: &TurnView) -> String {
    match (turn.over(), turn.pace) {
        (0, Pace::Ended) => minutes(turn.used),
        (0, _) => minutes(turn.limit - turn.used),
        (over, _) => format!("+{}", minutes(over)),
    }
}

/// How a turn is called.
pub fn called(pace: Pace) -> &'static str {
    match pace {
        Pace::Waiting => "请上场",
        Pace::Running => "正在汇报",
        Pace::Paused => "汇报暂停",
        Pace::Ended => "汇报结束",
    }
}

/// What stands under the line, at its end.
fn under(turn: &TurnView, proposed: bool) -> String {
    match (turn.over() > 0, turn.pace) {
        (true, Pace::Ended) if proposed => "拟扣分已记下，待组织者决定".to_owned(),
        (true, Pace::Ended) => "超时已由组织者决定".to_owned(),
        (true, _) => "已超时，结束时记为拟扣分".to_owned(),
        (false, _) if turn.bell > 0 => format!("{} 响铃", minutes(turn.limit - turn.bell)),
        (false, _) => String::new(),
    }
}

/// The clock: figure, line with the mark of the bell, what was used.
pub fn clock(turn: &TurnView, reporting: &Reporting) -> Markup {
    let over = turn.over() > 0;
    let filled = if over { LINE } else { LINE * turn.used.min(turn.limit) / turn.limit.max(1) };
    let pace = match turn.pace {
        Pace::Waiting => "waiting",
        Pace::Running => "running",
        Pace::Paused => "paused",
        Pace::Ended => "ended",
    };
    html! {
        div.clock.over[over] data-clock=(pace) data-turn=(turn.number) data-limit=(turn.limit) data-bell=(turn.bell) data-done=(turn.done_ms)
            data-since=(turn.since_ms.map(|since| since.to_string()).unwrap_or_default())
            data-now=(reporting.now.timestamp_millis()) {
            p.cap data-caption { (caption(turn)) }
            p.face role="timer" data-face { (face(turn)) }
            svg.course viewBox={ "0 0 " (LINE) " " (HIGH) } aria-hidden="true" {
                defs { clipPath #line-ends { rect y=((HIGH - BAR) / 2) width=(LINE) height=(BAR) rx=(BAR / 2) {} } }
                g clip-path="url(#line-ends)" {
                    rect.track y=((HIGH - BAR) / 2) width=(LINE) height=(BAR) {}
                    rect.fill y=((HIGH - BAR) / 2) width=(filled) height=(BAR) data-fill=(LINE) {}
                }
                @if turn.bell > 0 { rect.mark x=(LINE * (turn.limit - turn.bell) / turn.limit.max(1)) width="4" height=(HIGH) {} }
            }
            p.lab {
                span { "已用 " b data-used { (minutes(turn.used)) } "，限时 " (minutes(turn.limit)) }
                span data-under data-late="已超时，结束时记为拟扣分" { (under(turn, reporting.proposed)) }
            }
        }
    }
}
