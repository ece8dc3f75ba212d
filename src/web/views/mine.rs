//! A judge's own cards in the order of visits, and the page about the device.

use maud::{Markup, html};

use super::judge::{Tab, address, chip, shell, stops};
use super::wording::project;
use crate::app::sync::{CardView, ComponentView, JudgeView};

/// All of the judge's own cards, to be looked over before the close.
pub fn cards(view: &JudgeView) -> Markup {
    let body = html! {
        main.mine {
            @for component in &view.components {
                h2 { (component.name) }
                table {
                    thead { tr { th scope="col" { "项目" } th scope="col" { "状态" } th.r scope="col" { "本席评分" } th {} } }
                    tbody { @for (name, card) in of_component(view, component) { (row(component, &name, card)) } }
                }
            }
        }
    };
    shell(view, "我的评分卡", Tab::Cards, "route.js", &body)
}

/// The cards of a component along the route, named.
fn of_component<'v>(view: &'v JudgeView, component: &ComponentView) -> Vec<(String, &'v CardView)> {
    let find = |entry: &str| view.my_cards.iter().find(|c| c.component == component.id && c.entry == entry);
    if component.kind == "ranking" {
        return find("").map(|card| (format!("名次票（{} 项）", component.places), card)).into_iter().collect();
    }
    let named = |(number, _, entry): (usize, _, &crate::app::sync::EntryView)| {
        Some((format!("{number}. {} {}", entry.unit, project(&entry.name)), find(&entry.id)?))
    };
    stops(view).into_iter().filter_map(named).collect()
}

fn row(component: &ComponentView, name: &str, card: &CardView) -> Markup {
    html! {
        tr data-card=(card.entry) data-component=(card.component) {
            th.names scope="row" { (name) }
            td { (chip(card)) }
            td.r { (given(component, card)) }
            td.r { a.link.open href=(address(card)) { "打开" } }
        }
    }
}

/// What the judge gave, as it was typed.
fn given(component: &ComponentView, card: &CardView) -> String {
    match component.kind.as_str() {
        "grades" => {
            let grade = card.marks.get("grade").and_then(|id| component.grades.iter().find(|grade| &grade.id == id));
            grade.map_or("—", |grade| grade.name.as_str()).to_owned()
        }
        "ranking" if card.marks.is_empty() => "—".to_owned(),
        "ranking" => format!("已排 {} 项", card.marks.len()),
        _ if card.marks.is_empty() => String::new(),
        _ => {
            let mark = |id: &String| card.marks.get(id).map_or("—", String::as_str);
            component.criteria.iter().map(|c| mark(&c.id)).collect::<Vec<_>>().join(" · ")
        }
    }
}

/// The page about the device.
pub fn device(view: &JudgeView) -> Markup {
    let fact = |name: &str, word: &str| html! { dt { (word) } dd data-fact=(name) { "—" } };
    let body = html! {
        main.device {
            section {
                h2 { "本机上的评分" }
                dl {
                    (fact("ops", "已提交"))
                    (fact("delivered", "服务器已答复"))
                    (fact("pending", "待送达"))
                    (fact("drafts", "草稿"))
                    (fact("contact", "最近送达"))
                }
                p { "提交的评分先存在本机，再自动送达。没有网络时可以照常评分。" }
                div.row { button type="button" data-retry { "立即送达" } }
            }
            section {
                h2 { "显示" }
                div.row {
                    button type="button" data-set-theme="" aria-pressed="true" { "标准" }
                    button type="button" data-set-theme="sun" aria-pressed="false" { "阳光下" }
                    button type="button" data-set-theme="dark" aria-pressed="false" { "夜间" }
                }
            }
            section {
                h2 { "本机" }
                dl {
                    dt { "席位" } dd { (view.judge_name) "（" (view.group_name) "）" }
                    (fact("device", "设备编号"))
                    (fact("storage", "存储"))
                }
                p { "换另一席评委使用本机时，请用那一席的登录链接；各席的评分分开存放，互不可见。" }
            }
        }
    };
    shell(view, "本机与送达", Tab::Device, "device.js", &body)
}
