//! The slip with which a judge finds their own cards in a published result.

use maud::{Markup, html};

use super::layout::{Frame, label, page as framed};
use super::links::qr;
use super::wording::local_time;
use crate::app::cards::slip::Slip;

/// The page, to be printed or photographed.
pub fn page(slip: &Slip, address: &str) -> Markup {
    let frame = Frame { title: "核对凭据", styles: &["plain.css"], script: None, demo: slip.demo };
    let body = html! {
        (label(slip.demo, slip.rehearsal, ""))
        header.top.no-print { h1 { "核对凭据" } a.btn href="/judge/cards" { "回我的评分卡" } }
        main.sheet {
            h2 { (slip.title) }
            p { b { (slip.seat) } " · 本人核对 " (slip.count) " 张评分卡" @if let Some(at) = slip.at { "，" (local_time(at)) } }
            @match &slip.text {
                None => p.said { "还没有核对凭据。请先在“我的评分卡”里逐张看过，确认“本人已核对”。" },
                Some(text) => {
                    @if !slip.stands { p.said role="alert" { "核对以后评分卡有变动，这份凭据对不上现在的评分卡。请重新核对，再取新的凭据。" } }
                    @let link = format!("{address}/public/{}/check#{text}", slip.event);
                    section.card.kept {
                        p { "成绩公布以后，用手机扫描，或打开下面的网址，就能查到这些评分卡是否原样计入公布的成果。不用登录。" }
                        (qr(&link, "核对凭据的二维码"))
                        pre { (link) }
                    }
                    p { "凭据只有您有：请自己保存，不要发给别人，它会让人认出哪些是您的评分卡。" }
                },
            }
        }
    };
    framed(&frame, &body)
}
