//! What somebody may do to a bundle, each with the words that the three readers name it by.

use std::io::{Cursor, Write};

use guanmo::folder::bundle::{self, Files};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A bundle that is none any more.
pub struct Spoilt {
    pub what: &'static str,
    pub bytes: Vec<u8>,
    /// What Rust, the page and Python say of it, in part.
    pub words: [&'static str; 3],
}

fn text<'f>(files: &'f Files, name: &str) -> &'f str {
    std::str::from_utf8(&files[name]).expect("UTF-8")
}

/// The lines of the log made others.
fn log(files: &mut Files, change: impl Fn(&mut Vec<String>)) {
    let mut lines: Vec<String> = text(files, "leaves.jsonl").lines().map(|line| format!("{line}\n")).collect();
    change(&mut lines);
    files.insert("leaves.jsonl".to_owned(), lines.concat().into_bytes());
}

fn replaced(files: &mut Files, name: &str, from: &str, to: &str) {
    let changed = text(files, name).replacen(from, to, 1);
    assert_ne!(changed, text(files, name), "{name} does not hold {from}");
    files.insert(name.to_owned(), changed.into_bytes());
}

/// The next digit of hexadecimal: as long, and another one.
fn next(digit: char) -> char {
    if digit == 'f' { '0' } else { char::from_u32(digit as u32 + 1).filter(char::is_ascii_hexdigit).unwrap_or('a') }
}

/// A card made another, without the manifest.
fn other_card(form: &str, files: &mut Files) {
    match form {
        "open" => replaced(files, "cards.jsonl", r#"\"effect\":\"51.50\""#, r#"\"effect\":\"59.50\""#),
        "pseudonymous" => replaced(files, "cards.jsonl", r#""effect":"51.50""#, r#""effect":"59.50""#),
        _ => {
            let from = text(files, "cards.jsonl")[..20].to_owned();
            let to = format!("{}{}", &from[..19], next(from.chars().next_back().expect("a digit")));
            replaced(files, "cards.jsonl", &from, &to);
        }
    }
}

type Change<'c> = (&'static str, [&'static str; 3], Box<dyn Fn(&mut Files) + 'c>);

/// Everything; `other` is of the same house and another event, `strange` of another house.
pub fn all(form: &'static str, bytes: &[u8], other: &Files, strange: &Files) -> Vec<Spoilt> {
    let files = bundle::unpack(Cursor::new(bytes)).expect("a ZIP");
    let changes = of_leaves(&files).into_iter().chain(of_payloads()).chain(of_files(form));
    let changed = changes.chain(of_what_binds(other, strange)).map(|(what, words, change)| {
        let mut files = files.clone();
        change(&mut files);
        Spoilt { what, bytes: bundle::pack(&files).expect("packed"), words }
    });
    changed.chain(of_the_archive(bytes)).collect()
}

fn of_leaves(files: &Files) -> Vec<Change<'static>> {
    let last = text(files, "leaves.jsonl").lines().count();
    vec![
        (
            "the last leaf is lacking",
            ["有记录增加或缺少", "比存证点少", "is lacking"],
            Box::new(|files| log(files, |lines| drop(lines.pop()))),
        ),
        (
            "a leaf is lacking",
            ["缺少", "日志缺少第 4 条", "leaf 4 is lacking"],
            Box::new(|files| log(files, |lines| drop(lines.remove(3)))),
        ),
        (
            "a leaf stands twice",
            ["重复", "第 5 条重复", "leaf 5 is lacking, doubled"],
            Box::new(|files| log(files, |lines| lines.insert(4, lines[3].clone()))),
        ),
        (
            "two leaves change places",
            ["颠倒", "日志缺少第 4 条", "in another order"],
            Box::new(|files| log(files, |lines| lines.swap(3, 4))),
        ),
        (
            "a leaf is added",
            ["有记录增加或缺少", "比存证点多", "one too many"],
            Box::new(move |files| {
                log(files, |lines| {
                    let added = lines[last - 1].replace(&format!("\"n\":{last},"), &format!("\"n\":{},", last + 1));
                    lines.push(added);
                });
            }),
        ),
        (
            "the log is cut",
            ["不是应有的格式", "不完整", "is cut"],
            Box::new(|files| {
                let end = files["leaves.jsonl"].len() - 30;
                files.get_mut("leaves.jsonl").expect("the log").truncate(end);
            }),
        ),
        (
            "a leaf says that somebody else did it",
            ["与存证点不符", "与存证点的根不符", "is not that of the checkpoint"],
            Box::new(|files| {
                log(files, |lines| {
                    let by = lines[2].find("\"who\":\"").expect("whose it is") + 7;
                    lines[2].insert(by, 'x');
                });
            }),
        ),
    ]
}

fn of_payloads() -> Vec<Change<'static>> {
    let signed = |lines: &[String]| {
        let all = lines.iter().enumerate().filter(|(_, line)| line.contains(r#""act":"sign""#));
        all.map(|(at, _)| at).collect::<Vec<_>>()
    };
    vec![
        (
            "a payload is as long, and another one",
            ["与它的存证码不符", "与它的记录不符", "is not what its leaf binds"],
            Box::new(move |files| {
                log(files, |lines| {
                    let at = signed(lines)[0];
                    let mark = r#"\"fingerprint\":\""#;
                    let from = lines[at].find(mark).expect("a fingerprint") + mark.len();
                    let digit = lines[at][from..].chars().next().expect("a digit");
                    lines[at].replace_range(from..=from, &next(digit).to_string());
                });
            }),
        ),
        (
            "two payloads change places",
            ["与它的存证码不符", "与它的记录不符", "is not what its leaf binds"],
            Box::new(move |files| {
                log(files, |lines| {
                    let (at, after) = (signed(lines)[0], signed(lines)[1]);
                    let parts = |line: &str| {
                        line.split_once("},\"").map(|(a, b)| (a.to_owned(), b.to_owned())).expect("a payload")
                    };
                    let ((one, payload), (another, theirs)) = (parts(&lines[at]), parts(&lines[after]));
                    (lines[at], lines[after]) = (format!("{one}}},\"{theirs}"), format!("{another}}},\"{payload}"));
                });
            }),
        ),
    ]
}

fn of_files(form: &'static str) -> Vec<Change<'static>> {
    vec![
        (
            "a card is changed",
            ["“cards.jsonl”与清单", "“cards.jsonl”与清单不符", "cards.jsonl is not what the manifest says"],
            Box::new(move |files| other_card(form, files)),
        ),
        (
            "a card is changed, and the manifest",
            ["清单的存证码不符", "不是这一份成果包", "publishes another bundle"],
            Box::new(move |files| {
                other_card(form, files);
                with_manifest(files);
            }),
        ),
        (
            "the ranking is changed, and the manifest",
            ["清单的存证码不符", "不是这一份成果包", "publishes another bundle"],
            Box::new(|files| {
                replaced(files, "ranking.csv", "A镇", "B镇");
                with_manifest(files);
            }),
        ),
        (
            "a signature is taken out, and the manifest",
            ["清单的存证码不符", "不是这一份成果包", "publishes another bundle"],
            Box::new(|files| {
                let lines = text(files, "signatures.csv").split_inclusive('\n');
                let shorter: Vec<u8> = lines.clone().take(lines.count() - 1).flat_map(str::bytes).collect();
                files.insert("signatures.csv".to_owned(), shorter);
                with_manifest(files);
            }),
        ),
        (
            "a file more",
            ["“more.txt”不在清单", "“more.txt”", "more.txt is none"],
            Box::new(|files| drop(files.insert("more.txt".to_owned(), b"x".to_vec()))),
        ),
        (
            "a file less",
            ["entries.csv", "缺少文件“entries.csv”", "entries.csv is lacking"],
            Box::new(|files| drop(files.remove("entries.csv"))),
        ),
    ]
}

fn of_what_binds<'c>(other: &'c Files, strange: &'c Files) -> Vec<Change<'c>> {
    let taken = |names: &'static [&'static str], from: &'c Files| -> Box<dyn Fn(&mut Files) + 'c> {
        Box::new(move |files| files.extend(names.iter().map(|name| ((*name).to_owned(), from[*name].clone()))))
    };
    vec![
        (
            "the checkpoint of another event",
            ["另一份日志", "另一本日志", "of another log"],
            taken(&["checkpoint.txt"], other),
        ),
        (
            "the checkpoint of another house",
            ["不认识", "不认识的密钥", "a key that is not known"],
            taken(&["checkpoint.txt"], strange),
        ),
        (
            "the key of another house",
            ["不认识", "不认识的密钥", "a key that is not known"],
            taken(&["key.txt"], strange),
        ),
        (
            "checkpoint and key of another house",
            ["不认识|另一份日志", "不认识的密钥|另一本日志", "not known|another log"],
            taken(&["checkpoint.txt", "key.txt"], strange),
        ),
        (
            "checkpoint and log of another event",
            ["另一份日志", "另一本日志", "of another log"],
            taken(&["checkpoint.txt", "leaves.jsonl"], other),
        ),
        (
            "the log of another event",
            ["有记录增加或缺少|与存证点不符", "比存证点|与存证点的根不符", "one too many|is lacking|is not that of"],
            taken(&["leaves.jsonl"], other),
        ),
        (
            "the checkpoint is cut",
            ["存证点", "checkpoint.txt", "the checkpoint"],
            Box::new(|files| {
                let end = files["checkpoint.txt"].len() - 9;
                files.get_mut("checkpoint.txt").expect("a head").truncate(end);
            }),
        ),
        (
            "the checkpoint says another time",
            ["签名", "签名不对", "the signature of the checkpoint is not good"],
            Box::new(|files| replaced(files, "checkpoint.txt", "\nat 1", "\nat 2")),
        ),
        (
            "the manifest is another event's",
            ["清单|README.txt", "与清单不符|不在成果包里|不在清单", "manifest"],
            taken(&["manifest.sha256"], other),
        ),
    ]
}

fn of_the_archive(bytes: &[u8]) -> Vec<Spoilt> {
    let raw = |what, words, bytes: Vec<u8>| Spoilt { what, bytes, words };
    let no_zip = ["不是完整的 ZIP", "ZIP|不完整|截断|多出|位置不对", "no whole ZIP|bytes before"];
    let more = ["“more.txt”不在清单", "“more.txt”", "more.txt is none"];
    vec![
        raw("a byte less", no_zip, bytes[..bytes.len() - 1].to_vec()),
        raw("half of it", no_zip, bytes[..bytes.len() / 2].to_vec()),
        raw("bytes behind", no_zip, [bytes, b"x".as_slice()].concat()),
        raw("bytes before", no_zip, [b"x".as_slice(), bytes].concat()),
        raw("itself behind it", no_zip, [bytes, bytes].concat()),
        raw("an entry is appended", more, appended(bytes, "more.txt")),
    ]
}

/// The manifest made to fit, as whoever changes a file would do.
fn with_manifest(files: &mut Files) {
    let held: Vec<_> = bundle::BINDING.iter().map(|name| files.remove_entry(*name).expect("what binds it")).collect();
    bundle::add_manifest(files);
    files.extend(held);
}

fn appended(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut archive = ZipWriter::new_append(Cursor::new(bytes.to_vec())).expect("a ZIP");
    archive.start_file(name, SimpleFileOptions::default().last_modified_time(zip::DateTime::default())).expect("begun");
    archive.write_all(b"x").expect("written");
    archive.finish().expect("a ZIP").into_inner()
}

/// The file with one byte changed, at so many places that hang on the seed.
pub fn flipped(bytes: &[u8], seed: u64, count: usize) -> Vec<Vec<u8>> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).expect("31 bits")
    };
    let flip = |_| {
        let mut changed = bytes.to_vec();
        let at = random() % changed.len();
        changed[at] ^= 1 << (random() % 8);
        changed
    };
    (0..count).map(flip).collect()
}
