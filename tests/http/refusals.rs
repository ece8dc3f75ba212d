//! Forms that are broken, values that are not allowed, buttons pressed twice.

use guanmo::app::act::actor::Role;

use crate::support::desk::ask_for_no_signature;
use crate::support::folder::{Folder, ROUTE};
use crate::support::site::{Person, Site, Who};

fn refused(answer: reqwest::blocking::Response, status: u16, sentence: &str) {
    assert_eq!(answer.status(), status);
    let text = answer.text().expect("text");
    assert!(text.contains(sentence), "{sentence} is not in {text}");
}

fn desk() -> (Site, String, Person) {
    let site = Site::demo();
    let folder = Folder::sound();
    folder.write("checkpoints.csv", ROUTE);
    let event = site.import(&folder);
    ask_for_no_signature(&site.app, &event);
    let organiser = site.person(Who::Organiser);
    (site, event, organiser)
}

#[test]
fn a_broken_form_is_refused_and_changes_nothing() {
    let (site, event, organiser) = desk();
    let before = site.acts();
    for action in ["arrive", "leave"] {
        refused(organiser.post(&format!("/events/{event}/{action}"), &[]), 400, "表单缺少内容或格式不对");
    }
    refused(organiser.post(&format!("/events/{event}/exclude"), &[]), 400, "缺少“评委”，请填写");
    let raw = |action: &str, body: &'static [u8]| {
        let path = format!("/events/{event}/{action}");
        organiser.send(organiser.form(&path).header("origin", organiser.origin()).body(body))
    };
    for body in
        [b"entry".as_slice(), b"entry=%", b"\xff\xfe", b"entry=A%00", b"entry=\x00", b"=&=&=", b"{\"entry\":\"A\"}"]
    {
        let status = raw("arrive", body).status();
        assert!(status == 400 || status == 404, "{status} for {body:?}");
    }
    // a close whose reason cannot be read is no close without a reason
    refused(raw("close", b"reason=\xff"), 400, "表单缺少内容");
    refused(raw("provisional", b"reason=%00"), 400, "表单缺少内容");
    for media_type in ["application/json", "text/plain", "multipart/form-data; boundary=x"] {
        let path = format!("/events/{event}/close");
        let request = organiser.request("POST", &path).header("origin", organiser.origin());
        let answer = organiser.send(request.header("content-type", media_type).body("reason=x"));
        refused(answer, 415, "应为 application/x-www-form-urlencoded");
    }
    let judge = site.judge(&event, "j1");
    let before_close = site.acts();
    let request = judge.request("POST", "/api/sync").header("origin", judge.origin());
    let answer = judge.send(request.header("content-type", "text/plain").body("{}"));
    refused(answer, 415, "应为 application/json");
    assert_eq!(site.acts(), before_close);
    assert_eq!(before_close - before, 2, "a link and a sign-in");
}

#[test]
fn a_value_that_is_not_allowed_is_named_with_what_is() {
    let (site, event, organiser) = desk();
    let before = site.acts();
    let path = format!("/events/{event}/exclude");
    let exclude = |judge: &str, entry: &str, component: &str, kind: &str, reason: &str| {
        let form = [("judge", judge), ("entry", entry), ("component", component), ("kind", kind), ("reason", reason)];
        organiser.post(&path, &form)
    };
    refused(exclude("j1", "A", "", "tired", "x"), 400, "没有“tired”这一选项，可选：recused、absent、void");
    refused(exclude("j9", "A", "", "void", "x"), 404, "没有这个评委：j9");
    refused(exclude("j1", "Z", "", "void", "x"), 404, "没有这个参评项目：Z");
    refused(exclude("j1", "A", "visits", "void", "x"), 404, "没有这个评分环节：visits");
    refused(exclude("j1", "A", "", "void", " \t"), 422, "请写明理由");
    refused(exclude("j1", "A", "", "void", &"长".repeat(501)), 422, "理由过长，最多 500 字");
    let csv = format!("/events/{}/ranking.csv?encoding=ebcdic", site.published);
    refused(organiser.get(&csv), 400, "没有“ebcdic”这一选项，可选：utf-8、utf-8-bom、gb18030");
    let administrator = site.person(Who::Administrator);
    let started = site.acts();
    let account = |name: &str, role: &str| administrator.post("/accounts", &[("name", name), ("role", role)]);
    refused(account("a b", "official"), 422, "用户名由 1 至 32 个字母、数字");
    refused(account("", "official"), 422, "用户名由 1 至 32 个字母、数字");
    refused(
        account("x", "judge"),
        400,
        "没有“judge”这一选项，可选：organiser、teller、scrutineer、inspector、official、administrator",
    );
    refused(account("organiser", "official"), 422, "用户名已被使用");
    refused(administrator.post("/accounts/password", &[("name", "nobody")]), 404, "没有这个账号：nobody");
    assert_eq!((started - before, site.acts()), (1, started), "one sign-in and nothing else");
}

#[test]
fn a_button_pressed_twice_does_nothing_twice_and_says_so() {
    let (site, event, organiser) = desk();
    let at = |action: &str| format!("/events/{event}/{action}");
    let twice = |action: &str, form: &[(&str, &str)], sentence: &str| {
        assert_eq!(organiser.post(&at(action), form).status(), 303, "{action}");
        let once = site.acts();
        refused(organiser.post(&at(action), form), 409, sentence);
        assert_eq!(site.acts(), once, "{action} was done twice");
    };
    twice("arrive", &[("entry", "A")], "已登记到达此观摩点");
    twice("leave", &[("entry", "A")], "已登记离开此观摩点");
    let absent = [("judge", "j3"), ("entry", ""), ("component", ""), ("kind", "absent"), ("reason", "请假")];
    twice("exclude", &absent, "这一条已经登记过");
    twice("provisional", &[("reason", "核对")], "暂定名次已经开启");
    twice("close", &[("reason", "到点")], "评比活动处于“已封存”");
    twice("publish", &[("sure", "yes")], "已有一份公布成绩的申请待另一位组织者");
    let second = site.somebody("zweite", Role::Organiser);
    let approves = [("decision", "approve")];
    assert_eq!(second.post(&at("publish/decide"), &approves).status(), 303);
    refused(second.post(&at("publish/decide"), &approves), 409, "评比活动处于“已公布”");
    for (action, form) in [("arrive", ("entry", "B")), ("provisional", ("reason", "x")), ("close", ("reason", "x"))] {
        refused(organiser.post(&at(action), &[form]), 409, "已公布");
    }
    refused(organiser.post(&at("links"), &[]), 409, "已公布");
}

#[test]
fn two_organisers_who_close_at_once_close_once() {
    let (site, event, _) = desk();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let close = || site.person(Who::Organiser).post(&format!("/events/{event}/close"), &[("reason", "到点")]);
        let all: Vec<_> = (0..6).map(|_| scope.spawn(move || close().status().as_u16())).collect();
        all.into_iter().map(|one| one.join().expect("an answer")).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [303, 409].contains(status)), "{statuses:?}");
}
