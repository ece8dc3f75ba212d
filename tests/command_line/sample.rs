//! The sample rules: each option that is commented out works when its line alone is let in, or the comment above it says
//! what goes with it, and then it works with that.

use std::path::Path;

use guanmo::folder::rules;

/// A line that is an option behind its comment mark: a header, or a key of the file with a value.
fn option(line: &str) -> Option<&str> {
    let text = line.strip_prefix("# ")?;
    let key = text.split_once(" = ").map_or(text, |(key, _)| key).trim_matches(['[', ']']);
    let is_key = !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'.');
    (is_key && (text.starts_with('[') || text.contains(" = "))).then_some(text)
}

fn with(lines: &[&str], let_in: &[usize]) -> Result<(), String> {
    let text: Vec<&str> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| if let_in.contains(&at) { option(line).expect("an option") } else { line })
        .collect();
    rules::parse(&text.join("\n")).map(|_| ()).map_err(|faults| format!("{faults:?}"))
}

#[test]
fn every_commented_option_works_alone_or_the_comment_says_what_goes_with_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scoring-rules.toml");
    let text = std::fs::read_to_string(path).expect("the sample");
    let lines: Vec<&str> = text.lines().collect();
    let options: Vec<usize> = (0..lines.len()).filter(|&at| option(lines[at]).is_some()).collect();
    assert!(options.len() > 15, "{options:?}");
    for &at in &options {
        if with(&lines, &[at]).is_ok() {
            continue;
        }
        // the options of one block, from its header on
        let header = (0..=at).rev().find(|&line| option(lines[line]).is_some_and(|text| text.starts_with('[')));
        let header = header.unwrap_or_else(|| panic!("line {}: {}", at + 1, lines[at]));
        let said = lines[header.saturating_sub(14)..header].iter().any(|line| line.contains("一起启用"));
        assert!(said, "line {} does not work alone, and nothing says what goes with it: {}", at + 1, lines[at]);
        let rest = options
            .iter()
            .filter(|&&other| other > header)
            .take_while(|&&other| !option(lines[other]).is_some_and(|text| text.starts_with('[')));
        let block: Vec<usize> = std::iter::once(header).chain(rest.copied()).collect();
        let pair = with(&lines, &[header, at]);
        assert!(pair.is_ok() || with(&lines, &block).is_ok(), "line {}: {pair:?}", at + 1);
    }
}
