//! Templates of a judge's own cards in the order of visits with the judge's word on them, and of the screen about the device.

use maud::{Markup, html};

use super::chip::chip;

/// Facts about what lies on this device, by the script's names.
const KEPT: [(&str, &str); 8] = [
    ("ops", "已提交"),
    ("delivered", "服务器已答复"),
    ("pending", "待送达"),
    ("unsigned", "未签名"),
    ("drafts", "草稿"),
    ("word", "本人核对"),
    ("contact", "最近送达"),
    ("mended", "数据库丢失"),
];
/// What this device needs before the bus leaves.
const READY: [(&str, &str); 9] = [
    ("worker", "断网后重新打开"),
    ("storage", "长期保留数据"),
    ("room", "存储空间"),
    ("second", "第二份"),
    ("view", "行程与评分卡"),
    ("clock", "本机时钟"),
    ("address", "网址"),
    ("browser", "浏览器"),
    ("key", "本机签名"),
];

/// The review of all own cards, and the screen about the device.
pub(super) fn templates() -> Markup {
    html! {
        template #t-own {
            main.own {
                p.review { "封存前请逐张核对。改分请点“打开”，改后再提交一次，以最后一次为准。" }
                p.said.calm data-complete hidden { b { "已全部送达" } "本席应评的评分卡都已送达，没有需处理的。" }
                p.said data-open hidden { b { "还有" } span {} }
                div.lists {}
                (confirming())
            }
        }
        template #t-own-list {
            section {
                h2 data-text="component" {}
                p.said data-show="limits" { b { "评分限制：" } span data-text="limits" {} }
                table {
                    thead { tr { th scope="col" { "项目" } th scope="col" { "状态" } th.r scope="col" { "本席评分" } th.r scope="col" { "合计" } th { span.vh { "操作" } } } }
                    tbody {}
                }
            }
        }
        template #t-own-row {
            tr {
                th scope="row" { span.names data-text="name" {} small data-text="visit" {} }
                td { (chip()) }
                td.r data-text="marks" {}
                td.r { b data-text="total" {} }
                td.r { a.link.open data-set="href:address aria-label:label" { "打开" } }
            }
        }
        (device())
    }
}

/// The judge's own word on all of the cards above, given in two steps, and the slip that comes of it.
fn confirming() -> Markup {
    html! {
        div.confirming hidden {
            section {
                h3 { "本人核对" }
                p { "以上评分卡全部送达、逐张看过以后，请在此确认：都是本人给的评分。确认不改变任何评分；此后哪一张有变动，核对就失效，要再核对一次。" }
                p.said data-part="required" hidden { "组织者要求封存前每席核对。" }
                p.said.calm role="status" tabindex="-1" data-part="held" hidden { b {} span {} }
                div.said role="alert" data-part="broken" hidden { b {} span {} div {} }
                p.said role="alert" data-part="failed" hidden { "没有存住，请再按一次。一直如此，请联系组织者。" }
                button.btn.act type="button" data-press="ask" { b {} small {} }
                div role="group" aria-label="再次确认" data-part="sure" hidden {
                    p {}
                    button.btn.act type="button" data-press="sure" { "再按一次确认" }
                    button.btn type="button" data-press="back" { "先不确认" }
                }
            }
            section data-part="slip" hidden {
                h3 { "核对凭据" }
                p { "结果公布以后，凭它可以查对：公布的数据里是不是正好有您核对过的每一张评分卡。请自己保存，不要交给别人。" }
                div data-part="own" {
                    textarea readonly rows="4" aria-label="核对凭据" {}
                    button.btn type="button" data-press="file" { "存成文件" }
                }
                a.btn rel="external" href="/judge/slip" data-part="print" { "二维码与打印" }
                p data-part="offline" { "二维码与打印页在送达以后、联网时打开。" }
            }
        }
    }
}

fn device() -> Markup {
    let fact = |name: &str, word: &str| html! { dt { (word) } dd data-fact=(name) { "—" } };
    html! {
        template #t-device {
            main.device {
                section {
                    h2 { "离线准备" }
                    dl { @for (name, word) in READY { (fact(name, word)) } }
                    p data-advice {}
                }
                section {
                    h2 { "本机上的评分" }
                    dl { @for (name, word) in KEPT { (fact(name, word)) } }
                    p { "提交的评分先存在本机，再自动送达。没有网络时可以照常评分。" }
                    div.row { button type="button" data-retry { "立即送达" } }
                }
                section {
                    h2 { "移交" }
                    p { "本机送不出去时（没电、损坏、网址变了），把本机上的评分存成文件，交给组织者收入；换一台平板，用本席的登录链接接着评。" }
                    p.said data-stays hidden {}
                    div.row { button type="button" data-give { "存成移交文件" } }
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
                        dt { "席位" } dd data-text="seat" {}
                        (fact("device", "设备编号"))
                        (fact("program", "程序版本"))
                    }
                    p { "换另一席评委使用本机时，请用那一席的登录链接；各席的评分分开存放，互不可见。" }
                }
                section {
                    h2 { "退出" }
                    p { "交还平板前可以退出。本机上的评分留着，不会丢失；再进入要用本席的登录链接。" }
                    div.row { button type="button" data-leave { "退出本席的登录" } }
                }
            }
        }
    }
}
