//! What a change of the day does, before it is made; and the link of a substitute, after.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::frame::draw;
use crate::app::desk::day::{CardsEffect, DayPreview};
use crate::app::event::view::EventSummary;
use crate::app::people::link::JudgeLink;
use crate::app::people::session::Session;
use crate::web::views::access::{only_here, slip_only_here};
use crate::web::views::links::qr;

/// What a change does, and the form that makes it.
pub fn preview(
    preview: &DayPreview,
    session: &Session,
    fields: &BTreeMap<String, String>,
    reason: &str,
    problem: Option<&str>,
) -> Markup {
    let event = &preview.event;
    let back = format!("/events/{}/day", event.id);
    let body = html! {
        h2 { (preview.title) }
        @if let Some(problem) = problem { p.alert role="alert" { (problem) } }
        section.card {
            h3 { "影响" }
            ul.effects { @for note in &preview.notes { li { (note) } } }
            (cards(&preview.cards))
            @if !preview.windows.is_empty() {
                table.list {
                    thead { tr { th { "环节" } th { "评分卡" } th { "现在" } th { "此后" } } }
                    tbody {
                        @for window in &preview.windows {
                            tr { td { (window.component) } td { (window.about) } td { (window.before) } td { b { (window.after) } } }
                        }
                    }
                }
            } @else { p { "没有评分卡因此开放或截止。" } }
        }
        form method="post" action=(back) {
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="version" value=(preview.version);
            input type="hidden" name="confirm" value="yes";
            label for="reason" { "理由（记入审计）" }
            input #reason type="text" name="reason" value=(reason) required maxlength="500";
            button.btn.act.big { "确认" }
        }
        p { a.btn href=(back) { "不改了，返回" } }
    };
    draw("当日变动", event, session, (&back, "回当日变动"), &body)
}

fn cards(effects: &[CardsEffect]) -> Markup {
    html! {
        table.list {
            thead { tr { th { "评分卡" } th.r { "现在应交" } th.r { "此后应交" } th.r { "现在已收" } th.r { "此后计入" } } }
            tbody {
                @for effect in effects {
                    tr {
                        td { (if effect.component.is_empty() { "合计" } else { &effect.component }) }
                        td.r { (effect.before.0) } td.r { b { (effect.after.0) } }
                        td.r { (effect.before.1) } td.r { b { (effect.after.1) } }
                    }
                }
            }
        }
    }
}

/// A substitute's link, shown this once.
pub fn link(event: &EventSummary, session: &Session, link: &JudgeLink, public_url: &str) -> Markup {
    let address = format!("{public_url}/j/{}", link.token.reveal());
    let back = format!("/events/{}/day", event.id);
    let body = html! {
        h2.no-print { "已换人：接替者的登录链接" }
        (only_here(public_url))
        p.no-print { "请现在打印或扫码。离开此页后不再显示；如有遗失，到“评委链接”重新生成（此前发出的全部作废）。" }
        div.slips {
            section.slip {
                b { (link.name) }
                (qr(&address, "登录二维码"))
                small { (event.title) }
                (slip_only_here(public_url))
                small { (address) }
            }
        }
    };
    draw("当日变动", event, session, (&back, "回当日变动"), &body)
}
