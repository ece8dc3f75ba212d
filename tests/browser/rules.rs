//! An organiser edits the rules with the keyboard alone; a tablet is shown the new card.

use std::time::Duration;

use thirtyfour::prelude::*;

use super::organiser::sign_in;
use crate::support::browser::{Browser, Screen, within};
use crate::support::day::Day;
use crate::support::desk::organiser;
use crate::support::server::Server;

use guanmo::app::act::actor::{Actor, Role, Who};
use guanmo::app::act::second::Decision;
use guanmo::app::setup::amend::Effect;

/// Puts the cursor behind the first place where a text stands in the editor.
fn behind(text: &str) -> String {
    format!(
        "const area = document.getElementById('text'); area.focus();
         const at = area.value.indexOf({text:?}) + {}; area.setSelectionRange(at, at);",
        text.chars().count()
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_are_edited_with_the_keyboard_and_a_fault_stands_beside_its_line() {
    let server = Server::demo();
    let browser = Browser::open(Screen::Desk).await;
    sign_in(&browser, &server, "组织者").await;
    browser.press("组织台").await;
    browser.sees("查看全部").await;
    let desk = browser.driver.current_url().await.expect("an address").to_string();
    browser.goto(&desk.replace("/desk", "/rules?view=text")).await;
    browser.sees("scoring-rules.toml").await;
    browser.script(&behind("max = 30")).await;
    browser.types("x").await;
    // a line more: the numbers follow
    let lines = "return document.querySelectorAll('.numbers span').length";
    let before = browser.script(lines).await.as_u64().expect("a number");
    browser.types("\n# 说明").await;
    assert_eq!(browser.script(lines).await.as_u64(), Some(before + 1));
    // from the text to the button by the keyboard alone
    browser.types(&Key::Tab.value().to_string()).await;
    let focused = browser.script("return document.activeElement.textContent").await;
    assert_eq!(focused, "检查");
    browser.types(&Key::Enter.value().to_string()).await;
    browser.sees("有 1 处问题，没有写入").await;
    browser.picture("rules.png").await;
    let beside = browser
        .script(
            "const mark = document.querySelector('.numbers .wrong');
             const said = document.querySelector('.beside a');
             const middle = (one) => { const box = one.getBoundingClientRect(); return (box.top + box.bottom) / 2; };
             const area = document.getElementById('text');
             const line = area.value.split('\\n')[Number(mark.textContent) - 1];
             return { apart: Math.abs(middle(mark) - middle(said)), line, said: said.textContent };",
        )
        .await;
    assert!(beside["apart"].as_f64().is_some_and(|apart| apart < 6.0), "{beside}");
    assert_eq!(beside["line"], "max = 30x", "{beside}");
    assert!(beside["said"].as_str().is_some_and(|said| said.contains("TOML") || said.contains("数字")), "{beside}");
    // the fault leads to its line
    browser.script("document.querySelector('.faults a').focus()").await;
    browser.types(&Key::Enter.value().to_string()).await;
    let chosen = "const area = document.activeElement; return area.value.slice(area.selectionStart, area.selectionEnd)";
    assert_eq!(browser.script(chosen).await, "max = 30x");
    browser.close().await;
}

/// Waits for what the page tells in a window of the browser's own, and puts it away.
async fn told(browser: &Browser) -> String {
    let asked = async || browser.driver.get_alert_text().await.map_err(|_| "the page tells nothing".to_owned());
    let text = within(Duration::from_secs(30), asked).await;
    browser.driver.accept_alert().await.expect("put away");
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_is_shown_the_new_card_and_says_so_where_one_has_to_be_handed_in_anew() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet.gives(["27", "18.5", "18", "14.5", "14.5"]).await;
    tablet.submits().await;
    tablet.sees("已送达 回执").await;
    let app = &day.app;
    let rules = app.rules(&organiser(), &day.event).expect("rules");
    let text = rules.text.replacen("name = \"项目成效\"\nmax = 30", "name = \"实际成效\"\nmax = 25", 1);
    let seen = app.rules_effect(&organiser(), &day.event, &rules.sha256, &text).expect("an effect").mark().to_owned();
    app.propose_rules(&organiser(), &day.event, (&rules.sha256, &seen), &text, "会议决定").expect("proposed");
    let second = Actor { who: Who::Account("o2".to_owned()), role: Some(Role::Organiser) };
    let proposal = app.rules_proposal(&second, &day.event).expect("a proposal");
    let mark = proposal.effect.as_ref().map(Effect::mark).expect("an effect");
    app.decide_rules(&second, &day.event, (proposal.pending.number, Decision::Approve), mark).expect("approved");
    // the open card is drawn anew when the tablet hears of it, and the judge is told
    tablet.script("window.dispatchEvent(new Event('online'))").await;
    assert_eq!(told(&tablet).await, "评分规则有变更，此卡已按新的规则显示，请核对。");
    tablet.sees("实际成效").await;
    tablet.sees("规则已变更，请按现在的评分卡补评后重新提交").await;
    assert_eq!(tablet.fields().await[0], "27", "what was given is still there to be corrected");
    for key in ["clear", "2", "5"] {
        tablet.click(By::Css(format!("[data-key=\"{key}\"]"))).await;
    }
    tablet.submits().await;
    day.has(0, "07", 2).await;
    assert!(!day.card(0, "07").unfit);
    tablet.close().await;
}
