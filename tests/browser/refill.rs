//! Each of the main forms is refused once: what was typed is still there, and the sentence stands at its field.

use guanmo::app::act::actor::Role;
use guanmo::app::event::view::EventState;
use guanmo::app::setup::folder_io::ImportOptions;
use serde_json::json;

use crate::support::browser::{Browser, Screen};
use crate::support::desk::{comes, organiser};
use crate::support::folder::{Folder, ROUTE};
use crate::support::site::Site;

/// Somebody with an account of a role, signed in.
async fn come(site: &Site, name: &str, role: Role, screen: Screen) -> Browser {
    comes(&site.app, &site.server.url, name, role, screen).await
}

/// Puts what is typed or chosen into the fields of a form, and sends it.
async fn sends(browser: &Browser, form: &str, fields: &[(&str, &str)]) {
    browser.is_drawn().await;
    for (name, value) in fields {
        let (form, name, value) = (json!(form), json!(format!("[name=\"{name}\"]")), json!(value));
        let put = format!(
            "const all = Array.from(document.querySelector({form}).querySelectorAll({name}));
             const one = all.find((field) => field.type !== 'radio' || field.value === {value});
             one.focus();
             if (one.type === 'radio') one.checked = true; else one.value = {value};
             one.dispatchEvent(new Event('input', {{ bubbles: true }}));
             return one.value"
        );
        assert_eq!(browser.script(&put).await, value, "{name} takes it");
    }
    let form = json!(form);
    browser.script(&format!("document.querySelector({form}).setAttribute('data-sent', 'yes')")).await;
    let press = format!(
        "const form = document.querySelector({form}); const button = form.querySelector('button:not([type=button])');
         if (!form.checkValidity()) throw new Error('the browser itself refuses it'); button.click()"
    );
    browser.script(&press).await;
    browser
        .gets("return document.querySelector('[data-sent]') === null && document.readyState === 'complete'", |left| {
            *left == true
        })
        .await;
}

/// What the form shows now.
async fn shows(browser: &Browser, form: &str, fields: &[(&str, &str)]) {
    for (name, value) in fields {
        let look = format!(
            "const all = Array.from(document.querySelector({}).querySelectorAll({}));
             const one = all.find((field) => field.type !== 'radio' || field.checked); return one.value",
            json!(form),
            json!(format!("[name=\"{name}\"]"))
        );
        assert_eq!(browser.script(&look).await, json!(value), "{name}: {}", browser.text().await);
    }
}

/// The sentence stands at a field, which has the cursor and is read out with it; the page is no wider than its screen.
async fn is_said(browser: &Browser, field: &str, sentence: &str, picture: &str) {
    let look = "const said = document.getElementById('refused'), at = document.activeElement;
        const label = at.labels && at.labels[0];
        const next = said && said.nextElementSibling;
        return [said && said.textContent, at.name, next === label || next === at,
            (at.getAttribute('aria-describedby') || '').split(' ').includes('refused'), at.getAttribute('aria-invalid'),
            document.documentElement.scrollWidth <= document.documentElement.clientWidth]";
    let found = browser.script(look).await;
    assert_eq!(found, json!([sentence, field, true, true, "true", true]), "{}", browser.text().await);
    browser.picture(&format!("refill-{picture}.png")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_organiser_typed_is_still_there_after_a_refusal() {
    let site = tokio::task::spawn_blocking(Site::demo).await.expect("a site");
    let folder = Folder::sound();
    folder.write("checkpoints.csv", ROUTE);
    let event = site.import(&folder);
    let _judge = {
        let (site, event) = (&site, event.clone());
        tokio::task::block_in_place(|| site.judge(&event, "j1"))
    };
    let desk = come(&site, "organiser8", Role::Organiser, Screen::Tablet).await;
    let at = |page: &str| format!("{}/events/{event}/{page}", site.server.url);

    // somebody else was faster: the open desk still has the button
    desk.goto(&at("desk")).await;
    desk.sees("到达 甲镇").await;
    desk.script("window.stop(); document.querySelector('#live').removeAttribute('data-live')").await;
    let arrive = {
        let (site, event) = (&site, event.clone());
        move || site.app.arrive(&organiser(), &event, "A").expect("arrived")
    };
    tokio::task::block_in_place(arrive);
    let press = "const form = document.createElement('form'); form.method = 'post'; form.action = location.href.replace('/desk', '/arrive');
        form.innerHTML = '<input name=entry value=A>'; document.body.append(form); form.submit()";
    desk.script(press).await;
    desk.sees("已登记到达此观摩点").await;
    desk.sees("实时").await;
    desk.sees("已登记到达此观摩点").await;
    desk.picture("refill-desk.png").await;

    desk.goto(&at("adjust")).await;
    let typed = [("entry", "B"), ("kind", "deduction"), ("item", "逾期"), ("points", "两"), ("reason", "材料逾期三天")];
    sends(&desk, "form.narrow", &typed).await;
    is_said(&desk, "points", "“两”不是数字，请填写如 1.5 的数字", "adjust").await;
    shows(&desk, "form.narrow", &typed).await;
    // put right, it is taken
    sends(&desk, "form.narrow", &[("points", "2")]).await;
    desk.sees("已登记 1 条").await;
    let back = "form[action$=\"/withdraw\"]";
    sends(&desk, back, &[("reason", " ")]).await;
    is_said(&desk, "reason", "请写明理由", "withdraw").await;

    desk.goto(&at("exclude")).await;
    let typed = [("judge", "j3"), ("entry", "C"), ("component", "visit"), ("kind", "void"), ("reason", " ")];
    sends(&desk, "form.narrow", &typed).await;
    is_said(&desk, "reason", "请写明理由", "exclude").await;
    shows(&desk, "form.narrow", &typed).await;

    desk.goto(&at("signing")).await;
    let settings = "form[action$=\"/signing/settings\"]";
    let typed = [("teller", "1"), ("inspector", "3"), ("result_from", "published"), ("days", "百")];
    sends(&desk, settings, &typed).await;
    is_said(&desk, "days", "公示天数应为 1 至 60 的整数，每种签字人不超过 9 人", "settings").await;
    shows(&desk, settings, &typed).await;

    desk.goto(&at("links?judge=j1")).await;
    let end = "form[action$=\"/links/end\"]";
    sends(&desk, end, &[("reason", " ")]).await;
    is_said(&desk, "reason", "请写明理由", "links").await;
    desk.sees("一席").await;

    desk.goto(&at("day")).await;
    let replace = "form:has(#name)";
    let typed = [("judge", "j2"), ("act", "replace"), ("name", " "), ("unit", "县委办")];
    sends(&desk, replace, &typed).await;
    is_said(&desk, "name", "请填写接替者的姓名或席位，最多 60 字；所在单位最多 60 字", "day").await;
    shows(&desk, replace, &typed).await;

    desk.goto(&at("paper/type?judge=j1&component=visit&entry=A")).await;
    let typed = [("reference", " "), ("mark-effect", "41.5"), ("mark-novelty", "30")];
    sends(&desk, "form.typing", &typed).await;
    is_said(&desk, "reference", "请填写纸质卡编号或扫描件文件名，最多 60 字", "paper").await;
    shows(&desk, "form.typing", &typed[1..]).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grid_is_pasted_into_and_says_each_cell_that_is_wrong() {
    let site = tokio::task::spawn_blocking(Site::demo).await.expect("a site");
    let event = site.import(&Folder::sound());
    let desk = come(&site, "organiser9", Role::Organiser, Screen::Desk).await;
    desk.goto(&format!("{}/events/{event}/measures", site.server.url)).await;
    desk.is_drawn().await;
    let paste = |cell: &str, text: &str| {
        format!(
            "const data = new DataTransfer(); data.setData('text/plain', {});
             const cell = document.querySelector({});
             cell.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }}));
             return Array.from(document.querySelectorAll('.grid input'), (one) => one.value)",
            json!(text),
            json!(format!("[name=\"value-daily/{cell}\"]"))
        )
    };
    // one more than there are entries from there on
    assert_eq!(desk.script(&paste("B", "八十\r\n１２０\r\n60\r\n")).await, json!(["90", "八十", "１２０"]));
    desk.sees("已粘贴 2 格，还没有写入。另有 1 格超出表格").await;
    let grid = "form:has(.grid)";
    sends(&desk, grid, &[("reason", "年度考核")]).await;
    desk.sees("有 2 格不对，没有写入任何数值").await;
    desk.sees("“八十”不是数字，请填写如 1.5 的数字").await;
    desk.sees("“120”不在允许范围内，应不小于 0、不大于 100").await;
    let typed =
        [("value-daily/A", "90"), ("value-daily/B", "八十"), ("value-daily/C", "１２０"), ("reason", "年度考核")];
    shows(&desk, grid, &typed).await;
    let focused = "const at = document.activeElement; return [at.name, at.previousElementSibling.textContent]";
    assert_eq!(desk.script(focused).await, json!(["value-daily/B", "“八十”不是数字，请填写如 1.5 的数字"]));
    for (width, height) in [(1440, 900), (820, 1180), (390, 844)] {
        desk.turns(width, height).await;
        let whole = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        assert_eq!(desk.script(whole).await, true, "{width}");
        desk.picture(&format!("measures-{width}.png")).await;
    }
    // Enter goes to the cell below and sends nothing
    desk.script("document.querySelector('[name=\"value-daily/A\"]').focus()").await;
    desk.types("\u{e007}").await;
    assert_eq!(desk.script("return document.activeElement.name").await, "value-daily/B");
    sends(&desk, grid, &[("value-daily/B", "８５．５"), ("value-daily/C", "")]).await;
    desk.sees("已写入 2 个数值").await;
    desk.sees("“８５．５” 按 “85.5” 计").await;
    shows(&desk, grid, &[("value-daily/A", "90"), ("value-daily/B", "85.5"), ("value-daily/C", ""), ("reason", "")])
        .await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_objections_and_the_set_up_keep_what_was_typed() {
    let site = tokio::task::spawn_blocking(Site::demo).await.expect("a site");
    let administrator = come(&site, "administrator8", Role::Administrator, Screen::Desk).await;
    administrator.goto(&format!("{}/accounts", site.server.url)).await;
    let typed = [("name", "计票 1"), ("role", "inspector")];
    sends(&administrator, "form[action=\"/accounts\"]", &typed).await;
    is_said(&administrator, "name", "用户名由 1 至 32 个字母、数字、“-”或“_”组成", "account").await;
    shows(&administrator, "form[action=\"/accounts\"]", &typed).await;
    administrator.goto(&format!("{}/account/password", site.server.url)).await;
    let typed = [("old", "not this one"), ("new", "a long enough one"), ("again", "a long enough one")];
    sends(&administrator, "form.narrow", &typed).await;
    is_said(&administrator, "old", "现在的密码不对", "password").await;
    shows(&administrator, "form.narrow", &[("old", ""), ("new", ""), ("again", "")]).await;
    administrator.close().await;

    let visitor = Browser::open(Screen::Tablet).await;
    visitor.goto(&format!("{}/public/{}/objections", site.server.url, site.published)).await;
    let form = "form[data-puzzle]";
    let typed = [("text", "第二名的得分不对"), ("name", " "), ("unit", "甲村"), ("contact", "电话")];
    sends(&visitor, form, &typed).await;
    is_said(&visitor, "name", "请填写姓名或单位名称", "objection").await;
    shows(&visitor, form, &typed).await;
    visitor.close().await;

    let folder = Folder::sound();
    folder.remove("scores.csv").write("checkpoints.csv", ROUTE);
    let read = guanmo::folder::read_dir(folder.path(), None).expect("a sound folder");
    let options = ImportOptions { state: EventState::Draft, ..ImportOptions::default() };
    let event = site.app.import(&organiser(), read, options).expect("an event");
    let desk = come(&site, "organiser7", Role::Organiser, Screen::Tablet).await;
    let typed = [
        ("entries", [("entry", "A"), ("unit", "丁镇"), ("name", "丁项目")], "entry"),
        ("judges", [("judge", "j1"), ("name", "九席"), ("unit", "县委办")], "judge"),
        ("route", [("entry", "C"), ("planned_arrival", "十点前后"), ("look_at", "看大棚")], "planned_arrival"),
    ];
    for (list, fields, at_fault) in typed {
        desk.goto(&format!("{}/events/{event}/setup/{list}/edit", site.server.url)).await;
        sends(&desk, "form.narrow", &fields).await;
        desk.sees("1 处需要修改，没有写入").await;
        shows(&desk, "form.narrow", &fields).await;
        let said = "const at = document.querySelector('[aria-invalid=true]');
            return [at.name, document.getElementById(at.getAttribute('aria-describedby')).previousElementSibling === at]";
        assert_eq!(desk.script(said).await, json!([at_fault, true]));
    }
    desk.close().await;
}
