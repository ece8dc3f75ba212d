//! The desk's smaller pages: judges' sign-in links with QR codes, devices, quarantine, exclusions.

use maud::{Markup, PreEscaped, html};
use qrcode::{Color, QrCode};

use super::desk::device_table;
use super::layout::{Frame, sheet};
use super::wording::{Names, local_time};
use crate::app::clock::Moment;
use crate::app::session::Session;
use crate::app::view::{DeviceView, EventSummary, JudgeLink, Matrix, QuarantineView};

fn frame<'f>(title: &'f str, event: &EventSummary) -> Frame<'f> {
    Frame { title, styles: &["plain.css"], script: None, demo: event.demo, data: None }
}

fn draw(title: &str, event: &EventSummary, session: &Session, body: &Markup) -> Markup {
    let back = format!("/events/{}/desk", event.id);
    sheet(&frame(title, event), session, (&back, "回组织台"), event.rehearsal, body)
}

/// Asks before links are made.
pub fn ask(event: &EventSummary, session: &Session) -> Markup {
    let body = html! {
        h2 { "生成评委登录链接" }
        p { "为 " b { (event.judges) } " 席评委各生成一个链接和二维码，可打印后分发。" b { "此前发出的链接同时作废" } "；已经登录的平板不受影响。" }
        p { "链接只在生成后显示一次，封存后自动失效。" }
        form method="post" { button.btn.act.big { "生成并显示" } }
    };
    draw("评委链接", event, session, &body)
}

/// The links, shown this once.
pub fn slips(event: &EventSummary, session: &Session, links: &[JudgeLink], public_url: &str) -> Markup {
    let body = html! {
        h2.no-print { "评委登录链接" }
        p.no-print { "请现在打印（每席一张）。离开此页后不再显示；如有遗失，重新生成即可。" }
        div.slips {
            @for link in links {
                @let address = format!("{public_url}/j/{}", link.token.reveal());
                section.slip {
                    b { (link.name) }
                    (qr(&address, "登录二维码"))
                    small { (event.title) }
                    small { (address) }
                }
            }
        }
    };
    draw("评委链接", event, session, &body)
}

/// A QR code as one path; nothing where the address is too long for one.
pub fn qr(text: &str, label: &str) -> Markup {
    let Ok(code) = QrCode::new(text.as_bytes()) else { return html! {} };
    let width = code.width();
    let mut path = String::new();
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", index % width + 4, index / width + 4));
        }
    }
    let side = width + 8;
    html! {
        svg viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(label) shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(PreEscaped(path)) fill="#000" {}
        }
    }
}

/// All devices.
pub fn devices(event: &EventSummary, session: &Session, devices: &[DeviceView], now: Moment) -> Markup {
    let rows: Vec<&DeviceView> = devices.iter().collect();
    let skewed = |d: &&DeviceView| d.skew_ms.is_some_and(|ms| ms.abs() > 120_000);
    let forgetful = devices.iter().filter(|d| d.persisted == Some(false)).count();
    let body = html! {
        h2 { "设备" }
        section.card.dev { (device_table(&rows, now)) }
        @if !devices.is_empty() && devices.iter().all(|d| skewed(&d)) {
            p.said { "所有平板的时钟都与服务器相差两分钟以上：请先核对服务器的时钟。" }
        } @else {
            @for device in devices.iter().filter(skewed) {
                p { (device.judge_name) " 的平板时钟与服务器相差 " (device.skew_ms.unwrap_or_default().abs() / 1000) " 秒" }
            }
        }
        @if forgetful > 0 { p { (forgetful) " 台平板的浏览器未答应长期保留数据，请勿在其上清理浏览器。" } }
    };
    let mut frame = frame("设备", event);
    frame.styles = &["desk.css", "plain.css"];
    let back = format!("/events/{}/desk", event.id);
    sheet(&frame, session, (&back, "回组织台"), event.rehearsal, &body)
}

/// Cards that came outside of their time.
pub fn quarantine(matrix: &Matrix, session: &Session, rows: &[QuarantineView]) -> Markup {
    let names = Names::of(matrix);
    let body = html! {
        h2 { "待认定的评分卡" }
        p { "在评分时间外送达的评分卡，原样收存，不计入成绩。" }
        @if rows.is_empty() { p.said.calm { "没有待认定的评分卡。" } } @else {
            section.card {
                table.list {
                    thead { tr { th { "评委" } th { "项目" } th { "环节" } th { "情况" } th { "平板时间" } th { "送达" } } }
                    tbody {
                        @for row in rows {
                            tr {
                                td { (row.judge_name) }
                                td { @if row.entry.is_empty() { "名次票" } @else { (names.entry(&row.entry)) } }
                                td { (names.component(&row.component)) }
                                td { (if row.outcome == "late" { "截止后送达" } else { "开放前送达" }) }
                                td { (row.at) }
                                td { (local_time(row.received_at)) }
                            }
                        }
                    }
                }
            }
        }
    };
    draw("待认定", &matrix.progress.event, session, &body)
}

/// The form that takes cells out of what is due.
pub fn exclude(matrix: &Matrix, session: &Session) -> Markup {
    let progress = &matrix.progress;
    let body = html! {
        h2 { "登记回避、缺席、作废" }
        p { "登记后，相应的评分卡不再应交，也不计入成绩；已经收到的评分留在记录里。登记会记入审计。" }
        form.narrow method="post" {
            label for="judge" { "评委" }
            select #judge name="judge" required {
                @for group in &matrix.groups {
                    optgroup label=(group.name) { @for judge in &group.judges { option value=(judge.id) { (judge.name) } } }
                }
            }
            label for="entry" { "参评项目" }
            select #entry name="entry" { option value="" { "全部" } @for e in &progress.entries { option value=(e.id) { (e.unit) } } }
            label for="component" { "评分环节" }
            select #component name="component" {
                option value="" { "全部" }
                @for c in &progress.components { option value=(c.id) { (c.name) } }
            }
            label for="kind" { "类型" }
            select #kind name="kind" {
                option value="recused" { "回避" } option value="absent" { "缺席" } option value="void" { "作废" }
            }
            label for="reason" { "理由" }
            textarea #reason name="reason" required maxlength="500" {}
            button.btn.act.big { "登记" }
        }
    };
    draw("登记回避", &progress.event, session, &body)
}
