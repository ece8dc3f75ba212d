//! How the seats scored, as pages and files show it: to whom what, in which figures, and nothing that a spreadsheet would run.

use guanmo::app::act::actor::Role;

use crate::support::appraisal;
use crate::support::desk::{ask_for_no_signature, organiser};
use crate::support::folder::Folder;
use crate::support::site::{Person, Site};

fn closed(site: &Site, folder: &Folder) -> String {
    let event = site.import(folder);
    ask_for_no_signature(&site.app, &event);
    site.app.close(&organiser(), &event, Some("按时封存")).expect("closed");
    event
}

fn text(person: &Person, path: &str) -> String {
    let answer = person.get(path);
    assert_eq!(answer.status(), 200, "{path}");
    answer.text().expect("text")
}

#[test]
fn the_page_has_the_day_s_figures_and_only_those_who_may_see_marks_see_marks() {
    let site = Site::demo();
    let event = closed(&site, &appraisal::day());
    let page = format!("/events/{event}/judges?entry=07");
    let scrutineer = text(&site.somebody("jian", Role::Scrutineer), &page);
    for figure in [
        "0.65",
        "0.37",
        "0.83",
        "0.36",
        "−2.40",
        "很紧",
        "+2.10",
        "8 席评满 10 项",
        "<b>88.0</b>",
        "92.5",
        "−4.5",
        "0.30 分",
    ] {
        assert!(scrutineer.contains(figure), "{figure}");
    }
    assert!(scrutineer.contains("另一种看法，不是结果") && scrutineer.contains("白甸镇（所选）"));
    assert!(scrutineer.contains(&format!("/events/{event}/board?entry=10#why")), "the card can be looked at");
    let inspector = text(&site.somebody("ji", Role::Inspector), &page);
    assert!(inspector.contains("0.65") && inspector.contains("−4.5") && inspector.contains("开发区书记 · 雅周镇"));
    assert!(!inspector.contains("<b>88.0</b>") && !inspector.contains("class=\"plot\""), "no mark of a seat");
    // nobody is ranked and nobody is called wrong
    for page in [&scrutineer, &inspector] {
        assert!(!page.contains("NaN") && !page.contains("inf") && !page.contains("-0.00") && !page.contains("−0.00"));
        assert!(!page.contains("不准") && !page.contains("style="));
        let seats: Vec<usize> = ["市领导一席", "市领导二席", "市委办评委", "高新区书记", "雅周镇书记"]
            .iter()
            .map(|seat| page.find(seat).expect("a seat"))
            .collect();
        assert!(seats.is_sorted(), "in the order of the seats");
    }
}

#[test]
fn the_file_has_the_same_figures_and_is_no_formula() {
    let site = Site::demo();
    let folder = appraisal::day();
    folder.replace("judges.csv", "市领导一席", "=1+1席");
    let event = closed(&site, &folder);
    let person = site.somebody("jian", Role::Scrutineer);
    let answer = person.get(&format!("/events/{event}/judges.csv?component=visit"));
    assert_eq!(answer.headers()["content-type"], "text/csv; charset=utf-8");
    assert!(answer.headers()["content-disposition"].to_str().expect("ASCII").contains("judges.csv"));
    let file = answer.text().expect("text");
    let bytes = person.get(&format!("/events/{event}/judges.csv")).bytes().expect("bytes");
    assert!(bytes.starts_with("\u{feff}".as_bytes()));
    for line in
        ["肯德尔 W,0.6464,8,10,", "'=1+1席,市领导组,9,1.10,偏松,2.18,0.79,-0.09", "开发区书记,雅周镇,88.00,92.52,-4.52"]
    {
        assert!(file.contains(line), "{line} in {file}");
    }
    let cells = file.lines().skip(1).flat_map(|line| line.split(','));
    let formula = cells.into_iter().find(|cell| {
        cell.starts_with(['=', '+', '@']) || (cell.starts_with('-') && cell.parse::<rust_decimal::Decimal>().is_err())
    });
    assert_eq!(formula, None);
    let inspector = site.somebody("ji", Role::Inspector);
    let file = text(&inspector, &format!("/events/{event}/judges.csv"));
    assert!(file.contains("开发区书记,雅周镇,,,-4.52") && !file.contains("88.00"));
}

#[test]
fn before_the_close_the_answer_is_the_same_whatever_the_cards_are() {
    let site = Site::demo();
    let (full, empty) = (Folder::sound(), Folder::sound());
    empty.remove("scores.csv");
    let person = site.somebody("jian", Role::Scrutineer);
    let answers = [&full, &empty].map(|folder| {
        let event = site.import(folder);
        ["judges", "judges.csv", "judges?component=none", "judges?entry=none"].map(|page| {
            let answer = person.get(&format!("/events/{event}/{page}"));
            let status = answer.status().as_u16();
            (status, answer.text().expect("text").replace(&event, ""))
        })
    });
    assert_eq!(answers[0], answers[1]);
    for (status, text) in &answers[0] {
        assert!(*status == 409 && text.contains("评分尚未封存，还没有成绩"), "{status} {text}");
    }
}

#[test]
fn little_or_odd_input_has_its_sentence() {
    let site = Site::demo();
    let person = site.somebody("jian", Role::Scrutineer);
    let page = |folder: &Folder| text(&person, &format!("/events/{}/judges", closed(&site, folder)));

    let folder = Folder::sound();
    folder.remove("scores.csv");
    let nothing = page(&folder);
    assert!(nothing.contains("没有计入成绩的卡，算不出"));

    let folder = Folder::sound();
    folder
        .write("judges.csv", "judge,name,unit,group\nj1,一席,,lead\n")
        .write("scores.csv", "judge,component,entry,criterion,value\nj1,visit,A,effect,50\nj1,visit,A,novelty,30\n");
    let one = page(&folder);
    assert!(one.contains("只有一席评分"));

    let folder = Folder::sound();
    let mut same = "judge,component,entry,criterion,value\n".to_owned();
    for judge in ["j1", "j2", "j3"] {
        for entry in ["A", "B", "C"] {
            same += &format!("{judge},visit,{entry},effect,50\n{judge},visit,{entry},novelty,30\n");
        }
    }
    folder.write("scores.csv", same);
    let same = page(&folder);
    assert!(same.contains("给的分都一样") && same.contains("与原样平均的先后完全一样"));
    assert!(same.contains("本次评比没有行程，不知道先看后看"));

    for page in [nothing, one, same] {
        assert!(!page.contains("NaN") && !page.contains("−0.00"), "{page}");
    }
    for unknown in ["component=none", "entry=none", "component=daily"] {
        let event = closed(&site, &Folder::sound());
        let answer = person.get(&format!("/events/{event}/judges?{unknown}"));
        assert_eq!(answer.status(), 404, "{unknown}");
        assert!(answer.text().expect("text").contains("没有这个"));
    }
}
