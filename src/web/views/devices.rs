//! The devices: who was heard when, what waits on them, what their clocks say.

use maud::{Markup, html};

use super::contact::{Contact, contact};
use super::glance::Desk;
use super::layout::icon;
use super::todo_list::ROWS;
use super::wording::{ago, fast_or_slow, local_clock, local_time, lost_cards, short};
use crate::app::act::clock::Moment;
use crate::app::cards::clocks::Clocks;
use crate::app::event::view::DeviceView;

/// Milliseconds by which a clock that is off is worth a word.
const SKEWED: i64 = 60_000;
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

/// Cards that nobody has signed.
pub fn unsigned_notes(unsigned: usize) -> Markup {
    html! {
        @if unsigned > 0 {
            p.said { "已收的评分卡中有 " (unsigned) " 张没有平板的本机签名：平板所用的网址不加密，或浏览器存不下签名密钥。签字人会看到这个数目。" }
        }
    }
}

/// Tablets that send more than anybody scores.
pub fn flood_notes(judges: &[String]) -> Markup {
    html! {
        @for judge in judges {
            p.said {
                b { (judge) "的平板送来的评分过多" }
                "，超出一小时的数量，多出的留在平板上，过一会儿自动再送，不影响其他评委。请看看这台平板；如果登录链接可能泄露，请重新生成评委链接。"
            }
        }
    }
}

/// Those that need looking after first: what waits on one that is not heard of, then what waits.
fn by_need(devices: &[DeviceView], now: Moment) -> Vec<&DeviceView> {
    let mut sorted: Vec<&DeviceView> = devices.iter().collect();
    sorted.sort_by_key(|d| (!d.is_behind(), contact(d, now), d.battery.unwrap_or(100), d.judge.clone()));
    sorted
}

/// The devices on the desk: those that need looking after first.
pub fn part(desk: &Desk<'_>) -> Markup {
    let devices = &desk.view.devices;
    let count = |wanted| devices.iter().filter(|device| contact(device, desk.now) == wanted).count();
    let sorted = by_need(devices, desk.now);
    let shown = &sorted[..sorted.len().min(ROWS)];
    let id = &desk.view.matrix.progress.event.id;
    html! {
        section.card.dev #part-devices {
            header {
                h2 { "设备" }
                p {
                    (devices.len()) " 台 · 在线 " (count(Contact::Online)) " · 离线 " (count(Contact::Offline))
                    " · 失联 " (count(Contact::Lost))
                }
            }
            (device_table(shown, desk.now))
            footer {
                span {
                    @if devices.is_empty() { "还没有平板联系过服务器" }
                    @else if sorted.len() > shown.len() { (rest(&sorted[shown.len()..])) }
                    @else { "封存前请确认待送为 0" }
                }
                span {
                    a href={ "/events/" (id) "/journal" } { "收取平板记录" } " · "
                    a href={ "/events/" (id) "/devices" } { "查看全部" }
                }
            }
        }
    }
}

/// What is said of the devices that are not listed.
fn rest(devices: &[&DeviceView]) -> String {
    let behind = devices.iter().filter(|device| device.is_behind()).count();
    let waits = if behind > 0 {
        format!("{behind} 台有待送")
    } else if devices.iter().any(|device| device.other_behind) {
        "本机均已送清".to_owned()
    } else {
        "均已送清".to_owned()
    };
    format!("其余 {} 台，{waits}", devices.len())
}

pub fn device_table(devices: &[&DeviceView], now: Moment) -> Markup {
    html! {
        table {
            thead { tr { th scope="col" { "席位" } th scope="col" { "最近联系" } th scope="col" { "待送" } th scope="col" { "电量" } } }
            tbody { @for device in devices { (device_row(device, now)) } }
        }
    }
}

fn device_row(device: &DeviceView, now: Moment) -> Markup {
    let contact = contact(device, now);
    // a device that has delivered all is done, wherever it is now
    let shape = match (device.is_behind(), contact) {
        (true, Contact::Lost) => "lost",
        (true, _) if !device.lost.is_empty() => "lost",
        (true, Contact::Offline | Contact::Online) => "wait",
        (false, _) if device.other_behind => "wait",
        (false, _) => "ok",
    };
    html! {
        tr.behind[device.is_behind()] {
            td {
                span class=(shape) { (icon(shape)) } (device.judge_name) small { (contact.word()) }
                @for note in notes(device) { small.note { (note) } }
            }
            td { time datetime=(device.last_seen.to_rfc3339()) { (local_clock(device.last_seen)) small { (ago(device.last_seen, now)) } } }
            td { (waits(device)) @if device.drafts > 0 { small { "草稿 " (device.drafts) } } }
            td.low[device.battery.is_some_and(|b| b < LOW)] { (battery(device.battery)) }
        }
    }
}

fn waits(device: &DeviceView) -> Markup {
    html! {
        @match (device.is_behind(), device.queued) {
            (false, _) if device.other_behind => { span { "另一台未送清" } }
            (false, _) => { span.ok { "已送清" } }
            (true, 0) if !device.lost.is_empty() => { b { "丢失 " (device.lost.len()) " 张" } }
            (true, 0) => { b { "不明" } }
            (true, queued) => { b { (queued) " 张" } }
        }
    }
}

/// What is out of the ordinary about a device.
fn notes(device: &DeviceView) -> Vec<String> {
    let forgets = (device.persisted == Some(false)).then(|| "浏览器不保证长期保留数据".to_owned());
    let skew = device.skew_ms.filter(|skew| skew.abs() >= SKEWED).map(|skew| format!("时钟{}", fast_or_slow(skew)));
    [lost_cards(device), forgets, skew].into_iter().flatten().collect()
}

/// All that is known of the devices, those that need looking after first.
pub fn full_table(devices: &[DeviceView], now: Moment) -> Markup {
    let heads = ["席位", "设备", "最近联系", "待送", "草稿", "已收序号", "电量", "长期保留", "时钟"];
    html! {
        table.list {
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody {
                @for device in by_need(devices, now) {
                    tr {
                        td { (device.judge_name) " " (contact(device, now).word()) }
                        td { (short(&device.device)) }
                        td { (local_time(device.last_seen)) "（" (ago(device.last_seen, now)) "）" }
                        td { (waits(device)) @if let Some(lost) = lost_cards(device) { " " small { (lost) } } }
                        td { (device.drafts) }
                        td { (device.acked_seq) " / " (device.last_seq) }
                        td { (battery(device.battery)) }
                        td { (match device.persisted { Some(true) => "是", Some(false) => "否", None => "不知道" }) }
                        td {
                            @match device.skew_ms {
                                Some(skew) if skew.abs() >= SKEWED => (fast_or_slow(skew)),
                                Some(_) => "准",
                                None => "不知道",
                            }
                        }
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
