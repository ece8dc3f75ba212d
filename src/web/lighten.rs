//! Scripts without what only readers of their source need: comments, and white space that parts nothing.

/// What a piece of a script is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// White space and comments.
    Space,
    /// A name, a keyword or a number.
    Word,
    /// One character that is none of the others.
    Mark,
    /// A string, a regular expression, or what stands in a template between its values.
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'s> {
    pub kind: Kind,
    pub text: &'s str,
}

impl Piece<'_> {
    /// Whether it leads into a value of a template.
    pub fn opens_value(&self) -> bool {
        self.kind == Kind::Text && self.text.ends_with("${") && self.text.starts_with(['`', '}'])
    }

    /// Whether it comes out of a value of a template.
    pub fn closes_value(&self) -> bool {
        self.kind == Kind::Text && self.text.starts_with('}')
    }

    /// Whether an operand comes next: a `/` is then no division.
    fn wants_operand(&self) -> bool {
        match self.kind {
            Kind::Mark => !self.text.starts_with([')', ']']),
            Kind::Word => {
                ["return", "typeof", "case", "of", "in", "void", "new", "throw", "await"].contains(&self.text)
            }
            Kind::Text => self.opens_value(),
            Kind::Space => false,
        }
    }
}

/// Whether a character is one of names and numbers.
pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// The pieces of a script; together they are the script.
pub(super) fn pieces(source: &str) -> Vec<Piece<'_>> {
    let mut found: Vec<Piece<'_>> = Vec::new();
    let mut before: Option<Piece<'_>> = None;
    // braces that are open in each value of a template, innermost last
    let mut values: Vec<usize> = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let wants_operand = before.is_none_or(|piece| piece.wants_operand());
        let ends_value = first == '}' && values.last() == Some(&0);
        let (kind, length) = match first {
            _ if first.is_whitespace() => (Kind::Space, rest.find(|c: char| !c.is_whitespace())),
            '/' if rest.starts_with("//") => (Kind::Space, rest.find('\n')),
            '/' if rest.starts_with("/*") => (Kind::Space, rest.find("*/").map(|at| at + 2)),
            '\'' | '"' => (Kind::Text, end(rest, |c| c == first)),
            '`' => (Kind::Text, template(rest)),
            '}' if ends_value => (Kind::Text, template(rest)),
            '/' if wants_operand => (Kind::Text, expression(rest)),
            _ if is_letter(first) => (Kind::Word, rest.find(|c| !is_letter(c))),
            _ => (Kind::Mark, Some(first.len_utf8())),
        };
        let (text, after) = rest.split_at(length.unwrap_or(rest.len()));
        let piece = Piece { kind, text };
        if piece.closes_value() {
            values.pop();
        }
        if piece.opens_value() {
            values.push(0);
        }
        if let (Kind::Mark, Some(open)) = (kind, values.last_mut()) {
            match first {
                '{' => *open += 1,
                '}' => *open = open.saturating_sub(1),
                _ => {}
            }
        }
        if kind != Kind::Space {
            before = Some(piece);
        }
        found.push(piece);
        rest = after;
    }
    found
}

/// Where a text ends that ends with a character, which may stand in it after a `\`.
fn end(text: &str, mut is_last: impl FnMut(char) -> bool) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if !escaped && is_last(c) {
            return Some(at + c.len_utf8());
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

/// Where a part of a template ends: with the template, or at its next value.
fn template(text: &str) -> Option<usize> {
    let mut before = ' ';
    end(text, |c| {
        let is_last = c == '`' || (before == '$' && c == '{');
        before = c;
        is_last
    })
}

/// Where a regular expression ends, with its flags; in brackets a `/` is one of the characters.
fn expression(text: &str) -> Option<usize> {
    let mut listed = false;
    let last = end(text, |c| {
        listed = (listed || c == '[') && c != ']';
        c == '/' && !listed
    })?;
    text[last..].find(|c| !is_letter(c)).map(|flags| last + flags)
}

/// What of white space has to stay between two pieces. A line's end stays where a statement may end with it.
fn between(before: &Piece<'_>, space: &str, after: &Piece<'_>) -> &'static str {
    let (Some(last), Some(first)) = (before.text.chars().last(), after.text.chars().next()) else { return "" };
    if space.contains('\n') {
        let goes_on = before.kind == Kind::Mark && "{;,([:?&|=".contains(last);
        let went_on = after.kind == Kind::Mark && "})],.?:&|".contains(first);
        return if goes_on || went_on { "" } else { "\n" };
    }
    let joins = (is_letter(last) && is_letter(first)) || (last == first && "+-/".contains(first));
    if joins && !space.is_empty() { " " } else { "" }
}

/// A script that does the same, in fewer characters.
pub(super) fn lighten(source: &str) -> String {
    let mut light = String::with_capacity(source.len());
    let mut before: Option<Piece<'_>> = None;
    let mut space = String::new();
    for piece in pieces(source) {
        if piece.kind == Kind::Space {
            space.push_str(piece.text);
            continue;
        }
        if let Some(before) = before {
            light.push_str(between(&before, &space, &piece));
        }
        light.push_str(piece.text);
        space.clear();
        before = Some(piece);
    }
    light + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn significant(source: &str) -> Vec<String> {
        pieces(source)
            .into_iter()
            .filter(|piece| piece.kind != Kind::Space)
            .map(|piece| piece.text.to_owned())
            .collect()
    }

    #[test]
    fn comments_and_space_go_and_what_they_part_stays_parted() {
        for (source, light) in [
            ("// why\nconst a = 1; // one\n", "const a=1;"),
            ("/** Says. */\nexport function f(a, b) { return a + b; }", "export function f(a,b){return a+b;}"),
            ("a + +b - -c", "a+ +b- -c"),
            ("x = a / b / c; // d / e", "x=a/b/c;"),
            ("return /a b/g in c", "return/a b/g in c"),
            ("f(/[/'\"]/, '//', \"/* */\")", "f(/[/'\"]/,'//',\"/* */\")"),
            ("a /* one */ b", "a b"),
            ("a = b\nc = d", "a=b\nc=d"),
            ("i++\nj", "i++\nj"),
            ("}\nelse {\n  x();\n}\n", "}\nelse{x();}"),
            ("f(a,\n  b)\n  .then((c) => c);", "f(a,b).then((c)=>c);"),
            ("return {\n  a,\n};", "return{a,};"),
            ("'it\\'s // so'", "'it\\'s // so'"),
        ] {
            assert_eq!(lighten(source), light.to_owned() + "\n", "{source}");
        }
    }

    #[test]
    fn texts_keep_each_of_their_characters_and_values_in_templates_are_code() {
        let source = "`a  // ${ b ? `<${ c }  >` : { d: '}' }.d } \\` e`  +  /\\/  /.source";
        let expected =
            ["`a  // ${", "b", "?", "`<${", "c", "}  >`", ":", "{", "d", ":", "'}'", "}", ".", "d", "} \\` e`"];
        assert_eq!(significant(source)[..15], expected);
        assert_eq!(lighten(source), "`a  // ${b?`<${c}  >`:{d:'}'}.d} \\` e`+/\\/  /.source\n");
    }

    #[test]
    fn each_script_of_ours_keeps_its_pieces_and_does_not_become_lighter_twice() {
        let folder = format!("{}/src/web/assets", env!("CARGO_MANIFEST_DIR"));
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.extension().is_none_or(|extension| extension != "js") {
                continue;
            }
            let source = std::fs::read_to_string(&path).expect("a script");
            let light = lighten(&source);
            assert_eq!(significant(&light), significant(&source), "{}", path.display());
            assert_eq!(lighten(&light), light, "{}", path.display());
            assert!(light.len() < source.len());
        }
    }
}
