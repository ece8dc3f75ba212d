//! Slips of whoever types a rules file with an input method: any one of them, anywhere in the sample rules, is a fault of
//! its line, and of the other faults none changes, comes or goes.

use std::path::Path;

use guanmo::folder::{Fault, rules};

use crate::support::folder::Folder;

fn sample() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scoring-rules.toml");
    std::fs::read_to_string(path).expect("the sample")
}

fn faults(text: &str) -> Vec<Fault> {
    rules::parse(text).err().unwrap_or_default()
}

/// What is right of the equals sign without the comment, and the comment.
fn value(line: &str) -> Option<(&str, &str, &str)> {
    if line.trim_start().starts_with('#') {
        return None;
    }
    let (key, value) = line.split_once(" = ")?;
    let (value, comment) = value.split_once("  ").unwrap_or((value, ""));
    Some((key, value, comment))
}

type Slip = (&'static str, fn(&str) -> Option<String>);

fn with_value(line: &str, change: impl Fn(&str) -> Option<String>) -> Option<String> {
    let (key, value, comment) = value(line)?;
    Some(format!("{key} = {}  {comment}", change(value)?))
}

/// A line with a slip in it; `None` where the line cannot have it.
const SLIPS: [Slip; 29] = [
    ("wide quotes", |line| with_value(line, |v| Some(format!("“{}”", v.strip_prefix('"')?.strip_suffix('"')?)))),
    ("corner brackets", |line| with_value(line, |v| Some(format!("「{}」", v.strip_prefix('"')?.strip_suffix('"')?)))),
    ("a wide second quote", |line| with_value(line, |v| Some(format!("{}”", v.strip_suffix('"')?)))),
    ("no second quote", |line| with_value(line, |v| v.strip_suffix('"').map(str::to_owned))),
    ("no first quote", |line| with_value(line, |v| v.strip_prefix('"').map(str::to_owned))),
    ("no quotes", |line| with_value(line, |v| v.strip_prefix('"')?.strip_suffix('"').map(str::to_owned))),
    ("wide equals", |line| value(line).map(|_| line.replacen('=', "＝", 1))),
    ("a colon", |line| value(line).map(|_| line.replacen(" =", ":", 1))),
    ("a wide colon", |line| value(line).map(|_| line.replacen(" =", "：", 1))),
    ("two equals", |line| value(line).map(|_| line.replacen('=', "==", 1))),
    ("no equals", |line| value(line).map(|_| line.replacen("= ", "", 1))),
    ("no value", |line| with_value(line, |_| Some(String::new()))),
    ("wide digits", |line| with_value(line, |v| v.parse::<u32>().ok().map(|_| wide(v)))),
    ("a unit", |line| with_value(line, |v| v.parse::<u32>().ok().map(|_| format!("{v}分")))),
    ("a percentage", |line| with_value(line, |v| v.parse::<u32>().ok().map(|_| format!("{v}%")))),
    ("True", |line| with_value(line, |v| (v == "false").then(|| "False".to_owned()))),
    ("a comma at the end", |line| with_value(line, |v| Some(format!("{v},")))),
    ("a wide comma at the end", |line| with_value(line, |v| Some(format!("{v}，")))),
    ("a comment with slashes", |line| with_value(line, |v| Some(format!("{v} // 说明")))),
    ("a comment with a wide sign", |line| value(line).map(|(key, value, _)| format!("{key} = {value} ＃ 说明"))),
    ("an ideographic space", |line| value(line).map(|_| line.replacen(" = ", "\u{3000}=\u{3000}", 1))),
    ("a space that does not break", |line| value(line).map(|_| line.replacen(" = ", " =\u{a0}", 1))),
    ("a byte order mark", |line| (!line.starts_with('#')).then(|| format!("\u{feff}{line}"))),
    ("a bracket that is missing", |line| header(line).map(|_| line.replacen(']', "", 1))),
    ("wide brackets", |line| header(line).map(|_| line.replace('[', "［").replace(']', "］"))),
    ("a single bracket or two", |line| {
        header(line).map(|name| if line.starts_with("[[") { format!("[{name}]") } else { format!("[[{name}]]") })
    }),
    ("a wide point", |line| header(line)?.contains('.').then(|| line.replacen('.', "．", 1))),
    ("a comment without its sign", |line| line.strip_prefix("# ").map(|text| format!("说明 {text}"))),
    ("a semicolon for a comment", |line| line.strip_prefix("# ").map(|text| format!("； {text}"))),
];

fn header(line: &str) -> Option<&str> {
    line.starts_with('[').then(|| line.split(" #").next().unwrap_or_default().trim().trim_matches(['[', ']']))
}

fn wide(digits: &str) -> String {
    digits.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).expect("a digit")).collect()
}

/// The sample with what is wrong in other ways, at its beginning and at its end.
fn with_faults() -> String {
    let text = sample().replacen("mode = \"half-up\"", "mode = \"half_up\"", 1);
    let text = text.replacen("floor = 0  ", "flor = 0  ", 1).replacen(
        "boundary = \"decide\"\n# at",
        "boundary = \"decid\"\n# at",
        1,
    );
    text + "\n[limits]\ndistinct = 1\n"
}

#[test]
fn any_slip_is_a_fault_of_its_line_and_changes_no_other() {
    let text = with_faults();
    let lines: Vec<&str> = text.lines().collect();
    let others = faults(&text);
    assert_eq!(others.len(), 4, "{others:?}");
    let mut tried = [0; SLIPS.len()];
    for (at, line) in lines.iter().enumerate() {
        for (number, (name, slip)) in SLIPS.iter().enumerate() {
            let Some(slipped) = slip(line) else { continue };
            let mut changed = lines.clone();
            changed[at] = &slipped;
            tried[number] += 1;
            let told = faults(&changed.join("\n"));
            let here = at + 1;
            assert!(told.iter().any(|fault| fault.line == here), "{name}, {slipped:?}, line {here}: {told:?}");
            for fault in told.iter().filter(|fault| fault.line == here) {
                let said = fault.to_string();
                assert!(!said.contains("expected") && !said.contains("（in"), "{name}: {said}");
            }
            // without the place: what has lost its name is called by its number
            let of_others = |faults: &[Fault]| -> Vec<(usize, String)> {
                let others = faults.iter().filter(|fault| fault.line != here);
                others.map(|fault| (fault.line, fault.problem.to_string())).collect()
            };
            assert_eq!(of_others(&told), of_others(&others), "{name}, {slipped:?}, line {here}");
        }
    }
    assert!(tried.iter().all(|&tried| tried > 0), "{tried:?}");
}

#[test]
fn all_slips_of_a_file_are_told_at_once_with_its_other_faults() {
    let folder = Folder::sound();
    folder
        .replace("scoring-rules.toml", "title = \"小例\"", "title ＝ “小例”")
        .replace("scoring-rules.toml", "weight = 60", "权重 = 60")
        .replace("scoring-rules.toml", "weight = 40", "wieght = 40,")
        .replace("scoring-rules.toml", "method = \"mean\"", "method = trimmed // 去掉最高最低");
    let output = folder.tabulate(&[]);
    assert_eq!((output.code, output.stdout.as_str()), (1, ""), "{output:?}");
    let told: Vec<&str> = output.stderr.lines().collect();
    let expected = [
        "scoring-rules.toml:2: toml: 写的是全角的 ＝，应为半角的 =",
        "scoring-rules.toml:2: toml: 用了全角引号 “ ”，应为半角引号 \"",
        "scoring-rules.toml:12: toml: 项目名应写英文，“权重”应写作 weight",
        "scoring-rules.toml:16: toml: 行末多了“,”，应删去",
        "scoring-rules.toml:16: group.dept.wieght: 此处没有这个项目，可用：covers、id、name、weight；是否想写 weight",
        "scoring-rules.toml:24: toml: “trimmed”没有引号，文字应写作 \"trimmed\"",
        "scoring-rules.toml:24: toml: 说明前面写的是“//”，应为半角的 #",
        "scoring-rules.toml:24: component.visit.aggregate.method: 没有“trimmed”，可用：mean、trimmed-mean、median；\
         是否想写 trimmed-mean",
    ];
    assert_eq!(told, expected);
}
