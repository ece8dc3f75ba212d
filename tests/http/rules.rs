//! The rules over HTTP: the editor with its faults beside their lines, the form, a change by two organisers.

use guanmo::app::act::actor::Role;
use guanmo::app::event::view::EventState;
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::folder;

use crate::support::desk::{organiser, own_account};
use crate::support::folder::Folder;
use crate::support::server::fixture;
use crate::support::site::{Person, Site, Who};

/// An event in preparation: the sample, whose rules are full of comments.
fn draft(site: &Site) -> String {
    let read = folder::read_dir(&fixture("haian-2023"), None).expect("a sound folder");
    let options = ImportOptions { state: EventState::Draft, ..ImportOptions::default() };
    site.app.import(&organiser(), read, options).expect("a draft")
}

fn text(site: &Site, event: &str) -> String {
    site.app.rules(&organiser(), event).expect("rules").text
}

/// Sends the editor's form.
fn press(person: &Person, site: &Site, event: &str, button: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let from = site.app.rules(&organiser(), event).expect("rules").sha256;
    let form = [&[("do", button), ("from", from.as_str())], fields].concat();
    let answer = person.post(&format!("/events/{event}/rules"), &form);
    (answer.status().as_u16(), answer.text().expect("text"))
}

/// The value of a hidden field, with what HTML writes otherwise.
fn hidden(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect("the field");
    let value = rest.split('"').next().expect("a value");
    value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn a_fault_stands_at_its_line_and_nothing_typed_is_lost() {
    let site = Site::demo();
    let event = draft(&site);
    let person = site.person(Who::Organiser);
    let page = person.page(&format!("/events/{event}/rules?view=text"));
    assert!(page.contains("抓党建创新争先项目观摩评比评分办法（示例）") && page.contains(">保存<"), "{page}");
    assert!(!page.contains("查看变更的影响"), "a draft is saved by one");
    let before = site.acts();
    let typed = text(&site, &event).replacen("max = 30", "max = \"三十\" # 我改的", 1);
    let line = typed.lines().position(|line| line.contains("我改的")).expect("the line") + 1;
    for button in ["check", "save"] {
        let (status, page) = press(&person, &site, &event, button, &[("text", &typed)]);
        assert_eq!(status, 422, "{button}");
        for part in [
            format!("第 {line} 行"),
            "max = &quot;三十&quot; # 我改的".to_owned(),
            "应为普通数字".to_owned(),
            format!("<span class=\"wrong\" id=\"line-{line}\">{line}</span>"),
            "有 1 处问题，没有写入".to_owned(),
        ] {
            assert!(page.contains(&part), "{button}: {part} is not in {page}");
        }
    }
    assert_eq!(site.acts(), before);
    // line ends as a browser sends them; the text is kept as it was typed
    let sound = typed.replace("\"三十\"", "25").replace('\n', "\r\n");
    assert_eq!(press(&person, &site, &event, "check", &[("text", &sound)]).0, 200);
    assert_eq!(site.acts(), before, "a check writes nothing");
    assert_eq!(press(&person, &site, &event, "save", &[("text", &sound)]).0, 303);
    assert_eq!(text(&site, &event), typed.replace("\"三十\"", "25"));
    let (status, page) = press(&person, &site, &event, "save", &[("text", &sound)]);
    assert!(status == 409 && page.contains("规则没有变化"), "{status} {page}");
    for (form, status) in
        [(&[("do", "save"), ("from", "")][..], 400), (&[("do", "x"), ("from", ""), ("text", "")], 400)]
    {
        assert_eq!(person.post(&format!("/events/{event}/rules"), form).status(), status, "{form:?}");
    }
}

#[test]
fn the_form_edits_the_text_and_keeps_its_comments() {
    let site = Site::demo();
    let event = draft(&site);
    let person = site.person(Who::Organiser);
    let before = text(&site, &event);
    let page = person.page(&format!("/events/{event}/rules"));
    for part in [
        "name=\"component.0.criterion.0.max\" value=\"30\"",
        "满分",
        "保存为第 2 版",
        "算例：甲镇的演示卡",
        "检查：没有问题",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    let page = person.page(&format!("/events/{event}/rules?at=awards"));
    assert!(page.contains("name=\"award.1.quota\" value=\"3\""), "{page}");
    let base = [("as_form", "yes"), ("text", before.as_str()), ("at", "component.0")];
    let fields = |more: &[(&'static str, &'static str)]| [&base[..], more].concat();
    let (status, page) = press(&person, &site, &event, "check", &fields(&[("component.0.criterion.0.max", "满分")]));
    assert_eq!(status, 422);
    for part in [
        "value=\"满分\"",
        "aria-invalid=\"true\"",
        "id=\"fault-component.0.criterion.0.max\"",
        "应为普通数字",
        "项目成效 · 满分",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    let more = fields(&[("component.0.aggregate.drop_highest", "2")]);
    let (_, page) = press(&person, &site, &event, "add:component.1.criterion", &more);
    let made = hidden(&page, "text");
    assert!(
        made.contains("criterion-1") && page.contains("name=\"component.0.aggregate.drop_highest\" value=\"2\""),
        "{page}"
    );
    assert_eq!(hidden(&page, "undo"), before.replacen("drop_highest = 1 ", "drop_highest = 2 ", 1), "one step back");
    // what the form has made goes on in it, and can be looked at as text
    let form = [
        ("as_form", "yes"),
        ("text", made.as_str()),
        ("component.1.criterion.3.name", "答辩"),
        ("component.1.criterion.3.max", "5"),
    ];
    let (status, page) = press(&person, &site, &event, "text", &form);
    assert!(status == 200 && page.contains("name = &quot;答辩&quot;"), "{page}");
    assert_eq!(press(&person, &site, &event, "save", &form).0, 303);
    let after = text(&site, &event);
    let lost: Vec<&str> = before.lines().filter(|line| !after.lines().any(|other| other == *line)).collect();
    assert_eq!(lost, ["drop_highest = 1          # 去掉几个最高分"], "one line was changed, none was lost");
    let broken = press(&person, &site, &event, "form", &[("text", "not = [ TOML")]).1;
    assert!(broken.contains("请先在文本中改正") && broken.contains("not = [ TOML"), "{broken}");
    // a word that is no button
    assert_eq!(press(&person, &site, &event, "add:component.x.y", &[("text", &after)]).0, 400);
}

#[test]
fn what_stands_beside_the_form_follows_each_change_and_writes_nothing() {
    let site = Site::demo();
    let event = draft(&site);
    let person = site.person(Who::Organiser);
    let before = text(&site, &event);
    let acts = site.acts();
    let look = |fields: &[(&str, &str)]| {
        let form =
            [&[("from", ""), ("as_form", "yes"), ("text", before.as_str()), ("at", "component.0")], fields].concat();
        let answer = person.post(&format!("/events/{event}/rules/look"), &form);
        assert_eq!(answer.status(), 200);
        answer.text().expect("text")
    };
    let page = look(&[("component.0.aggregate.method", "mean")]);
    for part in
        ["刚才的改动", "由“去高去低”改为“平均”", "总分", "已去掉不再使用的设置：现场观摩 · 去掉几个最高", "未保存"]
    {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert!(!page.contains("name=\"component.0.aggregate.drop_highest\""), "shown only where it applies");
    let page = look(&[("component.0.kind", "votes")]);
    assert!(page.contains("name=\"component.0.choose\"") && !page.contains("component.0.criterion"), "{page}");
    let page = look(&[("component.0.weight", "很重")]);
    assert!(page.contains("有 1 处问题") && page.contains("go:component.0&gt;component.0.weight"), "{page}");
    assert_eq!(site.acts(), acts);
    assert_eq!(text(&site, &event), before);
}

#[test]
fn ready_rules_those_of_another_event_and_those_of_a_file_are_taken_and_asked_about_once() {
    let site = Site::demo();
    let (event, other) = (draft(&site), site.import(&Folder::sound()));
    let person = site.person(Who::Organiser);
    let before = text(&site, &event);
    let sent = [("as_form", "yes"), ("text", before.as_str())];
    let (status, page) = press(&person, &site, &event, "shelf:ranking", &sent);
    assert!(status == 200 && hidden(&page, "text").contains("kind = \"ranking\""), "{page}");
    assert_eq!(hidden(&page, "undo"), before, "and can be gone back to");
    let page = press(&person, &site, &event, "undo", &[sent[0], ("text", &hidden(&page, "text")), ("undo", &before)]).1;
    assert_eq!(hidden(&page, "text"), before);
    // what is not saved is asked about
    let changed = [&sent[..], &[("component.0.weight", "0.4"), ("other", other.as_str())]].concat();
    let page = press(&person, &site, &event, "other", &changed).1;
    assert!(page.contains("取用“小例”？") && hidden(&page, "text").contains("weight = 0.4"), "{page}");
    let (text_of, taken) = (hidden(&page, "text"), hidden(&page, "taken"));
    let page = press(&person, &site, &event, "take", &[sent[0], ("text", &text_of), ("taken", &taken)]).1;
    assert!(hidden(&page, "text").contains("title = \"小例\"") && page.contains("已取用"), "{page}");
    assert_eq!(text(&site, &event), before, "nothing is written");
    // a file of the organiser's own
    let upload = |bytes: &[u8]| {
        let from = site.app.rules(&organiser(), &event).expect("rules").sha256;
        let mut body = Vec::new();
        for (name, value) in [("as_form", "yes"), ("from", &from), ("text", &before)] {
            body.extend(format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        let file = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"scoring-rules.toml\"\r\n\r\n";
        body.extend(file.bytes().chain(bytes.iter().copied()).chain(*b"\r\n--cut--\r\n"));
        let request = person.request("POST", &format!("/events/{event}/rules/file")).header("origin", person.origin());
        let answer = person.send(request.header("content-type", "multipart/form-data; boundary=cut").body(body));
        (answer.status().as_u16(), answer.text().expect("text"))
    };
    let (status, page) = upload("schema = 1\r\ntitle = \"自己的\"\r\n".as_bytes());
    assert!(status == 200 && hidden(&page, "text") == "schema = 1\ntitle = \"自己的\"\n", "{page}");
    let (status, page) = upload(&[0xb1, 0xea, 0xff]);
    assert!(status == 422 && page.contains("不是 UTF-8") && hidden(&page, "text") == before, "{page}");
}

#[test]
fn a_change_is_shown_asked_for_and_approved_by_another_who_is_shown_the_same() {
    let site = Site::demo();
    let folder = Folder::sound();
    let event = site.import(&folder);
    let first = site.person(Who::Organiser);
    let made = own_account(&site.app, "o2", Role::Organiser);
    let second = site.visitor();
    assert_eq!(second.post("/sign-in", &[("name", "o2"), ("password", made.password.reveal())]).status(), 303);
    let at = |page: &str| format!("/events/{event}/{page}");
    let typed =
        text(&site, &event).replace("max = 60", "max = 49").replace("title = \"小例\"", "title = \"<b>变例</b>\"");
    let (status, _) = press(&first, &site, &event, "save", &[("text", &typed)]);
    assert_eq!(status, 409, "nobody saves alone after the opening");
    let (status, page) = press(&first, &site, &event, "effect", &[("text", &typed)]);
    assert_eq!(status, 200);
    // before the close: how many, and neither whose nor any score or place
    assert!(page.contains("封存以前不显示得分和名次") && page.contains("2 张"), "{page}");
    for secret in ["甲镇", "一席", "52.5", "前后对照</h3>"] {
        assert!(!page.contains(secret), "{secret} is in {page}");
    }
    assert!(!page.contains("<b>变例"), "{page}");
    let (text_of, from, seen) = (hidden(&page, "text"), hidden(&page, "from"), hidden(&page, "seen"));
    assert_eq!(text_of, typed);
    let ask = |seen: &str, reason: &str| {
        let form = [("text", text_of.as_str()), ("from", &from), ("seen", seen), ("reason", reason)];
        first.post(&at("rules/ask"), &form)
    };
    let without = ask(&seen, " ");
    assert_eq!(without.status(), 422);
    assert!(without.text().expect("text").contains("请写明理由"));
    assert_eq!(ask("other", "会议决定").status(), 409);
    assert_eq!(ask(&seen, "会议<决定>").status(), 303);
    let own = first.page(&at("rules/proposal"));
    assert!(own.contains("撤回提议") && !own.contains("批准，变更规则"), "{own}");
    let page = second.page(&at("rules/proposal"));
    assert!(page.contains("会议&lt;决定&gt;") && page.contains("批准，变更规则") && page.contains("2 张"), "{page}");
    assert_eq!(hidden(&page, "seen"), seen, "both are shown the same");
    let decide = |person: &Person, decision: &str, seen: &str| {
        person.post(&at("rules/decide"), &[("number", "1"), ("decision", decision), ("seen", seen)])
    };
    assert_eq!(decide(&first, "approve", &seen).status(), 403);
    assert_eq!(decide(&second, "maybe", &seen).status(), 400);
    let stale = decide(&second, "approve", "something else");
    assert_eq!(stale.status(), 409);
    assert!(stale.text().expect("text").contains("请重新查看影响"));
    assert_eq!(decide(&second, "approve", &seen).status(), 303);
    assert_eq!(decide(&second, "approve", &seen).status(), 404);
    assert_eq!(text(&site, &event), typed);
    let history = second.page(&at("rules/history"));
    for part in ["第 2 版（现行）", "账号 o2 批准", "会议&lt;决定&gt;", "max = 49", "按先前规则评分的评分卡 9 张"]
    {
        assert!(history.contains(part), "{part} is not in {history}");
    }
    // what no longer fits is asked for by name on the desk's page for the close
    let close = second.page(&at("close"));
    assert!(close.contains("一席") && close.contains("缺卡"), "{close}");
    assert!(first.page("/audit").contains("批准变更规则"));
}

#[test]
fn once_provisional_standings_are_open_both_are_shown_places_before_and_after() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let person = site.person(Who::Organiser);
    site.app.open_provisional(&organiser(), &event, "评估规则变更").expect("opened");
    let typed = text(&site, &event).replace("weight = 0.8", "weight = 0.1").replace("weight = 0.2", "weight = 0.9");
    let (status, page) = press(&person, &site, &event, "effect", &[("text", &typed)]);
    assert!(status == 200 && page.contains("名次、总分、奖项的前后对照") && page.contains("甲镇"), "{page}");
}

#[test]
fn rules_of_a_hundred_kilobytes_are_taken_and_more_is_refused_in_words() {
    let site = Site::demo();
    let event = draft(&site);
    let person = site.person(Who::Organiser);
    let long = |count: usize| format!("{}# {}\n", text(&site, &event), "字".repeat(count));
    assert_eq!(press(&person, &site, &event, "save", &[("text", &long(30_000))]).0, 303);
    let (status, page) = press(&person, &site, &event, "save", &[("text", &long(20_000))]);
    assert!(status == 422 && page.contains("最多 128 KB"), "{status}");
    assert_eq!(press(&person, &site, &event, "save", &[("text", &"x".repeat(3_000_000))]).0, 413);
}
