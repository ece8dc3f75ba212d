//! Preparing an event on its pages, two organisers at once, and passwords that are one's own.

use guanmo::app::act::actor::Role;
use guanmo::app::event::view::EventState;
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::folder;
use guanmo::web::routes::TABLE;

use crate::support::desk::{organiser, own_account, staff};
use crate::support::folder::{Folder, ROUTE};
use crate::support::site::{Person, Site, Who};

/// A draft of the small event with a route, without a card.
fn draft(site: &Site) -> String {
    let folder = Folder::sound();
    folder.remove("scores.csv");
    folder.write("checkpoints.csv", ROUTE);
    let read = folder::read_dir(folder.path(), None).expect("a sound folder");
    let options = ImportOptions { state: EventState::Draft, ..ImportOptions::default() };
    site.app.import(&organiser(), read, options).expect("an event")
}

/// Somebody with an account of their own.
fn somebody(site: &Site, name: &str, role: Role) -> Person {
    let made = own_account(&site.app, name, role);
    let person = site.visitor();
    let form = [("name", name), ("password", made.password.reveal())];
    assert_eq!(person.post("/sign-in", &form).status(), 303, "{name}");
    person
}

/// A text of a page as people read it.
fn read(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// What stands in the hidden field of the form that goes to an address; of the page's own form where it names none.
fn drawn(page: &str, action: &str) -> String {
    let (_, form) =
        page.split_once(&format!("action=\"{action}\"")).unwrap_or_else(|| panic!("no form to {action}: {page}"));
    let (_, rest) = form.split_once("name=\"drawn\" value=\"").expect("the field");
    read(rest.split('"').next().expect("a value"))
}

fn text(answer: reqwest::blocking::Response, status: u16) -> String {
    assert_eq!(answer.status(), status);
    answer.text().expect("text")
}

#[test]
fn an_organiser_prepares_an_event_on_its_pages_and_opens_it() {
    let site = Site::demo();
    let event = draft(&site);
    let person = somebody(&site, "planner", Role::Organiser);
    let at = |page: &str| format!("/events/{event}/{page}");
    let hub = person.page(&at("setup"));
    for words in [
        "参评项目",
        "lead 2 名",
        "从 甲镇 开始",
        "可以开放评分",
        "还没有生成评委链接",
        "主持当天的人，不任命核对他的人",
    ] {
        assert!(hub.contains(words), "{words}: {hub}");
    }
    for page in ["upload", "rules", "links", "signing", "rehearse", "setup/entries", "setup/judges", "setup/route"] {
        assert!(hub.contains(&format!("href=\"{}\"", at(page))), "{page}: {hub}");
    }
    assert!(person.page(&at("desk")).contains(&format!("href=\"{}\"", at("setup"))));

    let form = person.page(&at("setup/entries/edit"));
    let from = drawn(&form, &at("setup/entries"));
    let new = |unit: &str| {
        let sent =
            [("was", ""), ("drawn", &*from), ("entry", "D"), ("name", "丁“项目”"), ("unit", unit), ("order", "")];
        person.post(&at("setup/entries"), &sent)
    };
    let refused = text(new(""), 422);
    assert!(refused.contains("必须填写") && refused.contains("value=\"丁“项目”\""), "what was typed stays: {refused}");
    assert_eq!(new("丁镇").status(), 303);
    let again = read(&text(new("丁镇"), 422));
    assert!(again.contains("“D”已经有了，请换一个"), "{again}");
    assert!(person.page(&at("setup/entries")).contains("丁“项目”"));

    let stops = person.page(&at("setup/route/edit"));
    assert!(stops.contains("C 丙镇") && !stops.contains("A 甲镇"), "only entries that are not on the route: {stops}");
    let stop = [("was", ""), ("drawn", "{}"), ("entry", "D"), ("planned_arrival", "10:10"), ("planned_departure", "")];
    assert_eq!(person.post(&at("setup/route"), &stop).status(), 303);
    let route = person.page(&at("setup/route"));
    let up = [("up", "D"), ("drawn", &*drawn(&route, &at("setup/route/move")))];
    let moved = person.post(&at("setup/route/move"), &up);
    assert_eq!(moved.headers()["location"], at("setup/route?moved=D&way=up").as_str());
    let list = person.page(&at("setup/route?moved=D&way=up"));
    assert!(list.find("丁镇").expect("it") < list.find("乙镇").expect("it"), "{list}");
    assert!(list.contains("aria-label=\"上移 丁镇\" autofocus"), "the button has the focus again: {list}");
    let odd = [("sideways", "D"), ("drawn", "{}")];
    assert!(text(person.post(&at("setup/route/move"), &odd), 400).contains("表单缺少内容"));

    let gone = [("id", "D"), ("drawn", "{}"), ("sure", "yes")];
    text(person.post(&at("setup/entries/remove"), &gone), 409);
    let form = person.page(&at("setup/entries/edit?id=D"));
    let gone = [("id", "D"), ("drawn", &*drawn(&form, &at("setup/entries/remove"))), ("sure", "yes")];
    let refused = text(person.post(&at("setup/entries/remove"), &gone), 409);
    assert!(refused.contains("不能删去，已有 1 个行程站点"), "{refused}");
    for path in ["setup/entries/edit?id=Z", "setup/persons", "setup/persons/edit"] {
        assert_eq!(person.get(&at(path)).status(), 404, "{path}");
    }
    let list = person.page(&at("setup/route"));
    let beyond = [("up", "A"), ("drawn", &*drawn(&list, &at("setup/route/move")))];
    let refused = text(person.post(&at("setup/route/move"), &beyond), 409);
    assert!(refused.contains("已经是第一站，不能再移动") && refused.contains("3 站"), "the list again: {refused}");
    let form = person.page(&at("setup/entries/edit?id=A"));
    let from = drawn(&form, &at("setup/entries"));
    let grouped = [("was", "A"), ("drawn", &*from), ("track", "镇组")];
    assert_eq!(person.post(&at("setup/entries"), &grouped).status(), 303);
    assert_eq!(person.post(&at("open"), &[("sure", "yes")]).status(), 303);
    let list = person.page(&at("setup/entries"));
    assert!(!list.contains("添加参评项目") && list.contains("当日变动"), "{list}");
    let form = person.page(&at("setup/entries/edit?id=A"));
    assert!(form.contains("id=\"track\" type=\"text\" value=\"镇组\" disabled"), "{form}");
    let same = [("was", "A"), ("drawn", &*drawn(&form, &at("setup/entries"))), ("name", "甲项目")];
    let again = text(person.post(&at("setup/entries"), &same), 409);
    assert!(
        again.contains("内容没有变化") && again.contains("value=\"镇组\" disabled"),
        "all of it is shown again: {again}"
    );
}

#[test]
fn the_second_of_two_organisers_sees_what_the_first_changed_and_can_write_on_top() {
    let site = Site::demo();
    let event = draft(&site);
    let (first, second) =
        (somebody(&site, "first-one", Role::Organiser), somebody(&site, "second-one", Role::Organiser));
    let at = |page: &str| format!("/events/{event}/{page}");
    let from = drawn(&second.page(&at("setup/entries/edit?id=A")), &at("setup/entries"));
    let send = |person: &Person, drawn: &str, site: &str, name: &str| {
        let form = [("was", "A"), ("drawn", drawn), ("name", name), ("unit", "甲镇"), ("site", site)];
        person.post(&at("setup/entries"), &form)
    };
    assert_eq!(send(&first, &from, "一馆", "甲项目").status(), 303);
    let acts = site.acts();
    let page = text(send(&second, &from, "", "第二个名称"), 409);
    assert_eq!(site.acts(), acts, "nothing was written");
    for words in [
        "参评项目 A，在您打开此页之后被别人改过，没有写入",
        "账号 first-one",
        "一馆",
        "value=\"第二个名称\"",
        "value=\"一馆\"",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let now = drawn(&page, &at("setup/entries"));
    assert_eq!(send(&second, &now, "一馆", "第二个名称").status(), 303);
    assert!(first.page(&at("setup/entries")).contains("第二个名称"));

    // a removal, and what became of the form of what is gone
    let judge = second.page(&at("setup/judges/edit?id=j2"));
    let from = drawn(&judge, &at("setup/judges"));
    let gone = [("id", "j2"), ("drawn", &*from), ("sure", "yes")];
    assert_eq!(first.post(&at("setup/judges/remove"), &gone).status(), 303);
    let late = [("was", "j2"), ("drawn", &*from), ("name", "新席"), ("unit", ""), ("group", "lead")];
    let page = text(second.post(&at("setup/judges"), &late), 409);
    assert!(
        page.contains("被别人删去") && page.contains("name=\"judge\" value=\"j2\""),
        "it can be added anew: {page}"
    );

    let page = second.page(&at("setup"));
    let from = drawn(&page, &at("setup"));
    assert_eq!(first.post(&at("setup"), &[("title", "甲名"), ("drawn", &from)]).status(), 303);
    let page = text(second.post(&at("setup"), &[("title", "乙名"), ("drawn", &from)]), 409);
    assert!(page.contains("甲名") && page.contains("value=\"乙名\"") && page.contains("first-one"), "{page}");
    let now = drawn(&page, &at("setup"));
    assert_eq!(second.post(&at("setup"), &[("title", "乙名"), ("drawn", &now)]).status(), 303);

    let route = second.page(&at("setup/route"));
    let stale = [("up", "B"), ("drawn", &*drawn(&route, &at("setup/route/move")))];
    assert_eq!(first.post(&at("setup/route/move"), &stale).status(), 303);
    let page = text(second.post(&at("setup/route/move"), &stale), 409);
    assert!(page.contains("A、B") && page.contains("B、A") && page.contains("first-one"), "{page}");
}

/// What a form sends, but for what it was drawn from.
type Fields<'f> = &'f [(&'f str, &'f str)];

#[test]
fn what_is_entered_on_the_other_pages_is_not_written_over_unseen_either() {
    let site = Site::demo();
    let event = draft(&site);
    let (first, second) =
        (somebody(&site, "first-one", Role::Organiser), somebody(&site, "second-one", Role::Organiser));
    let at = |page: &str| format!("/events/{event}/{page}");
    // each form: where it is drawn, where it goes, what the first sends, what the second sends, what the second reads
    let forms: [(&str, &str, Fields<'_>, Fields<'_>, &str); 3] = [
        (
            "measures",
            "measures",
            &[("value-daily/A", "91"), ("reason", "更正")],
            &[("value-daily/A", "92"), ("reason", "也更正")],
            "甲镇 daily",
        ),
        (
            "adjust",
            "adjust",
            &[("entry", "A"), ("kind", "bonus"), ("item", "表彰"), ("points", "1"), ("reason", "省级")],
            &[("entry", "A"), ("kind", "bonus"), ("item", "表彰"), ("points", "1"), ("reason", "省级表彰")],
            "加分 表彰 1",
        ),
        (
            "signing",
            "signing/settings",
            &[
                ("teller", "1"),
                ("scrutineer", "1"),
                ("inspector", "1"),
                ("organiser", "1"),
                ("result_from", "closed"),
                ("days", "7"),
                ("confirming", "wanted"),
                ("bundle", "open"),
                ("spot_places", "5"),
            ],
            &[
                ("teller", "2"),
                ("scrutineer", "2"),
                ("inspector", "1"),
                ("organiser", "1"),
                ("result_from", "signed"),
                ("days", "9"),
                ("confirming", "required"),
                ("bundle", "commitments"),
                ("spot_places", ""),
            ],
            "封存以后",
        ),
    ];
    for (page, action, ones, others, words) in forms {
        let shown = second.page(&at(page));
        let from = if page == "adjust" {
            // a form without an address goes to its own page
            let (_, rest) = shown.split_once("name=\"drawn\" value=\"").expect("the field");
            read(rest.split('"').next().expect("a value"))
        } else {
            drawn(&shown, &at(action))
        };
        let with = |fields: Fields<'_>, drawn: &str| {
            fields
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .chain([("drawn".to_owned(), drawn.to_owned())])
                .collect::<Vec<_>>()
        };
        let send = |person: &Person, sent: &[(String, String)]| {
            let sent: Vec<(&str, &str)> = sent.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            person.post(&at(action), &sent)
        };
        assert_eq!(send(&first, &with(ones, &from)).status(), 303, "{page}");
        let acts = site.acts();
        let told = text(send(&second, &with(others, &from)), 409);
        assert_eq!(site.acts(), acts, "{page}: nothing was written");
        assert!(
            told.contains("被别人改过") && told.contains("账号 first-one") && told.contains(words),
            "{page}: {told}"
        );
        // the page has all that was sent, and goes out once more
        for (name, value) in others {
            assert!(told.contains(&format!("name=\"{name}\" value=\"{value}\"")), "{page} {name}: {told}");
        }
        assert_eq!(send(&second, &with(others, &drawn(&told, &at(action)))).status(), 303, "{page}, on top");
        let without: Vec<_> = with(others, "").into_iter().filter(|(name, _)| name != "drawn").collect();
        assert_eq!(send(&second, &without).status(), 400, "{page}: a form that does not say what it was drawn from");
    }
    let table = "环节,编号,得分\ndaily,B,66\n";
    let preview = second.post(&at("measures/table"), &[("table", table)]).text().expect("a page");
    let from = drawn(&preview, &at("measures/table"));
    let value = drawn(&first.page(&at("measures")), &at("measures"));
    let form = [("value-daily/B", "81"), ("reason", "更正"), ("drawn", &*value)];
    assert_eq!(first.post(&at("measures"), &form).status(), 303);
    let confirm = [("table", table), ("confirm", "yes"), ("reason", "年度"), ("drawn", &*from)];
    let told = text(second.post(&at("measures/table"), &confirm), 409);
    assert!(told.contains("乙镇 daily") && told.contains("81") && told.contains("first-one"), "{told}");
    let confirm =
        [("table", table), ("confirm", "yes"), ("reason", "年度"), ("drawn", &*drawn(&told, &at("measures/table")))];
    assert_eq!(second.post(&at("measures/table"), &confirm).status(), 303);
}

#[test]
fn with_a_password_that_was_given_nothing_works_but_changing_it() {
    let site = Site::demo();
    let event = draft(&site);
    let roles = [("newcomer-o", Role::Organiser), ("newcomer-a", Role::Administrator), ("newcomer-l", Role::Official)];
    for (name, role) in roles {
        let given = site.app.create_account(&staff(Role::Administrator), name, role, None).expect("an account");
        let person = site.visitor();
        let sign_in = [("name", name), ("password", given.password.reveal()), ("next", "/events")];
        let answer = person.post("/sign-in", &sign_in);
        assert_eq!(answer.headers()["location"], "/account/password", "{name}");
        let acts = site.acts();
        for row in TABLE.iter().filter(|row| row.path != "/account/password" && row.path != "/sign-out") {
            let path = row.path.replace("{event}", &event).replace("{list}", "entries").replace("{number}", "1");
            let answer = match row.method {
                "GET" => person.get(&path),
                _ if row.path.starts_with("/demo") || row.path == "/sign-in" => continue,
                _ => person.post(&path, &[]),
            };
            let status = answer.status().as_u16();
            let page = answer.text().expect("text");
            let open = format!("{:?}", row.audience) == "Anyone";
            // a form that cannot even be read may be refused before anybody asks whose it is
            assert!(open || [400, 401, 403, 415].contains(&status), "{} {path} for {name}: {status}", row.method);
            if status == 403 {
                assert!(page.contains("请先换成只有您自己知道的密码"), "{page}");
                assert!(page.starts_with('{') || page.contains("href=\"/account/password\""), "{page}");
            }
        }
        assert_eq!(site.acts(), acts, "nothing was done");
        let form = |old: &str, new: &str, again: &str| {
            person.post("/account/password", &[("old", old), ("new", new), ("again", again)])
        };
        let old = given.password.reveal();
        assert!(text(form("wrong", "my own long sentence", "my own long sentence"), 422).contains("现在的密码不对"));
        assert!(text(form(old, "short", "short"), 422).contains("密码至少 10 个字符"));
        assert!(
            text(form(old, "my own long sentence", "my own long sentense"), 422).contains("两次填写的新密码不一样")
        );
        assert!(text(form(old, "1234567890", "1234567890"), 422).contains("太常见"));
        assert_eq!(form(old, "my own long sentence", "my own long sentence").status(), 303);
        assert!(person.page("/account/password?changed=yes").contains("密码已更换"));
        assert_eq!(person.get("/events").status(), 200, "{name}");
    }
}

#[test]
fn an_administrator_makes_an_account_ends_it_and_gives_it_out_again() {
    let site = Site::demo();
    let administrator = site.person(Who::Administrator);
    let made = text(administrator.post("/accounts", &[("name", "teller-li"), ("role", "teller")]), 200);
    assert!(made.contains("只显示这一次") && made.contains("待本人换密码"), "{made}");
    assert_eq!(administrator.post("/accounts/end", &[("name", "teller-li"), ("sure", "yes")]).status(), 303);
    assert!(administrator.page("/accounts").contains("已停用"));
    assert!(
        text(administrator.post("/accounts/end", &[("name", "teller-li"), ("sure", "yes")]), 409)
            .contains("此账号已经停用")
    );
    assert!(
        text(administrator.post("/accounts/end", &[("name", "demo-admin"), ("sure", "yes")]), 422)
            .contains("不能停用自己的账号")
    );
    let again = text(administrator.post("/accounts/password", &[("name", "teller-li")]), 200);
    assert!(again.contains("待本人换密码") && !again.contains("已停用（"), "{again}");
}
