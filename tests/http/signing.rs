//! From the close to the published result over HTTP, each signer with an account of their own.

use guanmo::app::act::actor::Role;

use crate::support::desk::{PASSWORD, inspect, organiser};
use crate::support::folder::Folder;
use crate::support::site::{Person, Site, Who};

/// The value of a hidden field on a page.
fn hidden(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect("the field");
    rest.split('"').next().expect("a value").to_owned()
}

#[test]
fn tellers_scrutineers_and_the_inspector_sign_what_they_see_and_everybody_reads_it() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let organiser = site.somebody("o1", Role::Organiser);
    let at = |page: &str| format!("/events/{event}/{page}");
    let roles = [
        ("t1", Role::Teller),
        ("t2", Role::Teller),
        ("s1", Role::Scrutineer),
        ("s2", Role::Scrutineer),
        ("i1", Role::Inspector),
    ];
    let signers: Vec<(Role, Person)> = roles.map(|(name, role)| (role, site.somebody(name, role))).into();
    let own_list = |person: &Person| person.page("/events");
    assert!(signers.iter().all(|(_, person)| !own_list(person).contains("等待签字")));
    assert!(organiser.page(&at("signing")).contains("尚未封存"));
    assert_eq!(organiser.post(&at("close"), &[("reason", "")]).status(), 303);
    assert!(organiser.page(&at("desk")).contains("核对与签字"));
    for (role, person) in &signers {
        assert!(own_list(person).contains("等待签字"), "{role:?}");
        assert_eq!(person.get(&at("desk")).status(), 403, "{role:?} has no desk");
        // whose a mark is, the scrutineers may see; the others may not
        assert_eq!(person.page(&at("board")).contains("title=\"一席"), *role == Role::Scrutineer, "{role:?}");
        let page = person.page(&at("signing"));
        let signing =
            site.app.signing(&crate::support::desk::organiser(), &event).expect("signing").result.expect("a result");
        let number = signing.number.to_string();
        let form = [("number", &*number), ("fingerprint", &*signing.fingerprint)];
        let with = |password: &'static str| [&form[..], &[("password", password)]].concat();
        if *role == Role::Inspector {
            let early = person.post(&at("signing"), &with(PASSWORD));
            assert_eq!(early.status(), 409);
            assert!(early.text().expect("text").contains("须知还有"), "an inspector takes note of everything first");
            assert!(page.contains("勾认所选") && !page.contains("核对无误，签字"));
            let inspector = guanmo::app::act::actor::Actor {
                who: guanmo::app::act::actor::Who::Account("i1".to_owned()),
                role: Some(Role::Inspector),
            };
            inspect(&site.app, &inspector, &event).expect("inspected");
        } else {
            assert!(page.contains("核对无误，签字") && page.contains("请您签字"), "{page}");
        }
        let wrong = person.post(&at("signing"), &with("another one"));
        assert_eq!(wrong.status(), 422);
        assert!(wrong.text().expect("text").contains("密码不对"), "{role:?}");
        assert_eq!(person.post(&at("signing"), &with(PASSWORD)).status(), 303, "{role:?}");
        let again = person.post(&at("signing"), &with(PASSWORD));
        assert_eq!(again.status(), 409);
        assert!(again.text().expect("text").contains("您已经签过字"));
    }
    let early = organiser.post(&at("publish"), &[("sure", "yes")]);
    assert_eq!(early.status(), 409);
    assert!(early.text().expect("text").contains("还缺：组织者 1 人"));
    let page = organiser.page(&at("signing"));
    assert!(page.contains("5 / 6") && page.contains("待签") | page.contains("请您签字"), "{page}");
    let fingerprint = hidden(&page, "fingerprint");
    let form = [("number", "1"), ("fingerprint", &*fingerprint), ("password", PASSWORD)];
    assert_eq!(organiser.post(&at("signing"), &form).status(), 303);
    let visitor = site.visitor();
    let public = format!("/public/{event}");
    assert_eq!(visitor.get(&public).status(), 404);
    // whoever closed does not publish alone
    assert_eq!(organiser.post(&at("publish"), &[("sure", "yes")]).status(), 303);
    assert_eq!(visitor.get(&public).status(), 404);
    let own = organiser.post(&at("publish/decide"), &[("decision", "approve")]);
    assert_eq!(own.status(), 403);
    let (_, inspector) = &signers[4];
    assert!(inspector.page(&at("signing")).contains("同意，公布成绩"));
    assert_eq!(inspector.post(&at("publish/decide"), &[("decision", "approve")]).status(), 303);
    let notice = visitor.page(&public);
    assert!(
        notice.contains("公布由 o1 提出、i1 同意") && notice.contains("签字：") && !notice.contains("无签字"),
        "{notice}"
    );
    assert!(notice.contains(&fingerprint) && notice.contains("甲镇") && notice.contains("公示时间"));
    assert!(!notice.contains("一席"), "no card and no judge is on it");
    for (decision, status) in [("maybe", 400), ("approve", 404)] {
        assert_eq!(organiser.post(&at("reopen/decide"), &[("decision", decision)]).status(), status, "{decision}");
    }
    assert_eq!(organiser.post(&at("reopen"), &[("reason", "复核")]).status(), 303);
    let own = organiser.post(&at("reopen/decide"), &[("decision", "approve")]);
    assert_eq!(own.status(), 403);
    let second = site.somebody("o2", Role::Organiser);
    assert!(second.page(&at("signing")).contains("批准，重新开放"));
    assert_eq!(second.post(&at("reopen/decide"), &[("decision", "approve")]).status(), 303);
    assert!(visitor.page(&public).contains("已重新开放"));
    assert!(organiser.page(&at("results/1")).contains(&fingerprint));
}

#[test]
fn a_pasted_table_is_shown_first_and_written_when_it_is_confirmed() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let organiser = site.person(Who::Organiser);
    let at = |page: &str| format!("/events/{event}/{page}");
    let before = site.acts();
    let wrong = organiser.post(&at("measures/table"), &[("table", "单位,得分\n甲镇,一百\n丁镇,80\n")]);
    assert_eq!(wrong.status(), 422);
    let page = wrong.text().expect("text");
    assert!(page.contains("2 处问题") && page.contains("第 2 行") && page.contains("第 3 行"), "{page}");
    let shown = organiser.post(&at("measures/table"), &[("table", "单位\t得分\n甲镇\t９１．５ \n")]);
    assert_eq!(shown.status(), 200);
    let page = shown.text().expect("text");
    assert!(page.contains("按规范写法理解") && page.contains("将写入 1 个数值"), "{page}");
    assert_eq!(site.acts(), before, "nothing is written before it is confirmed");
    let (table, drawn) = (hidden(&page, "table"), hidden(&page, "drawn").replace("&quot;", "\""));
    let confirm = |reason: &str| {
        let form = [("table", &*table), ("confirm", "yes"), ("reason", reason), ("drawn", &*drawn)];
        organiser.post(&at("measures/table"), &form)
    };
    assert_eq!(confirm(" ").status(), 422);
    assert_eq!(confirm("年度考核").status(), 303);
    assert!(organiser.page(&at("measures")).contains("91.5"));
    assert_eq!(site.acts(), before + 1);
}

#[test]
fn who_signs_is_called_by_their_name_on_the_page_and_on_paper() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let administrator = site.person(Who::Administrator);
    let teller = site.somebody("teller-li", Role::Teller);
    let name = [("name", "teller-li"), ("full_name", "李四")];
    assert_eq!(administrator.post("/accounts/name", &name).status(), 303);
    assert!(administrator.page("/accounts").contains("<td>李四</td>"));
    site.app.close(&organiser(), &event, None).expect("closed");
    let result =
        site.app.signing(&crate::support::desk::organiser(), &event).expect("signing").result.expect("a result");
    let form =
        [("number", result.number.to_string()), ("fingerprint", result.fingerprint), ("password", PASSWORD.to_owned())];
    let form = form.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>();
    assert_eq!(teller.post(&format!("/events/{event}/signing"), &form).status(), 303);
    let page = teller.page(&format!("/events/{event}/signing"));
    assert!(page.contains("<b class=\"nm\">李四</b>") && !page.contains("<b class=\"nm\">teller-li</b>"), "{page}");
    // on record, the account and whose it is now
    assert!(teller.page(&format!("/events/{event}/log")).contains("计票人 李四（teller-li）"));
    let paper = site.person(Who::Organiser).page(&format!("/events/{event}/print/result"));
    assert!(paper.contains("已在线签字：李四") && !paper.contains("teller-li"), "{paper}");
}
