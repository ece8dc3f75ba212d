//! The bundle of a published result: what is in it, that it is worked out again from it, that nothing later touches it.

use std::collections::BTreeMap;
use std::io::Cursor;

use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role, Who};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::desk::day::DayChange;
use guanmo::app::desk::hand::AdjustRequest;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::error::NotFound;
use guanmo::folder::bundle::{self, BundleFault};
use guanmo::folder::{self};
use guanmo::scoring::event::{AdjustmentKind, ExclusionKind};

use super::objections::published;
use crate::support::database::on_each;
use crate::support::desk::{ask_for_no_signature, import, organiser, publish, sign, staff};
use crate::support::fault::refusal;
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

fn taken(app: &App, event: &str, number: Option<i64>) -> Vec<u8> {
    app.bundle(&organiser(), event, number).expect("a bundle").bytes
}

fn files(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    bundle::unpack(Cursor::new(bytes)).expect("a sound ZIP")
}

fn text<'f>(files: &'f BTreeMap<String, Vec<u8>>, name: &str) -> &'f str {
    std::str::from_utf8(&files[name]).expect("UTF-8")
}

#[test]
fn a_bundle_holds_rules_folder_result_signatures_and_fingerprint_and_for_everybody_letters_in_place_of_judges() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        folder.write("judges.csv", "judge,name,unit,group\nj1,一席,某局,lead\nj2,二席,某委,lead\nj3,三席,某办,dept\n");
        folder.write("comments.csv", "judge,component,entry,comment\nj1,visit,A,很好\n");
        let event = import(&app, &folder);
        let early = app.bundle(&organiser(), &event, None);
        assert!(matches!(refusal(&early), Some(NotFound { .. })));
        app.close(&organiser(), &event, None).expect("closed");
        for (name, role) in [
            ("teller-1", Role::Teller),
            ("teller-2", Role::Teller),
            ("scrutineer-1", Role::Scrutineer),
            ("scrutineer-2", Role::Scrutineer),
            ("inspector", Role::Inspector),
            ("organiser", Role::Organiser),
        ] {
            let actor = Actor { who: Who::Account(name.to_owned()), role: Some(role) };
            let result = app.signing(&actor, &event).expect("the page").result.expect("a result");
            sign(&app, &actor, &event, result.number, &result.fingerprint).expect("signed");
        }
        publish(&app, &event).expect("published");
        let bytes = taken(&app, &event, None);
        assert_eq!(bytes, taken(&app, &event, Some(1)), "the same bytes each time");
        let files = files(&bytes);
        let fingerprint = app.notice(&event).expect("a notice").result.head.fingerprint;
        assert_eq!(text(&files, "fingerprint.txt").trim(), fingerprint);
        assert_eq!(bundle::sha256(&files["result.json"]), fingerprint);
        assert_eq!(text(&files, "signatures.csv").lines().count(), 7);
        assert!(
            text(&files, "signatures.csv").contains("teller-2") && text(&files, "README.txt").contains(&fingerprint)
        );
        assert_eq!(files.len(), 21);
        let manifest = text(&files, "manifest.sha256");
        assert_eq!(manifest.lines().count(), files.len() - 1);
        bundle::verify(&files).expect("it gives the published ranking again");
        // what everybody gets says nothing of who sat where
        let public = self::files(&app.public_bundle(&event).expect("a bundle").bytes);
        let all = public.values().map(|bytes| String::from_utf8_lossy(bytes)).collect::<String>();
        let hidden = ["一席", "某局", "某委", "很好", "\"j1\"", "\nj1,"];
        assert!(all.contains("评委 A"), "letters in their place");
        for (name, bytes) in &public {
            let text = String::from_utf8_lossy(bytes);
            let told = hidden.iter().find(|word| name != bundle::PAGE && text.contains(**word));
            assert!(told.is_none(), "{told:?} in {name}");
        }
        bundle::verify(&public).expect("it gives the published ranking again");
        for actor in [staff(Role::Official), staff(Role::Teller), staff(Role::Administrator), Actor::visitor()] {
            assert!(matches!(refusal(&app.bundle(&actor, &event, None)), Some(Forbidden { .. })), "{actor:?}");
        }
        let rows = app.log(&organiser(), Some(&event), 50).expect("the log");
        let exports = rows.iter().filter(|row| row.act == "export" && row.subject.contains("bundle")).count();
        assert_eq!(exports, 2, "each time on record");
        assert!(
            database.tamper("DELETE FROM bundle").is_err() && database.tamper("UPDATE bundle SET number = 9").is_err()
        );
    });
}

#[test]
fn after_a_reopening_and_another_close_the_earlier_bundle_is_what_it_was() {
    on_each(|database| {
        let app = database.app();
        let event = published(&app);
        let first = taken(&app, &event, None);
        let second = Actor { who: Who::Account("organiser-2".to_owned()), role: Some(Role::Organiser) };
        app.ask_reopening(&organiser(), &event, "漏评").expect("asked");
        app.decide_reopening(&second, &event, true).expect("approved");
        assert_eq!(taken(&app, &event, None), first, "also while it is open again");
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let base = tablet.card("visit", "A").op;
        tablet.submit("A", base.as_deref(), "30", "20");
        app.close(&organiser(), &event, None).expect("closed again");
        assert_eq!(taken(&app, &event, None), first, "the second result is not published yet");
        publish(&app, &event).expect("published again");
        let latest = taken(&app, &event, None);
        assert!(latest != first && latest == taken(&app, &event, Some(2)));
        assert_eq!(taken(&app, &event, Some(1)), first);
        bundle::verify(&files(&first)).expect("the folder of that time");
        bundle::verify(&files(&latest)).expect("and the one of now");
        assert_ne!(files(&first)["scores.csv"], files(&latest)["scores.csv"]);
        assert!(matches!(refusal(&app.bundle(&organiser(), &event, Some(3))), Some(NotFound { .. })));
    });
}

#[test]
fn what_was_corrected_by_hand_is_worked_out_again_too() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        ask_for_no_signature(&app, &event);
        app.close(&organiser(), &event, None).expect("closed");
        let adjust = |entry: &str, kind, points: &str| AdjustRequest {
            entry: entry.to_owned(),
            kind,
            item: "创新".to_owned(),
            points: points.to_owned(),
            reason: "文件".to_owned(),
            sure: true,
        };
        app.adjust(&organiser(), &event, &adjust("A", AdjustmentKind::Bonus, "1.50"), None).expect("a bonus");
        app.adjust(&organiser(), &event, &adjust("B", AdjustmentKind::Veto, ""), None).expect("a veto");
        // marks that stand and do not count: one is left out of the folder, the other is not
        for (judge, entry, kind) in [("j1", "C", ExclusionKind::Void), ("j2", "A", ExclusionKind::Recused)] {
            let request = ExcludeRequest {
                judge: judge.to_owned(),
                component: Some("visit".to_owned()),
                entry: Some(entry.to_owned()),
                kind,
                reason: "更正".to_owned(),
            };
            app.exclude(&organiser(), &event, &request).expect("excluded");
        }
        publish(&app, &event).expect("published");
        let files = files(&taken(&app, &event, None));
        let folder = bundle::verify(&files).expect("sound");
        assert_eq!(folder.event.adjustments().len(), 2);
        assert!(folder::read_files(&files).is_ok());
    });
}

#[test]
fn a_bundle_that_was_touched_says_where() {
    let database = crate::support::database::Database::file();
    let app = database.app();
    let sound = files(&taken(&app, &published(&app), None));
    let with = |name: &str, change: &dyn Fn(&str) -> String, honest: bool| {
        let mut files = sound.clone();
        let changed = change(std::str::from_utf8(&files[name]).expect("UTF-8"));
        files.insert(name.to_owned(), changed.into_bytes());
        if honest {
            bundle::add_manifest(&mut files);
        }
        bundle::verify(&files).expect_err("not sound")
    };
    let one_mark = |text: &str| text.replacen(",52.5", ",51.5", 1);
    assert!(sound["scores.csv"].windows(5).any(|w| w == b",52.5"), "the mark that is changed is there");
    assert_eq!(with("scores.csv", &one_mark, false), BundleFault::Altered("scores.csv".to_owned()));
    assert_eq!(with("scores.csv", &one_mark, true), BundleFault::OtherRanking);
    let other_place = |text: &str| text.replacen("\n1,", "\n2,", 1);
    assert_eq!(with("ranking.csv", &other_place, true), BundleFault::OtherRanking);
    assert_eq!(with("result.json", &|text| format!("{text} "), true), BundleFault::OtherResult);
    assert_eq!(with("fingerprint.txt", &|_| "0".repeat(64), true), BundleFault::OtherResult);
    assert_eq!(with("manifest.sha256", &|_| "x\n".to_owned(), false), BundleFault::BadManifest { line: 1 });
    let shorter = |text: &str| text.lines().skip(1).collect::<Vec<_>>().join("\n");
    assert_eq!(with("manifest.sha256", &shorter, false), BundleFault::Unlisted("README.txt".to_owned()));
    assert!(matches!(with("entries.csv", &|_| "entry\n".to_owned(), true), BundleFault::Folder(_)));
    for name in ["ranking.csv", "result.json", "fingerprint.txt", "manifest.sha256"] {
        let mut files = sound.clone();
        files.remove(name);
        assert!(matches!(bundle::verify(&files), Err(BundleFault::Missing(_))), "{name}");
    }
    assert_eq!(bundle::pack(&sound).expect("packed"), bundle::pack(&sound).expect("packed again"));
}

#[test]
fn a_zip_that_is_no_bundle_is_refused_before_it_takes_anything() {
    let packed = |names: &[(&str, usize)]| {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, size) in names {
            archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("begun");
            std::io::Write::write_all(&mut archive, &vec![b'0'; *size]).expect("written");
        }
        archive.finish().expect("a ZIP").into_inner()
    };
    let unpack = |bytes: Vec<u8>| bundle::unpack(Cursor::new(bytes)).expect_err("refused");
    for name in ["../up.csv", "a/b.csv", "/etc/passwd", "c:\\x", ".hidden", "名单.csv"] {
        let refused = unpack(packed(&[(name, 1)]));
        assert!(matches!(refused, BundleFault::BadName(_) | BundleFault::NotZip(_)), "{name}: {refused}");
    }
    let many: Vec<String> = (0..65).map(|n| format!("f{n}.csv")).collect();
    let many: Vec<(&str, usize)> = many.iter().map(|name| (name.as_str(), 1)).collect();
    assert_eq!(unpack(packed(&many)), BundleFault::TooMany { found: 65 });
    // a quarter of a megabyte that unpacks to more than a bundle may hold
    assert_eq!(unpack(packed(&[("bomb.csv", 257 * 1024 * 1024)])), BundleFault::TooLarge);
    let whole = packed(&[("a.csv", 10)]);
    assert!(matches!(unpack(whole[..whole.len() / 2].to_vec()), BundleFault::NotZip(_)));
    assert!(matches!(unpack(b"no zip".to_vec()), BundleFault::NotZip(_)));
}

#[test]
fn an_entry_that_was_withdrawn_is_in_no_folder_and_the_ranking_is_worked_out_all_the_same() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        ask_for_no_signature(&app, &event);
        let change = DayChange::Withdraw { entry: "C".to_owned() };
        let version = app.preview_day(&organiser(), &event, &change).expect("a preview").version;
        app.change_day(&organiser(), &event, &change, version, "退出").expect("withdrawn");
        app.close(&organiser(), &event, None).expect("closed");
        publish(&app, &event).expect("published");
        let files = files(&taken(&app, &event, None));
        assert!(!text(&files, "entries.csv").contains("丙镇") && text(&files, "result.json").contains("\"withdrawn\""));
        bundle::verify(&files).expect("sound");
    });
}
