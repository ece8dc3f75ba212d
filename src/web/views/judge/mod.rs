//! The judge's page: one document for all of a judge's screens, without a judge in it. It holds the templates
//! that the scripts fill with the event's data, so that a screen is drawn alike with a network and without.
//!
//! In a template, `data-text="key"` takes the words of a value, `data-show="key"` is there only where the value
//! is, and `data-set="attribute:key …"` takes it as an attribute.

mod ballot;
mod card;
mod chip;
mod own;
mod route;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::layout::icon;
use crate::app::act::label::DEMO_LABEL;
use crate::web::assets::{self, ICONS, url};

/// The three places where a judge can be, with their addresses.
const TABS: [(&str, &str); 3] =
    [("/judge", "今日行程"), ("/judge/cards", "我的评分卡"), ("/judge/device", "本机与送达")];

/// The document, with the stylesheet and the script that it names.
pub fn page(style: &str, script: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" data-version=(assets::version()) data-demo=(DEMO_LABEL) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="theme-color" content="#1a1e23";
                title { "观摩评比" }
                link rel="icon" href=(url("icon.svg")) type="image/svg+xml";
                link rel="apple-touch-icon" href=(url("icon-192.png"));
                link rel="manifest" href="/manifest.webmanifest";
                link rel="stylesheet" href=(url(style));
                script src=(url("theme.js")) {}
                script src=(url("floor.js")) {}
                script type="module" src=(url(script)) {}
            }
            body {
                (PreEscaped(icons()))
                p.demo role="note" data-label="demo" hidden { (DEMO_LABEL) }
                p.demo role="note" data-label="rehearsal" hidden { "演练：此处的评分不计入正式成绩" }
                div #screen { (opening()) }
                (templates())
                noscript { p.said { "此页面需要启用脚本才能评分。请在浏览器设置中启用 JavaScript，或改用纸质评分卡。" } }
            }
        }
    }
}

/// Icons that only pages of the staff show: a tablet does not carry them.
const OF_THE_STAFF: [&str; 2] = ["s-lost", "s-lock"];

fn icons() -> String {
    let kept = |symbol: &&str| !OF_THE_STAFF.iter().any(|id| symbol.contains(&format!("id=\"{id}\"")));
    ICONS.split_inclusive("</symbol>").filter(kept).collect()
}

/// What stands there until the scripts have drawn a screen, and stays where they cannot.
fn opening() -> Markup {
    html! {
        main.door {
            h1 { "观摩评比" }
            p { "正在打开…" }
            div.floor hidden {
                h2 { "此浏览器过旧，不能用来评分" }
                p { "需要 Chromium 78 或更新的浏览器（2019 年底以后的版本）。" }
                ol {
                    li { "请向组织者换一台平板，用本席的登录链接进入；已经送达的评分都在服务器上。" }
                    li { "或者改用纸质评分卡：向组织者领取本席的空白评分卡，填写、签名后交回，由两名计票人分别录入。" }
                }
            }
        }
    }
}

fn templates() -> Markup {
    html! {
        (frame())
        (door())
        (route::templates())
        (card::templates())
        (ballot::templates())
        (own::templates())
    }
}

/// What stands around the three places: title, seat, connection, tabs.
fn frame() -> Markup {
    html! {
        template #t-frame {
            div.frame {
                header.top {
                    h1 tabindex="-1" { span data-text="title" {} small data-text="event" {} }
                    (card::sun())
                    a.seat href="/judge/device" { span { "席位" } b data-text="seat" {} }
                }
                (connection())
                p.said.ready role="alert" data-code hidden {
                    b { "登录链接" } "组织者要为本席另发一个登录链接。是您本人要换平板的，请把这四位数字告诉组织者：" strong {} "；不是，请不要告诉任何人。"
                }
                div role="alert" data-access {}
                p.said.ready role="status" data-missing hidden { b { "离线准备" } span {} a.link href="/judge/device" { "去看看" } }
                p.said.ready role="alert" data-lost="own" hidden { b { "请重新评分" } "本机的数据库损坏，下面的评分卡已提交而未送达，已经丢失：" span {} }
                p.said.ready role="status" data-lost="others" hidden { b { "没有送达" } "本席在另一台平板上提交、还没有送达（请用那台平板送达，或在此重新评分）：" span {} }
                p.said.ready role="status" data-mended hidden { b { "已找回" } span {} }
                p.said.ready role="status" data-word hidden { b {} span {} a.link href="/judge/cards" { "去核对" } }
                p.said.ready role="status" data-asked hidden { b { "组织者请您补交" } span {} }
                div.body {}
                nav.tabs aria-label="主导航" {
                    @for (path, name) in TABS {
                        a href=(path) { (name) @if path == "/judge/cards" { b data-badge hidden {} } }
                    }
                }
            }
        }
        template #t-told {
            p.said.ready { span data-text="text" {} " " button.link type="button" data-set="data-told:id" { "知道了" } }
        }
    }
}

fn connection() -> Markup {
    html! {
        section.net.well role="status" aria-live="polite" {
            (icon("none"))
            div { strong { "正在与服务器核对…" } small { "可以照常评分。" } }
            button type="button" data-retry hidden { "重试送达" }
        }
    }
}

/// Screens without an event: nobody is signed in, another tab scores, another judge has taken over.
fn door() -> Markup {
    html! {
        template #t-door {
            main.door {
                h1 tabindex="-1" data-text="title" {}
                p data-text="sentence" {}
                p data-show="more" data-text="more" {}
                button.btn.act.big type="button" data-show="button" data-text="button" {}
                a.btn data-show="link" data-set="href:link" data-text="word" {}
            }
        }
    }
}
