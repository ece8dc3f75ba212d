//! Events with little or nothing to say: nothing is divided by, and what cannot be worked out is not said.

use guanmo::folder;
use guanmo::scoring::sensitivity::{Firmness, Span, Sureness, sureness};

use crate::support::folder::Folder;

/// An event with so many entries and judges of one group, whose marks are as said.
fn event(rules: &str, entries: usize, judges: usize, mark: impl Fn(usize, usize) -> u32) -> Sureness {
    let folder = Folder::empty();
    folder.write("scoring-rules.toml", rules);
    let list: Vec<String> = (0..entries).map(|n| format!("{n:03},项目{n},单位{n},{}", n + 1)).collect();
    folder.write("entries.csv", format!("entry,name,unit,order\n{}\n", list.join("\n")));
    let list: Vec<String> = (0..judges).map(|n| format!("j{n},{n}席,,panel")).collect();
    folder.write("judges.csv", format!("judge,name,unit,group\n{}\n", list.join("\n")));
    let cells = (0..judges).flat_map(|judge| (0..entries).map(move |entry| (judge, entry)));
    let list = cells.map(|(judge, entry)| format!("j{judge},visit,{entry:03},all,{}\n", mark(judge, entry)));
    folder.write("scores.csv", format!("judge,component,entry,criterion,value\n{}", list.collect::<String>()));
    let read = folder::read_dir(folder.path(), None).unwrap_or_else(|faults| panic!("{faults:?}"));
    sureness(&read.event, 100, [5; 32])
}

const RULES: &str = r#"
schema = 1
[rounding]
final = 2
[[group]]
id = "panel"
name = "评委组"
[[component]]
id = "visit"
name = "现场观摩"
kind = "marks"
[component.aggregate]
method = "mean"
[[component.criterion]]
id = "all"
max = 100
step = 1
[[award]]
name = "一等奖"
places = 1
boundary = "enlarge"
"#;

#[test]
fn one_entry_is_first_whatever_happens() {
    let sure = event(RULES, 1, 3, |judge, _| 80 + u32::try_from(judge).expect("small"));
    let only = &sure.entries[0];
    let first = Some(Span { from: 1, to: 1 });
    assert_eq!((only.seat, only.step, only.redraw, only.trims), (first, first, first, first));
    assert_eq!(only.firmness, Some(Firmness::Firm));
    assert!(sure.swaps.is_empty() && sure.near.is_empty());
}

#[test]
fn one_judge_can_neither_be_left_out_nor_drawn_again() {
    let sure = event(RULES, 3, 1, |_, entry| 80 + u32::try_from(entry).expect("small"));
    assert_eq!((sure.seats, sure.needed, sure.draws), (0, 1, 0));
    assert!(sure.entries.iter().all(|one| one.seat.is_none() && one.redraw.is_none() && one.firmness.is_none()));
    // one point more makes the second level with the first, one less with the third, which shares its place then
    assert_eq!(sure.entries[0].step, Some(Span { from: 1, to: 1 }));
    assert_eq!(sure.entries[1].step, Some(Span { from: 1, to: 2 }));
    assert_eq!(sure.entries[2].step, Some(Span { from: 2, to: 3 }));
    assert_eq!(sure.swaps[0].least.as_ref().expect("a change").points, "2");
}

#[test]
fn where_all_are_level_nobody_is_above_anybody() {
    let sure = event(RULES, 4, 3, |_, _| 80);
    assert!(sure.entries.iter().all(|one| one.place == 1 && one.seat == Some(Span { from: 1, to: 1 })));
    // a mark less puts one of four behind the others
    assert!(sure.entries.iter().all(|one| one.step == Some(Span { from: 1, to: 4 })));
    assert!(sure.swaps.is_empty() && sure.near.is_empty());
}

#[test]
fn no_single_card_may_be_enough() {
    let sure = event(RULES, 2, 9, |_, entry| if entry == 0 { 100 } else { 20 });
    assert_eq!(sure.swaps.len(), 1);
    assert_eq!(sure.swaps[0].least, None);
}

#[test]
fn a_veto_leaves_the_others_alone_and_rules_without_awards_have_no_word() {
    let folder = Folder::sound();
    folder.write("adjustments.csv", "entry,kind,item,points,reason\nB,veto,x,,通报\n");
    let read = folder::read_dir(folder.path(), None).unwrap_or_else(|faults| panic!("{faults:?}"));
    let sure = sureness(&read.event, 50, [1; 32]);
    assert!(sure.entries.iter().all(|one| one.entry != "B" && one.firmness.is_none()), "{sure:?}");
    assert_eq!(sure.entries.len(), 2);
}

#[test]
fn where_nothing_is_there_nothing_is_said() {
    let folder = Folder::sound();
    folder.write("scores.csv", "judge,component,entry,criterion,value\n");
    let read = folder::read_dir(folder.path(), None).unwrap_or_else(|faults| panic!("{faults:?}"));
    let sure = sureness(&read.event, 50, [1; 32]);
    assert_eq!(sure, Sureness { moves: Some(0), ..Sureness::default() });
}
