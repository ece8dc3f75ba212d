//! A form that is refused comes back with what was typed, and with the sentence at its field.

use std::collections::BTreeMap;

use guanmo::app::act::actor::Role;
use guanmo::web::routes::{For, TABLE};
use html5gum::{Token, Tokenizer};
use reqwest::blocking::Response;

use crate::support::folder::{Folder, ROUTE};
use crate::support::site::{Person, Site, Who};

/// A form of a page: where it goes, and its fields as they are drawn; `true` where somebody types into one.
struct Form {
    action: String,
    fields: Vec<(String, String, bool)>,
}

/// The posted forms of a page.
fn forms(page: &str, path: &str) -> Vec<Form> {
    let mut found: Vec<Form> = Vec::new();
    let mut open = false;
    for Ok(token) in Tokenizer::new(page) {
        match token {
            Token::StartTag(tag) => {
                let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
                let attributes: BTreeMap<String, String> =
                    tag.attributes.iter().map(|(name, value)| (text(name), text(&value.value))).collect();
                let get = |name: &str| attributes.get(name).cloned().unwrap_or_default();
                match text(&tag.name).as_str() {
                    "form" if get("method") == "post" && get("enctype").is_empty() => {
                        open = true;
                        let action = if get("action").is_empty() { path.to_owned() } else { get("action") };
                        found.push(Form { action, fields: Vec::new() });
                    }
                    "textarea" if open => {
                        found.last_mut().expect("a form").fields.push((get("name"), String::new(), true));
                    }
                    "input" if open => {
                        let typed = matches!(get("type").as_str(), "text" | "");
                        found.last_mut().expect("a form").fields.push((get("name"), get("value"), typed));
                    }
                    "select" if open => {
                        found.last_mut().expect("a form").fields.push((get("name"), String::new(), false));
                    }
                    // the first of a choice is what a browser sends
                    "option" if open => {
                        let field = found.last_mut().and_then(|form| form.fields.last_mut()).expect("a choice");
                        if field.1.is_empty() {
                            field.1 = get("value");
                        }
                    }
                    // and the first button is the one that is pressed
                    "button" if open && !get("name").is_empty() => {
                        let fields = &mut found.last_mut().expect("a form").fields;
                        if fields.iter().all(|(name, ..)| *name != get("name")) {
                            fields.push((get("name"), get("value"), false));
                        }
                    }
                    _ => {}
                }
            }
            Token::EndTag(tag) if &**tag.name == b"form" => open = false,
            _ => {}
        }
    }
    found
}

/// The page of a refusal, which has to have the sentence in it once, as what is read out.
fn again(answer: Response, status: u16, sentence: &str) -> String {
    assert_eq!(answer.status().as_u16(), status);
    let page = answer.text().expect("text");
    let said = format!("<p class=\"alert\" role=\"alert\" id=\"refused\">{sentence}</p>");
    assert_eq!(page.matches(&said).count(), 1, "{said} is not in {page}");
    assert!(!page.contains("回首页"), "{page}");
    page
}

/// Whether a field of a page shows a value and is marked as the one at fault.
fn shows(page: &str, name: &str, value: &str, at_fault: bool) -> bool {
    page.split('<').any(|tag| {
        let (tag, inside) = tag.split_once('>').unwrap_or((tag, ""));
        let is = tag.starts_with("input") && tag.contains(&format!(" value=\"{value}\""))
            || tag.starts_with("textarea") && inside.trim_start_matches('\n') == value;
        is && tag.contains(&format!("name=\"{name}\"")) && tag.contains("aria-invalid=\"true\"") == at_fault
    })
}

#[test]
fn every_form_that_asks_for_a_reason_comes_back_with_what_was_typed() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let folder = Folder::sound();
    folder.write("checkpoints.csv", ROUTE);
    let event = site.import(&folder);
    let adjust = format!("/events/{event}/adjust");
    let drawn = forms(&organiser.page(&adjust), &adjust).remove(1);
    let of =
        |name: &str| drawn.fields.iter().find(|field| field.0 == name).map(|field| field.1.clone()).expect("a field");
    let form = [("entry", of("entry")), ("kind", "bonus".into()), ("item", "创新".into()), ("points", "1".into())];
    let form = form.iter().map(|(name, value)| (*name, value.as_str()));
    let rest = [("reason", "省级表彰"), ("drawn", &of("drawn"))];
    assert_eq!(organiser.post(&adjust, &form.chain(rest).collect::<Vec<_>>()).status(), 303);
    let _signed_in = site.judge(&event, "j1");
    let before = site.acts();
    let long = "因".repeat(501);
    let mut met = Vec::new();
    for row in TABLE.iter().filter(|row| row.method == "GET" && matches!(row.audience, For::Organiser | For::Staff)) {
        for id in [&event, &site.under_way, &site.published] {
            let path = row.path.replace("{event}", id);
            if path.contains('{') || path.contains('.') || path.contains("/print/") || path.ends_with("/live") {
                continue;
            }
            for path in [path.clone(), format!("{path}?judge=j1")] {
                let answer = organiser.get(&path);
                if answer.status() != 200 {
                    continue;
                }
                let page = answer.text().expect("text");
                for form in forms(&page, path.split('?').next().expect("a path")) {
                    let Some(reason) = form.fields.iter().find(|field| field.0 == "reason" && field.2) else {
                        continue;
                    };
                    let typed = |(name, value, typed): &(String, String, bool)| match (name.as_str(), typed) {
                        ("reason", true) => (name.clone(), long.clone()),
                        ("points", true) => (name.clone(), "2".to_owned()),
                        ("item" | "value", true) => (name.clone(), "3".to_owned()),
                        _ => (name.clone(), value.clone()),
                    };
                    let sent: Vec<(String, String)> = form.fields.iter().map(typed).collect();
                    let sent: Vec<(&str, &str)> = sent.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
                    let page = again(organiser.post(&form.action, &sent), 422, "理由过长，最多 500 字");
                    assert!(shows(&page, &reason.0, &long, true), "{} on {path}: {page}", form.action);
                    let others = form.fields.iter().filter(|(name, _, typed)| *typed && name != "reason");
                    for name in others.map(|(name, ..)| name) {
                        let value = sent.iter().find(|(known, _)| known == name).expect("it was sent").1;
                        assert!(shows(&page, name, value, false), "{name} of {} on {path}: {page}", form.action);
                    }
                    met.push(form.action.replace(id.as_str(), "{event}"));
                }
            }
        }
    }
    assert_eq!(site.acts(), before, "what is refused is not done");
    met.sort();
    met.dedup();
    for form in ["adjust", "exclude", "withdraw", "provisional", "links/end", "reopen", "close"] {
        let form = format!("/events/{{event}}/{form}");
        assert!(met.contains(&form), "{form} was not met: {met:?}");
    }
}

#[test]
fn accounts_keep_the_name_and_no_password_comes_back() {
    let site = Site::demo();
    let administrator = site.person(Who::Administrator);
    let made = |name: &str| administrator.post("/accounts", &[("name", name), ("role", "teller")]);
    let page = again(made("计票 一"), 422, "用户名由 1 至 32 个字母、数字、“-”或“_”组成");
    assert!(shows(&page, "name", "计票 一", true), "{page}");
    assert!(page.contains("selected=\"\" value=\"teller\""), "{page}");
    let named = [("name", "teller2"), ("full_name", "计票人\u{202e}"), ("role", "teller")];
    let page = again(administrator.post("/accounts", &named), 422, "姓名最多 30 字，不能有换行等看不见的字符");
    assert!(shows(&page, "full_name", "计票人\u{202e}", true) && shows(&page, "name", "teller2", false), "{page}");
    assert_eq!(made("teller1").status(), 200);
    again(made("teller1"), 422, "用户名已被使用");

    let secret = "correct horse battery";
    let change = [("old", "wrong horse"), ("new", secret), ("again", secret)];
    let page = again(administrator.post("/account/password", &change), 422, "现在的密码不对");
    assert!(!page.contains(secret) && !page.contains("wrong horse"), "{page}");
    assert!(page.contains("aria-invalid=\"true\" autocomplete=\"current-password\""), "{page}");

    let form = [("name", "somebody"), ("password", secret), ("next", "/events/x/desk")];
    let page = again(site.visitor().post("/sign-in", &form), 401, "用户名或密码不对");
    assert!(shows(&page, "name", "somebody", false) && !page.contains(secret), "{page}");
}

#[test]
fn each_kind_of_field_gets_its_own_sentence() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let folder = Folder::sound();
    folder.write("checkpoints.csv", ROUTE);
    let event = site.import(&folder);
    let at = |page: &str| format!("/events/{event}/{page}");

    let signing = forms(&organiser.page(&at("signing")), &at("signing"));
    let settings = signing.iter().find(|form| form.action.ends_with("/settings")).expect("the settings");
    let with = |days: &'static str, teller: &'static str| {
        let typed = move |(name, value, _): &(String, String, bool)| match name.as_str() {
            "days" => (name.clone(), days.to_owned()),
            "teller" => (name.clone(), teller.to_owned()),
            _ => (name.clone(), value.clone()),
        };
        settings.fields.iter().map(typed).collect::<Vec<_>>()
    };
    let post = |fields: Vec<(String, String)>| {
        let sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        organiser.post(&settings.action, &sent)
    };
    let sentence = "公示天数应为 1 至 60 的整数，每种签字人不超过 9 人";
    let page = again(post(with("七", "2")), 422, sentence);
    assert!(shows(&page, "days", "七", true) && shows(&page, "teller", "2", false), "{page}");
    let page = again(post(with("7", "十")), 422, sentence);
    assert!(shows(&page, "teller", "十", true) && shows(&page, "days", "7", false), "{page}");

    let form = [("judge", "j2"), ("name", ""), ("unit", "县委办"), ("act", "replace")];
    let page =
        again(organiser.post(&at("day"), &form), 422, "请填写接替者的姓名或席位，最多 60 字；所在单位最多 60 字");
    assert!(shows(&page, "name", "", true) && shows(&page, "unit", "县委办", false), "{page}");
    assert!(page.contains("checked=\"\" name=\"act\" type=\"radio\" value=\"replace\""), "{page}");
    assert!(page.contains("selected=\"\" value=\"j2\""), "{page}");

    let public = format!("/public/{}/objections", site.published);
    let form = [("text", "第二名\n不对"), ("name", "李"), ("unit", "甲镇"), ("contact", "<1>"), ("entry", "")];
    let page = again(
        site.visitor().post(&public, &form),
        422,
        "没有收到浏览器的防灌水验证，异议没有提交。您写的内容还在此页；请开启浏览器的脚本，或换一个浏览器，再提交一次",
    );
    assert!(shows(&page, "text", "第二名\n不对", false) && shows(&page, "contact", "&lt;1&gt;", false), "{page}");
    let page = again(
        site.visitor().post(&format!("{public}/state"), &[("receipt", "ab-cd")]),
        404,
        "没有这个回执号，请核对后重新输入（16 位字母和数字，可以不带“-”）",
    );
    assert!(shows(&page, "receipt", "ab-cd", true), "{page}");
}

#[test]
fn what_has_no_form_any_more_is_said_with_what_was_typed() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let event = site.import(&Folder::sound());
    let withdraw = format!("/events/{event}/withdraw");
    let long = "误".repeat(501);
    for (kind, heading) in [("exclusion", "回避、缺席、作废"), ("adjustment", "加分、减分、否决")] {
        let form = [("kind", kind), ("position", "7"), ("reason", long.as_str())];
        let page = again(organiser.post(&withdraw, &form), 422, "理由过长，最多 500 字");
        assert!(page.contains(&format!("<h2>{heading}</h2>")), "{page}");
        assert!(page.contains(&format!("<dt>理由</dt><dd class=\"written\">{long}</dd>")), "{page}");
    }
    // a page that is drawn at another address sends its forms where they belong
    let form = [("kind", "adjustment"), ("position", "7"), ("reason", "")];
    let page = again(organiser.post(&withdraw, &form), 422, "请写明理由");
    assert!(page.contains(&format!("action=\"/events/{event}/adjust\"")), "{page}");
}

#[test]
fn only_what_was_typed_is_shown_again() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let event = site.import(&Folder::sound());
    let adjust = format!("/events/{event}/adjust");
    let is_page_of_its_own = |answer: Response, status: u16| {
        assert_eq!(answer.status().as_u16(), status);
        let page = answer.text().expect("text");
        assert!(!page.contains("id=\"refused\"") && !page.contains("name=\"reason\""), "{page}");
    };
    // a program reads JSON, whatever stands on the page
    let request = organiser.form(&adjust).header("origin", organiser.origin()).header("accept", "application/json");
    let answer = organiser.send(request.body("entry=A"));
    assert_eq!(answer.status(), 400);
    assert_eq!(answer.json::<serde_json::Value>().expect("JSON")["error"], "form");
    // who may not is not shown the form
    let official = site.person(Who::Official);
    is_page_of_its_own(official.post(&adjust, &[("reason", "x")]), 403);
    is_page_of_its_own(organiser.post("/events/none/adjust", &[("reason", "x")]), 400);
    let teller = Person::with_account(&site.server.url, &site.app, "teller9", Role::Teller);
    is_page_of_its_own(teller.post(&adjust, &[("reason", "x")]), 403);
}

#[test]
fn a_grid_of_three_hundred_entries_is_sent_and_comes_back_whole() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let folder = Folder::sound();
    let mut entries = "entry,name,unit,order\n".to_owned();
    for number in 1..=300 {
        entries += &format!("entry-with-a-long-id-{number:03},第 {number} 项,第 {number} 镇,{number}\n");
    }
    folder.write("entries.csv", &entries).remove("scores.csv").remove("measures.csv");
    let event = site.import(&folder);
    let path = format!("/events/{event}/measures");
    let form = |page: &str| forms(page, &path).into_iter().find(|form| form.fields.len() > 100).expect("the grid");
    let mut grid = form(&organiser.page(&path));
    for (at, field) in grid.fields.iter_mut().filter(|field| field.0.starts_with("value-")).enumerate() {
        field.1 = if at % 100 == 7 { format!("第{at}") } else { format!("{}", at % 100) };
    }
    let send = |form: &Form| {
        let sent: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, value, _)| (name.as_str(), value.as_str())).collect();
        organiser.post(&path, &sent)
    };
    let before = site.acts();
    let page = again(send(&grid), 422, "有 3 格不对，没有写入任何数值");
    assert_eq!(site.acts(), before);
    for bad in ["第7", "第107", "第207"] {
        assert_eq!(page.matches(&format!("“{bad}”不是数字")).count(), 1, "{bad}");
    }
    let mut back = form(&page);
    assert!(
        back.fields.iter().map(|field| &field.1).eq(grid.fields.iter().map(|field| &field.1)),
        "all that was typed"
    );
    for field in back.fields.iter_mut().filter(|field| field.1.starts_with('第')) {
        field.1 = "100".to_owned();
    }
    // the reason is missing still
    let page = again(send(&back), 422, "请写明理由");
    let mut back = form(&page);
    back.fields.iter_mut().find(|field| field.0 == "reason").expect("a reason").1 = "年度考核".to_owned();
    assert_eq!(send(&back).status(), 303);
    assert_eq!(site.acts(), before + 1, "one act");
    let drawn = form(&organiser.page(&path));
    let shown: Vec<&str> = drawn.fields.iter().filter(|f| f.0.starts_with("value-")).map(|f| f.1.as_str()).collect();
    assert_eq!((shown.len(), shown[6], shown[7], shown[299]), (300, "6", "100", "99"));
    // nothing was changed: nothing is written
    let mut same = drawn;
    same.fields.iter_mut().find(|field| field.0 == "reason").expect("a reason").1 = "再来".to_owned();
    again(send(&same), 409, "数值没有变化，没有写入");
    assert_eq!(site.acts(), before + 1);
}

#[test]
fn more_than_the_rules_count_is_entered_only_when_it_is_meant() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let folder = Folder::sound();
    folder.append("scoring-rules.toml", "\n[adjustments]\nbonus_cap = 5\n");
    let path = format!("/events/{}/adjust", site.import(&folder));
    let form = |page: &str| forms(page, &path).into_iter().find(|form| form.action == path).expect("the form");
    let mut fields: Vec<(String, String)> =
        form(&organiser.page(&path)).fields.into_iter().map(|(name, value, _)| (name, value)).collect();
    for (name, value) in &mut fields {
        match name.as_str() {
            "item" => "创新".clone_into(value),
            "points" => "6".clone_into(value),
            "reason" => "省级表彰".clone_into(value),
            _ => {}
        }
    }
    let mut sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let sentence = "加分合计 6 分，按规则最多计 5 分，超出的部分不计入成绩。没有登记；确实要登记的，请按“仍要登记”";
    let page = again(organiser.post(&path, &sent), 409, sentence);
    assert!(shows(&page, "points", "6", true) && shows(&page, "reason", "省级表彰", false), "{page}");
    assert!(page.contains("<button class=\"btn\" name=\"sure\" value=\"yes\">仍要登记</button></form>"), "{page}");
    assert!(page.contains("已登记 0 条"), "{page}");
    sent.push(("sure", "yes"));
    assert_eq!(organiser.post(&path, &sent).status(), 303);
    assert!(organiser.page(&path).contains("已登记 1 条"));
}

#[test]
fn a_file_that_is_refused_is_said_where_it_is_chosen() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let event = site.import(&Folder::sound());
    let send = |path: &str, field: &str, file: &str, content: &str| {
        let file = format!(
            "--cut\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{file}\"\r\n\r\n{content}\r\n"
        );
        let chosen = "--cut\r\ncontent-disposition: form-data; name=\"rules\"\r\n\r\n";
        let body = format!("{file}{chosen}{}\r\n--cut--\r\n", site.published);
        let request = organiser.request("POST", path).header("origin", organiser.origin());
        organiser.send(request.header("content-type", "multipart/form-data; boundary=cut").body(body))
    };
    let sentence = "这个文件不是平板记录：内容不是 JSON，或没有收全。请在平板上重新导出后再试";
    let page = again(send(&format!("/events/{event}/journal"), "journal", "a.json", "x"), 422, sentence);
    assert!(page.contains("aria-invalid=\"true\"") && page.contains("name=\"journal\""), "{page}");
    // what was chosen beside the files stays chosen
    let page = again(send("/events/new", "files", "", ""), 422, "没有选择文件，请选择要上传的 XLSX、CSV 或 ZIP 文件");
    assert!(page.contains(&format!("selected=\"\" value=\"{}\"", site.published)), "{page}");
}

#[test]
fn the_desk_says_what_it_refused_where_nothing_is_drawn_anew() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let folder = Folder::sound();
    folder.write("checkpoints.csv", ROUTE);
    let event = site.import(&folder);
    let arrive = || organiser.post(&format!("/events/{event}/arrive"), &[("entry", "A")]);
    assert_eq!(arrive().status(), 303);
    let page = again(arrive(), 409, "已登记到达此观摩点");
    assert!(page.contains("<div class=\"notes\" data-refused><p class=\"alert\""), "{page}");
    // the ways on the page lead where they do on the page itself
    assert!(!page.contains("href=\"?"), "{page}");
}

#[test]
fn as_long_a_table_as_the_page_takes_is_read() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let event = site.import(&Folder::sound());
    // as many characters as the field holds, each of which is sent as nine
    let table = format!("环节,编号,得分\n{}", "数".repeat(19_990));
    let answer = organiser.post(&format!("/events/{event}/measures/table"), &[("table", &table)]);
    assert_eq!(answer.status(), 422);
    assert!(answer.text().expect("text").contains("没有写入任何数值"));
}
