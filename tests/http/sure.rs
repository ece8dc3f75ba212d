//! What cannot be taken back is asked about once more, and not done before.

use guanmo::web::routes::{For, TABLE};
use serde_json::Value;

use crate::support::folder::{Folder, ROUTE};
use crate::support::site::{Site, Who};

#[test]
fn nothing_that_cannot_be_taken_back_is_done_at_the_first_press() {
    let site = Site::demo();
    let folder = Folder::sound();
    folder.write("checkpoints.csv", ROUTE);
    let event = site.import(&folder);
    let mut asked = Vec::new();
    for row in TABLE {
        let Some(sure) = row.sure else { continue };
        let person = site.person(if row.audience == For::Administrator { Who::Administrator } else { Who::Organiser });
        let path = row.path.replace("{event}", &event).replace("{list}", "judges");
        let form = [("name", "demo-official"), ("id", "j1"), ("drawn", "<\"{}\">"), ("decision", "approve")];
        let before = site.acts();
        let answer = person.post(&path, &form);
        assert_eq!(answer.status(), 200, "{path}");
        let page = answer.text().expect("text");
        for sentence in sure.does {
            assert!(page.contains(sentence), "{path}: {page}");
        }
        assert!(page.contains(&format!("<form method=\"post\" action=\"{path}\">")), "{page}");
        assert!(page.contains(sure.button) && page.contains(">返回</a></form>"), "{page}");
        // all that was sent is sent again
        assert!(page.contains("name=\"drawn\" value=\"&lt;&quot;{}&quot;&gt;\""), "{page}");
        assert!(page.contains("name=\"sure\" value=\"yes\""), "{page}");
        let back = page.rsplit("href=\"").next().and_then(|rest| rest.split('"').next()).expect("the way back");
        assert!(person.get(back).status().is_success(), "{back} of {path}");
        // a program is told, too
        let request = person.form(&path).header("origin", person.origin()).header("accept", "application/json");
        let answer = person.send(request.body("name=demo-official&decision=approve"));
        assert_eq!(answer.status(), 409, "{path}");
        assert_eq!(answer.json::<Value>().expect("JSON")["error"], "unsure");
        // a body that is no form is no word either
        let request = person.request("POST", &path).header("origin", person.origin());
        let answer = person.send(request.header("content-type", "text/plain").body("sure=no"));
        assert!(answer.status() == 200 || row.path.ends_with("/decide"), "{path}: {}", answer.status());
        assert_eq!(site.acts(), before, "{path} did something");
        asked.push(row.path);
    }
    asked.sort_unstable();
    let all = [
        "/accounts/end",
        "/events/{event}/archive",
        "/events/{event}/discard",
        "/events/{event}/erase/decide",
        "/events/{event}/open",
        "/events/{event}/publish",
        "/events/{event}/setup/{list}/remove",
    ];
    assert_eq!(asked, all);
}

#[test]
fn what_is_asked_about_is_done_when_it_is_confirmed_and_what_is_declined_is_not_asked_about() {
    let site = Site::demo();
    let administrator = site.person(Who::Administrator);
    assert_eq!(administrator.post("/accounts", &[("name", "li-4"), ("role", "teller")]).status(), 200);
    let page = administrator.post("/accounts/end", &[("name", "li-4")]).text().expect("text");
    assert!(page.contains("用户名 <b>li-4</b>"), "{page}");
    let end = [("name", "li-4"), ("sure", "yes")];
    assert_eq!(administrator.post("/accounts/end", &end).status(), 303);
    assert!(administrator.page("/accounts").contains("已停用"));
    let organiser = site.person(Who::Organiser);
    let declined = organiser.post(&format!("/events/{}/erase/decide", site.published), &[("decision", "decline")]);
    assert_eq!(declined.status(), 409, "nothing waits, and nothing is asked");
}
