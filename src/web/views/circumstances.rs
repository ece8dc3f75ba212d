//! How the cards of an event came, and who could have handed them in, for whoever signs.

use maud::{Markup, html};

use super::wording::{local_time, short};
use crate::app::result::circumstances::{Circumstances, NewLink};
use crate::store::link_request::Way;

/// The card on the page of those who sign.
pub fn card(told: &Circumstances) -> Markup {
    let came = told.came;
    html! {
        section.card {
            h3 { "签字前请知悉" }
            ul {
                @for link in &told.links { (new_link(link)) }
                @for (judge, keys) in &told.keys {
                    li {
                        b { (judge) "登记过 " (keys.len()) " 个平板签名密钥" } "："
                        (keys.iter().map(|(id, at)| format!("{}（{}）", short(id), local_time(*at))).collect::<Vec<_>>().join("、"))
                        "。每一个都能以这一席的名义签名；请确认都是本人在用。"
                    }
                }
                @for (judge, count) in &told.handed {
                    li { b { (judge) "有 " (count) " 张评分卡来自平板文件" } "，没有平板的有效签名，由监票人或纪检人员认定。" }
                }
                li {
                    "计入成绩的评分卡：有平板签名 " (came.signed) " 张，没有签名 " (came.unsigned) " 张，纸质卡 " (came.paper)
                    " 张，待认定后收下 " (came.admitted) " 张，随评分文件夹导入 " (came.folder) " 张。"
                }
            }
        }
    }
}

fn new_link(link: &NewLink) -> Markup {
    html! {
        li {
            b { "为已有评分卡的" (link.judge_name) "另发过登录链接" }
            "：" (local_time(link.at)) "，" (link.asked_by) " 办理，" (link.way.title())
            @match (link.way, &link.decided_by) {
                (Way::Reason, _) => { "，理由：" (link.reason) }
                (Way::Second, Some(by)) => { "（" (by) "）" }
                _ => {}
            }
            "。"
        }
    }
}
