//! The devices: who was heard when, what waits on them, what their clocks say.

use maud::{Markup, html};

use super::desk::{Desk, ROWS};
use super::layout::icon;
use super::wording::{fast_or_slow, local_clock};
use crate::app::clock::Moment;
use crate::app::clocks::Clocks;
use crate::app::view::DeviceView;

/// Minutes without contact after which a device is offline, and after which it is lost.
const OFFLINE: i64 = 5;
const LOST: i64 = 60;
/// Battery, in per cent, that is low.
const LOW: i32 = 20;

/// Clocks that are wrong.
pub fn clock_notes(clocks: &Clocks) -> Markup {
    html! {
        @if let Some(behind) = clocks.server_behind_ms {
            p.said {
                b { "服务器的时钟可能不准" } "：多台平板的时钟彼此一致，服务器比它们" (fast_or_slow(-behind))
                "。请核对服务器的时间；评分时间以服务器时钟为准。"
            }
        }
        @for (device, ahead) in &clocks.off {
            p.said { (device.judge_name) "的平板时钟不准，" (fast_or_slow(*ahead)) "。请在平板上改用自动时间。" }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Contact {
    Lost,
    Offline,
    Online,
}

fn contact(device: &DeviceView, now: Moment) -> Contact {
    match (now - device.last_seen).num_minutes() {
        minutes if minutes >= LOST => Contact::Lost,
        minutes if minutes >= OFFLINE => Contact::Offline,
        _ => Contact::Online,
    }
}

/// Whether nothing was heard of a device for long.
pub fn is_lost(device: &DeviceView, now: Moment) -> bool {
    contact(device, now) == Contact::Lost
}

/// The devices on the desk: those that need looking after first.
pub fn part(desk: &Desk<'_>) -> Markup {
    let count = |wanted| desk.devices.iter().filter(|device| contact(device, desk.now) == wanted).count();
    let mut sorted: Vec<&DeviceView> = desk.devices.iter().collect();
    sorted.sort_by_key(|d| (contact(d, desk.now), !d.is_behind(), d.battery.unwrap_or(100), d.judge.clone()));
    html! {
        section.card.dev {
            header {
                h2 { "设备" }
                p {
                    (desk.devices.len()) " 台 · 在线 " (count(Contact::Online)) " · 离线 " (count(Contact::Offline))
                    " · 失联 " (count(Contact::Lost))
                }
            }
            (device_table(&sorted[..sorted.len().min(ROWS)], desk.now))
            footer {
                span { @if desk.devices.is_empty() { "还没有平板联系过服务器" } @else { "封存前请确认待送为 0" } }
                span {
                    a href={ "/events/" (desk.matrix.progress.event.id) "/journal" } { "收取平板记录" } " · "
                    a href={ "/events/" (desk.matrix.progress.event.id) "/devices" } { "查看全部" }
                }
            }
        }
    }
}

/// Devices as rows.
pub fn device_table(devices: &[&DeviceView], now: Moment) -> Markup {
    html! {
        table {
            thead { tr { th scope="col" { "席位" } th scope="col" { "最近联系" } th scope="col" { "待送" } th scope="col" { "电量" } } }
            tbody {
                @for device in devices {
                    @let (shape, word) = match contact(device, now) {
                        Contact::Lost => ("lost", "失联"), Contact::Offline => ("wait", "离线"), Contact::Online => ("ok", "在线"),
                    };
                    tr {
                        td { span class=(shape) { (icon(shape)) } (device.judge_name) small { (word) } }
                        td { (local_clock(device.last_seen)) }
                        td { @if device.is_behind() && device.queued == 0 { "不明" } @else { (device.queued) " 张" } }
                        td.low[device.battery.is_some_and(|b| b < LOW)] { (battery(device.battery)) }
                    }
                }
            }
        }
    }
}

fn battery(level: Option<i32>) -> Markup {
    html! {
        @match level {
            None => "—",
            Some(level) => {
                svg.bat viewBox="0 0 26 12" aria-hidden="true" {
                    rect x="0.75" y="0.75" width="24.5" height="10.5" rx="2.5" fill="none" stroke="currentColor" stroke-width="1.5" {}
                    rect x="3" y="3" width=(level.clamp(0, 100) / 5) height="6" fill="currentColor" {}
                }
                (level) "%"
            }
        }
    }
}
