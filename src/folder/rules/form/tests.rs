use super::*;
use crate::folder::rules::parse;
use crate::folder::rules::shelf::SHELF;
use crate::scoring::rules::{Kind, Method, Points, TieBreak};

const SAMPLE: &str = include_str!("../../../../scoring-rules.toml");

fn with(text: &str, pairs: &[(&str, &str)]) -> Applied {
    apply(text, |name| pairs.iter().filter(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()).collect())
}

fn pressed(text: &str, word: &str) -> String {
    let (how, way) = Turn::from_word(word).unwrap_or_else(|| panic!("{word} is a button"));
    turn(text, how, way).text
}

/// All that a form sends as it is shown.
fn all(form: &RulesForm) -> Vec<(String, String)> {
    let mut sent = Vec::new();
    for field in form.fields() {
        let inputs = field.field.widget.inputs();
        if field.field.widget.is_list() {
            sent.extend(field.values.iter().map(|value| (field.name.clone(), value.clone())));
            sent.push((field.name.clone(), String::new()));
        } else {
            let one =
                |(input, value): (&&str, &String)| (format!("{}{input}", field.name), value.replace('\n', "\r\n"));
            sent.extend(inputs.iter().zip(&field.values).map(one));
        }
    }
    sent
}

fn sent_back(text: &str) -> String {
    let sent = all(&RulesForm::of(text).expect("TOML"));
    let pairs: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    with(text, &pairs).text
}

/// Lines of one text that the other does not have.
fn lines_that_differ(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (lines(before), lines(after));
    let gone = old.iter().filter(|line| !new.contains(line)).cloned().collect();
    (gone, new.into_iter().filter(|line| !old.contains(line)).collect())
}

#[test]
fn a_form_that_is_sent_as_it_was_shown_changes_not_one_byte() {
    let form = RulesForm::of(SAMPLE).expect("TOML");
    assert!(form.fields().len() > 80, "{}", form.fields().len());
    assert!(form.fields().iter().all(|field| field.values.iter().all(|value| !value.contains('#'))));
    assert_eq!(sent_back(SAMPLE), SAMPLE);
    for ready in SHELF {
        assert_eq!(sent_back(ready.text), ready.text, "{}", ready.id);
    }
    assert_eq!(with("not = [ TOML", &[("title", "x")]).text, "not = [ TOML");
}

#[test]
fn ready_rules_are_sound_and_name_no_place() {
    assert!(SHELF.len() >= 12);
    for ready in SHELF {
        let rules = parse(ready.text).unwrap_or_else(|faults| panic!("{}: {faults:?}", ready.id));
        assert!(!rules.title.is_empty() && ready.text.contains('#') && !ready.text.contains('市'), "{}", ready.id);
        // a balance has no greatest coefficient
        let full = rules.full_marks();
        assert_eq!(full.is_none(), ready.id == "panels", "{}", ready.id);
        assert!(ready.id != "figures" || full.as_deref() == Some("120"), "{full:?}");
    }
}

#[test]
fn a_value_is_changed_where_it_stands_with_its_comment_and_nothing_else() {
    let sent = [("component.0.aggregate.drop_highest", "２"), ("component.0.weight", "0.50"), ("rounding.group", "")];
    let changed = with(SAMPLE, &sent).text;
    let (gone, came) = lines_that_differ(SAMPLE, &changed);
    assert_eq!(gone.len(), 3, "{gone:?}");
    assert_eq!(came, ["weight = 0.50", "drop_highest = 2          # 去掉几个最高分"]);
    let rules = parse(&changed).expect("sound");
    let kept = [rules.rounding.group, rules.rounding.component].map(|stage| stage.map(|stage| stage.decimals));
    assert_eq!(kept, [None, Some(2)]);
}

#[test]
fn a_table_that_is_not_there_is_made_where_it_belongs() {
    let sent = [
        ("component.0.release.opens", "after"),
        ("component.0.release.after", "2"),
        ("limits.max_share_above", "90"),
        ("limits.max_share_above:share", "30%"),
    ];
    let changed = with(SAMPLE, &sent).text;
    let (gone, came) = lines_that_differ(SAMPLE, &changed);
    assert_eq!(gone, [""; 0]);
    assert_eq!(
        came,
        ["[component.release]", "opens = \"after\"", "after = 2", "[limits]", "max_share_above = [90, \"30%\"]"]
    );
    assert!(changed.find("[component.release]") < changed.find("[[component.criterion]]"));
    parse(&changed).expect("sound");
}

#[test]
fn what_is_no_number_becomes_a_fault_with_its_line_and_its_field() {
    let changed = with(SAMPLE, &[("component.0.criterion.0.max", "三十"), ("award.0.quota", "120%")]).text;
    let faults = parse(&changed).expect_err("faults");
    let line = |text: &str| changed.lines().position(|line| line.starts_with(text)).expect("the line") + 1;
    let told: Vec<(usize, &str)> = faults.iter().map(|fault| (fault.line, fault.place.as_str())).collect();
    let expected =
        [(line("max = \"三十\""), "component.visit.criterion.effect.max"), (line("share"), "award.一等奖.share")];
    assert_eq!(told, expected);
    let form = RulesForm::of(&changed).expect("TOML");
    let fields: Vec<&str> =
        faults.iter().filter_map(|fault| form.field_at(&fault.place)).map(|field| field.name.as_str()).collect();
    assert_eq!(fields, ["component.0.criterion.0.max", "award.0.quota"]);
    assert_eq!(
        form.section_at("component.visit.criterion.effect.colour").map(|section| section.name.as_str()),
        Some("component.0.criterion.0")
    );
}

#[test]
fn rows_come_and_go_and_comments_stay() {
    let more = pressed(&pressed(SAMPLE, "add:component.0.criterion"), "add:award");
    let rules = parse(&more).expect("sound");
    let ids: Vec<&str> = rules.components[0].criteria().iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, ["effect", "politics", "novelty", "approval", "lasting", "criterion-1"]);
    assert_eq!((rules.awards.len(), rules.awards[3].name.as_str()), (4, "新奖项"));
    assert!(lines_that_differ(SAMPLE, &more).0.is_empty(), "nothing is gone");
    let less = pressed(&pressed(&more, "remove:award.0"), "remove:component.0.criterion.0");
    let rules = parse(&less).unwrap_or_else(|faults| panic!("{faults:?}\n{less}"));
    // what named the criterion is gone with it
    assert_eq!(rules.ranking.tie_break, [TieBreak::Component(0), TieBreak::Group { component: 0, group: 0 }]);
    assert!(less.contains("# 评分指标：max 满分") && less.contains("── 奖项 ─"), "{less}");
    assert_eq!(pressed(SAMPLE, "remove:award.9"), SAMPLE);
    for word in ["add:nothing", "remove:component.x", "up", "add:ranking.on.0", "up:component.0.weight"] {
        assert_eq!(Turn::from_word(word), None, "{word}");
    }
}

#[test]
fn rows_move_with_their_comments_and_back_again() {
    let text = "schema = 1\n# 组\n[[group]]\nid = \"a\"\n\n[[group]]\nid = \"b\" # 乙\n\n# 先看这个\n[[component]]\nid = \"x\"\nkind = \"marks\"\n# 不用 weight\n\n[component.aggregate]\nmethod = \"median\"\n\n[[component.criterion]]\nid = \"k\"\nmax = 10\n\n# 再看那个\n[[component]]\nid = \"y\"\nkind = \"measure\"\n\n[ranking]\ntie_break = [\n  \"component:y\", # 一\n  \"exact\",\n]\n";
    for word in ["down:component.0", "up:component.1"] {
        let moved = pressed(text, word);
        let rules = parse(&moved).expect("sound");
        assert_eq!((rules.components[0].id.as_str(), rules.components[1].id.as_str()), ("y", "x"));
        assert!(
            moved.find("# 再看那个\n[[component]]\nid = \"y\"").expect("y")
                < moved.find("# 先看这个\n[[component]]\nid = \"x\"").expect("x"),
            "{moved}"
        );
        assert!(moved.contains("kind = \"marks\"\n# 不用 weight\n\n[component.aggregate]"), "{moved}");
        assert_eq!(pressed(&moved, "down:component.0"), text);
    }
    // the comment above the first of a list speaks of the list
    let moved = pressed(text, "down:group.0");
    assert!(moved.contains("# 组\n[[group]]\nid = \"b\" # 乙\n\n[[group]]\nid = \"a\"\n"), "{moved}");
    let moved = pressed(text, "up:ranking.tie_break.1");
    assert!(
        parse(&moved).is_ok() && moved.find("exact") < moved.find("component:y") && moved.contains("# 一"),
        "{moved}"
    );
    assert_eq!(pressed(text, "up:component.0"), text);
}

#[test]
fn another_kind_takes_away_what_it_does_not_use_and_says_so() {
    let changed = with(SAMPLE, &[("component.0.kind", "ranking")]);
    let rules = parse(&changed.text).unwrap_or_else(|faults| panic!("{faults:?}\n{}", changed.text));
    assert!(matches!(rules.components[0].kind, Kind::Ranking { points: Points::Step { .. }, .. }));
    assert!(changed.gone.iter().any(|gone| gone.contains("指标")), "{:?}", changed.gone);
    assert!(changed.gone.iter().any(|gone| gone == "criterion:visit.effect"), "{:?}", changed.gone);
    let back = with(&changed.text, &[("component.0.kind", "marks")]);
    let rules = parse(&back.text).unwrap_or_else(|faults| panic!("{faults:?}\n{}", back.text));
    assert_eq!(rules.components[0].criteria().len(), 1);
    for kind in ["grades", "measure"] {
        let changed = with(SAMPLE, &[("component.0.kind", kind)]);
        parse(&changed.text).unwrap_or_else(|faults| panic!("{kind}: {faults:?}\n{}", changed.text));
    }
}

#[test]
fn another_method_takes_away_what_it_does_not_use() {
    let changed = with(SAMPLE, &[("component.0.aggregate.method", "mean")]);
    assert_eq!(changed.gone, ["现场观摩 · 去掉几个最高", "现场观摩 · 去掉几个最低"]);
    let rules = parse(&changed.text).expect("sound");
    assert!(rules.components[0].judging().expect("judged").lists.iter().all(|list| list.method == Method::Mean));
    let changed = with(SAMPLE, &[("component.0.aggregate.scope", "panel")]);
    let rules = parse(&changed.text).unwrap_or_else(|faults| panic!("{faults:?}\n{}", changed.text));
    assert_eq!(rules.ranking.tie_break.len(), 2, "no group has a score of its own");
    assert!(changed.gone.iter().any(|gone| gone.contains("本组另设")), "{:?}", changed.gone);
}

#[test]
fn an_id_that_is_changed_is_changed_wherever_it_is_named() {
    let sent = [("component.0.id", "guanmo"), ("component.0.criterion.0.id", "chengxiao"), ("group.0.id", "领导")];
    let changed = with(SAMPLE, &sent);
    let rules = parse(&changed.text).unwrap_or_else(|faults| panic!("{faults:?}\n{}", changed.text));
    let ties: Vec<String> = rules.ranking.tie_break.iter().map(|key| rules.spelled(*key)).collect();
    assert_eq!(ties, ["component:guanmo", "criterion:guanmo.chengxiao", "group:guanmo.领导"]);
    assert!(
        changed.text.contains("[component.aggregate.group.\"领导\"]") || changed.text.contains("group.领导"),
        "{}",
        changed.text
    );
    assert_eq!(rules.components[0].judging().expect("judged").lists[0].method, Method::Mean);
}

#[test]
fn rules_that_are_written_in_one_line_are_changed_in_it() {
    let text = "schema = 1\ngroup = [{ id = \"a\" }, { id = \"b\", weight = 2 }]\nrounding = { final = 2 } # 二位\n\
        component = [{ id = \"x\", kind = \"marks\", criterion = [{ id = \"k\", max = 10 }] }]\n";
    assert_eq!(sent_back(text), text);
    let changed =
        with(text, &[("group.1.weight", "3"), ("rounding.component", "1"), ("component.0.aggregate.method", "median")]);
    let rules = parse(&changed.text).unwrap_or_else(|faults| panic!("{faults:?}\n{}", changed.text));
    assert_eq!(
        (rules.groups[1].weight.to_string().as_str(), rules.rounding.component.map(|stage| stage.decimals)),
        ("3", Some(1))
    );
    assert!(changed.text.contains("# 二位"));
    for word in ["add:group", "add:component.0.criterion", "down:group.0", "remove:group.0", "add:award"] {
        let after = pressed(text, word);
        assert!(after != text && parse(&after).is_ok(), "{word}: {after}");
    }
}

#[test]
fn unticking_every_group_is_a_fault_and_not_all_of_them() {
    let changed = with(SAMPLE, &[("component.0.groups", "")]).text;
    assert!(changed.contains("groups = []"), "{changed}");
    let faults = parse(&changed).expect_err("a fault");
    assert!(faults.iter().any(|fault| fault.place == "component.visit.groups"), "{faults:?}");
    let ticked = with(&changed, &[("component.0.groups", ""), ("component.0.groups", "leaders")]).text;
    assert!(ticked.contains("groups = [\"leaders\"]"), "{ticked}");
}
