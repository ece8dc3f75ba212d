//! Vetoes by reason, several of one entry, and awards that fall.

use crate::support::folder::Folder;
use crate::support::small::{cards, column, event, marks, refused};

/// Entries A to D with totals 95, 85, 75, 65; awards 一, 二 and 三 for one each, bands at 90, 80, 70 and 0.
fn vetoed(veto: &str, rows: &str) -> Folder {
    let mut rules = format!("{}{veto}\n", marks(""));
    for name in ["一", "二", "三"] {
        rules += &format!("[[award]]\nname = \"{name}\"\nplaces = 1\n");
    }
    for (name, at_least) in [("优", 90), ("良", 80), ("中", 70), ("差", 0)] {
        rules += &format!("[[band]]\nname = \"{name}\"\nat_least = {at_least}\n");
    }
    let folder = event(&rules, &["A,,,", "B,,,", "C,,,", "D,,,"], &["j1,,g,"]);
    cards(&folder, "c", &[("j1", "A=95 B=85 C=75 D=65")]);
    folder.write("adjustments.csv", format!("entry,kind,item,points,reason\n{rows}"));
    folder
}

fn both(folder: &Folder) -> [String; 2] {
    ["award", "band"].map(|name| column(folder, 0, name))
}

const ITEMS: &str = "[veto]\neffect = \"drop-one-band\"\n[[veto.item]]\nid = \"late\"\nname = \"迟报\"\n\
                     [[veto.item]]\nid = \"fire\"\neffect = \"disqualify\"\n[[veto.item]]\nid = \"fraud\"\neffect = \"no-award\"\n\
                     [[veto.item]]\nid = \"noise\"\neffect = \"drop-one-award\"\n[[veto.item]]\nid = \"waste\"\neffect = \"lowest-band\"\n";

#[test]
fn each_reason_has_its_effect() {
    // A is one band lower, B gets no award and none is used up, C would get 二 and gets 三, D is in the lowest band anyway
    let folder = vetoed(ITEMS, "A,veto,late,,\nB,veto,fraud,,\nC,veto,noise,,\nD,否决,waste,,\n");
    assert_eq!(both(&folder), ["A=一 B= C=三 D=三", "A=良 B=良 C=中 D=差"]);
    let folder = vetoed(ITEMS, "A,veto,fire,,\n");
    assert_eq!(both(&folder), ["B=一 C=二 D=三 A=", "B=良 C=中 D=差 A="]);
}

#[test]
fn several_vetoes_of_an_entry_all_apply() {
    // two bands, never below the lowest
    assert_eq!(both(&vetoed(ITEMS, "A,veto,late,,一次\nA,veto,late,,二次\n"))[1], "A=中 B=良 C=中 D=差");
    assert_eq!(both(&vetoed(ITEMS, "C,veto,late,,\nC,veto,late,,\nC,veto,late,,\n"))[1], "A=优 B=良 C=差 D=差");
    // two awards; a band and an award; the lowest band whatever else
    assert_eq!(both(&vetoed(ITEMS, "A,veto,noise,,\nA,veto,noise,,\n"))[0], "A=三 B=二 C=三 D=");
    assert_eq!(both(&vetoed(ITEMS, "A,veto,noise,,\nA,veto,late,,\n")), ["A=二 B=二 C=三 D=", "A=良 B=良 C=中 D=差"]);
    assert_eq!(both(&vetoed(ITEMS, "A,veto,waste,,\nA,veto,late,,\n"))[1], "A=差 B=良 C=中 D=差");
    // who is disqualified is out, whatever else
    assert_eq!(both(&vetoed(ITEMS, "A,veto,noise,,\nA,veto,fire,,\n"))[0], "B=一 C=二 D=三 A=");
}

#[test]
fn an_award_falls_to_the_next_from_the_top_and_its_slot_stays_empty() {
    let veto = "[veto]\neffect = \"drop-one-award\"";
    // C had the last one
    assert_eq!(both(&vetoed(veto, "A,veto,,,\nC,veto,,,\n"))[0], "A=二 B=二 C= D=");
    // neither one from the bottom nor one by a component is next
    let between = format!(
        "{veto}\n[[award]]\nname = \"先\"\nplaces = 1\n[[award]]\nname = \"末\"\nfrom = \"bottom\"\nplaces = 3\n\
         [[award]]\nname = \"专\"\nby = \"component:k\"\nplaces = 1"
    );
    // 先 A, 一 B, 二 C, 三 D: A falls to 一; 专 stays
    assert_eq!(both(&vetoed(&between, "A,veto,,,\n"))[0], "A=专;一 B=一 C=二 D=三");
    // D had 三 and gets nothing from the bottom either, since a veto took it
    assert_eq!(both(&vetoed(&between, "D,veto,,,\n"))[0], "A=先;专 B=一 C=二 D=");
}

#[test]
fn an_award_falls_to_the_next_of_its_track() {
    let rules = "[ranking]\nby_track = true\n[veto]\neffect = \"drop-one-award\"";
    let folder = vetoed(rules, "A,veto,,,\n");
    folder.write("entries.csv", "entry,unit,track,name\nA,,镇,\nB,,镇,\nC,,区,\nD,,区,\n");
    folder.replace("scoring-rules.toml", "name = \"二\"\n", "name = \"二\"\ntracks = [\"区\"]\n");
    assert_eq!(both(&folder)[0], "A=三 B=三 C=一 D=二");
}

#[test]
fn who_gets_no_award_gets_none_of_any_sort() {
    let rules = "[veto]\neffect = \"no-award\"\n[[award]]\nname = \"末\"\nfrom = \"bottom\"\nplaces = 1\n\
                 [[award]]\nname = \"专\"\nby = \"component:k\"\nplaces = 1";
    // 一 B, 二 C, 三 D; nobody is left at the bottom; by the component B is the first after A
    assert_eq!(both(&vetoed(rules, "A,veto,,,\n"))[0], "A= B=专;一 C=二 D=三");
    // D is passed over and uses no slot: three have awards from the top, so none from the bottom
    assert_eq!(both(&vetoed(rules, "D,veto,,,\n"))[0], "A=专;一 B=二 C=三 D=");
}

#[test]
fn once_reasons_are_listed_each_veto_has_one_of_them() {
    refused(&vetoed(ITEMS, "A,veto,lat,,\n"), &["adjustments.csv:2: item: "]);
    refused(&vetoed(ITEMS, "A,veto,,,\n"), &["adjustments.csv:2: item: "]);
    // other adjustments have items of their own, free here
    assert_eq!(vetoed(ITEMS, "A,bonus,迟报,1,\n").tabulate(&[]).code, 0);
    assert_eq!(vetoed("[veto]\neffect = \"no-award\"", "A,veto,随便,,\n").tabulate(&[]).code, 0);
    let folder = vetoed("[[veto.item]]\nid = \"a\"\neffect = \"drop-two\"", "");
    refused(&folder, &["scoring-rules.toml:14: veto.item.a.effect: "]);
    let folder = vetoed("[[veto.item]]\nid = \"a\"\n[[veto.item]]\nid = \"a\"", "");
    refused(&folder, &["scoring-rules.toml:15: "]);
}
