//! The rules file: TOML to checked [`Rules`], all faults at once with their lines.

mod component;
pub mod edit;
pub mod form;
mod judging;
mod named;
mod node;
mod outcome;
mod word;

use toml_edit::{Document, TomlError};

use super::fault::{Fault, Problem};
use super::ids::Ids;
use super::source::RULES_FILE;
use crate::scoring::rules::{Award, Class, Group, Rounding, RoundingMode, Rules};
use named::{name_or, named, weight};
use node::{Node, Sheet};

/// Most bytes of a rules file; one with every key in it and a page of guidance for each criterion has a tenth of it.
const MOST_BYTES: usize = 256 * 1024;
/// Most numbers beyond what TOML readers hold that are passed over: the text is read again for each.
const MOST_OVERFLOWS: usize = 20;

/// A rules file as far as it could be read.
pub(super) struct Reading {
    /// The rules; only without faults are they what the file says.
    pub rules: Rules,
    /// Groups that are defined.
    pub groups: Ids,
    /// Components that are defined; one that has a fault has no index.
    pub components: Ids,
    /// Classes that are defined.
    pub classes: Ids,
    /// Items of adjustments that are defined.
    pub items: Ids,
    /// Every fault that was found, by line.
    pub faults: Vec<Fault>,
}

/// Reads a rules file.
///
/// # Errors
/// Every fault that was found, with its line.
pub fn parse(text: &str) -> Result<Rules, Vec<Fault>> {
    let reading = read(RULES_FILE, text);
    if reading.faults.is_empty() { Ok(reading.rules) } else { Err(reading.faults) }
}

/// What can be said of a rules file that is no text, or none at all: only its fault.
pub(super) fn unread(fault: Fault) -> Reading {
    let sheet = Sheet::new(RULES_FILE, "");
    let reading = rules(&Node::root(&sheet, &toml_edit::Table::new()));
    let [groups, components, classes, items] = [(); 4].map(|()| Ids::unread());
    Reading { groups, components, classes, items, faults: vec![fault], ..reading }
}

/// Reads a rules file of a name as far as it can be read.
pub(super) fn read(file: &str, text: &str) -> Reading {
    if text.len() > MOST_BYTES {
        let problem = Problem::TooLarge { most: MOST_BYTES / 1024 };
        return unread(Fault { file: file.to_owned(), line: 1, place: String::new(), problem });
    }
    let sheet = Sheet::new(file, text);
    let document = match document(text) {
        Ok(document) => document,
        Err(error) => {
            let line = sheet.line(error.span().map_or(0, |span| span.start));
            let problem = Problem::Syntax(error.message().lines().collect::<Vec<_>>().join("；"));
            return unread(Fault { file: file.to_owned(), line, place: "toml".to_owned(), problem });
        }
    };
    let mut reading = rules(&Node::root(&sheet, document.as_table()));
    reading.faults = sheet.faults.into_inner();
    reading.faults.sort_by_key(|fault| fault.line);
    reading.doubt();
    reading
}

/// The file as TOML. A number beyond what TOML readers hold stands as another one of its length, so
/// that it is a fault like others; readers of the document take numbers as the text writes them.
fn document(text: &str) -> Result<Document<String>, TomlError> {
    let mut legible = text.to_owned();
    let mut left = MOST_OVERFLOWS;
    loop {
        let error = match Document::parse(legible.clone()) {
            Ok(document) => return Ok(document),
            Err(error) if left == 0 => return Err(error),
            Err(error) => error,
        };
        left -= 1;
        let span = error.span().filter(|span| span.len() > 3 && error.message().contains("number overflowed"));
        let Some(span) = span else { return Err(error) };
        let stand_in = format!("0.{}", "0".repeat(span.len() - 2));
        legible.replace_range(span, &stand_in);
    }
}

impl Reading {
    /// Takes back what cannot be said where there are faults.
    fn doubt(&mut self) {
        let components: Vec<String> = self.components.iter().map(str::to_owned).collect();
        for id in components {
            let below = format!("component.{id}.");
            if self.faults.iter().any(|fault| fault.place.starts_with(&below)) {
                self.components.doubt(&id);
            }
        }
        // a table of another name may be one of these, misspelt
        let strange = |fault: &Fault| !fault.place.contains('.') && matches!(fault.problem, Problem::UnknownKey { .. });
        if self.faults.iter().any(strange) {
            for ids in [&mut self.groups, &mut self.components, &mut self.classes, &mut self.items] {
                ids.leave_open();
            }
        }
    }
}

/// The rules, with no faults in the reading yet.
fn rules(root: &Node<'_>) -> Reading {
    let schema = root.whole("schema", 1, 1);
    root.require("schema", schema);
    let title = root.text("title").unwrap_or_default();
    let rounding = root.table("rounding").map(|node| rounding(&node)).unwrap_or_default();
    let mut groups =
        named(root, "group", |node, id| Some(Group { name: name_or(node, &id), weight: weight(node), id }));
    let (mut components, judged) = component::components(root, &groups);
    let classes = named(root, "class", |node, id| {
        let coefficient = node.positive("coefficient");
        Some(Class { id, coefficient: node.require("coefficient", coefficient)? })
    });
    let (adjustments, items) = root.table("adjustments").map(|node| outcome::adjustments(&node)).unwrap_or_default();
    let veto = root.table("veto").map(|node| outcome::veto(&node)).unwrap_or_default();
    let ranking = outcome::ranking(root.table("ranking").as_ref(), &components, &groups.found);
    let awards: Vec<Award> = root.tables("award").unwrap_or_default().iter().filter_map(outcome::award).collect();
    let bands = outcome::bands(root);
    let limits = root.table("limits").map(|node| outcome::limits(&node)).unwrap_or_default();
    root.require_some("component");
    if judged {
        root.require_some("group");
    }
    if components.ids.is_empty() {
        components.ids.leave_open();
    }
    // only measures need no group
    if groups.ids.is_empty() && (judged || components.ids.is_open()) {
        groups.ids.leave_open();
    }
    root.finish();
    Reading {
        rules: Rules {
            title,
            rounding,
            groups: groups.found,
            components: components.found,
            classes: classes.found,
            adjustments,
            veto,
            ranking,
            awards,
            bands,
            limits,
        },
        groups: groups.ids,
        components: components.ids,
        classes: classes.ids,
        items,
        faults: Vec::new(),
    }
}

fn rounding(node: &Node<'_>) -> Rounding {
    const MODES: [(&str, RoundingMode); 3] =
        [("half-up", RoundingMode::HalfUp), ("half-even", RoundingMode::HalfEven), ("down", RoundingMode::Down)];
    let stage = |key| node.whole(key, 0, 20).and_then(|n| u32::try_from(n).ok());
    let rounding = Rounding {
        mode: node.choice("mode", &MODES).unwrap_or_default(),
        card: stage("card"),
        criterion: stage("criterion"),
        criterion_weighted: stage("criterion_weighted"),
        group: stage("group"),
        component: stage("component"),
        component_weighted: stage("component_weighted"),
        subtotal: stage("subtotal"),
        total: stage("final"),
    };
    node.finish();
    rounding
}
