//! Names of a module of ours that nobody outside of it sees, made short. A name that is given to all that bore the one
//! before, and to nothing else, binds as that one did: which scope it is of need not be known. Left as they are: names
//! that a property has, where they stand as such; those that a property takes its name from (`{ a }`); what the browser gives.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::lighten::{Kind, Piece, pieces};

/// What the language or the browser gives; what is used of it in a module is never renamed.
const GIVEN_WORDS: &str = "AbortController BigInt Blob Boolean CSS CompressionStream DataView Date Error Infinity IDBKeyRange Int32Array JSON Map \
    Math NaN Number Object Array Promise Response Set String TextDecoder TextEncoder URL URLSearchParams Uint8Array atob btoa caches \
    clearInterval clearTimeout console crypto decodeURIComponent document encodeURIComponent event fetch history indexedDB isNaN \
    localStorage location name navigator parseInt performance requestAnimationFrame self sessionStorage setInterval setTimeout status \
    undefined window";

/// Words that name nothing.
const KEYWORD_LIST: &str = "arguments async await break case catch class const constructor continue default delete do else export extends \
    false finally for function get if import in instanceof let new null of return set static super switch this throw true try \
    typeof var void while with yield";

static GIVEN: LazyLock<HashSet<&str>> = LazyLock::new(|| GIVEN_WORDS.split_whitespace().collect());
static KEYWORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| KEYWORD_LIST.split_whitespace().collect());

/// A word of a module, and how it stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// What it names is found by that name from outside: a property, a method, a key.
    Property,
    /// It names a property and what that holds, at once.
    Both,
    /// It makes a name.
    Declares,
    /// It uses a name.
    Uses,
}

/// The pieces of a module that are no space, with what their places tell.
struct Module<'s> {
    pieces: Vec<Piece<'s>>,
    /// The opening bracket around each piece; `$` for a value of a template.
    around: Vec<Option<usize>>,
    /// The closing bracket of each opening one.
    closing: HashMap<usize, usize>,
}

impl<'s> Module<'s> {
    fn of(source: &'s str) -> Self {
        let pieces: Vec<_> = pieces(source).into_iter().filter(|piece| piece.kind != Kind::Space).collect();
        let (mut around, mut closing, mut open) = (Vec::new(), HashMap::new(), Vec::new());
        for (at, piece) in pieces.iter().enumerate() {
            let is_mark = |marks: &str| piece.kind == Kind::Mark && marks.contains(piece.text);
            if (is_mark(")]}") || piece.closes_value())
                && let Some(from) = open.pop()
            {
                closing.insert(from, at);
            }
            around.push(open.last().copied());
            if is_mark("([{") || piece.opens_value() {
                open.push(at);
            }
        }
        Self { pieces, around, closing }
    }

    fn text(&self, at: usize) -> &'s str {
        self.pieces.get(at).map_or("", |piece| piece.text)
    }

    fn before(&self, at: usize, by: usize) -> &'s str {
        at.checked_sub(by).map_or("", |at| self.text(at))
    }

    /// Whether a bracket holds the parameters of a function.
    fn is_parameters(&self, open: usize) -> bool {
        let Some(close) = self.closing.get(&open).filter(|_| self.text(open) == "(") else { return false };
        let name = self.before(open, 1);
        let is_arrow = self.text(close + 1) == "=" && self.text(close + 2) == ">";
        let may_be_called = ["function", "catch"].contains(&name) || !KEYWORDS.contains(name);
        is_arrow || (self.text(close + 1) == "{" && (may_be_called || name == "constructor"))
    }

    /// Whether a piece stands in parameters or in a pattern that declares what is in it.
    fn is_declared(&self, at: usize) -> bool {
        let declares = |word: &str| ["const", "let", "var", "function", "class"].contains(&word);
        let opening = std::iter::successors(self.around[at], |open| self.around[*open]);
        let is_arrow = self.text(at + 1) == "=" && self.text(at + 2) == ">";
        let mut patterns = opening.take_while(|open| ["(", "[", "{"].contains(&self.text(*open)));
        declares(self.before(at, 1))
            || is_arrow
            || patterns.any(|open| declares(self.before(open, 1)) || self.is_parameters(open))
    }

    fn use_of(&self, at: usize) -> Use {
        let (before, after) = (self.before(at, 1), self.text(at + 1));
        let is_spread = before == "." && self.before(at, 2) == ".";
        let is_method = after == "(" && before != "function" && self.is_parameters(at + 1) && {
            let close = self.closing[&(at + 1)];
            self.text(close + 1) == "{"
        };
        let begins = self.around[at].is_some_and(|open| self.text(open) == "{") && ["{", ","].contains(&before);
        if (before == "." && !is_spread) || is_method || (begins && after == ":") {
            Use::Property
        } else if begins && [",", "}", "="].contains(&after) {
            Use::Both
        } else if self.is_declared(at) {
            Use::Declares
        } else {
            Use::Uses
        }
    }

    /// The names in it, each with its place and how it stands there.
    fn names(&self) -> impl Iterator<Item = (usize, &'s str, Use)> {
        let is_name = |piece: &Piece<'_>| {
            piece.kind == Kind::Word
                && !piece.text.starts_with(|c: char| c.is_ascii_digit())
                && !KEYWORDS.contains(piece.text)
        };
        let named = self.pieces.iter().enumerate().filter(move |(_, piece)| is_name(piece));
        named.map(|(at, piece)| (at, piece.text, self.use_of(at)))
    }
}

/// Short names, of which none is a keyword: `a`, `b` … `aa` ….
fn short_names() -> impl Iterator<Item = String> {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let name = |number: usize| {
        let (mut name, mut number) = (String::new(), number + 1);
        while number > 0 {
            name.insert(0, char::from(LETTERS[(number - 1) % LETTERS.len()]));
            number = (number - 1) / LETTERS.len();
        }
        name
    };
    (0..).map(name).filter(|name| !KEYWORDS.contains(name.as_str()))
}

/// The same module with short names.
pub(super) fn shorten(source: &str) -> String {
    let module = Module::of(source);
    let names: Vec<_> = module.names().collect();
    let taken: HashSet<&str> = names.iter().map(|(_, name, _)| *name).collect();
    let of = |wanted: Use| names.iter().filter(move |(_, _, how)| *how == wanted).map(|(_, name, _)| *name);
    let (declared, both): (HashSet<&str>, HashSet<&str>) = (of(Use::Declares).collect(), of(Use::Both).collect());
    let is_renamed = |how: Use| how == Use::Declares || how == Use::Uses;
    let mut times: HashMap<&str, (usize, usize)> = HashMap::new();
    for (at, name, _) in names.iter().filter(|(_, _, how)| is_renamed(*how)) {
        times.entry(name).or_insert((0, *at)).0 += 1;
    }
    let is_own =
        |name: &str| name.len() > 1 && declared.contains(name) && !both.contains(name) && !GIVEN.contains(name);
    let mut own: Vec<_> = times.into_iter().filter(|(name, _)| is_own(name)).collect();
    // the shortest for what is there most often; of two, for what comes first
    own.sort_by_key(|(_, (count, first))| (std::cmp::Reverse(*count), *first));
    let free = short_names().filter(|name| !taken.contains(name.as_str()));
    let new: HashMap<&str, String> = own.into_iter().map(|(name, _)| name).zip(free).collect();
    let renamed: HashSet<usize> = names.iter().filter(|(_, _, how)| is_renamed(*how)).map(|(at, _, _)| *at).collect();

    let (mut short, mut at) = (String::with_capacity(source.len()), 0);
    for piece in pieces(source) {
        let is_space = piece.kind == Kind::Space;
        let name = new.get(piece.text).filter(|_| !is_space && renamed.contains(&at));
        short.push_str(name.map_or(piece.text, String::as_str));
        at += usize::from(!is_space);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::bundle::SCRIPTS;
    use crate::web::lighten::is_letter;

    #[test]
    fn what_only_the_module_sees_is_short_and_all_else_is_called_as_before() {
        for (source, short) in [
            ("const long = 1; f(long, other.long, { long: long });", "const a = 1; f(a, other.long, { long: a });"),
            ("const { kept } = x; const last = kept;", "const { kept } = x; const a = kept;"),
            ("const { key: inner, more = 2 } = x; use(inner, more);", "const { key: a, more = 2 } = x; use(a, more);"),
            ("(first, ...others) => first + others", "(a, ...b) => a + b"),
            (
                "class Card { draw(view) { return view; } get text() { return draw(1); } }",
                "class a { draw(b) { return b; } get text() { return draw(1); } }",
            ),
            ("async function go(path) { await go(path); }", "async function a(b) { await a(b); }"),
            (
                "for (const [one, two] of all) say(`${one} two ${two}`);",
                "for (const [a, b] of all) say(`${a} two ${b}`);",
            ),
            ("const location = 1; location;", "const location = 1; location;"),
            ("try { go(); } catch (error) { say(error, 'error'); }", "try { go(); } catch (a) { say(a, 'error'); }"),
            (
                "switch (kind) { case one: return two ? one : kind; } const one = 1;",
                "switch (kind) { case a: return two ? a : kind; } const a = 1;",
            ),
            ("const a = 1, b = 2, rest = a;", "const a = 1, b = 2, rest = a;"),
            (
                "const rest = (cards, own) => [own && cards].filter(Boolean);",
                "const a = (c, b) => [b && c].filter(Boolean);",
            ),
        ] {
            let same = |text: &str| text.chars().filter(|c| !is_letter(*c)).collect::<String>();
            let found = shorten(source);
            assert_eq!(same(&found), same(short));
            assert_eq!(normal(&found), normal(short), "{source}\n{found}");
        }
    }

    /// Which short name stands for which long one is of no matter: they are numbered in the order in which they come.
    fn normal(source: &str) -> String {
        let mut known: Vec<String> = Vec::new();
        let words = pieces(source).into_iter().map(|piece| {
            if piece.kind != Kind::Word || piece.text.len() > 1 || !piece.text.chars().all(char::is_alphabetic) {
                return piece.text.to_owned();
            }
            let at = known.iter().position(|name| name == piece.text).unwrap_or_else(|| {
                known.push(piece.text.to_owned());
                known.len() - 1
            });
            format!("#{at}")
        });
        words.collect()
    }

    #[test]
    fn whatever_a_module_of_ours_uses_and_does_not_make_is_given_by_the_browser() {
        for name in SCRIPTS {
            let path = format!("{}/src/web/assets/{name}", env!("CARGO_MANIFEST_DIR"));
            let source = std::fs::read_to_string(path).expect("a module");
            let module = Module::of(&source);
            let names: Vec<_> = module.names().collect();
            let made: HashSet<_> = names
                .iter()
                .filter(|(_, _, how)| [Use::Declares, Use::Both].contains(how))
                .map(|(_, name, _)| *name)
                .collect();
            let imported = |word: &str| {
                source.lines().any(|line| line.starts_with("import") && line.contains(&format!(" {word} ")))
            };
            for (_, word, how) in &names {
                let is_known =
                    made.contains(word) || GIVEN.contains(word) || imported(word) || ["as", "from"].contains(word);
                assert!(
                    *how != Use::Uses || is_known,
                    "{name} uses {word}: a name of its own, or one to be listed as given?"
                );
            }
        }
    }
}
