//! Awards from the bottom, by the score of a component, and for some tracks.

use crate::support::folder::Folder;
use crate::support::small::{cards, column, event, marks, refused};

/// One judge's marks (`A=90 B=80`), which are the totals, and awards; a track may follow the entry (`A/镇=90`).
fn given(awards: &str, totals: &str) -> Folder {
    let (mut entries, mut marked) = (Vec::new(), Vec::new());
    for part in totals.split(' ') {
        let (entry, mark) = part.split_once('=').expect("a mark");
        let (id, track) = entry.split_once('/').unwrap_or((entry, ""));
        entries.push(format!("{id},,{track},"));
        marked.push(format!("{id}={mark}"));
    }
    let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
    let folder = event(&format!("{}{awards}", marks("")), &entries, &["j1,,g,"]);
    cards(&folder, "c", &[("j1", &marked.join(" "))]);
    folder
}

/// The same with a measure `m` of weight 0.
fn with_measure(awards: &str, totals: &str, values: &str) -> Folder {
    let measure = "[[component]]\nid = \"m\"\nkind = \"measure\"\nweight = 0\n";
    let folder = given(&format!("{measure}{awards}"), totals);
    folder.write("measures.csv", "component,entry,value\n");
    for (entry, value) in values.split(' ').filter_map(|pair| pair.split_once('=')) {
        folder.append("measures.csv", &format!("m,{entry},{value}\n"));
    }
    folder
}

const FIVE: &str = "A=90 B=80 C=70 D=60 E=50";

fn awards(folder: &Folder, code: i32) -> String {
    column(folder, code, "award")
}

#[test]
fn an_award_from_the_bottom_goes_up_after_all_others() {
    let yellow = |keys: &str| format!("[[award]]\nname = \"黄旗\"\nfrom = \"bottom\"\n{keys}\n");
    let red = "[[award]]\nname = \"红旗\"\nfrom = \"top\"\nplaces = 1\n";
    assert_eq!(awards(&given(&format!("{red}{}", yellow("places = 2")), FIVE), 0), "A=红旗 B= C= D=黄旗 E=黄旗");
    // 40 % of five
    assert_eq!(awards(&given(&yellow("share = \"40%\""), FIVE), 0), "A= B= C= D=黄旗 E=黄旗");
    // though it stands first, whoever has one from the top gets none
    assert_eq!(
        awards(&given(&format!("{}{red}", yellow("places = 5")), FIVE), 0),
        "A=红旗 B=黄旗 C=黄旗 D=黄旗 E=黄旗"
    );
    // no more than that, as printed
    assert_eq!(awards(&given(&yellow("places = 4\nat_most = 60"), FIVE), 0), "A= B= C= D=黄旗 E=黄旗");
    let folder = given(&format!("[rounding]\nfinal = 0\n{}", yellow("places = 4\nat_most = 60")), "A=90 B=60.5 C=60.4");
    assert_eq!(awards(&folder, 0), "A= B= C=黄旗");
}

#[test]
fn a_shared_place_at_the_bottom_is_treated_as_at_the_top() {
    let yellow = |boundary: &str| {
        format!(
            "[[award]]\nname = \"黄旗\"\nfrom = \"bottom\"\nplaces = 2\nboundary = \"{boundary}\"\n\
             [[award]]\nname = \"白旗\"\nfrom = \"bottom\"\nplaces = 1\n"
        )
    };
    let tied = "A=90 B=80 C=60 D=60 E=50";
    // one of C and D gets the second, and the other one the next: B gets none whichever way it goes
    let folder = given(&yellow("decide"), tied);
    assert_eq!(awards(&folder, 3), "A= B= C= D= E=黄旗");
    assert_eq!(folder.tabulate(&[]).stderr, "undecided-tie: entry=C award=黄旗\nundecided-tie: entry=D award=黄旗\n");
    // C is before D, so D is nearer to the bottom
    folder.write("decisions.csv", "entry,order,reason\nC,1,\nD,2,\n");
    assert_eq!(awards(&folder, 0), "A= B= C=白旗 D=黄旗 E=黄旗");
    assert_eq!(awards(&given(&yellow("enlarge"), tied), 0), "A= B=白旗 C=黄旗 D=黄旗 E=黄旗");
    // both wait for the next one, which is for one
    let folder = given(&yellow("withhold"), tied);
    assert_eq!(awards(&folder, 3), "A= B= C= D= E=黄旗");
    folder.replace(
        "scoring-rules.toml",
        "name = \"白旗\"\nfrom = \"bottom\"\nplaces = 1",
        "name = \"白旗\"\nfrom = \"bottom\"\nplaces = 3",
    );
    assert_eq!(awards(&folder, 0), "A= B=白旗 C=白旗 D=白旗 E=黄旗");
}

#[test]
fn an_award_by_a_component_stands_beside_the_others() {
    let best = |keys: &str| format!("[[award]]\nname = \"单项奖\"\nby = \"component:m\"\n{keys}\n");
    let first = "[[award]]\nname = \"一等奖\"\nplaces = 2\n";
    let (totals, values) = ("A=90 B=80 C=70 D=60", "A=1 B=3 C=2 D=0");
    // B has both, in the order of the file; it uses none of the places up
    let folder = with_measure(&format!("{first}{}", best("places = 2")), totals, values);
    assert_eq!(awards(&folder, 0), "A=一等奖 B=一等奖;单项奖 C=单项奖 D=");
    let folder = with_measure(&format!("{}{first}", best("places = 1")), totals, values);
    assert_eq!(awards(&folder, 0), "A=一等奖 B=单项奖;一等奖 C= D=");
    // from the least value up; at_least and at_most look at the value
    for (keys, expected) in [
        ("places = 2\nfrom = \"bottom\"", "A=单项奖 B= C= D=单项奖"),
        ("places = 2\nfrom = \"bottom\"\nat_most = 0.5", "A= B= C= D=单项奖"),
        ("places = 3\nat_least = 2", "A= B=单项奖 C=单项奖 D="),
        ("share = \"50%\"", "A= B=单项奖 C=单项奖 D="),
    ] {
        assert_eq!(awards(&with_measure(&best(keys), totals, values), 0), expected, "{keys}");
    }
    // only who is ranked takes part
    let folder = with_measure(&best("places = 1"), totals, values);
    folder.write("adjustments.csv", "entry,kind,item,points,reason\nB,veto,,,\n");
    assert_eq!(awards(&folder, 0), "A= C=单项奖 D= B=");
}

#[test]
fn a_tie_by_a_component_leaves_that_award_out_until_it_is_decided() {
    let rules = |boundary: &str| {
        format!(
            "[[award]]\nname = \"一等奖\"\nplaces = 1\n[[award]]\nname = \"单项奖\"\nby = \"component:m\"\nplaces = 1\n\
             boundary = \"{boundary}\"\n"
        )
    };
    let (totals, values) = ("A=90 B=80 C=70", "A=3 B=3 C=2");
    let folder = with_measure(&rules("decide"), totals, values);
    assert_eq!(awards(&folder, 3), "A=一等奖 B= C=");
    assert_eq!(
        folder.tabulate(&[]).stderr,
        "undecided-tie: entry=A award=单项奖\nundecided-tie: entry=B award=单项奖\n"
    );
    for decisions in ["entry,order,reason\nB,1,\n", "entry,order,reason,tie\nB,1,,单项奖\nA,2,,单项奖\n"] {
        folder.write("decisions.csv", decisions);
        assert_eq!(awards(&folder, 0), "A=一等奖 B=单项奖 C=");
    }
    // a decision over others is about another tie
    folder.write("decisions.csv", "entry,order,reason,tie\nB,1,,甲\nC,2,,甲\n");
    assert_eq!(awards(&folder, 3), "A=一等奖 B= C=");
    assert_eq!(awards(&with_measure(&rules("enlarge"), totals, values), 0), "A=一等奖;单项奖 B=单项奖 C=");
    assert_eq!(awards(&with_measure(&rules("withhold"), totals, values), 0), "A=一等奖 B= C=");
}

#[test]
fn an_award_may_be_for_some_tracks() {
    let rules = |tracks: &str| {
        format!(
            "[ranking]\nby_track = true\n[[award]]\nname = \"镇奖\"\nplaces = 1\ntracks = {tracks}\n\
             [[award]]\nname = \"通奖\"\nplaces = 1\n"
        )
    };
    let totals = "A/镇=90 B/镇=80 C/区=70 D/区=60";
    assert_eq!(awards(&given(&rules("[\"镇\"]"), totals), 0), "A=镇奖 B=通奖 C=通奖 D=");
    assert_eq!(awards(&given(&rules("[\"区\", \"镇\"]"), totals), 0), "A=镇奖 B=通奖 C=镇奖 D=通奖");
    // no entry has it, or tracks are not apart
    refused(&given(&rules("[\"村\"]"), totals), &["scoring-rules.toml:17: "]);
    let folder = given(&rules("[\"镇\"]"), totals);
    folder.replace("scoring-rules.toml", "by_track = true", "by_track = false");
    refused(&folder, &["scoring-rules.toml:17: "]);
}

#[test]
fn keys_of_the_other_end_are_refused() {
    for (keys, line) in [
        ("from = \"bottom\"\nplaces = 1\nat_least = 60", 16),
        ("from = \"top\"\nplaces = 1\nat_most = 60", 16),
        ("from = \"below\"\nplaces = 1", 14),
        ("places = 1\nby = \"component:x\"", 15),
        ("places = 1\nby = \"k\"", 15),
    ] {
        let folder = given(&format!("[[award]]\nname = \"奖\"\n{keys}\n"), FIVE);
        refused(&folder, &[&format!("scoring-rules.toml:{line}: ")]);
    }
}
