//! Texts that would be something else in a page or in a spreadsheet stay texts.

use serde_json::json;

use crate::support::folder::Folder;
use crate::support::site::{Site, Who};

/// What somebody might write into every cell.
const EVIL: &str = r#"</script><script>alert(1)</script>"'><img src=x onerror=alert(2)>&amp;"#;

/// The small event with an ill-meant text wherever a text may stand.
fn hostile() -> Folder {
    let quoted = EVIL.replace('"', "\"\"");
    let folder = Folder::sound();
    let toml = EVIL.replace('\\', "\\\\").replace('"', "\\\"");
    folder.replace("scoring-rules.toml", "小例", &toml);
    folder.replace("scoring-rules.toml", "id = \"lead\"\n", &format!("id = \"lead\"\nname = \"{toml}\"\n"));
    folder.replace("scoring-rules.toml", "id = \"visit\"\n", &format!("id = \"visit\"\nname = \"{toml}\"\n"));
    let named = format!("id = \"effect\"\nname = \"{toml}\"\nguide = \"{toml}\"\n");
    folder.replace("scoring-rules.toml", "id = \"effect\"\n", &named);
    folder.replace("scoring-rules.toml", "id = \"daily\"\n", &format!("id = \"daily\"\nname = \"{toml}\"\n"));
    folder.append("scoring-rules.toml", &format!("[[award]]\nname = \"{toml}\"\nplaces = 1\n"));
    let entry = |id: &str, order: u8| {
        format!("{id},\"{quoted}\",\"{quoted}\",\"{quoted}\",\"{quoted}\",\"{quoted}\",\"{quoted}\",{order}\n")
    };
    let entries =
        format!("entry,name,unit,site,theme,summary,track,order\n{}{}{}", entry("A", 1), entry("B", 2), entry("C", 3));
    folder.write("entries.csv", entries);
    let judges = format!("judge,name,unit,group\nj1,\"{quoted}\",\"{quoted}\",lead\nj2,二席,,lead\nj3,三席,,dept\n");
    folder.write("judges.csv", judges);
    folder.write(
        "checkpoints.csv",
        format!("entry,order,planned_arrival,planned_departure,look_at\nA,1,08:10,,\"{quoted}\"\nB,2,,,\"{quoted}\"\n"),
    );
    folder.write("comments.csv", format!("judge,component,entry,comment\nj1,visit,A,\"{quoted}\"\n"));
    folder.write("adjustments.csv", format!("entry,kind,item,points,reason\nA,bonus,\"{quoted}\",1,\"{quoted}\"\n"));
    folder
}

#[test]
fn what_looks_like_a_script_stays_a_text_on_every_page() {
    let site = Site::demo();
    let folder = hostile();
    assert_eq!(folder.tabulate(&[]).code, 0, "{:?}", folder.tabulate(&[]));
    let event = site.import(&folder);
    let (judge, organiser, administrator) =
        (site.judge(&event, "j1"), site.person(Who::Organiser), site.person(Who::Administrator));
    let op = json!({ "op": uuid::Uuid::new_v4().to_string(), "device": "t1", "seq": 1, "judge": "j1", "component": "visit",
        "entry": "A", "base": null, "marks": { "effect": EVIL, "novelty": "1" }, "comment": EVIL, "rules": EVIL, "at": EVIL });
    let answer = judge.sync(json!({ "device": "t1", "seq_from": 1, "ops": [op] }).to_string());
    assert_eq!(answer.headers()["content-type"], "application/json");
    let rival = json!({ "op": uuid::Uuid::new_v4().to_string(), "device": "t1", "seq": 2, "judge": "j1", "component": "visit",
        "entry": "A", "base": null, "marks": { "effect": "1", "novelty": "1" }, "comment": EVIL, "rules": EVIL, "at": EVIL });
    assert_eq!(judge.sync(json!({ "device": "t1", "seq_from": 2, "ops": [rival] }).to_string()).status(), 200);
    let at = |page: &str| format!("/events/{event}/{page}");
    organiser.post(&at("arrive"), &[("entry", "A")]);
    let form = [("judge", "j3"), ("entry", "C"), ("component", ""), ("kind", "void"), ("reason", EVIL)];
    assert_eq!(organiser.post(&at("exclude"), &form).status(), 303);
    assert_eq!(organiser.post(&at("provisional"), &[("reason", EVIL)]).status(), 303);

    let mut pages = Vec::new();
    let mut look = |path: &str, text: String| pages.push((path.to_owned(), text));
    for path in ["/judge", "/judge/card/visit/A", "/judge/cards", "/judge/device"] {
        look(path, judge.page(path));
    }
    for path in
        ["desk", "exclude", "devices", "quarantine", "links", "export", "print/blank", "provisional", "close", "board"]
    {
        look(path, organiser.page(&at(path)));
    }
    look("slips", organiser.post(&at("links"), &[]).text().expect("text"));
    look("refused close", organiser.post(&at("close"), &[("reason", "")]).text().expect("text"));
    assert_eq!(organiser.post(&at("close"), &[("reason", EVIL)]).status(), 303);
    let encoded = EVIL.bytes().fold(String::new(), |text, b| format!("{text}%{b:02X}"));
    for path in [
        "desk".to_owned(),
        "board".to_owned(),
        "board?entry=A".to_owned(),
        "export".to_owned(),
        "print/result".to_owned(),
        "print/cards".to_owned(),
        format!("board?track={encoded}&entry={encoded}"),
    ] {
        look(&path, organiser.page(&at(&path)));
    }
    look("/events", organiser.page("/events"));
    look("/audit", administrator.page("/audit"));
    for path in
        [format!("/events/{encoded}/desk"), format!("/{encoded}"), format!("/events/x/ranking.csv?encoding={encoded}")]
    {
        look(&path, organiser.get(&path).text().expect("text"));
    }
    look("judge's error", judge.get(&format!("/judge/card/{encoded}/{encoded}")).text().expect("text"));
    look("form", administrator.post("/accounts", &[("name", EVIL), ("role", EVIL)]).text().expect("text"));
    look("sign-in", site.visitor().get(&format!("/events/{encoded}/desk")).text().expect("text"));
    for (path, text) in pages {
        assert!(text.starts_with("<!DOCTYPE html>"), "{path}");
        assert!(!text.contains("<script>alert") && !text.contains("<img"), "{path}: {text}");
    }
}

#[test]
fn a_cell_that_a_spreadsheet_would_run_is_neutralised_in_every_encoding() {
    let site = Site::demo();
    let folder = Folder::sound();
    let entries = "entry,name,unit,order\nA,=HYPERLINK(\"\"\"x\"\"\"),@甲,1\nB,+1+1,-乙,2\nC,正常,\"\t丙\",3\n";
    folder.write("entries.csv", entries);
    let event = site.import(&folder);
    let organiser = site.person(Who::Organiser);
    assert_eq!(organiser.post(&format!("/events/{event}/close"), &[("reason", "")]).status(), 303);
    for (encoding, charset, bom) in
        [("utf-8", "utf-8", false), ("utf-8-bom", "utf-8", true), ("gb18030", "gb18030", false)]
    {
        let answer = organiser.get(&format!("/events/{event}/ranking.csv?encoding={encoding}"));
        assert_eq!(answer.headers()["content-type"], format!("text/csv; charset={charset}"));
        let bytes = answer.bytes().expect("bytes").to_vec();
        assert_eq!(bytes.starts_with(&[0xef, 0xbb, 0xbf]), bom, "{encoding}");
        let reader = if encoding == "gb18030" { encoding_rs::GB18030 } else { encoding_rs::UTF_8 };
        let (text, _, damaged) = reader.decode(&bytes);
        assert!(!damaged, "{encoding}");
        for cell in ["'=HYPERLINK", "'@甲", "'+1+1", "'-乙", "'\t丙"] {
            assert!(text.contains(cell), "{encoding}: {cell} is not in {text}");
        }
        // to the byte what the command line writes
        let path = folder.path().join(format!("out-{encoding}.csv"));
        let written = path.to_str().expect("a plain path");
        let output = folder.tabulate(&["--format", "csv", "--encoding", encoding, "--output", written]);
        assert_eq!(output.code, 0, "{output:?}");
        assert_eq!(bytes, std::fs::read(&path).expect("a file"), "{encoding}");
        std::fs::remove_file(path).expect("removed");
    }
}
