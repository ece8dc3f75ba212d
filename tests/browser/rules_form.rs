//! An organiser makes rules with the form alone.

use guanmo::folder::rules::parse;
use serde_json::json;
use thirtyfour::prelude::*;

use super::organiser::{ENTER, sign_in, tab_to};
use crate::support::browser::{Browser, Screen};
use crate::support::folder::{Folder, guanmo};
use crate::support::server::{Server, data_dir};

const PASSWORD: &str = "correct horse battery";

/// The page of the rules of the demonstration, and its address.
async fn opened(server: &Server) -> (Browser, String) {
    let browser = Browser::open(Screen::Desk).await;
    sign_in(&browser, server, "组织者").await;
    browser.press("组织台").await;
    browser.sees("查看全部").await;
    let rules = browser.driver.current_url().await.expect("an address").to_string().replace("/desk", "/rules");
    (browser, rules)
}

/// What lies beyond the screen's edge, and what is too small for a finger.
const FAULTS_OF_LAYOUT: &str = "const said = (one) => `${one.tagName} ${one.getAttribute('aria-label') || one.textContent.trim().slice(0, 30)}`;
    const faults = [];
    if (document.documentElement.scrollWidth > innerWidth) faults.push(`as wide as ${document.documentElement.scrollWidth}`);
    for (const one of document.querySelectorAll('.works button,.works summary,.works select,.works textarea,.works input:not([type=hidden]),.bar button:not(.vh),.bar a')) {
      const box = one.getBoundingClientRect();
      if (!box.width && !box.height) continue;
      if (box.height < 43.5 || box.width < 43.5) faults.push(`${said(one)} is ${box.width} by ${box.height}`);
    }
    return faults;";

#[tokio::test(flavor = "multi_thread")]
async fn the_form_fits_each_screen_and_each_finger() {
    let server = Server::demo();
    let (browser, rules) = opened(&server).await;
    for at in ["component.0", "component.2", "groups", "rounding", "adjust", "places", "awards", "limits"] {
        browser.goto(&format!("{rules}?at={at}")).await;
        browser.sees("检查：没有问题").await;
        browser.is_drawn().await;
        for (width, height) in [(390, 844), (820, 1180), (1280, 800), (1440, 900), (1920, 1080)] {
            let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
            browser.command("Emulation.setDeviceMetricsOverride", metrics).await;
            browser.gets("return innerWidth", |found| *found == width).await;
            let faults = browser.script(FAULTS_OF_LAYOUT).await;
            if (width, at) == (1440, "component.0") {
                browser.picture("rules-form.png").await;
            }
            assert_eq!(faults, json!([]), "{width} {at}");
        }
    }
    browser.close().await;
}

/// An event in preparation without a judge: any rules fit it.
async fn drafted() -> (Server, Browser, String) {
    let folder = Folder::sound();
    folder.remove("scores.csv");
    folder.remove("measures.csv");
    folder
        .write("scoring-rules.toml", "schema = 1\ntitle = \"小例\"\n\n[[component]]\nid = \"a\"\nkind = \"measure\"\n");
    folder.write(
        "entries.csv",
        "entry,name,unit,track,panel\n1,,甲镇,镇组,一组\n2,,乙镇,镇组,一组\n3,,丙镇,园区组,二组\n4,,丁镇,园区组,二组\n",
    );
    folder.write("judges.csv", "judge,name,unit,group\n");
    let data = data_dir();
    let (dir, path) = (folder.path().to_str().expect("a plain path"), data.path().to_str().expect("a plain path"));
    let imported = guanmo(&["import", dir, "--draft", "--data", path]);
    assert_eq!(imported.code, 0, "{imported:?}");
    let event = imported.stdout.split_whitespace().last().expect("an id").to_owned();
    let event = event.rsplit("是").next().expect("an id").trim().to_owned();
    let server = Server::start(&["--organiser-password", PASSWORD], std::sync::Arc::clone(&data));
    let browser = Browser::open(Screen::Desk).await;
    browser.goto(&format!("{}/sign-in", server.url)).await;
    browser.inserts(By::Id("name"), "organiser").await;
    browser.inserts(By::Id("password"), PASSWORD).await;
    browser.press("登录").await;
    browser.sees("小例").await;
    let rules = format!("{}/events/{event}/rules", server.url);
    browser.goto(&rules).await;
    browser.sees("怎么评").await;
    (server, browser, rules)
}

/// A hand on the form: what is clicked, chosen and typed, and nothing else.
struct Hand<'b>(&'b Browser);

impl Hand<'_> {
    /// Waits until what stands beside the form is of now.
    async fn rests(&self) {
        let rests = "const form = document.getElementById('rules'); return Boolean(form) && document.readyState === 'complete' && !form.dataset.busy";
        self.0.gets(rests, |rests| *rests == true).await;
    }

    /// Presses a button of the form by what it does.
    async fn presses(&self, word: &str) {
        let before = self.0.script("return performance.timeOrigin").await;
        // the head of the page lies over what was scrolled below it
        let seen = format!("document.querySelector('button[value=\"{word}\"]').scrollIntoView({{ block: 'center' }})");
        self.0.script(&seen).await;
        self.0.click(By::Css(format!("button[name=\"do\"][value=\"{word}\"]"))).await;
        self.0.gets("return performance.timeOrigin", |now| *now != before).await;
        self.rests().await;
    }

    async fn types(&self, name: &str, value: &str) {
        self.types_at(name, 0, value).await;
    }

    /// Types into one of several fields of a name.
    async fn types_at(&self, name: &str, which: usize, value: &str) {
        let fields =
            self.0.driver.find_all(By::Css(format!(":not([type=hidden])[name=\"{name}\"]"))).await.expect("fields");
        let field = fields.get(which).unwrap_or_else(|| panic!("{name} is not on the page"));
        field.click().await.expect("pressed");
        let all = Key::Control + "a";
        field.send_keys(all).await.expect("marked");
        let typed = if value.is_empty() { Key::Delete.value().to_string() } else { value.to_owned() };
        field.send_keys(typed).await.expect("typed");
        self.rests().await;
    }

    /// Ticks a box or chooses a word that is shown beside others.
    async fn picks(&self, name: &str, value: &str) {
        self.0.click(By::XPath(format!("//label[input[@name=\"{name}\" and @value=\"{value}\"]]"))).await;
        self.rests().await;
    }

    /// Chooses from a list.
    async fn chooses(&self, name: &str, which: usize, value: &str) {
        let lists = self.0.driver.find_all(By::Css(format!("select[name=\"{name}\"]"))).await.expect("lists");
        let list = lists.get(which).unwrap_or_else(|| panic!("{name} is not on the page"));
        let option = list.find(By::Css(format!("option[value=\"{value}\"]"))).await.expect("an option");
        option.click().await.expect("chosen");
        self.rests().await;
    }

    /// Begins from the simplest rules of the shelf.
    async fn begins(&self, title: &str) {
        self.presses("shelf:blank").await;
        self.goes("rounding").await;
        self.types("title", title).await;
    }

    async fn goes(&self, at: &str) {
        self.presses(&format!("go:{at}")).await;
    }

    /// Saves, and gives the text that is kept.
    async fn saves(&self) -> String {
        self.presses("save").await;
        self.0.sees("规则已保存").await;
        let text = self.0.script("return document.querySelector('#rules [name=text]').value").await;
        text.as_str().expect("text").to_owned()
    }
}

fn same(made: &str, wanted: &str) {
    let wanted = parse(wanted).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert_eq!(parse(made).as_ref(), Ok(&wanted), "{made}");
}

const MARKS: &str = "[[component.criterion]]\nid = \"overall\"\nname = \"总体印象\"\nmax = 100\nstep = 0.5\n";
const START: &str = "[rounding]\nfinal = 2\n[[group]]\nid = \"judges\"\nname = \"评委\"\n";

#[tokio::test(flavor = "multi_thread")]
async fn six_quite_different_rules_are_made_with_the_form_alone() {
    let (_server, browser, _) = drafted().await;
    let hand = Hand(&browser);
    weighted(&hand).await;
    ranked(&hand).await;
    graded(&hand).await;
    voted(&hand).await;
    measured(&hand).await;
    balanced(&hand).await;
    browser.close().await;
}

/// Groups by weight, trimming, a second component that is a measure, an order of tie-breaks, awards.
async fn weighted(hand: &Hand<'_>) {
    hand.begins("甲").await;
    hand.goes("groups").await;
    hand.types("group.0.name", "领导").await;
    hand.types("group.0.weight", "60").await;
    hand.presses("add:group").await;
    hand.types("group.1.name", "部门").await;
    hand.types("group.1.weight", "40").await;
    hand.goes("component.0").await;
    hand.types("component.0.weight", "0.7").await;
    hand.picks("component.0.aggregate.method", "trimmed-mean").await;
    hand.types("component.0.aggregate.drop_highest", "2").await;
    hand.presses("add:component.0.aggregate.group.judges").await;
    hand.picks("component.0.aggregate.group.judges.method", "mean").await;
    hand.types("component.0.criterion.0.max", "60").await;
    hand.presses("add:component.0.criterion").await;
    hand.types("component.0.criterion.1.name", "创新").await;
    hand.types("component.0.criterion.1.max", "40").await;
    hand.presses("up:component.0.criterion.1").await;
    hand.presses("add:component").await;
    hand.types("component.1.name", "日常考核").await;
    hand.types("component.1.weight", "0.3").await;
    hand.picks("component.1.kind", "measure").await;
    hand.types("component.1.max", "100").await;
    hand.goes("places").await;
    hand.chooses("ranking.tie_break", 0, "component:visit").await;
    hand.chooses("ranking.tie_break", 1, "exact").await;
    hand.presses("up:ranking.tie_break.1").await;
    hand.goes("awards").await;
    hand.presses("add:award").await;
    hand.types("award.0.name", "一等奖").await;
    hand.types("award.0.quota", "30%").await;
    hand.picks("award.0.boundary", "enlarge").await;
    same(
        &hand.saves().await,
        &format!(
            "schema = 1\ntitle = \"甲\"\n[rounding]\nfinal = 2\n[[group]]\nid = \"judges\"\nname = \"领导\"\nweight = 60\n[[group]]\nid = \"group-1\"\nname = \"部门\"\nweight = 40\n\
        [[component]]\nid = \"visit\"\nname = \"现场观摩\"\nkind = \"marks\"\nweight = 0.7\n[component.aggregate]\nmethod = \"trimmed-mean\"\ndrop_highest = 2\n[component.aggregate.group.judges]\nmethod = \"mean\"\n\
        [[component.criterion]]\nid = \"criterion-1\"\nname = \"创新\"\nmax = 40\nstep = 0.5\n{}\
        [[component]]\nid = \"component-1\"\nname = \"日常考核\"\nkind = \"measure\"\nweight = 0.3\nmax = 100\n[ranking]\ntie_break = [\"exact\", \"component:visit\"]\n\
        [[award]]\nname = \"一等奖\"\nshare = \"30%\"\nboundary = \"enlarge\"\n",
            MARKS.replace("100", "60")
        ),
    );
}

/// Ballots that rank, once all was seen.
async fn ranked(hand: &Hand<'_>) {
    hand.begins("乙").await;
    hand.goes("component.0").await;
    hand.picks("component.0.kind", "ranking").await;
    hand.0.sees("已去掉不再使用的设置：现场观摩 · 指标").await;
    hand.types("component.0.points.first", "200").await;
    hand.picks("component.0.points.way", "percent").await;
    hand.types("component.0.points.percent", "3").await;
    hand.picks("component.0.release.opens", "all").await;
    same(
        &hand.saves().await,
        &format!(
            "schema = 1\ntitle = \"乙\"\n{START}[[component]]\nid = \"visit\"\nname = \"现场观摩\"\nkind = \"ranking\"\n[component.points]\nfirst = 200\npercent = 3\n[component.release]\nopens = \"all\"\n"
        ),
    );
}

/// Grades, and the share of two of them looked up; bands.
async fn graded(hand: &Hand<'_>) {
    hand.begins("丙").await;
    hand.goes("component.0").await;
    hand.picks("component.0.kind", "grades").await;
    hand.types("component.0.grade.2.name", "差").await;
    hand.picks("component.0.aggregate.scope", "panel").await;
    hand.presses("add:component.0.steps").await;
    hand.picks("component.0.steps.of", "grade-2").await;
    hand.types_at("component.0.steps.table", 0, "2/3").await;
    hand.types_at("component.0.steps.table", 2, "0.5").await;
    hand.goes("awards").await;
    hand.presses("add:band").await;
    hand.types("band.0.name", "好").await;
    hand.types("band.0.at_least", "90").await;
    let grade = |id: usize, name: &str, value: usize| {
        format!("[[component.grade]]\nid = \"grade-{id}\"\nname = \"{name}\"\nvalue = {value}\n")
    };
    same(
        &hand.saves().await,
        &format!(
            "schema = 1\ntitle = \"丙\"\n{START}[[component]]\nid = \"visit\"\nname = \"现场观摩\"\nkind = \"grades\"\n[component.aggregate]\nscope = \"panel\"\n{}{}{}\
        [component.steps]\nof = [\"grade-1\", \"grade-2\"]\ntable = [[\"2/3\", 100], [0.5, 80], [0, 60]]\n[[band]]\nname = \"好\"\nat_least = 90\n",
            grade(1, "优秀", 100),
            grade(2, "良好", 80),
            grade(3, "差", 60)
        ),
    );
}

/// Votes.
async fn voted(hand: &Hand<'_>) {
    hand.begins("丁").await;
    hand.goes("component.0").await;
    hand.picks("component.0.kind", "votes").await;
    hand.types("component.0.choose", "2").await;
    hand.picks("component.0.exactly", "false").await;
    hand.chooses("component.0.comment", 0, "none").await;
    same(
        &hand.saves().await,
        &format!(
            "schema = 1\ntitle = \"丁\"\n{START}[[component]]\nid = \"visit\"\nname = \"现场观摩\"\nkind = \"votes\"\nchoose = 2\nexactly = false\ncomment = \"none\"\n"
        ),
    );
}

/// Values alone, the less the better; a coefficient of difficulty, capped bonuses, a stage that is cut.
async fn measured(hand: &Hand<'_>) {
    hand.begins("戊").await;
    hand.goes("component.0").await;
    hand.picks("component.0.kind", "measure").await;
    hand.picks("component.0.normalise", "efficacy").await;
    hand.picks("component.0.order", "lower").await;
    hand.types("component.0.full", "120").await;
    hand.goes("groups").await;
    hand.presses("add:class").await;
    hand.types("class.0.id", "hard").await;
    hand.types("class.0.coefficient", "1.15").await;
    hand.goes("rounding").await;
    hand.types("rounding.component", "2").await;
    hand.chooses("rounding.component:mode", 0, "down").await;
    hand.goes("adjust").await;
    hand.types("adjustments.bonus_cap", "5").await;
    hand.presses("add:adjustments.item").await;
    hand.types("adjustments.item.0.cap", "3").await;
    same(
        &hand.saves().await,
        &format!(
            "schema = 1\ntitle = \"戊\"\n{}[[component]]\nid = \"visit\"\nname = \"现场观摩\"\nkind = \"measure\"\nnormalise = \"efficacy\"\norder = \"lower\"\nfull = 120\n\
        [[class]]\nid = \"hard\"\ncoefficient = 1.15\n[adjustments]\nbonus_cap = 5\n[[adjustments.item]]\nid = \"item-1\"\nname = \"新事项\"\ncap = 3\n",
            START.replace("final = 2", "final = 2\ncomponent = { decimals = 2, mode = \"down\" }")
        ),
    );
}

/// Panels that are balanced, tracks apart, vetoes by reason, an award from the bottom, limits.
async fn balanced(hand: &Hand<'_>) {
    hand.begins("己").await;
    hand.goes("component.0").await;
    hand.presses("add:component.0.balance").await;
    hand.picks("component.0.balance.target", "pooled").await;
    hand.types("component.0.balance.drop_highest", "1").await;
    hand.picks("component.0.balance.drop_in", "panel").await;
    hand.goes("places").await;
    hand.picks("ranking.by_track", "true").await;
    hand.goes("adjust").await;
    hand.presses("add:veto.item").await;
    hand.types("veto.item.0.name", "弄虚作假").await;
    hand.chooses("veto.item.0.effect", 0, "no-award").await;
    hand.goes("awards").await;
    hand.presses("add:award").await;
    hand.types("award.0.name", "黄旗").await;
    hand.0.press("其他设置").await;
    hand.picks("award.0.from", "bottom").await;
    hand.types("award.0.at_most", "80").await;
    hand.types("award.0.tracks", "镇组").await;
    hand.goes("limits").await;
    hand.types("limits.max_share_above", "90").await;
    hand.types("limits.max_share_above:share", "30%").await;
    same(
        &hand.saves().await,
        &format!(
            "schema = 1\ntitle = \"己\"\n{START}[[component]]\nid = \"visit\"\nname = \"现场观摩\"\nkind = \"marks\"\n[component.balance]\ntarget = \"pooled\"\ndrop_highest = 1\ndrop_in = \"panel\"\n{MARKS}\
        [ranking]\nby_track = true\n[veto]\n[[veto.item]]\nid = \"item-1\"\nname = \"弄虚作假\"\neffect = \"no-award\"\n[[award]]\nname = \"黄旗\"\nplaces = 1\nfrom = \"bottom\"\nat_most = 80\ntracks = [\"镇组\"]\n\
        [limits]\nmax_share_above = [90, \"30%\"]\n"
        ),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_follows_the_keyboard_and_takes_back_what_was_done() {
    let (_server, browser, rules) = drafted().await;
    let hand = Hand(&browser);
    hand.begins("键盘").await;
    browser.goto(&rules).await;
    hand.presses("shelf:blank").await;
    // with the keyboard alone: to the weight, a figure, to the kinds, another kind
    tab_to(&browser, "component.0.weight").await;
    browser.types("0.5").await;
    hand.rests().await;
    browser.sees("刚才的改动").await;
    let focus = "return document.activeElement.name + '=' + document.activeElement.value";
    assert_eq!(browser.script(focus).await, "component.0.weight=0.5", "the cursor stays");
    browser.script("document.querySelector('[name=\"component.0.kind\"]:checked').focus()").await;
    browser.types(&Key::Right.value().to_string()).await;
    browser.sees("名次折成分数").await;
    hand.rests().await;
    assert_eq!(browser.script(focus).await, "component.0.kind=ranking", "the cursor stays");
    // a fault leads to its field
    tab_to(&browser, "component.0.points.first").await;
    browser.types("一百").await;
    browser.sees("有 1 处问题").await;
    hand.rests().await;
    browser.script("document.querySelector('.faults button').focus()").await;
    browser.types(ENTER).await;
    assert_eq!(browser.script(focus).await, "component.0.points.first=一百");
    // and back again, step by step
    hand.presses("undo").await;
    browser.sees("已撤销上一处改动").await;
    browser
        .gets("return document.querySelector('[name=\"component.0.points.first\"]').value", |value| *value == "100")
        .await;
    hand.presses("undo").await;
    browser
        .gets("return document.querySelector('[name=\"component.0.kind\"]:checked').value", |value| *value == "marks")
        .await;
    browser.close().await;
}
