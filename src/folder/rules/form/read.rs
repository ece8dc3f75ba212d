//! A rules file as a form: every table and every key that means something where it stands, with what the text says.

use toml_edit::{DocumentMut, TableLike};

use super::file::FILE;
use super::offers::{self, Offers};
use super::shape::{Field, How, Scope, Shape};
use super::way::{below, named, rows, written};
use super::widget::Widget;

/// A rules file as a form.
#[derive(Debug)]
pub struct RulesForm {
    /// The whole file.
    pub file: Section,
    /// What may be chosen where the file itself says what there is.
    pub offers: Offers,
}

/// One table, written or not.
#[derive(Debug)]
pub struct Section {
    /// The way to it, which names it in the form.
    pub name: String,
    /// How faults name it.
    pub place: String,
    pub shape: &'static Shape,
    /// Its id; that of the group for what is said of a group.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Whether it stands in the text.
    pub is_written: bool,
    pub fields: Vec<Filled>,
    pub parts: Vec<Part>,
}

/// The tables of one shape.
#[derive(Debug)]
pub struct Part {
    pub name: String,
    pub shape: &'static Shape,
    /// Whether it means something where it stands.
    pub applies: bool,
    pub sections: Vec<Section>,
}

/// A key, with what the text says.
#[derive(Debug)]
pub struct Filled {
    /// The name of its first input.
    pub name: String,
    /// How faults name it.
    pub places: Vec<String>,
    pub field: &'static Field,
    /// What its inputs show.
    pub values: Vec<String>,
    /// Whether it means something where it stands.
    pub applies: bool,
    /// Whether it stands in the text.
    pub is_written: bool,
}

impl RulesForm {
    /// Reads a text; `None` where it is no TOML, which only the text itself shows.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        text.parse::<DocumentMut>().ok().map(|document| Self::read(document.as_table()))
    }

    pub(super) fn read(root: &dyn TableLike) -> Self {
        let here = Here { name: String::new(), place: String::new(), scope: Scope::root(root) };
        Self { file: section(&FILE, here, ("", ""), true), offers: offers::offers(root) }
    }

    /// All its fields, in their order.
    #[must_use]
    pub fn fields(&self) -> Vec<&Filled> {
        self.sections().into_iter().flat_map(|section| &section.fields).collect()
    }

    /// All its tables, the outer before the inner.
    #[must_use]
    pub fn sections(&self) -> Vec<&Section> {
        fn walk<'s>(section: &'s Section, found: &mut Vec<&'s Section>) {
            found.push(section);
            for inner in section.parts.iter().flat_map(|part| &part.sections) {
                walk(inner, found);
            }
        }
        let mut found = Vec::new();
        walk(&self.file, &mut found);
        found
    }

    /// The components.
    #[must_use]
    pub fn components(&self) -> &[Section] {
        self.file.part("component").map_or(&[], |part| &part.sections)
    }

    /// The table of a name.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&Section> {
        self.sections().into_iter().find(|section| section.name == name)
    }

    /// The field that a fault is about, by the place that the fault names.
    #[must_use]
    pub fn field_at(&self, place: &str) -> Option<&Filled> {
        self.fields().into_iter().find(|field| field.places.iter().any(|known| known == place))
    }

    /// The innermost table that a fault is about.
    #[must_use]
    pub fn section_at(&self, place: &str) -> Option<&Section> {
        let is_at = |known: &str| {
            place == known || known.is_empty() || place.strip_prefix(known).is_some_and(|rest| rest.starts_with('.'))
        };
        self.sections().into_iter().filter(|section| is_at(&section.place)).max_by_key(|section| section.place.len())
    }
}

impl Section {
    #[must_use]
    pub fn part(&self, key: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.shape.key == key)
    }

    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Filled> {
        self.fields.iter().find(|field| field.field.key == key)
    }

    /// What a field shows first; empty where it is not shown.
    #[must_use]
    pub fn value(&self, key: &str) -> &str {
        self.field(key).and_then(|field| field.values.first()).map_or("", String::as_str)
    }
}

/// Where a table stands.
struct Here<'d> {
    name: String,
    place: String,
    scope: Scope<'d>,
}

impl<'d> Here<'d> {
    fn inside(&self, name: String, place: String, table: Option<&'d dyn TableLike>) -> Self {
        Self { name, place, scope: self.scope.inside(table) }
    }
}

fn section(shape: &'static Shape, here: Here<'_>, (id, title): (&str, &str), is_written: bool) -> Section {
    let mut fields: Vec<Filled> = Vec::new();
    for field in shape.fields {
        let applies = (field.when)(&here.scope);
        let filled = filled(field, &here, applies);
        if !applies && !filled.is_written {
            continue;
        }
        // a key may be shown in several ways: what applies goes before what only stands there
        match fields.iter_mut().find(|known| known.field.key == field.key) {
            Some(known) if !known.applies && applies => *known = filled,
            Some(_) => {}
            None => fields.push(filled),
        }
    }
    let parts = shape.parts.iter().filter_map(|shape| part(shape, &here)).collect();
    Section {
        shape,
        id: id.to_owned(),
        title: title.to_owned(),
        is_written,
        fields,
        parts,
        name: here.name,
        place: here.place,
    }
}

/// The tables of a shape; `None` where they mean nothing and none is written.
fn part(shape: &'static Shape, here: &Here<'_>) -> Option<Part> {
    let applies = (shape.when)(&here.scope);
    let (name, place) = (below(&here.name, shape.key), below(&here.place, shape.key));
    let table = here.scope.table();
    let sections: Vec<Section> = match shape.how {
        How::Once | How::Wanted => {
            let found = table.and_then(|table| table.get(shape.key)?.as_table_like());
            if found.is_none() && (!applies || shape.how == How::Wanted) {
                Vec::new()
            } else {
                let here = here.inside(name.clone(), place, found);
                vec![section(shape, here, ("", shape.label), found.is_some())]
            }
        }
        How::Rows => {
            let rows = table.map(|table| rows(table, shape.key)).unwrap_or_default();
            let mut sections = Vec::with_capacity(rows.len());
            for (row, table) in rows.into_iter().enumerate() {
                let (id, title) = (written(table, "id"), named(table));
                let label = [&id, &title].into_iter().find(|label| !label.is_empty());
                let label = label.map_or_else(|| format!("[{}]", row + 1), String::clone);
                let here = here.inside(below(&name, &row.to_string()), below(&place, &label), Some(table));
                sections.push(section(shape, here, (&id, &title), true));
            }
            sections
        }
        How::ByGroup => by_group(shape, here, (&name, &place), applies),
    };
    (applies || !sections.is_empty()).then_some(Part { name, shape, applies, sections })
}

/// What is said of single groups: of each that judges, and of those that the text names besides.
fn by_group(shape: &'static Shape, here: &Here<'_>, (name, place): (&str, &str), applies: bool) -> Vec<Section> {
    let said = here.scope.table().and_then(|table| table.get(shape.key)?.as_table_like());
    let groups = here.scope.file().map(|file| rows(file, "group")).unwrap_or_default();
    let judging = offers::judging(&here.scope);
    let mut ids: Vec<(String, String)> = Vec::new();
    if applies {
        let judged = groups.iter().map(|group| (written(*group, "id"), named(*group)));
        ids.extend(judged.filter(|(id, _)| !id.is_empty() && !id.contains('.') && judging.contains(id)));
    }
    let others = said.into_iter().flat_map(|said| said.iter()).map(|(id, _)| (id.to_owned(), id.to_owned()));
    let others: Vec<_> = others.filter(|(id, _)| !ids.iter().any(|(known, _)| known == id)).collect();
    ids.extend(others);
    let one = |(id, title): (String, String)| {
        let table = said.and_then(|said| said.get(&id)?.as_table_like());
        let here = here.inside(below(name, &id), below(place, &id), table);
        section(shape, here, (&id, &title), table.is_some())
    };
    ids.into_iter().map(one).collect()
}

fn filled(field: &'static Field, here: &Here<'_>, applies: bool) -> Filled {
    let table = here.scope.table();
    let is_there = |key: &str| table.is_some_and(|table| table.get(key).is_some_and(|item| !item.is_none()));
    let keys: &[&str] = match field.widget {
        Widget::Quota => &["places", "share"],
        _ => &[field.key],
    };
    let is_written = keys.iter().any(|key| is_there(key));
    let empty = toml_edit::Table::new();
    let mut values = field.widget.read(table.unwrap_or(&empty), field.key);
    if field.widget == Widget::Groups && !is_written {
        values = offers::judging(&here.scope);
    }
    Filled {
        name: below(&here.name, field.key),
        places: keys.iter().map(|key| below(&here.place, key)).collect(),
        field,
        values,
        applies,
        is_written,
    }
}

/// Whether a text in the file stands over several lines, which a field of one line would lose.
#[must_use]
pub fn has_lines(value: &str) -> bool {
    value.contains('\n')
}
