//! The rules file: TOML to checked [`Rules`], all faults at once with their lines.

mod chinese;
mod component;
pub mod form;
mod hint;
mod judging;
mod keys;
mod named;
mod node;
pub mod odd;
mod outcome;
mod relative;
mod sheet;
pub mod shelf;
mod steps;
mod strange;
pub(super) mod syntax;
mod together;
mod word;

use super::event_folder::Remark;
use super::fault::{Fault, Problem};
use super::ids::Ids;
use super::source::RULES_FILE;
use crate::scoring::rules::{
    Award, Class, Component, Covers, Group, Precision, Rounding, RoundingMode, Rules, TieBreak,
};
use named::{name_or, named, weight};
use node::Node;
use sheet::{Mention, Sheet};

/// Most bytes of a rules file; one with every key in it and a page of guidance for each criterion has a tenth of it.
const MOST_BYTES: usize = 256 * 1024;

/// A rules file as far as it could be read.
pub(super) struct Reading {
    /// The name of the file.
    pub file: String,
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
    /// Items of vetoes that are defined.
    pub veto_items: Ids,
    /// Tracks that awards are for.
    pub tracks: Vec<Mention>,
    /// What has no effect where it stands, by line.
    pub remarks: Vec<Remark>,
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

/// What is to be said of sound rules: what has no effect where it stands, and full marks that nobody would have meant.
#[must_use]
pub fn advice(text: &str) -> Vec<String> {
    let reading = read(RULES_FILE, text);
    if !reading.faults.is_empty() {
        return Vec::new();
    }
    let idle =
        reading.remarks.iter().map(|remark| format!("第 {} 行 {}：{}", remark.line, remark.place, remark.sentence));
    idle.chain(odd::full_marks(&reading.rules)).collect()
}

/// What can be said of a rules file that is no text, or none at all: only its fault.
pub(super) fn unread(fault: Fault) -> Reading {
    nothing(vec![fault])
}

/// A rules file of which only its faults are known.
fn nothing(faults: Vec<Fault>) -> Reading {
    let sheet = Sheet::new(RULES_FILE, "");
    let reading = rules(&Node::root(&sheet, &toml_edit::Table::new()));
    let [groups, components, classes, items, veto_items] = [(); 5].map(|()| Ids::unread());
    Reading { groups, components, classes, items, veto_items, faults, ..reading }
}

/// Reads a rules file of a name as far as it can be read.
pub(super) fn read(file: &str, text: &str) -> Reading {
    if text.len() > MOST_BYTES {
        let problem = Problem::TooLarge { most: MOST_BYTES / 1024 };
        return unread(Fault { file: file.to_owned(), line: 1, place: String::new(), problem });
    }
    let mended = syntax::read(text);
    let sheet = Sheet::new(file, &mended.text);
    let Some(document) = &mended.document else {
        return nothing(together::told(file, Vec::new(), &mended));
    };
    let mut reading = rules(&Node::root(&sheet, document.as_table()));
    file.clone_into(&mut reading.file);
    reading.remarks = sheet.remarks.into_inner();
    reading.tracks = sheet.tracks.into_inner();
    reading.faults = sheet.faults.into_inner();
    reading.doubt();
    if !mended.holes.is_empty() {
        reading.leave_open();
    }
    reading.faults = together::told(file, reading.faults, &mended);
    reading
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
            self.leave_open();
        }
    }

    /// Notes that a table may be missing.
    fn leave_open(&mut self) {
        let all = [&mut self.groups, &mut self.components, &mut self.classes, &mut self.items, &mut self.veto_items];
        for ids in all {
            ids.leave_open();
        }
    }
}

/// The rules, with no faults in the reading yet.
fn rules(root: &Node<'_>) -> Reading {
    let schema = root.whole("schema", 1, 1);
    root.require("schema", schema);
    let title = root.text("title").unwrap_or_default();
    let rounding = root.table("rounding").map(|node| rounding(&node)).unwrap_or_default();
    let mut groups = named(root, "group", |node, id| {
        let covers = node.choice("covers", &COVERS).unwrap_or_default();
        Some(Group { name: name_or(node, &id), weight: weight(node), covers, id })
    });
    let (mut components, judged) = component::components(root, &groups, &rounding);
    let classes = named(root, "class", |node, id| {
        let coefficient = node.positive("coefficient");
        Some(Class { id, coefficient: node.require("coefficient", coefficient)? })
    });
    let (adjustments, items) = root.table("adjustments").map(|node| outcome::adjustments(&node)).unwrap_or_default();
    let (veto, veto_items) = root.table("veto").map(|node| outcome::veto(&node)).unwrap_or_default();
    let ranking = outcome::ranking(root.table("ranking").as_ref(), &components, &groups);
    let awards = root.tables("award").unwrap_or_default();
    let award = |node| outcome::award(node, &components.ids, ranking.by_track);
    let awards: Vec<Award> = awards.iter().filter_map(award).collect();
    weightless(root, &components.found, &ranking.tie_break, &awards);
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
        file: RULES_FILE.to_owned(),
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
        veto_items,
        tracks: Vec::new(),
        remarks: Vec::new(),
        faults: Vec::new(),
    }
}

const COVERS: [(&str, Covers); 3] =
    [("all", Covers::All), ("own-unit", Covers::OwnUnit), ("other-units", Covers::OtherUnits)];

/// Notes components that have no weight, and that nothing else goes by.
fn weightless(root: &Node<'_>, components: &[Component], tie_break: &[TieBreak], awards: &[Award]) {
    let named = |index: usize| {
        let parts = |tie: &TieBreak| match *tie {
            TieBreak::Component(component)
            | TieBreak::Criterion { component, .. }
            | TieBreak::Group { component, .. } => component == index,
            TieBreak::Decimals(_) | TieBreak::Exact | TieBreak::Bonus => false,
        };
        tie_break.iter().any(parts) || awards.iter().any(|award| award.by == Some(index))
    };
    let idle = components.iter().enumerate().filter(|(index, part)| part.weight.is_zero() && !named(*index));
    let idle: Vec<&String> = idle.map(|(_, part)| &part.id).collect();
    // what could not be read may name them
    if idle.is_empty() || root.doubts("ranking") || root.doubts("award") {
        return;
    }
    for node in root.tables("component").unwrap_or_default() {
        if node.text("id").is_some_and(|id| idle.contains(&&id)) {
            node.impossible("weight", "大于 0：权重为 0 的环节要由 tie_break 或奖项的 by 提到");
        }
    }
}

fn rounding(node: &Node<'_>) -> Rounding {
    const MODES: [(&str, RoundingMode); 3] =
        [("half-up", RoundingMode::HalfUp), ("half-even", RoundingMode::HalfEven), ("down", RoundingMode::Down)];
    const DECIMALS: &str = "decimals";
    let decimals = |node: &Node<'_>, key| node.whole(key, 0, 20).and_then(|n| u32::try_from(n).ok());
    let mode = node.choice("mode", &MODES).unwrap_or_default();
    let stage = |key| {
        if !node.holds_table(key) {
            return Some(Precision { decimals: decimals(node, key)?, mode });
        }
        let table = node.table(key)?;
        let kept = decimals(&table, DECIMALS);
        let kept = table.require(DECIMALS, kept);
        let own = table.choice("mode", &MODES).unwrap_or(mode);
        table.finish();
        Some(Precision { decimals: kept?, mode: own })
    };
    let rounding = Rounding {
        mode,
        card: stage("card"),
        criterion: stage("criterion"),
        criterion_weighted: stage("criterion_weighted"),
        group: stage("group"),
        component: stage("component"),
        panel_mean: stage("panel_mean"),
        coefficient: stage("coefficient"),
        balanced: stage("balanced"),
        component_weighted: stage("component_weighted"),
        subtotal: stage("subtotal"),
        total: stage("final"),
    };
    node.finish();
    rounding
}
