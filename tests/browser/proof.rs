//! What comes before the signatures, and what anybody checks: a judge gives their own word and gives it again when a card has
//! become another one; an inspector takes note of everything and looks at the cards that were drawn; six sign with their
//! passwords; two publish; the judge finds their cards in the result, and nobody passes off a changed one.

use guanmo::app::act::actor::{Actor, Role, Who};
use guanmo::app::event::signers::{ResultFrom, Signers, SigningSettings};
use serde_json::json;
use thirtyfour::prelude::*;

use super::check::checks;
use super::journey::meanwhile;
use super::organiser::CROOKED;
use crate::support::browser::{Browser, Screen};
use crate::support::day::Day;
use crate::support::desk::{self, PASSWORD, asking, assert_sound, export, import, organiser, own_account};
use crate::support::folder::Folder;
use crate::support::site::Person;
use crate::support::tablet::Tablet;

/// Those who sign, in the order in which they do.
const SIGNERS: [(&str, Role); 6] = [
    ("inspector-1", Role::Inspector),
    ("teller-1", Role::Teller),
    ("teller-2", Role::Teller),
    ("scrutineer-1", Role::Scrutineer),
    ("scrutineer-2", Role::Scrutineer),
    ("organiser-1", Role::Organiser),
];

/// The card of which a sheet comes in after its judge has given their word.
const SHEET: &str = "judge=j1&component=visit&entry=B";

/// The office's computer, at which one after the other signs in.
struct Office<'d> {
    day: &'d Day,
    event: &'d str,
    browser: Browser,
}

impl<'d> Office<'d> {
    async fn opens(day: &'d Day, event: &'d str) -> Self {
        for (name, role) in SIGNERS {
            own_account(&day.app, name, role);
        }
        Self { day, event, browser: Browser::open(Screen::Desk).await }
    }

    fn at(&self, page: &str) -> String {
        format!("{}/events/{}/{page}", self.day.line.url, self.event)
    }

    async fn goes(&self, page: &str) {
        self.browser.goto(&self.at(page)).await;
    }

    /// Somebody sits down in the place of whoever was there.
    async fn seats(&self, name: &str) {
        self.browser.driver.delete_all_cookies().await.expect("nobody is signed in");
        self.browser.goto(&format!("{}/sign-in", self.day.line.url)).await;
        self.types("name", name).await;
        self.types("password", PASSWORD).await;
        self.browser.press("登录").await;
        self.browser.sees("退出").await;
    }

    async fn types(&self, field: &str, text: &str) {
        let found = self.browser.element(By::Id(field)).await;
        found.clear().await.expect("emptied");
        found.send_keys(text).await.expect("typed");
    }

    /// Presses what has these words and sees what comes of it; what lies below the bar at the foot is brought up first.
    async fn presses(&self, words: &str, then: &str) {
        let up = format!(
            "const all = Array.from(document.querySelectorAll('main button')).filter((one) => one.innerText.includes('{words}'));
             all.slice(0, 1).forEach((one) => one.scrollIntoView({{ block: 'center', behavior: 'instant' }}));"
        );
        self.does(&up).await;
        self.browser.press(words).await;
        self.browser.sees(then).await;
    }

    /// Nothing is cut off or too small to be hit.
    async fn is_whole(&self) {
        self.browser.is_drawn().await;
        assert_eq!(self.browser.script(CROOKED).await, json!([]));
    }

    async fn does(&self, script: &str) {
        self.browser.script(script).await;
    }
}

/// Three seats, three entries; six sign, and the cards of the first place and some others are drawn.
fn event(day: &Day) -> String {
    let folder = Folder::sound();
    folder.remove("scores.csv");
    folder.replace("scoring-rules.toml", "小例", "演示数据(非真实评分) 小例");
    for (id, name) in [("visit", "现场观摩"), ("effect", "项目成效"), ("novelty", "创新做法")] {
        let line = format!("id = \"{id}\"\n");
        folder.replace("scoring-rules.toml", &line, &format!("{line}name = \"{name}\"\n"));
    }
    let event = import(&day.app, &folder);
    let settings = SigningSettings { spot_places: Some(1), ..asking(Signers::standard(), ResultFrom::Signed) };
    day.app.set_signing(&organiser(), &event, &settings, None).expect("set");
    event
}

/// The seats beside the first one hand in their cards, signed; all but one.
fn others_score(day: &Day, event: &str) {
    for (judge, effect) in [("j2", "45"), ("j3", "48")] {
        let mut tablet = Tablet::signing(&day.app, event, judge, &format!("tablet-{judge}"));
        for (entry, less) in
            [("A", "38"), ("B", "33"), ("C", "28")].into_iter().filter(|(entry, _)| (judge, *entry) != ("j3", "C"))
        {
            assert_eq!(tablet.outcome(entry, effect, less).as_str(), "recorded", "{judge} {entry}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_that_was_confirmed_inspected_signed_and_published_is_found_again_by_its_judge() {
    let day = Day::begins();
    let event = event(&day);
    others_score(&day, &event);
    let tablet = day.tablet_of(&event, "j1").await;
    for (unit, marks) in [("甲镇", ["55", "36"]), ("乙镇", ["44", "30"]), ("丙镇", ["33", "20"])] {
        tablet.scores(unit, marks).await;
        tablet.says_of(unit, "已送达").await;
    }
    gives_word(&tablet, "本人已核对，确认 3 张").await;

    let office = Office::opens(&day, &event).await;
    sheets_come_in(&office).await;
    hears_of_it(&tablet).await;
    gives_word(&tablet, "本人已再次核对，确认 3 张").await;
    sheets_are_registered(&office).await;

    closes(&office).await;
    inspects(&office).await;
    sign(&office).await;
    publishes(&office).await;
    assert_sound(&day.app);

    let link = slip_of(&day, &tablet).await;
    checks(&day, &event, &link).await;
    tablet.close().await;
    office.browser.close().await;
}

/// The judge reads all cards through and says so, in two steps.
async fn gives_word(tablet: &Browser, words: &str) {
    tablet.press("我的评分卡").await;
    tablet.sees("本人核对").await;
    tablet.press(words).await;
    tablet.sees("3 张评分卡都逐张看过，是本人给的评分。").await;
    // a finger that taps twice at once has confirmed nothing
    tablet
        .gets(
            "document.querySelector('[data-press=sure]').click();
         return document.querySelector('[data-part=held]').innerText",
            |held| held.as_str().is_some_and(|held| held.contains("已核对")),
        )
        .await;
    tablet.sees("已送达 回执").await;
    tablet.goes_to_route().await;
}

/// Two tellers type sheets: the card of a judge whose tablet gave out, and one on which a judge has written another mark.
async fn sheets_come_in(office: &Office<'_>) {
    const WAITS: &str = "您已录入，待另一人录入";
    for (name, alone, other) in [("teller-1", WAITS, WAITS), ("teller-2", "前一张已收下", "与评委另一份评分卡不一致")]
    {
        office.seats(name).await;
        for (card, effect, then) in [("judge=j3&component=visit&entry=C", "47", alone), (SHEET, "46.5", other)] {
            office.goes(&format!("paper/type?{card}")).await;
            if name == "teller-1" {
                office.types("reference", "R-17").await;
            }
            office.types("line-0", effect).await;
            office.types("line-1", "30").await;
            office.presses("收下", then).await;
        }
    }
}

/// The tablet shows both, the judge picks what is on the paper; then their word holds no more, and the tablet says why.
async fn hears_of_it(tablet: &Browser) {
    tablet.driver.refresh().await.expect("reloaded");
    tablet.opens_card("乙镇").await;
    tablet.sees("两处修改不一致，请选定一份").await;
    tablet.script("document.querySelectorAll('.pick button')[1].click()").await;
    tablet.sees("已送达 回执").await;
    tablet.goes_to_route().await;
    tablet.sees("本人核对已失效").await;
    tablet.sees("其后有 1 张评分卡变动").await;
    tablet.press("我的评分卡").await;
    tablet.sees("核对已失效").await;
    let named = "return document.querySelector('[data-part=broken] div').innerText";
    tablet
        .gets(named, |named| named.as_str().is_some_and(|named| named.contains("乙镇") && !named.contains("甲镇")))
        .await;
    tablet.goes_to_route().await;
}

/// Who has no tablet signs a sheet, which a teller registers.
async fn sheets_are_registered(office: &Office<'_>) {
    office.goes("confirmed").await;
    office.browser.sees("1 / 3 席已核对").await;
    office.is_whole().await;
    for (number, stand) in [("H-2", "2 / 3 席已核对"), ("H-3", "3 / 3 席已核对")] {
        let field = office.browser.element(By::Css("input[name=reference]")).await;
        field.send_keys(number).await.expect("typed");
        office.presses("登记", stand).await;
    }
    office.browser.sees("纸质核对单 H-3").await;
}

async fn closes(office: &Office<'_>) {
    office.seats("organiser-1").await;
    office.goes("close").await;
    office.browser.sees("3 席评委都已核对自己的评分卡").await;
    office.presses("封存评分", "成绩已封存").await;
}

/// The words of the bar at the foot.
const BAR: &str = "return document.querySelector('aside.act').innerText";

async fn inspects(office: &Office<'_>) {
    let browser = &office.browser;
    office.seats("inspector-1").await;
    office.goes("signing").await;
    browser.sees("签字前须知").await;
    let fact =
        "return Array.from(document.querySelectorAll('.know tbody tr.some')).map((row) => row.innerText).join('\\n')";
    browser
        .gets(fact, |facts| {
            facts
                .as_str()
                .is_some_and(|facts| facts.contains("评分卡由纸质录入") && facts.contains("两份不一，评委选定"))
        })
        .await;
    browser.gets(BAR, |bar| bar.as_str().is_some_and(|bar| bar.contains("没有勾认"))).await;
    office.is_whole().await;
    office.does("document.querySelectorAll('.know input[type=checkbox]').forEach((box) => box.click())").await;
    office.presses("勾认所选", "抽检还没有做完").await;
    assert_eq!(browser.script("return document.querySelectorAll('.know input[type=checkbox]').length").await, 0);

    office.types("typed", "4827").await;
    browser.click(By::Css(".draw button")).await;
    browser.sees("登记本页的核对结果").await;
    browser.sees("平板签名有效").await;
    browser.sees("已看 0 / ").await;
    office.is_whole().await;
    // the fault that was planted
    office
        .does("const row = document.querySelector('.spot tbody tr'); row.querySelector('select').value = 'differs';")
        .await;
    browser.element(By::Css(".spot input[type=text]")).await.send_keys("第一项与原件不同").await.expect("typed");
    // more than one in twenty: all cards are looked at
    office.presses("登记本页的核对结果", "已改为全部看").await;
    browser.sees("不符 1").await;
    refused_to_all(office).await;

    office.seats("inspector-1").await;
    office.goes("spot").await;
    office
        .does("const row = document.querySelector('.spot tr.bad'); row.querySelector('select').value = 'same';")
        .await;
    let remark = browser.element(By::Css(".spot tr.bad input[type=text]")).await;
    remark.clear().await.expect("emptied");
    remark.send_keys("看错了行，再看原件是一样的").await.expect("typed");
    office.presses("登记本页的核对结果", "不符 0").await;
    browser.sees("已看 9 / 9").await;
}

/// Nobody signs while a drawn card differs: the page says so, and so does whatever is sent all the same.
async fn refused_to_all(office: &Office<'_>) {
    let browser = &office.browser;
    let send = format!(
        "const page = await (await fetch(location.href)).text();
         const number = 1, fingerprint = page.match(/code title=\"([0-9a-f]{{64}})\"/)[1];
         const body = new URLSearchParams({{ number, fingerprint, password: {PASSWORD:?} }});
         const answer = await fetch('/events/{}/signing', {{ method: 'POST', body }});
         return `${{answer.status}} ${{await answer.text()}}`;",
        office.event
    );
    for (name, _) in SIGNERS {
        if name != "inspector-1" {
            office.seats(name).await;
        }
        office.goes("signing").await;
        browser.gets(BAR, |bar| bar.as_str().is_some_and(|bar| bar.contains("抽检有 1 张不符"))).await;
        let stopped =
            "return document.querySelector('aside.act .stop').disabled && !document.querySelector('aside.act .go')";
        assert_eq!(browser.script(stopped).await, true, "{name}");
        let answer = browser.script(&send).await;
        let answer = answer.as_str().expect("text");
        assert!(answer.starts_with("409") && answer.contains("抽检有 1 张不符，现在不能签字"), "{name}: {answer}");
    }
}

async fn sign(office: &Office<'_>) {
    for (turn, (name, _)) in SIGNERS.into_iter().enumerate() {
        if turn > 0 {
            office.seats(name).await;
        }
        office.goes("signing").await;
        office.types("password", "not the one").await;
        office.presses("核对无误，签字", "密码不对").await;
        office.browser.sees(&format!("已签 {turn} / 6")).await;
        office.types("password", PASSWORD).await;
        office.presses("核对无误，签字", &format!("已签 {} / 6", turn + 1)).await;
    }
}

/// Whoever closed does not publish alone.
async fn publishes(office: &Office<'_>) {
    let public = format!("{}/public/{}", office.day.line.url, office.event);
    let visitor = |path: String| meanwhile(move || Person::at("").get(&path).status().as_u16());
    office.presses("申请公布", "公布以后不能收回").await;
    office.presses("确认公布成绩", "须由另一位组织者、监票人或纪检人员同意").await;
    assert_eq!(visitor(public.clone()).await, 404, "one alone publishes nothing");
    office.seats("inspector-1").await;
    office.goes("signing").await;
    office.presses("同意，公布成绩", "公示页（不用登录）").await;
    assert_eq!(visitor(public).await, 200);
}

/// The address of the judge's slip, as it is printed.
async fn slip_of(day: &Day, tablet: &Browser) -> String {
    tablet.press("我的评分卡").await;
    tablet.press("二维码与打印").await;
    tablet.sees("本人核对 3 张评分卡").await;
    let link = tablet.script("return document.querySelector('.kept pre').innerText").await;
    let link = link.as_str().expect("a link").trim().to_owned();
    assert!(link.starts_with(&format!("{}/public/", day.line.url)) && link.contains("/check#"), "{link}");
    tablet
        .gets("const code = document.querySelector('.kept svg').getBoundingClientRect(); return code.width", |width| {
            width.as_f64().is_some_and(|width| width > 160.0)
        })
        .await;
    link
}

/// The handbook's picture: the demonstration's cards, with half of the signatures there.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_sees_at_a_glance_what_there_is_to_know() {
    let day = Day::begins();
    let published =
        day.app.events(&organiser()).expect("events").into_iter().find(|event| event.published_at.is_some());
    let event = import(&day.app, &export(&day.app, &published.expect("the published event").id));
    let office = Office::opens(&day, &event).await;
    office.seats("organiser-1").await;
    office.goes("close").await;
    office.presses("封存评分", "成绩已封存").await;
    let result = day.app.signing(&organiser(), &event).expect("the page").result.expect("a result");
    for (name, role) in SIGNERS.into_iter().take(3) {
        let actor = Actor { who: Who::Account(name.to_owned()), role: Some(role) };
        desk::sign(&day.app, &actor, &event, result.number, &result.fingerprint).expect("signed");
    }
    office.seats("scrutineer-1").await;
    office.goes("signing").await;
    office.presses("查验", "通过 ").await;
    office.browser.sees("已签 3 / 6").await;
    office.browser.sees("请您签字").await;
    office.browser.sees("已看 ").await;
    office.is_whole().await;
    // the bar at the foot hides nothing of what has the focus
    office.does("document.querySelector('.below details, .below a').focus()").await;
    let hidden = "const bar = document.querySelector('aside.act').getBoundingClientRect().top;
        return document.activeElement.getBoundingClientRect().bottom > bar;";
    assert_eq!(office.browser.script(hidden).await, false);
    office.does("scrollTo(0, 0)").await;
    office.browser.picture("signing.png").await;
    office.browser.close().await;
}
