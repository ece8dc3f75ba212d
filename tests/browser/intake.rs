//! An organiser makes an event from the template, with the keyboard.

use thirtyfour::prelude::*;

use super::organiser::{ENTER, go, sign_in, tab_to};
use crate::support::browser::{Browser, Screen};
use crate::support::server::Server;
use crate::support::site::Site;
use crate::support::workbook::{Book, text};

#[tokio::test(flavor = "multi_thread")]
async fn an_event_is_made_from_an_upload_with_the_keyboard_only() {
    let server = Server::demo();
    let browser = Browser::open(Screen::Desk).await;
    sign_in(&browser, &server, "组织者").await;
    let folder = tempfile::TempDir::new().expect("a temporary directory");
    let data = server.data().path().to_owned();
    let template = tokio::task::spawn_blocking(move || {
        let url = format!("sqlite://{}", data.join("guanmo.db").display());
        let app = guanmo::app::App::open(&url, guanmo::app::act::clock::Clock::System).expect("the server's database");
        let from = guanmo::app::setup::intake::RulesFrom::Example;
        app.template(&crate::support::desk::organiser(), &from).expect("a template")
    });
    let path = folder.path().join("名单.xlsx");
    std::fs::write(&path, template.await.expect("a template")).expect("written");

    browser.goto(&format!("{}/events", server.url)).await;
    go(&browser, "新建评比活动").await;
    browser.sees("还没有名单").await;
    tab_to(&browser, "files").await;
    // the window in which a file is chosen is the system's: here its answer
    browser.element(By::Id("files")).await.send_keys(path.to_string_lossy()).await.expect("chosen");
    go(&browser, "上传并检查").await;
    browser.sees("将建立一个新的评比活动").await;
    browser.sees("参评项目 3 个").await;
    browser.picture("intake.png").await;
    tab_to(&browser, "title").await;
    // Tab has marked what stands there, and what is typed takes its place
    browser.types("春季观摩评比").await;
    browser.types(ENTER).await;
    browser.sees("评分卡送达").await;
    browser.sees("春季观摩评比").await;
    browser.sees("开放评分").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_an_upload_fit_a_tablet_and_are_in_view_at_once() {
    let site = tokio::task::spawn_blocking(Site::demo).await.expect("a server");
    let browser = Browser::open(Screen::Tablet).await;
    sign_in(&browser, &site.server, "组织者").await;
    let folder = tempfile::TempDir::new().expect("a temporary directory");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.to_string_lossy().into_owned()
    };
    let long = "很长的单位名称".repeat(30);
    let files = [
        write("entries.csv", &format!("编号,项目名称,申报单位,顺序\n01,甲,甲镇,一\n01,乙,{long},2\n")),
        write("judges.csv", &format!("评委,姓名或席位,所在单位,评委组\nj1,一席,,{long}\n")),
    ];
    browser.goto(&format!("{}/events/new", site.server.url)).await;
    browser.element(By::Id("files")).await.send_keys(files.join("\n")).await.expect("chosen");
    browser.press("上传并检查").await;
    browser.sees("3 处问题，没有写入任何内容").await;
    browser.is_drawn().await;
    let fits = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth
        && document.querySelector('#faults').getBoundingClientRect().bottom < innerHeight";
    assert_eq!(browser.script(fits).await, serde_json::json!(true));
    browser.close().await;
    tokio::task::spawn_blocking(move || drop(site)).await.expect("stopped");
}

/// Lists as an office might have them: a title, a sum, a row that may be one, hidden rows, two seats of one name.
fn lists() -> Vec<u8> {
    let mut book = Book::default();
    let mut entries = "编号,项目名称,申报单位,观摩点\n".to_owned();
    for number in 1..=12 {
        entries.push_str(&format!("{number:02},项目{number},{number}号镇,\n"));
    }
    book.add("参评项目", &entries);
    book.add("评委", "评委,姓名或席位,所在单位,评委组\nL1,一席,,市领导\nD1,一席,,部门\nS1,书记一席,1号镇,书记互评\n");
    let sheet = book.sheet("参评项目");
    sheet.rows.insert(0, vec![text("某县 2026 年书记项目名单（示例数据）")]);
    sheet.rows.push(vec![text("合计"), text("12个")]);
    sheet.rows.push(vec![text("备注"), text("待定项目"), text("待定镇")]);
    sheet.hidden_rows = vec![13];
    book.bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_a_person_can_decide_is_asked_and_done_as_the_button_says() {
    let site = tokio::task::spawn_blocking(Site::demo).await.expect("a server");
    let browser = Browser::open(Screen::Tablet).await;
    sign_in(&browser, &site.server, "组织者").await;
    let folder = tempfile::TempDir::new().expect("a temporary directory");
    let path = folder.path().join("名单.xlsx");
    std::fs::write(&path, lists()).expect("written");
    browser.goto(&format!("{}/events/new", site.server.url)).await;
    browser.element(By::Id("files")).await.send_keys(path.to_string_lossy()).await.expect("chosen");
    browser.press("上传并检查").await;
    browser.sees("请您定一下：这些行现在不读取").await;
    for said in [
        "“备注 待定项目 待定镇”像是合计、备注、示例一类的行",
        "第 13 行共 1 行被隐藏或筛选掉了",
        "评委“一席”与第 2 行的“一席”看上去相同",
        "“合计 12个”不是名单里的一行，已略过",
        "参评项目 11 个",
    ] {
        browser.sees(said).await;
    }
    browser.is_drawn().await;
    browser.picture("intake-doubts.png").await;
    let fits = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth";
    assert_eq!(browser.script(fits).await, serde_json::json!(true));
    browser.press("隐藏的内容也读取").await;
    browser.sees("隐藏的内容按您的选择也读取").await;
    browser.sees("参评项目 12 个").await;
    // the list finds what is typed
    let find = browser.element(By::Css("[data-find=entries] input[type=search]")).await;
    find.send_keys("7号").await.expect("typed");
    browser.sees("找到 1 行，共 12 行").await;
    browser.press("不读取上面 1 行，确认建立").await;
    browser.sees("评分卡送达").await;
    browser.close().await;
    tokio::task::spawn_blocking(move || drop(site)).await.expect("stopped");
}
