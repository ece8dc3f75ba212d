//! One result, on every surface that shows it: random events of all kinds, with ties, tracks, vetoes, withdrawals, broken
//! limits, decisions and bonuses, are published, and each page and file is read back. Each says the same.
//!
//! `SURFACES=n` reads so many events instead of a few, from the seed in `SEED`.

use std::collections::BTreeMap;

use guanmo::app::act::second::Decision;
use guanmo::app::desk::day::DayChange;
use serde_json::Value;

use crate::support::desk::{ask_for_no_signature, organiser, publish, second_organiser};
use crate::support::folder::{Folder, guanmo};
use crate::support::office;
use crate::support::site::{Person, Site, Who};

/// Numbers from a seed: the same ones each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[usize::try_from(self.below(of.len() as u64)).expect("few")]
    }
}

const UNITS: [&str; 6] = ["甲镇", "乙镇", "丙镇", "丁镇", "戊镇", "己镇"];
const IDS: [&str; 6] = ["A", "B", "C", "D", "E", "F"];

fn rules(dice: &mut Dice) -> String {
    let mut text = format!(
        "schema = 1\ntitle = \"样例\"\n[rounding]\nmode = \"{}\"\nfinal = {}\n[ranking]\non = \"{}\"\nby_track = {}\nplaces = \"{}\"\ntie_break = [{}]\n\
         [veto]\neffect = \"{}\"\n[[group]]\nid = \"g\"\nname = \"评委\"\n",
        dice.pick(&["half-up", "half-even", "down"]),
        dice.below(2),
        dice.pick(&["rounded", "exact"]),
        dice.chance(40),
        dice.pick(&["competition", "dense"]),
        dice.pick(&["", "\"component:visit\"", "\"criterion:visit.effect\", \"exact\"", "\"bonus\""]),
        dice.pick(&["disqualify", "no-award", "lowest-band"]),
    );
    text += &format!(
        "[[component]]\nid = \"visit\"\nname = \"现场\"\nkind = \"marks\"\n[component.aggregate]\nmethod = \"{}\"\n\
         [[component.criterion]]\nid = \"effect\"\nname = \"成效\"\nmax = 4\n",
        dice.pick(&["mean", "median"]),
    );
    if dice.chance(40) {
        text += "[[component]]\nid = \"vote\"\nname = \"名次票\"\nkind = \"ranking\"\nweight = 0.5\n[component.points]\nfirst = 6\nstep = 1\n";
    }
    if dice.chance(40) {
        text += "[[component]]\nid = \"grade\"\nname = \"等次票\"\nkind = \"grades\"\nweight = 0.5\n[[component.grade]]\nid = \"good\"\nname = \"好\"\nvalue = 4\n[[component.grade]]\nid = \"fair\"\nname = \"较好\"\nvalue = 2\n";
    }
    if dice.chance(60) {
        text += "[[component]]\nid = \"daily\"\nname = \"考核\"\nkind = \"measure\"\nweight = 0.5\nmax = 4\n";
    }
    text += &format!(
        "[[award]]\nname = \"一等奖\"\nplaces = 1\nboundary = \"{}\"\n[[award]]\nname = \"二等奖\"\nplaces = 2\nat_least = {}\nboundary = \"{}\"\n",
        dice.pick(&["decide", "enlarge", "withhold"]),
        dice.below(4),
        dice.pick(&["decide", "withhold"]),
    );
    text += "[[band]]\nname = \"好\"\nat_least = 4\n[[band]]\nname = \"一般\"\nat_least = 0\n";
    if dice.chance(30) {
        text += "[limits]\ndistinct = true\n";
    }
    text
}

fn folder(dice: &mut Dice) -> Folder {
    let folder = Folder::empty();
    let rules = rules(dice);
    let count = 3 + usize::try_from(dice.below(4)).expect("few");
    folder.write("entries.csv", "entry,name,unit,track,order\n");
    folder.write("judges.csv", "judge,name,unit,group\nj1,一席,,g\nj2,二席,,g\nj3,三席,,g\n");
    folder.write("scores.csv", "judge,component,entry,criterion,value\n");
    folder.write("measures.csv", "component,entry,value\n");
    folder.write("adjustments.csv", "entry,kind,item,points,reason\n");
    for index in 0..count {
        let (id, unit) = (IDS[index], UNITS[index]);
        let track = dice.pick(&["园区组", "乡镇组"]);
        folder.append("entries.csv", &format!("{id},项目{id},{unit},{track},{}\n", index + 1));
        if dice.chance(25) {
            folder.append("adjustments.csv", &format!("{id},bonus,表彰,{},有证书\n", dice.pick(&["1", "0.02"])));
        }
        if dice.chance(15) {
            folder.append("adjustments.csv", &format!("{id},deduction,通报,1,有通报\n"));
        }
        if dice.chance(10) {
            folder.append("adjustments.csv", &format!("{id},veto,,,安全事故\n"));
        }
        if rules.contains("\"daily\"") && !dice.chance(8) {
            folder.append("measures.csv", &format!("daily,{id},{}\n", dice.below(3)));
        }
    }
    for judge in ["j1", "j2", "j3"] {
        let turn = usize::try_from(dice.below(count as u64)).expect("few");
        for (index, id) in IDS.iter().enumerate().take(count) {
            if !dice.chance(4) {
                folder.append("scores.csv", &format!("{judge},visit,{id},effect,{}\n", dice.below(3) + 1));
            }
            if rules.contains("\"vote\"") {
                folder.append("scores.csv", &format!("{judge},vote,{id},,{}\n", (index + turn) % count + 1));
            }
            if rules.contains("\"grade\"") {
                folder.append("scores.csv", &format!("{judge},grade,{id},,{}\n", dice.pick(&["good", "fair"])));
            }
        }
    }
    folder.write("scoring-rules.toml", rules);
    folder
}

/// Has what is to be settled before a publication settled, as far as it goes.
fn settle(site: &Site, event: &str) {
    let app = &site.app;
    for _ in 0..20 {
        let entered = app.entered(&organiser(), event).expect("entered");
        let (Some(tie), Some(seen)) = (entered.ties.iter().find(|tie| tie.needed), entered.result) else { break };
        let order: Vec<_> = tie.entries.iter().zip(1..).map(|((id, ..), turn)| (id.clone(), turn)).collect();
        app.propose_tie(&organiser(), event, seen, &order, "评委组表决").expect("proposed");
        let entered = app.entered(&organiser(), event).expect("entered");
        let number = entered.ties.iter().find_map(|tie| tie.proposal.as_ref()).expect("a proposal").number;
        app.decide_tie(&second_organiser(), event, number, Decision::Approve).expect("decided");
    }
    let open = app.signing(&organiser(), event).expect("the page").result.expect("a result").unsettled;
    for blocker in open {
        let (judge, component) = (blocker.judge.expect("a judge"), blocker.component.expect("a component"));
        app.accept_breach(&organiser(), event, (&judge, &component), "评委已说明").expect("accepted");
    }
}

/// Tags out of a page, one space between words.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => {
                inside = true;
                text.push(' ');
            }
            '>' => inside = false,
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows of a page's tables that name a unit first among `units`, as plain text, by the unit.
fn rows(html: &str, units: &[String]) -> BTreeMap<String, String> {
    let rows =
        html.split("<tr").skip(1).map(|row| plain(&format!("<{}", row.split("</tr>").next().unwrap_or_default())));
    let of = |row: String| {
        units.iter().find(|unit| row.split(' ').any(|word| word == *unit)).map(|unit| (unit.clone(), row))
    };
    let mut found = BTreeMap::new();
    for (unit, row) in rows.filter_map(of) {
        found.entry(unit).or_insert(row);
    }
    found
}

/// The lines of a board that say what parts equal totals, where they name a unit.
fn tie_lines(html: &str, unit: &str) -> String {
    let lines =
        html.split("<tr class=\"tie\">").skip(1).map(|line| plain(line.split("</tr>").next().unwrap_or_default()));
    lines.filter(|line| line.contains(unit)).collect()
}

fn text(person: &Person, path: &str) -> String {
    let answer = person.get(path);
    assert_eq!(answer.status(), 200, "{path}");
    answer.text().expect("text")
}

/// What every surface must say of a row beside its figures: by whom or what it is parted, whom it shares with, what was
/// kept from it.
fn said_of(report: &Value, id: &str) -> Vec<String> {
    let mut said = Vec::new();
    for parting in report["parted"].as_array().into_iter().flatten() {
        let among = |side: &str| parting[side].as_array().expect("ids").iter().any(|of| of == id);
        if !among("above") && !among("below") {
            continue;
        }
        match parting["by"].get("decision") {
            Some(decision) => said.push(format!("理由：{}", decision["reason"].as_str().expect("a reason"))),
            None => said.push("总分相同".to_owned()),
        }
    }
    let kept = report["kept"].as_array().into_iter().flatten().filter(|kept| kept["entry"] == id);
    said.extend(kept.map(|kept| format!("“{}”", kept["award"].as_str().expect("an award"))));
    said
}

fn check(site: &Site, event: &str, seed: u64) {
    let (desk, visitor) = (site.person(Who::Organiser), site.visitor());
    let at = |page: &str| format!("/events/{event}/{page}");
    let report: Value = serde_json::from_str(&text(&desk, &at("ranking.json"))).expect("JSON");
    let ranking = report["ranking"].as_array().expect("rows");
    let units: Vec<String> = ranking.iter().map(|row| row["unit"].as_str().expect("a unit").to_owned()).collect();
    let pages = [
        ("board", text(&desk, &at("board"))),
        ("notice", text(&visitor, &format!("/public/{event}"))),
        ("past", text(&desk, &at("results/1").replace("/1", &format!("/{}", latest(site, event))))),
        ("print", text(&desk, &at("print/result"))),
    ];
    let by_track = report["by_track"] == true;
    for row in ranking {
        let word = |key: &str| row[key].as_str().expect("text").to_owned();
        let (unit, id) = (word("unit"), word("entry"));
        let shared = !word("rank").is_empty()
            && ranking.iter().any(|other| {
                other["rank"] == row["rank"]
                    && other["entry"] != row["entry"]
                    && (!by_track || other["track"] == row["track"])
            });
        for (page, html) in &pages {
            let found = rows(html, &units);
            let line = found.get(&unit).unwrap_or_else(|| panic!("seed {seed}: {unit} is not on {page}"));
            let has = |what: &str| line.split(' ').any(|word| word == what);
            for key in ["rank", "total"] {
                let figure = word(key);
                assert!(figure.is_empty() || has(&figure), "seed {seed}, {page}, {unit}: {key} {figure} in {line}");
            }
            assert!(line.contains(&word("award")), "seed {seed}, {page}, {unit}: {} in {line}", word("award"));
            // the sheet says it below its table, the board what parts equal totals in a line for both
            let where_said = match *page {
                "print" => plain(html),
                "board" => line.clone() + tie_lines(html, &unit).as_str(),
                _ => line.clone(),
            };
            for said in said_of(&report, &id) {
                assert!(where_said.contains(&said), "seed {seed}, {page}, {unit}: {said} in {where_said}");
            }
            assert!(
                !shared || where_said.contains("并列第"),
                "seed {seed}, {page}, {unit} shares its place: {where_said}"
            );
            assert_eq!(
                line.contains("并列第") && *page != "print",
                shared && *page != "print",
                "seed {seed}, {page}, {unit}"
            );
        }
        let unit_page = text(&desk, &format!("/years/unit?unit={unit}"));
        let own = unit_page.split("<section").find(|part| part.contains(event)).expect("the year");
        for figure in [word("rank"), word("total")] {
            assert!(plain(own).contains(&figure), "seed {seed}, years, {unit}");
        }
        for said in said_of(&report, &id) {
            assert!(plain(own).contains(&said), "seed {seed}, years, {unit}: {said}");
        }
    }
    // how many things are open, and which of them under whose signatures
    let blockers = report["blockers"].as_array().expect("blockers");
    assert_eq!(report["final"] == true, blockers.is_empty());
    for (page, html) in &pages {
        let said = plain(html);
        let none = said.contains("未决事项 0 件");
        let some = said.contains(&format!("封存时有 {} 件未决事项", blockers.len()));
        assert!(
            blockers.is_empty() != some && (!none || blockers.is_empty()),
            "seed {seed}, {page}: {}",
            blockers.len()
        );
        assert!(!said.contains("未决以前不是最终结果"), "seed {seed}, {page}: nothing was left to settle");
    }
    let view = site.app.desk(&organiser(), event).expect("the desk");
    assert_eq!(view.blockers.len(), blockers.len(), "seed {seed}: the desk counts the same");
    files(site, &desk, event, &report, seed);
}

fn latest(site: &Site, event: &str) -> i64 {
    site.app.signing(&organiser(), event).expect("the page").result.expect("a result").number
}

/// The files: CSV, workbook, bundle and folder.
fn files(site: &Site, desk: &Person, event: &str, report: &Value, seed: u64) {
    let at = |page: &str| format!("/events/{event}/{page}");
    let ranking = report["ranking"].as_array().expect("rows");
    let csv = text(desk, &at("ranking.csv?encoding=utf-8"));
    let bytes = desk.get(&at("workbook.xlsx")).bytes().expect("bytes");
    let sheets = office::sheets(&bytes);
    let sheet = &sheets["名次"];
    for (row, line) in ranking.iter().zip(csv.lines().skip(1)) {
        let word = |key: &str| row[key].as_str().expect("text");
        let start = ["rank", "entry", "name", "unit", "track", "total"].map(word).join(",");
        assert!(line.starts_with(&start), "seed {seed}: {line}");
        let cells = sheet.iter().find(|cells| cells.get(1).is_some_and(|id| id == word("entry"))).expect("a row");
        assert_eq!((cells[0].as_str(), cells[5].as_str()), (word("rank"), word("total")), "seed {seed}");
        let note = cells.last().expect("a note");
        for said in said_of(report, word("entry")) {
            assert!(note.contains(&said), "seed {seed}: {said} in {note}");
        }
    }
    let folder = tempfile::TempDir::new().expect("a directory");
    let zip = folder.path().join("bundle.zip");
    std::fs::write(&zip, desk.get(&at("bundle.zip")).bytes().expect("bytes")).expect("written");
    let told = guanmo(&["tabulate", zip.to_str().expect("a plain path"), "--format", "csv"]);
    assert_eq!(told.code, if report["final"] == true { 0 } else { 3 }, "seed {seed}: {}", told.stderr);
    assert_eq!(told.stdout, csv, "seed {seed}: the bundle");
    let exported = crate::support::desk::export(&site.app, event).tabulate(&["--format", "csv"]);
    assert_eq!(exported.stdout, csv, "seed {seed}: the folder");
}

#[test]
fn every_surface_says_the_same_of_a_result() {
    let site = Site::demo();
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (events, first) = (number("SURFACES").unwrap_or(6), number("SEED").unwrap_or(1));
    for seed in first..first + events {
        let mut dice = Dice(seed);
        let event = site.import(&folder(&mut dice));
        ask_for_no_signature(&site.app, &event);
        if dice.chance(40) {
            let gone = DayChange::Withdraw { entry: "B".to_owned() };
            let version = site.app.preview_day(&organiser(), &event, &gone).expect("a preview").version;
            site.app.change_day(&organiser(), &event, &gone, version, "当日情况有变").expect("withdrawn");
        }
        site.app.close(&organiser(), &event, Some("照常封存")).expect("closed");
        settle(&site, &event);
        publish(&site.app, &event).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        check(&site, &event, seed);
    }
}
