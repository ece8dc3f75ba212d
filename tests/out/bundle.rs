//! The bundle over HTTP and from the command line: published, taken out, unpacked, worked out again.

use guanmo::app::act::actor::Role;

use super::folder::unpacked;
use super::{closed, exports};
use crate::support::folder::{Folder, guanmo};
use crate::support::site::{Site, Who};

fn file(folder: &Folder, name: &str) -> String {
    String::from_utf8(std::fs::read(folder.path().join(name)).expect("a file")).expect("UTF-8")
}

#[test]
fn a_bundle_gives_the_published_ranking_again_unpacked_and_packed() {
    let site = Site::demo();
    let folder = Folder::sound();
    folder.write("adjustments.csv", "entry,kind,item,points,reason\nA,bonus,表彰,1.50,省级\nB,veto,,,通报\n");
    folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj2,visit,C,void,笔误\n");
    let event = site.import(&folder);
    let organiser = closed(&site, &event);
    let path = format!("/events/{event}/bundle.zip");
    assert_eq!(organiser.get(&path).status(), 404, "nothing is published yet");
    assert_eq!(organiser.post(&format!("/events/{event}/publish"), &[("sure", "yes")]).status(), 303);
    let second = site.somebody("zweite", Role::Organiser);
    let approves = [("decision", "approve")];
    assert_eq!(second.post(&format!("/events/{event}/publish/decide"), &approves).status(), 303);
    let published = organiser.page(&format!("/events/{event}/ranking.csv?encoding=utf-8"));
    let answer = organiser.get(&path);
    assert_eq!(answer.headers()["content-type"], "application/zip");
    let bytes = answer.bytes().expect("bytes");
    assert_eq!(organiser.get(&format!("{path}?number=1")).bytes().expect("bytes"), bytes, "the same bytes");
    for odd in ["?number=2", "?number=x", "?number=-1"] {
        assert_eq!(organiser.get(&format!("{path}{odd}")).status(), 404, "{odd}");
    }
    let taken = exports(&site, &event).iter().filter(|subject| subject.contains("bundle")).count();
    assert_eq!(taken, 2, "on record, each time");

    let inside = unpacked(bytes.to_vec());
    assert_eq!(file(&inside, "ranking.csv"), published);
    assert_eq!(inside.tabulate(&["--format", "csv"]).stdout, published, "unpacked");
    let zip = inside.path().join("bundle.zip");
    std::fs::write(&zip, &bytes).expect("written");
    let zip = zip.to_str().expect("a plain path");
    let output = guanmo(&["tabulate", zip, "--format", "csv"]);
    assert_eq!((output.code, output.stdout.as_str()), (0, published.as_str()), "packed");
    let fingerprint = file(&inside, "fingerprint.txt");
    assert!(
        output.stderr.contains("名次与所载一致") && output.stderr.contains(fingerprint.trim()),
        "{}",
        output.stderr
    );
    assert_eq!(guanmo(&["check", zip]).code, 0);
    let page = site.visitor().page(&format!("/public/{event}"));
    assert!(page.contains(fingerprint.trim()), "the public page shows what to compare with");
    // with other rules it is worked out, and not compared
    let rules = folder.path().join("scoring-rules.toml");
    let output = guanmo(&["tabulate", zip, "--rules", rules.to_str().expect("a plain path"), "--format", "csv"]);
    assert_eq!(output.code, 0);
    assert!(output.stderr.contains("不与成果包所载"), "{}", output.stderr);
}

#[test]
fn a_bundle_that_was_touched_gives_no_ranking_and_says_why() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let bytes = organiser.get(&format!("/events/{}/bundle.zip", site.published)).bytes().expect("bytes").to_vec();
    let folder = Folder::empty();
    let at = |name: &str, bytes: &[u8]| {
        folder.write(name, bytes);
        folder.path().join(name).to_str().expect("a plain path").to_owned()
    };
    let sound = guanmo(&["tabulate", &at("sound.zip", &bytes), "--format", "csv"]);
    assert_eq!(sound.code, 0, "{sound:?}");
    assert!(file(&unpacked(bytes.clone()), "README.txt").starts_with("【演示数据(非真实评分)】"));
    let inside = unpacked(bytes.clone());
    let mut files: std::collections::BTreeMap<String, Vec<u8>> = std::fs::read_dir(inside.path())
        .expect("files")
        .map(|entry| entry.expect("a file"))
        .map(|entry| (entry.file_name().into_string().expect("a name"), std::fs::read(entry.path()).expect("read")))
        .collect();
    let rules = String::from_utf8(files["scoring-rules.toml"].clone()).expect("UTF-8");
    files.insert("scoring-rules.toml".to_owned(), format!("{rules}\n# 改过\n").into_bytes());
    let touched = guanmo::folder::bundle::pack(&files).expect("packed");
    let cut = &bytes[..bytes.len() - 100];
    for (name, bytes, sentence) in [
        ("touched.zip", touched.as_slice(), "被改动过"),
        ("cut.zip", cut, "不是完整的 ZIP 文件"),
        ("text.zip", b"no zip".as_slice(), "不是完整的 ZIP 文件"),
    ] {
        let output = guanmo(&["tabulate", &at(name, bytes), "--format", "csv"]);
        assert_eq!((output.code, output.stdout.as_str()), (1, ""), "{name}: {output:?}");
        assert!(output.stderr.contains(name) && output.stderr.contains(sentence), "{output:?}");
        assert!(!output.stderr.contains("panicked"));
    }
}

#[test]
fn a_packed_event_folder_is_ranked_like_the_unpacked_one() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let bytes = closed(&site, &event).get(&format!("/events/{event}/folder.zip")).bytes().expect("bytes").to_vec();
    let inside = unpacked(bytes.clone());
    inside.write("folder.zip", &bytes);
    let zip = inside.path().join("folder.zip");
    let output = guanmo(&["tabulate", zip.to_str().expect("a plain path"), "--format", "csv"]);
    assert_eq!((output.code, output.stdout), (0, inside.tabulate(&["--format", "csv"]).stdout));
    assert!(output.stderr.is_empty(), "{}", output.stderr);
}
