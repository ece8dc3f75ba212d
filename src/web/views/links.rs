//! The desk's smaller pages: devices, quarantine, exclusions; and QR codes.

use maud::{Markup, PreEscaped, html};
use qrcode::{Color, QrCode};

use super::devices::{clock_notes, full_table};
use super::layout::{Frame, sheet};
use super::wording::{Names, fast_or_slow, local_time};
use crate::app::act::clock::Moment;
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::cards::clocks::Clocks;
use crate::app::event::view::{DeviceView, EventState, EventSummary, Matrix, QuarantineView};
use crate::app::people::session::Session;

fn frame<'f>(title: &'f str, event: &EventSummary) -> Frame<'f> {
    Frame { title, styles: &["plain.css"], script: Some("once.js"), demo: event.demo }
}

fn draw(title: &str, event: &EventSummary, session: &Session, body: &Markup) -> Markup {
    let back = format!("/events/{}/desk", event.id);
    sheet(&frame(title, event), session, (&back, "回组织台"), event.rehearsal, body)
}

/// A QR code as one path; nothing where the address is too long for one.
pub fn qr(text: &str, label: &str) -> Markup {
    let Ok(code) = QrCode::new(text.as_bytes()) else { return html! {} };
    let width = code.width();
    let mut path = String::new();
    for (row, colors) in code.to_colors().chunks(width).enumerate() {
        // dark modules side by side are one rectangle: a page of cards has hundreds of codes
        let mut column = 0;
        for run in colors.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let long = run.len();
                path.push_str(&format!("M{} {}h{long}v1h-{long}z", column + 4, row + 4));
            }
            column += run.len();
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

/// All devices, and what their clocks say.
pub fn devices(
    event: &EventSummary,
    session: &Session,
    devices: &[DeviceView],
    clocks: &Clocks,
    now: Moment,
) -> Markup {
    let forgetful = devices.iter().filter(|d| d.persisted == Some(false)).count();
    let body = html! {
        h2 { "设备" }
        (clock_notes(clocks))
        @if devices.is_empty() { p.said { "还没有平板联系过服务器。" } } @else { section.card.wide { (full_table(devices, now)) } }
        p { "“待送”是平板最后一次报告的张数；“已送清”是它交过的都已收到。时刻以服务器时钟为准。" }
        @if forgetful > 0 { p { (forgetful) " 台平板的浏览器未答应长期保留数据，请勿在其上清理浏览器。" } }
        p { "平板连不上服务器？" a.link href={ "/events/" (event.id) "/journal" } { "收取平板导出的记录" } }
    };
    let mut frame = frame("设备", event);
    frame.styles = &["desk.css", "plain.css"];
    let back = format!("/events/{}/desk", event.id);
    sheet(&frame, session, (&back, "回组织台"), event.rehearsal, &body)
}

/// Cards that came outside of their time: those to be ruled on, and those that were. No mark is shown: who rules
/// does so for the times.
pub fn quarantine(matrix: &Matrix, session: &Session, rows: &[QuarantineView]) -> Markup {
    let names = Names::of(matrix);
    let event = &matrix.progress.event;
    let (decided, open): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.ruling.is_some() || row.overtaken);
    let (overtaken, decided): (Vec<_>, Vec<_>) = decided.into_iter().partition(|row| row.overtaken);
    let body = html! {
        h2 { "待认定的评分卡" }
        p {
            "在评分时间外送达的评分卡，原样收存，不计入成绩。请按送达情况逐张认定并写明理由，认定记入审计，不能更改。"
            "此页不显示得分。"
        }
        @if event.state != EventState::Open && !open.is_empty() {
            p.said { "评比活动处于“" (event.state.title()) "”，现在只能不予认定。" }
        }
        @if open.is_empty() { p.said.calm { "没有待认定的评分卡。" } }
        @for row in &open {
            section.card {
                h3 { (row.judge_name) " · " (card(&names, row)) }
                (times(row))
                form method="post" {
                    input type="hidden" name="op" value=(row.op);
                    label for={ "reason-" (row.op) } { "理由" }
                    input #{ "reason-" (row.op) } type="text" name="reason" required maxlength="500";
                    div.row {
                        @if event.state == EventState::Open {
                            button.btn.act name="ruling" value="admit" { "予以认定，计入成绩" }
                        }
                        button.btn name="ruling" value="refuse" { "不予认定" }
                    }
                }
            }
        }
        @if !overtaken.is_empty() {
            section.card {
                h3 { "不用认定 " (overtaken.len()) " 张" }
                p { "开放前送达，评委在开放后已另行提交，以后来的一份为准。" }
                ul { @for row in &overtaken { li { (row.judge_name) " · " (card(&names, row)) "，" (local_time(row.received_at)) " 送达" } } }
            }
        }
        @if !decided.is_empty() {
            section.card {
                h3 { "已认定 " (decided.len()) " 张" }
                table.list {
                    thead { tr { th { "评委" } th { "评分卡" } th { "送达" } th { "认定" } th { "理由" } th { "谁，何时" } } }
                    tbody { @for row in &decided { (ruled(&names, row)) } }
                }
            }
        }
    };
    draw("待认定", event, session, &body)
}

fn card(names: &Names, row: &QuarantineView) -> String {
    let entry = if row.entry.is_empty() { "名次票".to_owned() } else { names.entry(&row.entry) };
    format!("{entry} · {}", names.component(&row.component))
}

/// When a card was made and came, by whose clock.
fn times(row: &QuarantineView) -> Markup {
    let word = if row.outcome == "late" { "截止后送达" } else { "开放前送达" };
    html! {
        p {
            (word) "：" (local_time(row.received_at)) " 送达；平板上提交于 " (row.at)
            @match row.skew_ms {
                Some(skew) if skew.abs() >= 1000 => { "；平板时钟比服务器" (fast_or_slow(skew)) },
                Some(_) => { "；平板时钟与服务器一致" },
                None => { "；平板时钟与服务器相差多少，不知道" },
            }
        }
    }
}

fn ruled(names: &Names, row: &QuarantineView) -> Markup {
    html! {
        @if let Some(ruling) = &row.ruling {
            tr {
                td { (row.judge_name) }
                td { (card(names, row)) }
                td { (local_time(row.received_at)) }
                td { (if ruling.admitted { "予以认定" } else { "不予认定" }) }
                td { (ruling.reason) }
                td { (ruling.who) "，" (local_time(ruling.at)) }
            }
        }
    }
}

/// What a form begins with; empty where nothing is chosen.
#[derive(Default)]
pub struct Chosen {
    pub judge: String,
    pub component: String,
    pub entry: String,
}

/// The form that takes cells out of what is due.
pub fn exclude(matrix: &Matrix, session: &Session, chosen: &Chosen) -> Markup {
    let progress = &matrix.progress;
    let body = html! {
        h2 { "登记回避、缺席、作废" }
        @if let Some(why) = why_not(Act::Exclude, progress.event.state) {
            p.said { "评比活动处于“" (progress.event.state.title()) "”，" (why) "。" }
        } @else {
        @if !progress.event.state.is_before_close() {
            p.said { "成绩已经封存：登记后会生成新的成绩，先前的签字随之失效；先前的成绩仍可查看。" }
        }
        p { a.link href={ "/events/" (progress.event.id) "/exclusions" } { "查看、撤销已登记的" } }
        p { "登记后，相应的评分卡不再应交，也不计入成绩；已经收到的评分留在记录里。登记会记入审计。" }
        form.narrow method="post" {
            label for="judge" { "评委" }
            select #judge name="judge" required {
                @for group in &matrix.groups {
                    optgroup label=(group.name) {
                        @for judge in &group.judges { option value=(judge.id) selected[judge.id == chosen.judge] { (judge.name) } }
                    }
                }
            }
            label for="entry" { "参评项目" }
            select #entry name="entry" { option value="" { "全部" } @for e in &progress.entries { option value=(e.id) selected[e.id == chosen.entry] { (e.unit) } } }
            label for="component" { "评分环节" }
            select #component name="component" {
                option value="" { "全部" }
                @for c in &progress.components { option value=(c.id) selected[c.id == chosen.component] { (c.name) } }
            }
            label for="kind" { "类型" }
            select #kind name="kind" {
                option value="recused" { "回避" } option value="absent" { "缺席" } option value="void" { "作废" }
            }
            label for="reason" { "理由" }
            textarea #reason name="reason" required maxlength="500" {}
            button.btn.act.big { "登记" }
        }
        }
    };
    draw("登记回避", &progress.event, session, &body)
}
