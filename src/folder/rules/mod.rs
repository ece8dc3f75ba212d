//! The rules file: TOML to checked [`Rules`], all faults at once with their lines.

mod component;
mod judging;
mod node;

use std::collections::HashMap;

use rust_decimal::Decimal;
use toml_edit::Document;

use super::RULES_FILE;
use super::fault::{Fault, Problem};
use crate::scoring::rules::{
    AdjustmentRules, Award, Band, Boundary, Class, Component, Group, Item, Limits, Places, Quota, RankOn, RankingRules,
    Rounding, RoundingMode, Rules, Scope, ShareRounding, TieBreak, VetoEffect,
};
use node::{Node, Sheet};

/// Reads a rules file.
///
/// # Errors
/// Every fault that was found, with its line.
pub fn parse(text: &str) -> Result<Rules, Vec<Fault>> {
    parse_named(RULES_FILE, text)
}

/// Reads a rules file that has another name.
///
/// # Errors
/// Every fault that was found, with its line.
pub fn parse_named(file: &str, text: &str) -> Result<Rules, Vec<Fault>> {
    let sheet = Sheet { file, text, faults: Vec::new().into() };
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let line = sheet.line(error.span().map_or(0, |span| span.start));
            let problem = Problem::Syntax(error.message().lines().collect::<Vec<_>>().join("；"));
            return Err(vec![Fault { file: file.to_owned(), line, place: "toml".to_owned(), problem }]);
        }
    };
    let rules = rules(&Node::root(&sheet, document.as_table()));
    let mut faults = sheet.faults.into_inner();
    faults.sort_by_key(|fault| fault.line);
    match rules {
        Some(rules) if faults.is_empty() => Ok(rules),
        Some(_) | None => Err(faults),
    }
}

/// The rules; `None` only where a fault was noted.
fn rules(root: &Node<'_>) -> Option<Rules> {
    let schema = root.whole("schema", 1, 1);
    root.require("schema", schema);
    let title = root.text("title").unwrap_or_default();
    let rounding = root.table("rounding").map(|node| rounding(&node)).unwrap_or_default();
    let groups = groups(root);
    let (components, judged) = component::components(root, &groups);
    let classes = named(root, "class", |node, id| {
        let coefficient = node.positive("coefficient");
        Some(Class { id, coefficient: node.require("coefficient", coefficient)? })
    });
    let adjustments = root.table("adjustments").map(|node| adjustments(&node)).unwrap_or_default();
    let veto = root.table("veto").map(|node| veto(&node)).unwrap_or_default();
    let ranking = ranking(root.table("ranking").as_ref(), &components, &groups);
    let awards: Vec<Award> = root.tables("award").iter().filter_map(award).collect();
    let bands = bands(root);
    let limits = root.table("limits").map(|node| limits(&node)).unwrap_or_default();
    root.require_some("component");
    if judged {
        root.require_some("group");
    }
    root.finish();
    Some(Rules { title, rounding, groups, components, classes, adjustments, veto, ranking, awards, bands, limits })
}

/// The tables of a key that have an id each, which must not repeat.
fn named<'d, T>(parent: &Node<'d>, key: &'static str, read: impl Fn(&Node<'d>, String) -> Option<T>) -> Vec<T> {
    let mut seen: HashMap<String, ()> = HashMap::new();
    let mut found = Vec::new();
    for node in parent.tables(key) {
        // what else is wrong in it is said, too, whatever its id is
        let id = node.id("id");
        if let Some(id) = &id
            && seen.insert(id.clone(), ()).is_some()
        {
            node.fault("id", Problem::Duplicate { found: id.clone(), first: None });
        }
        found.extend(read(&node, id.unwrap_or_default()));
        node.finish();
    }
    found
}

fn name_or(node: &Node<'_>, id: &str) -> String {
    node.text("name").unwrap_or_else(|| id.to_owned())
}

fn weight(node: &Node<'_>) -> Decimal {
    node.positive("weight").unwrap_or(Decimal::ONE)
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

fn groups(root: &Node<'_>) -> Vec<Group> {
    named(root, "group", |node, id| Some(Group { name: name_or(node, &id), weight: weight(node), id }))
}

fn adjustments(node: &Node<'_>) -> AdjustmentRules {
    let rules = AdjustmentRules {
        bonus_cap: node.not_negative("bonus_cap"),
        deduction_cap: node.not_negative("deduction_cap"),
        floor: node.number("floor"),
        ceiling: node.number("ceiling"),
        items: named(node, "item", |node, id| {
            Some(Item { name: name_or(node, &id), cap: node.not_negative("cap"), id })
        }),
    };
    if let (Some(floor), Some(ceiling)) = (rules.floor, rules.ceiling)
        && floor > ceiling
    {
        node.impossible("ceiling", format!("不小于 floor（{floor}）"));
    }
    node.finish();
    rules
}

fn veto(node: &Node<'_>) -> VetoEffect {
    const EFFECTS: [(&str, VetoEffect); 4] = [
        ("disqualify", VetoEffect::Disqualify),
        ("no-award", VetoEffect::NoAward),
        ("lowest-band", VetoEffect::LowestBand),
        ("drop-one-band", VetoEffect::DropOneBand),
    ];
    let effect = node.choice("effect", &EFFECTS).unwrap_or_default();
    node.finish();
    effect
}

fn ranking(node: Option<&Node<'_>>, components: &[Component], groups: &[Group]) -> RankingRules {
    let mut rules =
        RankingRules { on: RankOn::Rounded, by_track: false, places: Places::Competition, tie_break: Vec::new() };
    let Some(node) = node else { return rules };
    if let Some(on) = node.choice("on", &[("rounded", RankOn::Rounded), ("exact", RankOn::Exact)]) {
        rules.on = on;
    }
    rules.by_track = node.boolean("by_track").unwrap_or_default();
    if let Some(places) = node.choice("places", &[("competition", Places::Competition), ("dense", Places::Dense)]) {
        rules.places = places;
    }
    let keys = node.texts("tie_break").unwrap_or_default();
    rules.tie_break = keys.iter().filter_map(|key| tie_break(node, key, components, groups)).collect();
    node.finish();
    rules
}

/// One key of `tie_break`; `None` where a fault was noted.
fn tie_break(node: &Node<'_>, key: &str, components: &[Component], groups: &[Group]) -> Option<TieBreak> {
    const KEY: &str = "tie_break";
    const FORMS: [&str; 5] = ["component:环节", "criterion:环节.指标", "group:环节.评委组", "exact", "bonus"];
    let component = |id: &str| node.defined(KEY, id, components.iter().map(|c| c.id.as_str()));
    match key.split_once(':') {
        None if key == "exact" => Some(TieBreak::Exact),
        None if key == "bonus" => Some(TieBreak::Bonus),
        Some(("component", id)) => component(id).map(TieBreak::Component),
        Some((kind @ ("criterion" | "group"), path)) if path.contains('.') => {
            let (id, rest) = path.split_once('.')?;
            let component = component(id)?;
            let part = &components[component];
            if kind == "criterion" {
                let criterion = node.defined(KEY, rest, part.criteria().iter().map(|c| c.id.as_str()))?;
                return Some(TieBreak::Criterion { component, criterion });
            }
            let judging = part.judging().filter(|judging| judging.scope == Scope::Group);
            let Some(judging) = judging else {
                node.impossible(KEY, format!("不用 {key}：该环节没有按组汇总的得分"));
                return None;
            };
            node.defined(KEY, rest, judging.groups.iter().map(|&g| groups[g].id.as_str()))?;
            let group = groups.iter().position(|g| g.id == rest)?;
            Some(TieBreak::Group { component, group })
        }
        None | Some(_) => {
            node.not_one_of(KEY, key, FORMS.into_iter());
            None
        }
    }
}

fn award(node: &Node<'_>) -> Option<Award> {
    const ROUNDINGS: [(&str, ShareRounding); 3] =
        [("floor", ShareRounding::Floor), ("round", ShareRounding::Round), ("ceil", ShareRounding::Ceil)];
    const BOUNDARIES: [(&str, Boundary); 3] =
        [("decide", Boundary::Decide), ("enlarge", Boundary::Enlarge), ("withhold", Boundary::Withhold)];
    let name = node.text("name");
    let name = node.require("name", name);
    let places = node.count("places", 1);
    let percent = node.percent("share");
    let rounding = node.choice("share_rounding", &ROUNDINGS);
    let quota = match (places, percent) {
        (Some(places), None) => usize::try_from(places).ok().map(Quota::Places),
        (None, Some(percent)) => Some(Quota::Share { percent, rounding: rounding.unwrap_or(ShareRounding::Floor) }),
        (Some(_), Some(_)) => {
            node.impossible("share", "与 places 只写一个");
            None
        }
        (None, None) => {
            if !node.has("places") && !node.has("share") {
                node.fault("places", Problem::Required);
            }
            None
        }
    };
    let at_least = node.number("at_least");
    let boundary = node.choice("boundary", &BOUNDARIES).unwrap_or(Boundary::Decide);
    node.finish();
    Some(Award { name: name?, quota: quota?, at_least, boundary })
}

fn bands(root: &Node<'_>) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for node in root.tables("band") {
        let name = node.text("name");
        let name = node.require("name", name);
        let at_least = node.number("at_least");
        let at_least = node.require("at_least", at_least);
        if let (Some(name), Some(at_least)) = (name, at_least) {
            if bands.iter().any(|band| band.at_least == at_least) {
                node.fault("at_least", Problem::Duplicate { found: at_least.to_string(), first: None });
            }
            bands.push(Band { name, at_least });
        }
        node.finish();
    }
    bands.sort_by_key(|band| std::cmp::Reverse(band.at_least));
    bands
}

fn limits(node: &Node<'_>) -> Limits {
    const KEY: &str = "max_share_above";
    let max_share_above = node.array(KEY).and_then(|pair| {
        let limit = match pair.as_slice() {
            [mark, share] => node.decimal(mark).zip(share.as_str().and_then(node::percent)),
            _ => None,
        };
        if limit.is_none() {
            node.impossible(KEY, "写作 [90, \"30%\"]：分数和百分数");
        }
        limit
    });
    let distinct = node.boolean("distinct").unwrap_or_default();
    node.finish();
    Limits { max_share_above, distinct }
}
