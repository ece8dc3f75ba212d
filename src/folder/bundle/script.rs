//! Modules in one script: a tablet on a bad line asks for one file in place of thirty, and a page that is one document has
//! its script in it.

/// Modules in one script: each is a function that runs once and gives what it exports, and an import takes it from there.
/// `small` is what becomes of the text of each.
pub fn joined<'m>(modules: impl IntoIterator<Item = (&'m str, String)>, small: impl Fn(&str) -> String) -> String {
    let mut all = String::new();
    for (name, text) in modules {
        let (mut module, mut exported) = (String::with_capacity(text.len()), Vec::new());
        for line in text.lines() {
            if let Some((names, from)) = import(line) {
                module.push_str(&format!("const {names} = {};\n", variable(from)));
            } else if let Some(declared) = line.strip_prefix("export ") {
                exported.push(declares(declared));
                module.push_str(declared);
                module.push('\n');
            } else {
                module.push_str(line);
                module.push('\n');
            }
        }
        module.push_str(&format!("return {{ {} }};\n", exported.join(", ")));
        all.push_str(&format!("const {} = (() => {{\n{}}})();\n", variable(name), small(&module)));
    }
    all
}

fn variable(module: &str) -> String {
    format!("${}", module.trim_end_matches(".js"))
}

/// What an import names, as a declaration does, and the module that it is from.
#[must_use]
pub fn import(line: &str) -> Option<(&str, &str)> {
    let (names, from) = line.strip_prefix("import ")?.split_once(" from './")?;
    Some((names.trim_start_matches("* as "), from.strip_suffix("';")?))
}

/// The name that a declaration gives.
fn declares(declaration: &str) -> &str {
    let words = ["async ", "function ", "class ", "const "];
    let name = words.iter().fold(declaration, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_become_one_script_that_runs_them_in_their_order() {
        let modules = [
            ("a.js", "export const ONE = 1;\nfunction own() {}\nexport async function two() {}\n".to_owned()),
            (
                "b.js",
                "import * as a from './a.js';\nimport { ONE, two } from './a.js';\nexport class Three {}\n".to_owned(),
            ),
        ];
        let expected = "const $a = (() => {\nconst ONE = 1;\nfunction own() {}\nasync function two() {}\nreturn { ONE, two };\n})();\n\
            const $b = (() => {\nconst a = $a;\nconst { ONE, two } = $a;\nclass Three {}\nreturn { Three };\n})();\n";
        assert_eq!(joined(modules, str::to_owned), expected);
    }
}
