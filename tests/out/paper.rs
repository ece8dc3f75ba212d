//! The pages of paper as a browser prints them.

use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use super::exports;
use crate::support::browser::{Browser, Screen};
use crate::support::desk::{asking, organiser, sign};
use crate::support::folder::Folder;
use crate::support::site::{Site, Who};

/// Prints what a browser shows and draws each page; gives the pictures, which are kept to be looked at.
async fn printed(browser: &Browser, name: &str) -> Vec<PathBuf> {
    let options = json!({ "preferCSSPageSize": true, "printBackground": false });
    let pdf = browser.command("Page.printToPDF", options).await;
    let pdf = BASE64_STANDARD.decode(pdf["data"].as_str().expect("a file")).expect("base64");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/paper").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("all.pdf"), pdf).expect("written");
    let mut command = Command::new("pdftoppm");
    let status = command.args(["-r", "75", "-png"]).arg(folder.join("all.pdf")).arg(folder.join("page")).status();
    assert!(status.expect("pdftoppm runs; tests/run says what to install").success());
    let files = std::fs::read_dir(&folder).expect("pictures").map(|file| file.expect("a file").path());
    let mut pages: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|e| e == "png")).collect();
    pages.sort();
    pages
}

/// Opens a page of paper and prints it: as many pages as the server says, and nothing that runs into a page's foot
/// or out of a cell. Gives how many.
async fn prints(browser: &Browser, url: &str, name: &str) -> usize {
    browser.goto(url).await;
    browser.sees("纸张选 A4").await;
    let said = browser.script("return Number(document.querySelector('main').dataset.pages)").await;
    let said = usize::try_from(said.as_u64().expect("a number")).expect("a count");
    let drawn = browser.script("return document.querySelectorAll('.page').length").await;
    assert_eq!(drawn, said, "{name}");
    let over = "return Array.from(document.querySelectorAll('.page')).filter((page) => {
        const foot = page.querySelector('.foot').getBoundingClientRect().top;
        return Array.from(page.querySelectorAll('tr, .sign, .proof, .blank, .notes, .signature'))
          .some((block) => block.getBoundingClientRect().bottom > foot);
      }).map((page) => page.querySelector('.foot').innerText)";
    assert_eq!(browser.script(over).await, json!([]), "{name}: runs over");
    let cut = "return Array.from(document.querySelectorAll('.page th, .page td, .page h1, .page h3')).filter((cell) =>
        cell.scrollWidth > cell.clientWidth + 1 || cell.scrollHeight > cell.clientHeight + 2)
        .map((cell) => cell.innerText).slice(0, 5)";
    assert_eq!(browser.script(cut).await, json!([]), "{name}: cut off");
    assert_eq!(printed(browser, name).await.len(), said, "{name}: what the browser prints");
    said
}

async fn organiser_at(site: &Site) -> Browser {
    let browser = Browser::open(Screen::Desk).await;
    browser.goto(&site.server.url).await;
    browser.press("组织者").await;
    // of the desk, and not of the start page's link to it
    browser.sees("评分卡送达").await;
    browser
}

/// An event with all kinds of cards, many entries and long names.
fn crowded() -> Folder {
    let folder = Folder::empty();
    let mut rules = String::from(
        "schema = 1\ntitle = \"多项目评分办法\"\n[rounding]\nfinal = 2\ngroup = 2\ncomponent = 2\ncomponent_weighted = 2\n",
    );
    for group in 1..=7 {
        rules.push_str(&format!("[[group]]\nid = \"g{group}\"\nname = \"第{group}组市直机关部门评委\"\nweight = 10\n"));
    }
    rules.push_str("[[component]]\nid = \"visit\"\nname = \"现场观摩\"\nkind = \"marks\"\nweight = 0.5\n[component.aggregate]\nmethod = \"mean\"\n");
    for criterion in 1..=8 {
        rules.push_str(&format!(
            "[[component.criterion]]\nid = \"c{criterion}\"\nname = \"第{criterion}项党建引领基层治理成效\"\nmax = 10\nstep = 0.5\n"
        ));
    }
    rules.push_str("[[component]]\nid = \"placing\"\nname = \"名次票\"\nkind = \"ranking\"\nweight = 0.2\n[component.points]\nfirst = 100\nstep = 2\n[component.aggregate]\nmethod = \"mean\"\n");
    rules.push_str("[[component]]\nid = \"grade\"\nname = \"等次票\"\nkind = \"grades\"\nweight = 0.3\n[component.aggregate]\nmethod = \"mean\"\n");
    for (id, name, value) in [("a", "优秀", 100), ("b", "良好", 85), ("c", "一般", 70)] {
        rules.push_str(&format!("[[component.grade]]\nid = \"{id}\"\nname = \"{name}\"\nvalue = {value}\n"));
    }
    folder.write("scoring-rules.toml", rules);
    let mut entries = String::from("entry,name,unit,site,track,order\n");
    let mut scores = String::from("judge,component,entry,criterion,value\n");
    for entry in 1..=32 {
        let long = if entry % 3 == 0 {
            "高新技术产业开发区党工委组织人事局与某街道办事处联合申报"
        } else {
            "某镇"
        };
        entries.push_str(&format!(
            "e{entry:02},“党建引领”示范项目第{entry}号,{entry}号{long},某某党群服务中心,园区组,{entry}\n"
        ));
        for judge in 1..=7 {
            for criterion in 1..=8 {
                scores.push_str(&format!("j{judge},visit,e{entry:02},c{criterion},{}\n", (entry + criterion) % 10));
            }
            scores.push_str(&format!("j{judge},placing,e{entry:02},,{entry}\nj{judge},grade,e{entry:02},,a\n"));
        }
    }
    folder.write("entries.csv", entries).write("scores.csv", scores);
    let judges = (1..=7).fold(String::new(), |text, judge| format!("{text}j{judge},第{judge}席,,g{judge}\n"));
    folder.write("judges.csv", format!("judge,name,unit,group\n{judges}"));
    folder
}

/// So many more grades for the last component of the rules.
fn grades(count: usize) -> String {
    let grade =
        |number| format!("[[component.grade]]\nid = \"g{number}\"\nname = \"第{number}等\"\nvalue = {number}\n");
    (1..=count).map(grade).collect::<Vec<_>>().concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_paper_is_laid_out_as_it_prints() {
    let site = tokio::task::spawn_blocking(Site::demo).await.expect("a site");
    let browser = organiser_at(&site).await;
    let at = |event: &str, page: &str| format!("{}/events/{event}/print/{page}", site.server.url);
    assert_eq!(prints(&browser, &at(&site.published, "result"), "result").await, 4);
    assert!(browser.text().await.contains("演示数据(非真实评分)"));
    assert_eq!(prints(&browser, &at(&site.published, "cards?judge=L1"), "cards").await, 1);
    assert_eq!(prints(&browser, &at(&site.under_way, "blank?judge=L1"), "blank").await, 4);

    let many = crowded();
    many.append("scoring-rules.toml", &grades(30));
    prints(&browser, &at(&site.import(&many), "blank?judge=j1"), "many-grades").await;
    let signed = site.import(&Folder::sound());
    let settings =
        asking(guanmo::app::event::signers::Signers::of(|_| 9), guanmo::app::event::signers::ResultFrom::Closed);
    site.app.set_signing(&organiser(), &signed, &settings, None).expect("set");
    site.app.close(&organiser(), &signed, None).expect("closed");
    for number in 1..=5 {
        let name = format!("teller-with-a-long-name-{number}");
        let teller = guanmo::app::act::actor::Actor {
            who: guanmo::app::act::actor::Who::Account(name),
            role: Some(guanmo::app::act::actor::Role::Teller),
        };
        let result = site.app.signing(&teller, &signed).expect("the page").result.expect("a result");
        sign(&site.app, &teller, &signed, result.number, &result.fingerprint).expect("signed");
    }
    assert!(prints(&browser, &at(&signed, "result"), "many-signers").await >= 3);
    let crowd = site.import(&crowded());
    let blank = prints(&browser, &at(&crowd, "blank?judge=j1"), "crowd-blank").await;
    assert!(blank >= 9, "{blank}");
    site.app.close(&organiser(), &crowd, Some("到点")).expect("closed");
    let result = prints(&browser, &at(&crowd, "result"), "crowd-result").await;
    assert!(result >= 6, "{result}");
    let all = prints(&browser, &at(&crowd, "cards"), "crowd-cards").await;
    let one = prints(&browser, &at(&crowd, "cards?judge=j3"), "crowd-card").await;
    assert_eq!(all, 7 * one);
    browser.close().await;
}

#[test]
fn a_result_on_paper_says_what_it_is_known_by_and_has_a_line_for_each_signature() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let official = site.person(Who::Official);
    let path = format!("/events/{event}/print/result");
    assert_eq!(official.get(&path).status(), 403);
    let organiser = site.person(Who::Organiser);
    let refused = organiser.get(&path);
    assert_eq!(refused.status(), 409);
    assert!(refused.text().expect("text").contains("评比活动处于“评分中”"));
    assert_eq!(organiser.post(&format!("/events/{event}/provisional"), &[("reason", "核对")]).status(), 303);
    assert_eq!(organiser.get(&path).status(), 409, "what is provisional is not signed");
    assert_eq!(organiser.post(&format!("/events/{event}/close"), &[("reason", "")]).status(), 303);
    assert_eq!(official.get(&path).status(), 409, "an official sees it once it is signed");
    let page = organiser.page(&path);
    let organiser_role = crate::support::desk::organiser();
    let frozen = site.app.result_sheet(&organiser_role, &event).expect("a result").seal.expect("one");
    let halves = frozen.fingerprint.split_at(32);
    let known = format!("{}<br>{}", halves.0, halves.1);
    for words in ["计票人", "监票人", "纪检监察", "组织者", &known, &frozen.fingerprint[..12], "第 1 页 / 共 2 页"]
    {
        assert!(page.contains(words), "{words}");
    }
    let ranking = site.app.ranking(&organiser_role, &event).expect("a ranking").report;
    for row in &ranking.ranking {
        assert!(page.contains(&row.total) && page.contains(&row.unit), "{row:?}");
    }
    let (result, checked) = page.split_once("、签字前须知、抽检与试算").expect("how it was looked over");
    assert!(!result.contains("一席"), "whose a mark is, is not on it");
    assert!(result.contains("签字前须知 25 项，有事的 3 项，纪检已勾认 0 项；抽检尚未进行。详见文末。"), "{result}");
    for words in ["随评比文件夹导入的评分卡", "一席：没有核对；二席：没有核对", "其余各项", "没有试算过"]
    {
        assert!(checked.contains(words), "{words}: {checked}");
    }
}

#[test]
fn the_lines_are_those_of_the_events_settings_and_name_who_signed_already() {
    use guanmo::app::act::actor::{Actor, Role, Who as Behind};
    use guanmo::app::event::signers::{ResultFrom, Signers};
    let site = Site::demo();
    let lines = |counts: [usize; 4]| {
        let event = site.import(&Folder::sound());
        let signers =
            Signers::of(|role| Signers::ROLES.iter().position(|known| *known == role).map_or(0, |index| counts[index]));
        let settings = asking(signers, ResultFrom::Closed);
        site.app.set_signing(&organiser(), &event, &settings, None).expect("set");
        site.app.close(&organiser(), &event, Some("到点")).expect("closed");
        event
    };
    let print = |event: &str| site.person(Who::Organiser).page(&format!("/events/{event}/print/result"));
    // the words that stand on lines, and nowhere else on the sheet
    let on_lines = |page: &str, role: &str| page.matches(&format!("<p>{role}")).count();
    let event = lines([3, 0, 1, 2]);
    let page = print(&event);
    let found = ["计票人", "监票人", "纪检监察", "组织者"].map(|role| on_lines(&page, role));
    assert_eq!(found, [3, 0, 1, 2]);
    assert!(!page.contains("在线签字"));
    let teller = Actor { who: Behind::Account("teller-7".to_owned()), role: Some(Role::Teller) };
    let result = site.app.signing(&teller, &event).expect("the page").result.expect("a result");
    sign(&site.app, &teller, &event, result.number, &result.fingerprint).expect("signed");
    let page = print(&event);
    assert_eq!((page.matches("已在线签字：teller-7").count(), page.matches("年　　月　　日").count()), (1, 5));
    let page = print(&lines([9, 9, 9, 9]));
    assert_eq!(page.matches("年　　月　　日").count(), 36);
    assert!(!page.contains("第 1 页 / 共 2 页"), "they take more than a page");
    assert_eq!(print(&lines([0, 0, 0, 0])).matches("年　　月　　日").count(), 0);
}

#[test]
fn a_ballot_of_many_grades_names_them_all() {
    let site = Site::demo();
    let folder = crowded();
    folder.append("scoring-rules.toml", &grades(9));
    let event = site.import(&folder);
    let blank = site.person(Who::Organiser).page(&format!("/events/{event}/print/blank?judge=j1"));
    for words in ["1 优秀", "4 第1等", "12 第9等", "写一个等次的序号"] {
        assert!(blank.contains(words), "{words}");
    }
}

#[test]
fn a_blank_card_holds_no_mark_and_no_token_and_a_judges_cards_are_for_organisers_after_the_close() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let organiser = site.person(Who::Organiser);
    let blank = organiser.page(&format!("/events/{event}/print/blank?judge=j2"));
    assert!(blank.contains("二席") && !blank.contains("一席"));
    assert!(!blank.contains("52.5") && !blank.contains("/j/"));
    assert_eq!(blank.matches("<section class=\"blank\">").count(), 3);
    let unknown = organiser.get(&format!("/events/{event}/print/blank?judge=nobody"));
    assert_eq!(unknown.status(), 404);
    assert!(unknown.text().expect("text").contains("没有这个评委：nobody"));

    let path = format!("/events/{event}/print/cards?judge=j2");
    assert_eq!(organiser.post(&format!("/events/{event}/provisional"), &[("reason", "核对")]).status(), 303);
    assert_eq!(organiser.get(&path).status(), 409);
    super::closed(&site, &event);
    for (who, status) in [(Who::Visitor, 401), (Who::Official, 403), (Who::Administrator, 403)] {
        assert_eq!(site.person(who).get(&path).status(), status, "{who:?}");
    }
    assert!(exports(&site, &event).is_empty());
    let cards = organiser.page(&path);
    assert!(cards.contains("52.5") && cards.contains("88.5") && !cards.contains("30.5"), "only their own");
    assert_eq!(exports(&site, &event), ["cards"], "on record");
}
