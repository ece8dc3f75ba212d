//! What comes of totals: `[adjustments]`, `[veto]`, `[ranking]`, `[[award]]`, `[[band]]`, `[limits]`.

use super::hint;
use super::named::{Named, name_or, named};
use super::node::{self, Node};
use super::word::Word;
use crate::folder::fault::Problem;
use crate::folder::ids::Ids;
use crate::scoring::rules::{
    AdjustmentRules, Award, Band, Boundary, Component, End, Group, Item, Limits, Places, Quota, RankOn, RankingRules,
    Scope, ShareRounding, TieBreak, VetoEffect, VetoItem, VetoRules,
};

pub(super) fn adjustments(node: &Node<'_>) -> (AdjustmentRules, Ids) {
    let items =
        named(node, "item", |node, id| Some(Item { name: name_or(node, &id), cap: node.not_negative("cap"), id }));
    let rules = AdjustmentRules {
        bonus_cap: node.not_negative("bonus_cap"),
        deduction_cap: node.not_negative("deduction_cap"),
        floor: node.number("floor"),
        ceiling: node.number("ceiling"),
        items: items.found,
    };
    if let (Some(floor), Some(ceiling)) = (rules.floor, rules.ceiling)
        && floor > ceiling
    {
        node.impossible("ceiling", format!("不小于 floor（{floor}）"));
    }
    node.finish();
    (rules, items.ids)
}

pub(super) fn veto(node: &Node<'_>) -> (VetoRules, Ids) {
    const EFFECTS: [(&str, VetoEffect); 5] = [
        ("disqualify", VetoEffect::Disqualify),
        ("no-award", VetoEffect::NoAward),
        ("lowest-band", VetoEffect::LowestBand),
        ("drop-one-band", VetoEffect::DropOneBand),
        ("drop-one-award", VetoEffect::DropOneAward),
    ];
    let effect = node.choice("effect", &EFFECTS).unwrap_or_default();
    let items = named(node, "item", |node, id| {
        Some(VetoItem { name: name_or(node, &id), effect: node.choice("effect", &EFFECTS).unwrap_or(effect), id })
    });
    node.finish();
    (VetoRules { effect, items: items.found }, items.ids)
}

pub(super) fn ranking(node: Option<&Node<'_>>, components: &Named<Component>, groups: &Named<Group>) -> RankingRules {
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
    let keys = node.words("tie_break").unwrap_or_default();
    rules.tie_break = keys.iter().filter_map(|key| tie_break(node, key, components, groups)).collect();
    node.finish();
    rules
}

/// One key of `tie_break`; `None` where a fault was noted.
fn tie_break(
    node: &Node<'_>,
    key: &Word<'_, '_>,
    components: &Named<Component>,
    groups: &Named<Group>,
) -> Option<TieBreak> {
    const FORMS: [&str; 6] =
        ["component:环节", "criterion:环节.指标", "group:环节.评委组", "decimals:位数", "exact", "bonus"];
    match key.text.split_once(':') {
        None if key.text == "exact" => Some(TieBreak::Exact),
        None if key.text == "bonus" => Some(TieBreak::Bonus),
        Some(("decimals", places)) => {
            let decimals = places.parse().ok().filter(|_| places.bytes().all(|byte| byte.is_ascii_digit()));
            let decimals = decimals.filter(|decimals| *decimals <= 20);
            if decimals.is_none() {
                let allowed = "为 decimals:0 到 decimals:20".to_owned();
                key.fault(Problem::Impossible { found: format!("\"{}\"", key.text), allowed });
            }
            decimals.map(TieBreak::Decimals)
        }
        Some(("component", id)) => key.look_up(id, &components.ids).map(TieBreak::Component),
        Some((kind @ ("criterion" | "group"), path)) if path.contains('.') => {
            let (id, rest) = path.split_once('.')?;
            let component = key.look_up(id, &components.ids)?;
            if node.doubts(&format!("component.{id}")) {
                return None;
            }
            let part = &components.found[component];
            if kind == "criterion" {
                let criterion = key.one_of(rest, part.criteria().iter().map(|c| c.id.as_str()))?;
                return Some(TieBreak::Criterion { component, criterion });
            }
            let judging = part.judging().filter(|judging| judging.scope == Scope::Group);
            let Some(judging) = judging else {
                let allowed = "换成别的：该环节没有按组汇总的得分".to_owned();
                key.fault(Problem::Impossible { found: format!("\"{}\"", key.text), allowed });
                return None;
            };
            // where a group's own id has a fault, it may be the one
            if groups.ids.is_open() && !groups.ids.iter().any(|id| id == rest) {
                return None;
            }
            key.one_of(rest, judging.groups.iter().map(|&g| groups.found[g].id.as_str()))?;
            let group = groups.found.iter().position(|g| g.id == rest)?;
            Some(TieBreak::Group { component, group })
        }
        None | Some(_) => {
            key.one_of(key.text, FORMS.into_iter());
            None
        }
    }
}

pub(super) fn award(node: &Node<'_>, components: &Ids, by_track: bool) -> Option<Award> {
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
    // it may be said without effect, so that one word switches between the ways
    if rounding.is_some() && !node.has("share") {
        node.idle("share_rounding", "只有按比例（share）的奖项用它");
    }
    let from = node.choice("from", &[("top", End::Top), ("bottom", End::Bottom)]).unwrap_or_default();
    let (at_least, at_most) = (node.number("at_least"), node.number("at_most"));
    let threshold = match from {
        End::Top => {
            node.unused(&["at_most"], "只有从末位往上（from = \"bottom\"）的奖项用它，从首位往下的用 at_least");
            at_least
        }
        End::Bottom => {
            node.unused(&["at_least"], "从末位往上（from = \"bottom\"）的奖项用 at_most");
            at_most
        }
    };
    let boundary = node.choice("boundary", &BOUNDARIES).unwrap_or(Boundary::Decide);
    let by = award_by(node, components);
    let tracks = tracks(node, by_track);
    node.finish();
    let by = if node.has("by") { Some(by?) } else { None };
    Some(Award { name: name?, quota: quota?, from, threshold, boundary, by, tracks: tracks? })
}

/// The component by whose score an award is handed out.
fn award_by(node: &Node<'_>, components: &Ids) -> Option<usize> {
    let text = node.text("by")?;
    let Some(id) = text.strip_prefix("component:") else {
        node.impossible("by", "写作 \"component:环节\"，如 \"component:visit\"");
        return None;
    };
    node.look_up("by", id, components)
}

/// The tracks that an award is for; empty for all.
fn tracks(node: &Node<'_>, by_track: bool) -> Option<Vec<String>> {
    const KEY: &str = "tracks";
    let words = node.words(KEY);
    if !node.has(KEY) {
        return Some(Vec::new());
    }
    let mut found: Vec<String> = Vec::new();
    for word in words? {
        if found.iter().any(|one| one == word.text) {
            word.repeated();
        }
        word.names_track();
        found.push(word.text.to_owned());
    }
    if found.is_empty() {
        node.impossible(KEY, "至少写一个组别，或整行不写（即所有组别）");
    }
    if !by_track {
        node.unused(&[KEY], "只有 [ranking] 的 by_track = true（分组别排名）时用它");
    }
    Some(found)
}

pub(super) fn bands(root: &Node<'_>) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for node in root.tables("band").unwrap_or_default() {
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

pub(super) fn limits(node: &Node<'_>) -> Limits {
    const KEY: &str = "max_share_above";
    let max_share_above = node.array(KEY).and_then(|pair| {
        let limit = match pair.as_slice() {
            [mark, share] => node.decimal(mark).zip(share.as_str().and_then(node::percent)),
            _ => None,
        };
        if limit.is_none() {
            let written: Vec<String> = pair.iter().map(|value| node.written(value)).collect();
            let meant = match written.as_slice() {
                [mark, share] => hint::mark_and_percent(mark, share),
                _ => None,
            };
            let meant = meant.unwrap_or_else(|| "[90, \"30%\"]".to_owned());
            node.impossible(KEY, format!("写作 {meant}：分数和百分数"));
        }
        limit
    });
    let distinct = node.boolean("distinct").unwrap_or_default();
    node.finish();
    Limits { max_share_above, distinct }
}
