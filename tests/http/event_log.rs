//! An event's log over HTTP: who reads it, what is not in it, and the head that somebody takes away and comes back with.

use diesel::connection::SimpleConnection;
use guanmo::app::act::actor::Role;
use guanmo::proof::{Edge, Hash, Head, LogKey};
use tempfile::TempDir;

use super::paper::somebody;
use crate::support::database::opened;
use crate::support::desk::ask_for_no_signature;
use crate::support::folder::{Folder, Output, guanmo};
use crate::support::server::data_dir;
use crate::support::site::{Site, Who};

/// Runs `guanmo verify` on the data of a site with a head that was kept.
fn since(site: &Site, event: Option<&str>, note: &str) -> Output {
    let kept = TempDir::new().expect("a folder");
    let file = kept.path().join("head.txt");
    std::fs::write(&file, note).expect("written");
    let (data, file) = (site.server.data().path().to_str().expect("plain"), file.to_str().expect("plain"));
    let all: Vec<&str> = ["verify"].into_iter().chain(event).chain(["--data", data, "--since", file]).collect();
    guanmo(&all)
}

fn head(site: &Site, event: &str) -> String {
    let taken = site.person(Who::Organiser).post(&format!("/events/{event}/log/head"), &[]);
    assert_eq!(taken.status(), 200);
    assert!(taken.headers()["content-disposition"].to_str().expect("a name").contains("head.txt"));
    taken.text().expect("a note")
}

#[test]
fn whoever_signs_reads_how_a_result_came_about_and_no_mark_or_hash_of_one() {
    let site = Site::demo();
    let folder = Folder::sound();
    folder.remove("scores.csv");
    let event = site.import(&folder);
    let judge = site.judge(&event, "j1");
    let op = r#"{"device":"t1","seq_from":1,"ops":[{"op":"00000000-0000-4000-8000-000000000001","device":"t1","seq":1,
        "judge":"j1","component":"visit","entry":"A","base":null,"marks":{"effect":"47.5","novelty":"35.5"},
        "comment":"","rules":"r","at":"2026-11-30T12:00:00+08:00"}]}"#;
    assert_eq!(judge.sync(op).status(), 200);
    let path = format!("/events/{event}/log");
    for (name, role) in [("zhou", Role::Teller), ("sun", Role::Scrutineer), ("qian", Role::Inspector)] {
        let person = somebody(&site, name, role);
        let page = person.page(&path);
        assert!(
            page.contains("收到评分卡") && page.contains("导入活动") && page.contains("存证密钥"),
            "{role:?}: {page}"
        );
        for mark in ["47.5", "35.5", "sha256"] {
            assert!(!page.contains(mark), "{role:?} reads {mark}");
        }
        assert_eq!(person.get("/audit").status(), 403, "{role:?}");
        let verified = person.post(&path, &[]).text().expect("a page");
        assert!(verified.contains("项全部相符"), "{role:?}: {verified}");
    }
    for who in [Who::Organiser, Who::Administrator] {
        let page = site.person(who).page("/audit");
        assert!(!page.contains("47.5") && !page.contains("sha256"), "{who:?}: {page}");
    }
    assert_eq!(site.person(Who::Official).get(&path).status(), 403);
}

#[test]
fn a_log_has_only_grown_since_a_head_that_somebody_kept() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let other = site.import(&Folder::sound());
    let kept = head(&site, &event);
    assert_eq!(kept, head(&site, &event), "what has not grown is not signed anew");
    assert_eq!(site.person(Who::Organiser).post(&format!("/events/{event}/arrive"), &[("entry", "A")]).status(), 404);
    site.link(&event, "j1");
    let sound = since(&site, None, &kept);
    assert!(sound.code == 0 && sound.stdout.contains("全部相符"), "{sound:?}");
    assert_ne!(kept, head(&site, &event), "it has grown");
    assert_eq!(since(&site, Some(&event), &kept).code, 0);

    let refused = |event: Option<&str>, note: &str, why: &str| {
        let said = since(&site, event, note);
        assert!(said.code == 1 && said.stderr.contains(why), "{why}: {said:?}");
    };
    refused(None, &kept[..kept.len() - 9], "不是完整的存证点");
    refused(None, &format!("{kept}{kept}"), "不是完整的存证点");
    refused(None, "", "不是完整的存证点");
    refused(None, &kept.replacen("\ncause asked", "\ncause close", 1), "签名不对");
    refused(Some(&other), &kept, "另一个活动的日志");
    // another house has another key
    let (mut edge, key) = (Edge::default(), LogKey::fresh());
    edge.push(Hash([7; 32]));
    let theirs = Head::of("guanmo/elsewhere/ev-1".to_owned(), &edge, 0, "asked").sign(&key).expect("signed");
    refused(None, &theirs, "不认识的密钥");
}

#[test]
fn whoever_cuts_off_or_rewrites_a_log_is_found_out_by_a_head_that_somebody_kept() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let kept = head(&site, &event);
    let file = site.server.data().path().join("guanmo.db");
    // as thorough as whoever owns the file can be: the end of the log is cut off, with its heads and with what says so
    let cut = format!(
        "DROP TRIGGER leaf_is_not_deleted; DROP TRIGGER leaf_payload_is_not_deleted; DROP TRIGGER head_is_not_deleted;
        DROP TRIGGER log_only_grows;
        DELETE FROM head WHERE log = '{event}';
        DELETE FROM leaf_payload WHERE log = '{event}' AND number > 1; DELETE FROM leaf WHERE log = '{event}' AND number > 1;
        UPDATE log SET size = 1, edge = (SELECT hash FROM leaf WHERE log = '{event}' AND number = 1) WHERE id = '{event}'"
    );
    opened(&file).batch_execute(&cut).expect("cut off");
    let said = since(&site, None, &kept);
    assert!(said.code == 1 && said.stdout.contains("末尾被删去"), "{said:?}");
    let heads = said.stdout.lines().filter(|line| line.contains("处的存证点不见了")).count();
    assert_eq!(heads, 1, "{said:?}");
}

#[test]
fn what_is_published_and_what_is_signed_on_paper_bears_the_head_of_its_log() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let organiser = site.person(Who::Organiser);
    let at = |path: &str| format!("/events/{event}/{path}");
    ask_for_no_signature(&site.app, &event);
    assert_eq!(organiser.post(&at("close"), &[]).status(), 303);
    let sheet = organiser.page(&at("print/result"));
    assert!(sheet.contains("存证点") && sheet.contains("存证密钥"), "{sheet}");
    assert_eq!(organiser.post(&at("publish"), &[("sure", "yes")]).status(), 303);
    let second = site.somebody("zweite", Role::Organiser);
    assert_eq!(second.post(&at("publish/decide"), &[("decision", "approve")]).status(), 303);
    let public = site.visitor().page(&format!("/public/{event}"));
    let (_, rest) = public.split_once("<pre>").expect("a note");
    let (note, _) = rest.split_once("</pre>").expect("its end");
    assert!(note.contains("cause publish") && note.contains(&event), "{note}");
    let kept = since(&site, None, note);
    assert!(kept.code == 0 && kept.stdout.contains("全部相符"), "{kept:?}");
}

#[test]
fn a_key_that_was_replaced_is_on_record_and_earlier_heads_still_hold() {
    let data = data_dir();
    let path = data.path().to_str().expect("a plain path").to_owned();
    let made = guanmo(&["account", "create", "zhou", "teller", "--data", &path]);
    assert_eq!(made.code, 0, "{made:?}");
    std::fs::remove_file(data.path().join("log.key")).expect("lost");
    assert_eq!(guanmo(&["account", "create", "wu", "teller", "--data", &path]).code, 0);
    let said = guanmo(&["verify", "--data", &path, "--json"]);
    let found: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
    assert_eq!((said.code, &found["sound"]), (0, &serde_json::Value::Bool(true)), "{said:?}");
    std::fs::write(data.path().join("log.key"), "guanmo-log-key sm2 AAAA\n").expect("written");
    let strange = guanmo(&["account", "create", "li", "teller", "--data", &path]);
    assert!(strange.code == 1 && strange.stderr.contains("不认识这种存证密钥的算法"), "{strange:?}");
}
