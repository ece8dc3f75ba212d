//! The parts of an XLSX file, found as its package says: by relationships, and by content types where those are
//! missing; never by the names that parts usually have.
//!
//! Source: ECMA-376 part 2 (open packaging conventions).

use std::collections::HashMap;

use quick_xml::events::Event;

use super::archive::{Archive, normal, path};
use super::fault::BookProblem;
use super::xml::{attribute, go, refuse};

const TYPES: &str = "[Content_Types].xml";
const ROOT: &str = "_rels/.rels";
/// Most relationships of a part and most content types.
const LINKS: usize = 1_000;

/// What a part refers to.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub id: String,
    /// The last word of its type, such as `worksheet`.
    pub kind: String,
    /// The part, by its name.
    pub part: String,
}

/// A package: which parts there are, and of which kind.
pub(super) struct Package {
    /// Content types by part, in lower case.
    types: HashMap<String, String>,
    /// The part that all others hang on.
    pub main: String,
}

/// The last word of what names a kind of relationship, in whatever edition of the standard.
fn kind(of: &str) -> String {
    of.rsplit('/').next().unwrap_or(of).to_owned()
}

/// The name of a part that another one refers to.
fn resolved(from: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    match target.strip_prefix('/') {
        Some(whole) => path(whole),
        None => path(&[from.rsplit_once('/').map_or("", |(folder, _)| folder), "/", &target].concat()),
    }
}

impl Package {
    /// Reads what the package says of itself.
    pub fn open(archive: &mut Archive<'_>) -> Result<Self, BookProblem> {
        let mut types = HashMap::new();
        go(archive, TYPES, |event| {
            if let Event::Start(e) | Event::Empty(e) = event
                && e.local_name().as_ref() == "Override"
                && let (Some(part), Some(of)) = (attribute(e, "PartName"), attribute(e, "ContentType"))
            {
                refuse(types.len() >= LINKS)?;
                types.insert(normal(&part), of.to_ascii_lowercase());
            }
            Ok(())
        })?;
        let mut package = Self { types, main: String::new() };
        let root = links_in(archive, ROOT, "")?;
        let main = root.into_iter().flatten().find(|link| link.kind == "officeDocument").map(|link| link.part);
        let main = main.or_else(|| package.of_type("main+xml")).or_else(|| package.of_type("main"));
        package.main = main.unwrap_or_else(|| "xl/workbook.xml".to_owned());
        Ok(package)
    }

    /// A part by the end of its content type.
    pub fn of_type(&self, end: &str) -> Option<String> {
        let mut found: Vec<&String> =
            self.types.iter().filter(|(_, of)| of.ends_with(end)).map(|(part, _)| part).collect();
        found.sort();
        found.first().map(|part| (*part).clone())
    }

    /// What kind of document it is, as its main part's content type says.
    pub fn content_type(&self) -> &str {
        self.types.get(&normal(&self.main)).map_or("", String::as_str)
    }
}

/// What a part refers to; `None` where nothing is said of it.
pub(super) fn links(archive: &mut Archive<'_>, part: &str) -> Result<Option<Vec<Link>>, BookProblem> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let links = [folder, "/_rels/", name, ".rels"].concat();
    links_in(archive, links.trim_start_matches('/'), part)
}

fn links_in(archive: &mut Archive<'_>, links: &str, from: &str) -> Result<Option<Vec<Link>>, BookProblem> {
    let mut found = Vec::new();
    let there = go(archive, links, |event| {
        if let Event::Start(e) | Event::Empty(e) = event
            && e.local_name().as_ref() == "Relationship"
            && attribute(e, "TargetMode").is_none_or(|mode| !mode.eq_ignore_ascii_case("external"))
            && let (Some(id), Some(of), Some(target)) =
                (attribute(e, "Id"), attribute(e, "Type"), attribute(e, "Target"))
        {
            refuse(found.len() >= LINKS)?;
            found.push(Link { id, kind: kind(&of), part: resolved(from, &target) });
        }
        Ok(())
    })?;
    Ok(there.then_some(found))
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn a_part_is_found_from_the_one_that_refers_to_it() {
        for (from, target, part) in [
            ("xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/workbook.xml", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/workbook.xml", "../data/Sheet1.XML", "data/Sheet1.XML"),
            ("xl/workbook.xml", ".\\worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
            ("", "xl/%E8%A1%A8.xml", "xl/表.xml"),
        ] {
            assert_eq!(resolved(from, target), part, "{from} {target}");
        }
    }
}
