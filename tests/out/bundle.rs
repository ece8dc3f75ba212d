//! The bundle over HTTP and from the command line: published, taken out, unpacked, worked out again.

use guanmo::app::act::actor::Role;
use guanmo::folder::bundle::{self, Files};

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
        output.stderr.contains("重新计算与所载一致")
            && output.stderr.contains("存证相符，由密钥")
            && output.stderr.contains(fingerprint.trim()),
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
    // without its signature it is said to be without, and one that does not fit is refused
    let mut plain = files.clone();
    for name in bundle::BINDING.iter().chain(&[bundle::ABOUT]) {
        plain.remove(*name);
    }
    bundle::add_manifest(&mut plain);
    let unsigned = bundle::pack(&plain).expect("packed");
    let output = guanmo(&["tabulate", &at("unsigned.zip", &unsigned), "--format", "csv"]);
    assert_eq!((output.code, &output.stdout), (0, &sound.stdout), "{output:?}");
    assert!(output.stderr.contains("没有存证签名"), "{output:?}");
    let mut forged = files.clone();
    let note = String::from_utf8(forged["checkpoint.txt"].clone()).expect("UTF-8");
    forged.insert("checkpoint.txt".to_owned(), note.replacen('\n', "x\n", 1).into_bytes());
    bundle::add_manifest(&mut forged);
    let forged = bundle::pack(&forged).expect("packed");
    let output = guanmo(&["tabulate", &at("forged.zip", &forged), "--format", "csv"]);
    assert_eq!((output.code, output.stdout.as_str()), (1, ""), "{output:?}");
    assert!(output.stderr.contains("存证不符"), "{output:?}");
    let rules = String::from_utf8(files["scoring-rules.toml"].clone()).expect("UTF-8");
    files.insert("scoring-rules.toml".to_owned(), format!("{rules}\n# 改过\n").into_bytes());
    let touched = bundle::pack(&files).expect("packed");
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

/// What `guanmo verify` says of these files as a bundle: whether it holds, and its words.
fn verified(files: &Files, arguments: &[&str]) -> (i32, String) {
    let folder = Folder::empty();
    folder.write("bundle.zip", bundle::pack(files).expect("packed"));
    let zip = folder.path().join("bundle.zip");
    let output = guanmo(&[&["verify", zip.to_str().expect("a plain path")], arguments].concat());
    assert!(!output.stderr.contains("panicked"), "{output:?}");
    (output.code, format!("{}{}", output.stdout, output.stderr))
}

/// What is done to the lines of a file.
type Way = fn(&mut Vec<String>);

#[test]
fn what_was_put_together_anew_is_found_out_by_its_log() {
    let site = Site::demo();
    let get = |event: &str| {
        let person = site.person(Who::Organiser);
        person.get(&format!("/events/{event}/bundle.zip")).bytes().expect("bytes").to_vec()
    };
    let unpack = |bytes: Vec<u8>| bundle::unpack(std::io::Cursor::new(bytes)).expect("a bundle");
    let sound = unpack(get(&site.published));
    let key = String::from_utf8(sound[bundle::KEYS].clone()).expect("UTF-8");
    let (code, said) = verified(&sound, &["--key", key.lines().next().expect("a key")]);
    assert_eq!(code, 0, "{said}");

    // another event of the same house: everything of it holds but for what is another's
    let other = site.import(&Folder::sound());
    let organiser = closed(&site, &other);
    assert_eq!(organiser.post(&format!("/events/{other}/publish"), &[("sure", "yes")]).status(), 303);
    let second = site.somebody("zweite", Role::Organiser);
    assert_eq!(second.post(&format!("/events/{other}/publish/decide"), &[("decision", "approve")]).status(), 303);
    let others = unpack(get(&other));
    assert_eq!(verified(&others, &[]).0, 0);

    let lines = |name: &str| String::from_utf8(sound[name].clone()).expect("UTF-8");
    let with = |name: &str, bytes: Vec<u8>| {
        let mut files = sound.clone();
        files.insert(name.to_owned(), bytes);
        if !bundle::BINDING.contains(&name) && name != bundle::MANIFEST {
            bundle::add_manifest(&mut files);
        }
        files
    };
    let altered = |name: &str, how: Way| {
        let mut rows = lines(name).lines().map(str::to_owned).collect();
        how(&mut rows);
        with(name, rows.iter().flat_map(|row| [row.as_str(), "\n"]).collect::<String>().into_bytes())
    };
    let mut tried = 0;
    for name in [bundle::LEAVES, bundle::CARDS] {
        let ways: [(&str, Way); 3] = [
            ("cut", |rows| drop(rows.pop())),
            ("doubled", |rows| rows.insert(1, rows[0].clone())),
            ("reordered", |rows| rows.swap(0, 1)),
        ];
        for (how, way) in ways {
            let (code, said) = verified(&altered(name, way), &[]);
            assert!(code == 1 && said.contains('✗'), "{name} {how}: {said}");
            tried += 1;
        }
    }
    for name in sound.keys() {
        // a file that is another event's, one that is empty, one that is not there
        let foreign = others.get(name).filter(|bytes| *bytes != &sound[name]);
        if let Some(bytes) = foreign {
            let (code, said) = verified(&with(name, bytes.clone()), &[]);
            assert!(code == 1 && said.contains('✗'), "{name} of another event: {said}");
        }
        let (code, said) = verified(&with(name, Vec::new()), &[]);
        assert!(code == 1 && said.contains('✗'), "{name} empty: {said}");
        let mut less = sound.clone();
        less.remove(name);
        if !bundle::BINDING.contains(&name.as_str()) && name != bundle::MANIFEST {
            bundle::add_manifest(&mut less);
        }
        let (code, said) = verified(&less, &[]);
        assert!(code == 1 && said.contains('✗'), "{name} missing: {said}");
        tried += 1;
    }
    assert!(tried > 20, "{tried}");

    // a house that made its own key says so where the right one is known
    for odd in ["gggg", "0000000000000000", ""] {
        let (code, said) = verified(&sound, &["--key", odd]);
        assert_ne!(code, 0, "{odd}: {said}");
    }
    let (code, said) = verified(&sound, &["--since", "/nowhere/checkpoint.txt"]);
    assert_ne!(code, 0, "{said}");
}
