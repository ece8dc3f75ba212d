//! What holds of the form of the rules, whatever the rules are: a form that is sent as it is shown changes nothing, no
//! comment is lost, and whatever rules there are can be made with the form alone.

use guanmo::folder::rules::form::{Filled, How, RulesForm, Section, Turn, Widget, apply, turn};
use guanmo::folder::rules::parse;
use guanmo::folder::rules::shelf::SHELF;
use proptest::prelude::*;

use super::cases;
use super::tape::{Tape, tape};
use crate::fuzz::entry::{as_shown, values};

/// Changes that lead from ready rules to random ones.
const STEPS: usize = 14;

fn form_of(text: &str) -> RulesForm {
    RulesForm::of(text).expect("TOML")
}

fn pressed(text: &str, word: &str) -> String {
    let (pressed, way) = Turn::from_word(word).unwrap_or_else(|| panic!("{word} is a button"));
    turn(text, pressed, way).text
}

fn filled_in(text: &str, sent: &[(String, String)]) -> String {
    apply(text, |name| values(sent, name)).text
}

/// What may stand in a field; most of it is allowed there.
fn typed(tape: &mut Tape, form: &RulesForm, field: &Filled) -> Vec<String> {
    let one = |value: &str| vec![value.to_owned()];
    let pick = |tape: &mut Tape, words: &[(String, String)]| {
        let word = if words.is_empty() { String::new() } else { words[tape.below(words.len())].0.clone() };
        vec![word]
    };
    match field.field.widget {
        Widget::Id => one(tape.pick(&["x", "y-1", "甲", "z_2", "k9"])),
        Widget::Words => one(tape.pick(&["新名称", "第二个 \"名称\"", "a # b", ""])),
        Widget::Long => one(tape.pick(&["一句说明", "两行\n说明", ""])),
        Widget::Figure => one(tape.pick(&["1", "0.5", "20", "2.50", "100", "", "3"])),
        Widget::Count => one(tape.pick(&["1", "2", "0", "", "3"])),
        Widget::Choice(words) | Widget::Switch(words) => one(tape.pick(words).0),
        Widget::Kind(words) => one(tape.pick(words).0),
        Widget::Figures => one(tape.pick(&["10、7、5", "3", "4 2"])),
        Widget::Texts => one(tape.pick(&["", "园区组", "园区组、镇组"])),
        Widget::Groups => form.offers.groups.iter().filter(|_| tape.chance(70)).map(|group| group.0.clone()).collect(),
        Widget::Grades => {
            let part: Vec<&str> = field.name.split('.').take(2).collect();
            let part = form.section(&part.join(".")).and_then(|part| part.part("grade"));
            part.map(|part| part.sections.iter().filter(|_| tape.chance(50)).map(|grade| grade.id.clone()).collect())
                .unwrap_or_default()
        }
        Widget::Component => pick(tape, &form.offers.components),
        Widget::Stage => {
            vec![tape.pick(&["2", "", "0", "4"]).to_owned(), tape.pick(&["", "down", "half-even"]).to_owned()]
        }
        Widget::Quota => one(tape.pick(&["1", "30%", "3"])),
        Widget::Above => vec![tape.pick(&["90", ""]).to_owned(), "30%".to_owned()],
        Widget::Comment(words) => vec![tape.pick(words).0.to_owned(), "60".to_owned()],
        Widget::Pairs => tape
            .pick(&[["0.9", "100", "1/3", "80", "0", "10"], ["0.5", "9", "0", "1", "", ""]])
            .map(str::to_owned)
            .to_vec(),
        Widget::Ties => (0..tape.between(0, 3)).flat_map(|_| pick(tape, &form.offers.ties)).collect(),
        Widget::Way => one(tape.pick(&["step", "percent", "table"])),
    }
}

/// The text with one field filled in with something.
fn with_a_value(tape: &mut Tape, text: &str) -> String {
    let form = form_of(text);
    let fields = form.fields();
    let field = fields[tape.below(fields.len())];
    let typed = typed(tape, &form, field);
    let sent: Vec<(String, String)> = if field.field.widget.is_list() {
        typed.into_iter().chain([String::new()]).map(|value| (field.name.clone(), value)).collect()
    } else {
        let inputs = field.field.widget.inputs().iter().zip(typed);
        inputs.map(|(input, value)| (format!("{}{input}", field.name), value)).collect()
    };
    filled_in(text, &sent)
}

/// What buttons there are for rows and tables.
fn buttons(form: &RulesForm) -> Vec<String> {
    let mut words = Vec::new();
    for part in form.sections().into_iter().flat_map(|section| &section.parts) {
        match part.shape.how {
            How::Rows => {
                words.push(format!("add:{}", part.name));
                let rows = part.sections.iter();
                words.extend(rows.flat_map(|row| ["up", "down", "remove"].map(|turn| format!("{turn}:{}", row.name))));
            }
            How::Wanted => words.extend(["add", "remove"].map(|turn| format!("{turn}:{}", part.name))),
            How::ByGroup => {
                let groups = part.sections.iter();
                words.extend(groups.flat_map(|group| ["add", "remove"].map(|turn| format!("{turn}:{}", group.name))));
            }
            How::Once => {}
        }
    }
    words
}

/// A text with comments in it: on lines of their own and beside values, each of them once.
fn commented(tape: &mut Tape, text: &str) -> String {
    let mut commented = String::new();
    let mut number = 0;
    for line in text.lines() {
        // what follows the quotes of a text of some lines is in the text
        let ends = line.ends_with(|c: char| c.is_alphanumeric() || c == '"') && !line.ends_with("\"\"\"");
        let is_plain = line.contains('=') && ends || line.starts_with('[');
        let is_between = line.is_empty() || is_plain;
        if is_between && tape.chance(25) {
            number += 1;
            commented += &format!("#~{number}~\n");
        }
        commented += line;
        if is_plain && !line.contains('#') && tape.chance(40) {
            number += 1;
            commented += &format!("  #~{number}~");
        }
        commented.push('\n');
    }
    // where a comment does not go, there is none
    if parse(&commented).is_ok() { commented } else { text.to_owned() }
}

/// The comments of a text, in no order.
fn comments(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text.split("#~").skip(1).filter_map(|rest| rest.split('~').next()).collect();
    found.sort_unstable();
    found
}

/// Random rules: ready ones, led away by the form. Whatever is not allowed is not done.
fn random_rules(tape: &mut Tape) -> String {
    let mut text = tape.pick(&SHELF.iter().map(|ready| ready.text).collect::<Vec<_>>()).to_owned();
    for _ in 0..tape.below(STEPS) {
        let next = if tape.chance(30) {
            let buttons = buttons(&form_of(&text));
            pressed(&text, &tape.pick(&buttons))
        } else {
            with_a_value(tape, &text)
        };
        if parse(&next).is_ok() {
            text = next;
        }
    }
    text
}

/// Rows of the form as the buttons make them: as many as wanted, each with the id that is wanted.
fn with_rows(mut text: String, wanted: &Section) -> String {
    for part in &wanted.parts {
        let count = |text: &str| {
            let form = form_of(text);
            let part = form.section(&wanted.name).and_then(|section| section.part(part.shape.key));
            part.map_or(0, |part| part.sections.iter().filter(|section| section.is_written).count())
        };
        match part.shape.how {
            How::Rows => {
                while count(&text) > part.sections.len() {
                    text = pressed(&text, &format!("remove:{}.0", part.name));
                }
                while count(&text) < part.sections.len() {
                    text = pressed(&text, &format!("add:{}", part.name));
                }
            }
            How::Wanted if part.sections.iter().any(|section| section.is_written) => {
                text = pressed(&text, &format!("add:{}", part.name));
            }
            How::ByGroup => {
                for section in part.sections.iter().filter(|section| section.is_written) {
                    text = pressed(&text, &format!("add:{}", section.name));
                }
            }
            How::Once | How::Wanted => {}
        }
        for section in &part.sections {
            // what a kind needs is there when the kind is
            let first = |key: &str| {
                section
                    .field(key)
                    .and_then(|field| field.values.first().map(|value| (field.name.clone(), value.clone())))
            };
            let sent: Vec<_> = ["id", "kind", "normalise"].into_iter().filter_map(first).collect();
            text = filled_in(&text, &sent);
            text = with_rows(text, section);
        }
    }
    text
}

/// A text without what it says for nothing: the form has no field for that, unless it stands there.
fn without_the_idle(text: &str) -> String {
    let mut text = text.to_owned();
    loop {
        let form = form_of(&text);
        let idle = form.fields().into_iter().find(|field| field.is_written && !field.applies);
        let Some(idle) = idle else { return text };
        text = filled_in(&text, &[(idle.name.clone(), String::new())]);
    }
}

/// The rules of a text, made with the form alone, from nothing.
fn made_anew(text: &str) -> String {
    let wanted = form_of(text);
    let made = with_rows("schema = 1\n".to_owned(), &wanted.file);
    filled_in(&made, &as_shown(&wanted))
}

proptest! {
    #![proptest_config(cases(60))]

    /// Read and written back, byte for byte.
    #[test]
    fn a_form_that_is_sent_as_it_is_shown_changes_nothing(mut tape in tape()) {
        let text = random_rules(&mut tape);
        let text = commented(&mut tape, &text);
        prop_assert_eq!(filled_in(&text, &as_shown(&form_of(&text))), text);
    }

    /// Values that change and rows that come and move leave all comments; rows that move back leave no trace.
    #[test]
    fn no_comment_is_lost(mut tape in tape()) {
        let text = random_rules(&mut tape);
        let text = commented(&mut tape, &text);
        let before = comments(&text);
        let form = form_of(&text);
        for word in buttons(&form).iter().filter(|word| !word.starts_with("remove:")) {
            let after = pressed(&text, word);
            prop_assert_eq!(comments(&after), before.clone(), "{}\n{}\n{}", word, text, after);
            prop_assert!(RulesForm::of(&after).is_some(), "{}", after);
            if let Some(way) = word.strip_prefix("down:") && after != text {
                let back = pressed(&after, &format!("down:{way}"));
                prop_assert_eq!(parse(&back), parse(&text), "{}\n{}", word, after);
            }
        }
        // a field that is filled in keeps what stands around it
        for field in form.fields().into_iter().filter(|field| field.is_written && matches!(field.field.widget, Widget::Figure | Widget::Words | Widget::Long)) {
            let after = filled_in(&text, &[(field.name.clone(), "7".to_owned())]);
            prop_assert_eq!(comments(&after), before.clone(), "{}\n{}\n{}", &field.name, text, after);
        }
    }

    /// Whatever rules there are, the form makes them from nothing.
    #[test]
    fn whatever_rules_there_are_can_be_made_with_the_form_alone(mut tape in tape()) {
        let text = without_the_idle(&random_rules(&mut tape));
        let made = made_anew(&text);
        let wanted = parse(&text).expect("sound");
        match parse(&made) {
            Ok(rules) => prop_assert_eq!(rules, wanted, "{}\n{}", text, made),
            Err(faults) => prop_assert!(false, "{:?}\n{}\n{}", faults, text, made),
        }
    }
}

/// The same of rules that people wrote.
#[test]
fn rules_that_people_wrote_are_read_and_written_back_and_can_be_made_with_the_form() {
    let mut texts: Vec<String> = SHELF.iter().map(|ready| ready.text.to_owned()).collect();
    for folder in ["fixtures", "tests"] {
        let mut open = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
        while let Some(path) = open.pop() {
            for entry in std::fs::read_dir(path).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    open.push(path);
                } else if path.extension().is_some_and(|extension| extension == "toml") {
                    texts.extend(std::fs::read_to_string(path).ok().filter(|text| parse(text).is_ok()));
                }
            }
        }
    }
    assert!(texts.len() > 13, "{}", texts.len());
    for text in texts {
        let text = text.replace("\r\n", "\n");
        assert_eq!(filled_in(&text, &as_shown(&form_of(&text))), text);
        let text = without_the_idle(&text);
        let made = made_anew(&text);
        assert_eq!(parse(&made).as_ref(), parse(&text).as_ref(), "{text}\n{made}");
    }
}
