//! The set-up page: how a tablet comes to trust this server.

use maud::{Markup, html};

use super::layout::{self, Frame};
use super::links::qr;
use super::screens::{Screen, strip};
use crate::lan::{Certificate, day};
use crate::web::trust::{Encryption, Setup};

pub fn page(setup: &Setup) -> Markup {
    let encrypted = !matches!(setup.encryption, Encryption::Off);
    let frame = Frame {
        title: "平板设置",
        styles: &["plain.css", "setup.css"],
        script: encrypted.then_some("setup.js"),
        demo: setup.demo,
    };
    let body = html! {
        (layout::label(setup.demo, false, ""))
        header.top { h1 { "平板设置" span { "让平板信任加密连接" } } @if !encrypted { a.btn href="/" { "首页" } } }
        main.sheet.setup {
            @match &setup.encryption {
                Encryption::Off => { (off()) }
                Encryption::InFront | Encryption::Given => { (trusted(setup)) }
                Encryption::Own(authority) => { (own(setup, authority)) }
            }
        }
    };
    layout::page(&frame, &body)
}

/// Whatever else was `asked` for without encryption: a path with what follows it.
pub fn elsewhere(setup: &Setup, asked: &str) -> Markup {
    let frame = Frame { title: "请用加密地址打开", styles: &["plain.css"], script: None, demo: setup.demo };
    let url = &setup.places.public_url;
    let body = html! {
        header.top { h1 { "观摩评比" } }
        main.sheet.narrow {
            h2 { "请用加密地址打开" }
            p.said role="alert" { "这里不加密，除平板设置页外不提供任何内容。评分和管理请打开 " b { (url) } }
            p { a.btn.act href={ (url) (asked) } { "打开加密地址" } " " a.btn href="/setup" { "平板设置页" } }
            @if matches!(setup.encryption, Encryption::Own(_)) {
                p { "还没有装过 CA 证书的平板，请先按平板设置页装好；没有装好就打开，浏览器会显示安全提醒。" }
            }
        }
    };
    layout::page(&frame, &body)
}

/// How to encrypt, and what is missing without it.
fn off() -> Markup {
    html! {
        h2 { "加密连接没有启用" }
        p { "现在用的是不加密的地址。评分照常进行，已提交的评分卡不会丢；但缺少以下几样：" }
        section.card {
            ul.lacks {
                li { b { "离线时打开页面" } "没有网络时，已打开的页面可以继续评分；关掉以后，要等有网络才能再打开。" }
                li { b { "长期保留数据" } "浏览器不承诺保留评分数据，全部送达以前请勿清理浏览器。" }
                li { b { "不被旁人看到" } "同一网络里的其他设备可能看到评委链接、密码和得分。" }
            }
        }
        h3 { "怎样启用" }
        p { "在运行本程序的电脑上，依次运行：" }
        ol.how {
            li { "生成证书：" code { "guanmo cert" } }
            li { "停止本程序，再这样启动：" code { "guanmo serve --tls-self --listen 0.0.0.0:8443" } }
            li { "用平板扫启动时显示的二维码，按页面提示安装 CA 证书。每台平板做一次。" }
        }
        p { "已有单位统一签发的证书，用 " code { "--tls-cert" } " 和 " code { "--tls-key" } " 指定即可。" }
    }
}

/// Encrypted, with nothing to install from here.
fn trusted(setup: &Setup) -> Markup {
    html! {
        h2 { "加密连接已启用" }
        p { "证书由单位或公共机构签发，平板一般已经信任。请用平板打开本页，看下面的检查结果；未生效时，请向签发证书的单位索取 CA 证书。" }
        (check(setup, None))
    }
}

fn own(setup: &Setup, authority: &Certificate) -> Markup {
    let address = setup.places.setup_url.as_deref().unwrap_or_default();
    html! {
        h2 { "四步，每台平板做一次" }
        p { "装好以后，平板和服务器之间的连接是加密的，没有网络时也能打开评分页面。" }
        section.step {
            h3 { b { "1" } "用平板打开本页" }
            div.open {
                div.qr { (qr(address, "平板设置页的二维码")) }
                div {
                    p { "扫二维码，或在浏览器地址栏输入：" }
                    p.code { (address) }
                    p { "请用 Chrome 或平板自带的浏览器。平板和服务器要在同一个网络里，平板的日期和时间要对。" }
                }
            }
        }
        section.step {
            h3 { b { "2" } "下载 CA 证书" }
            p { a.btn.act.big href="/setup/guanmo-ca.crt" download="guanmo-ca.crt" { "下载 guanmo-ca.crt" } }
            p { "指纹（SHA-256）应与服务器窗口里显示的逐组相同；不同就不要安装，请告诉组织者。" }
            (fingerprint(authority))
            p.small {
                "有效至 " (day(authority.until())) "。平板不认 .crt 文件时，换 "
                a.link href="/setup/guanmo-ca.pem" download="guanmo-ca.pem" { "guanmo-ca.pem" } "。"
            }
        }
        section.step {
            h3 { b { "3" } "在平板的设置里安装" }
            p { "平板要先设好锁屏密码。各品牌的名称和顺序略有不同；找不到时，在设置最上面的搜索框里输入“证书”。" }
            (harmony())
            (android())
        }
        section.step {
            h3 { b { "4" } "检查" }
            (check(setup, Some(authority)))
        }
    }
}

fn fingerprint(authority: &Certificate) -> Markup {
    let text = authority.fingerprint();
    let pairs: Vec<&str> = text.split(':').collect();
    html! { p.fingerprint { @for group in pairs.chunks(4) { span { (group.join(" ")) } " " } } }
}

fn harmony() -> Markup {
    let screens = [
        Screen {
            title: "设置", rows: &["", "", "安全", ""], press: 2, words: "打开“设置”，点“安全”"
        },
        Screen {
            title: "安全", rows: &["", "", "", "更多安全设置"], press: 3, words: "在最下面，点“更多安全设置”"
        },
        Screen {
            title: "更多安全设置", rows: &["", "加密和凭据", "", ""], press: 1, words: "点“加密和凭据”"
        },
        Screen {
            title: "加密和凭据",
            rows: &["", "从存储设备安装", "", ""],
            press: 1,
            words: "点“从存储设备安装”，选 guanmo-ca.crt，用途选“VPN 和应用”",
        },
    ];
    html! {
        details.system data-system="harmony" open {
            summary { "华为平板（HarmonyOS）" }
            (strip(&screens))
        }
    }
}

fn android() -> Markup {
    let screens = [
        Screen {
            title: "设置", rows: &["", "", "安全", ""], press: 2, words: "打开“设置”，点“安全”"
        },
        Screen {
            title: "安全",
            rows: &["", "", "安装证书", ""],
            press: 2,
            words: "点“安装证书”；有的平板先点“更多安全设置”或“加密与凭据”",
        },
        Screen {
            title: "安装证书",
            rows: &["CA 证书", "", ""],
            press: 0,
            words: "点“CA 证书”，看到提醒时点“仍然安装”",
        },
        Screen {
            title: "下载",
            rows: &["", "guanmo-ca.crt", "", ""],
            press: 1,
            words: "选 guanmo-ca.crt；看到“已安装”即可",
        },
    ];
    html! {
        details.system data-system="android" open {
            summary { "其他平板（Android）" }
            (strip(&screens))
        }
    }
}

/// What the script fills in: whether this tablet trusts the encrypted address.
fn check(setup: &Setup, authority: Option<&Certificate>) -> Markup {
    let (url, address) = (&setup.places.public_url, setup.places.setup_url.as_deref());
    let seconds = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| at.timestamp());
    let state = |name: &str, icon: &str, fact: &str, comfort: Markup| {
        html! {
            div.state.(name) data-state=(name) hidden { (layout::icon(icon)) strong { (fact) } p { (comfort) } }
        }
    };
    html! {
        div #check.check role="status" aria-live="polite" data-url=(url)
            data-from=[seconds(authority.map(Certificate::from))] data-until=[seconds(authority.map(Certificate::until))] {
            (state("wait", "wait", "正在检查", html! { "正在用加密地址连接服务器。" }))
            (state("ok", "ok", "证书已生效", html! { "这台平板设置好了。请用下面的按钮打开，以后都用这个地址。" }))
            (state("fix", "fix", "证书尚未生效", html! { "请看第 3 步是否做完。刚装好的，关掉浏览器再打开本页；还不行，换 Chrome 或平板自带的浏览器。" }))
            (state("clock", "fix", "平板的日期不对", html! { "证书因此不能生效。请在设置里打开“自动设置时间”，或改成正确的日期。" }))
            (state("off", "off", "连不上服务器", html! { "请看平板是否连着服务器所在的网络，再检查一次。" }))
            (state("here", "lock", "本页已在加密地址上", html! {
                "是否信任，要在不加密的设置页上检查"
                @if let Some(address) = address { "：" a.link href=(address) { (address) } } @else { "。" }
            }))
        }
        p.row {
            a.btn.act.big href={ (url) "/" } { "打开 " (url) }
            button.btn.big type="button" #again { "再检查一次" }
        }
        noscript { p { "点上面的按钮：直接看到首页，证书就已生效；看到安全提醒，就是尚未生效。" } }
    }
}
