//! A tie across a prize: decided by two people, lapsed where it becomes another one, decided again.

use guanmo::app::act::actor::Role;
use guanmo::app::people::account::NewAccount;
use thirtyfour::prelude::*;

use crate::support::browser::{Browser, Screen};
use crate::support::desk::{self, organiser, own_account};
use crate::support::folder::Folder;
use crate::support::site::Site;

async fn enters(site: &Site, name: &str, account: &NewAccount) -> Browser {
    let browser = desk::enters(&site.server.url, name, account, Screen::Desk).await;
    browser.sees("评比活动").await;
    browser
}

/// One proposes the order of the first tie on the page, and is told that another one has to approve it.
async fn proposes(browser: &Browser, turns: [&str; 2], reason: &str) {
    for (index, turn) in turns.iter().enumerate() {
        browser.element(By::Id(format!("turn-0-{index}"))).await.send_keys(*turn).await.expect("typed");
    }
    browser.element(By::Id("reason-0")).await.send_keys(reason).await.expect("typed");
    browser.press("提议这样裁定").await;
    browser.sees("须由另一位组织者批准").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tie_is_decided_by_two_lapses_and_is_decided_again() {
    let (site, event, one, two) = tokio::task::spawn_blocking(|| {
        let site = Site::demo();
        let event = site.import(&Folder::tied());
        let one = own_account(&site.app, "wang", Role::Organiser);
        let two = own_account(&site.app, "li", Role::Organiser);
        site.app.close(&organiser(), &event, None).expect("closed");
        (site, event, one, two)
    })
    .await
    .expect("a site");
    let (first, second) = (enters(&site, "wang", &one).await, enters(&site, "li", &two).await);
    let at = |page: &str| format!("{}/events/{event}/{page}", site.server.url);

    first.goto(&at("signing")).await;
    first.sees("签字以前需要处理 2 件").await;
    first.goto(&at("ties")).await;
    first.sees("2 个项目并列第 1 名：跨越奖项名额，需要裁定").await;
    proposes(&first, ["2", "1"], "评委组表决").await;
    second.goto(&at("ties")).await;
    second.sees("wang 提议的次序，理由：评委组表决").await;
    second.picture("tie-proposal.png").await;
    second.press("核对无误，批准").await;
    second.sees("起作用").await;
    first.goto(&at("signing")).await;
    first.sees("没有需要在签字以前处理的事项").await;
    first.sees("次序：乙镇、甲镇").await;
    first.goto(&at("board")).await;
    first.sees("经裁定排在前（理由：评委组表决）").await;

    // both go up by the same: level again, but it is another tie
    for entry in ["A", "B"] {
        site.app.set_measure(&organiser(), &event, ("daily", entry), "81", "核对更正", None).expect("measured");
    }
    first.goto(&at("signing")).await;
    first.sees("签字以前需要处理 2 件").await;
    first.sees("已失效").await;
    first.goto(&at("desk")).await;
    first.sees("并列裁定已失效：对乙镇、甲镇的裁定不再起作用").await;
    first.sees("全部处理后才能签字、公布").await;
    first.picture("desk-lapsed.png").await;
    first.goto(&at("ties")).await;
    first.sees("已失效").await;
    proposes(&first, ["1", "2"], "重新表决").await;
    second.goto(&at("ties")).await;
    second.sees("重新表决").await;
    second.press("核对无误，批准").await;
    second.sees("起作用").await;
    second.goto(&at("signing")).await;
    second.sees("次序：甲镇、乙镇").await;
    second.sees("没有需要在签字以前处理的事项").await;
    first.close().await;
    second.close().await;
}
