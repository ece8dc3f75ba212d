//! Who judges a component and how cards are put together: `groups`, `[component.aggregate]` with
//! its overrides, `[component.release]`.

use super::named::Named;
use super::node::{Node, percent};
use crate::scoring::rules::{
    Commenting, Denominator, EmptyGroup, Group, Judging, ListRules, Method, Missing, ModalTie, Opens, Over, Recusal,
    Release, Scope, TooFew,
};

/// Keys that only some kinds use.
#[derive(Clone, Copy, Default)]
pub(super) struct Extras {
    /// `over` may be either.
    pub over: bool,
    /// `over` may be said, but is `card`.
    pub over_card: bool,
    /// `denominator` is used.
    pub denominator: bool,
    /// A table of steps replaces the mean.
    pub stepped: bool,
    /// The method may be the grade that most give.
    pub modal: bool,
    /// The method is mean.
    pub only_mean: bool,
}

/// What `[component.aggregate]` says besides.
pub(super) struct Settings {
    pub over: Option<Over>,
    pub denominator: Denominator,
}

#[derive(Clone, Copy, PartialEq)]
enum MethodName {
    Mean,
    TrimmedMean,
    Median,
    Modal,
}

/// Settings of a list, key by key.
#[derive(Clone, Copy, Default)]
struct ListKeys {
    method: Option<MethodName>,
    drop_highest: Option<u32>,
    drop_lowest: Option<u32>,
    min_cards: Option<u32>,
    too_few: Option<TooFew>,
    missing: Option<Missing>,
}

impl ListKeys {
    fn read(node: &Node<'_>, extras: Extras) -> Self {
        const METHODS: [(&str, MethodName); 4] = [
            ("mean", MethodName::Mean),
            ("trimmed-mean", MethodName::TrimmedMean),
            ("median", MethodName::Median),
            ("modal", MethodName::Modal),
        ];
        let methods = if extras.modal { &METHODS[..] } else { &METHODS[..3] };
        Self {
            method: node.choice("method", methods),
            drop_highest: node.count("drop_highest", 0),
            drop_lowest: node.count("drop_lowest", 0),
            min_cards: node.count("min_cards", 1),
            too_few: node.choice("too_few", &[("error", TooFew::Error), ("mean", TooFew::Mean)]),
            missing: node.choice("missing", &[("block", Missing::Block), ("skip", Missing::Skip)]),
        }
    }

    /// These keys, and another's where they say nothing.
    fn or(self, inherited: Self) -> Self {
        Self {
            method: self.method.or(inherited.method),
            drop_highest: self.drop_highest.or(inherited.drop_highest),
            drop_lowest: self.drop_lowest.or(inherited.drop_lowest),
            min_cards: self.min_cards.or(inherited.min_cards),
            too_few: self.too_few.or(inherited.too_few),
            missing: self.missing.or(inherited.missing),
        }
    }

    fn rules(self, modal_tie: ModalTie) -> ListRules {
        let size = |n: Option<u32>| n.unwrap_or(1) as usize;
        let (drop_highest, drop_lowest) = (size(self.drop_highest), size(self.drop_lowest));
        let (method, least) = match self.method.unwrap_or(MethodName::Mean) {
            MethodName::Mean => (Method::Mean, 1),
            MethodName::Median => (Method::Median, 1),
            MethodName::Modal => (Method::Modal(modal_tie), 1),
            MethodName::TrimmedMean => {
                (Method::TrimmedMean { drop_highest, drop_lowest }, drop_highest.saturating_add(drop_lowest) + 1)
            }
        };
        ListRules {
            method,
            min_cards: size(self.min_cards).max(least),
            too_few: self.too_few.unwrap_or(TooFew::Error),
            missing: self.missing.unwrap_or(Missing::Block),
        }
    }
}

/// The groups there are, and whether it is not clear which of them judge.
struct Groups<'g> {
    all: &'g Named<Group>,
    doubtful: bool,
}

pub(super) fn judging(node: &Node<'_>, groups: &Named<Group>, extras: Extras) -> (Option<Judging>, Settings) {
    let judged_by = judged_by(node, groups);
    let groups = Groups { all: groups, doubtful: groups.ids.is_open() || node.is_faulty("groups") };
    let release = node.table("release").map(|node| release(&node)).unwrap_or_default();
    let mut settings = Settings { over: None, denominator: Denominator::Valid };
    let mut judging = Judging {
        groups: judged_by,
        scope: Scope::Group,
        recusal: Recusal::DropCell,
        empty_group: EmptyGroup::Error,
        lists: Vec::new(),
        release,
        commenting: commenting(node).unwrap_or(Commenting::Optional),
    };
    match node.table("aggregate") {
        Some(table) => {
            aggregate(&table, &groups, extras, &mut judging, &mut settings);
            table.finish();
        }
        None => judging.lists = vec![ListKeys::default().rules(ModalTie::Lower); judging.groups.len()],
    }
    // a component that nobody judges is a fault that has been noted
    ((!judging.groups.is_empty()).then_some(judging), settings)
}

/// The groups that judge, ascending; all where none are named.
fn judged_by(node: &Node<'_>, groups: &Named<Group>) -> Vec<usize> {
    let names = node.words("groups");
    if !node.has("groups") {
        return (0..groups.found.len()).collect();
    }
    if names.as_ref().is_some_and(Vec::is_empty) {
        node.impossible("groups", "至少写一个评委组，或整行不写（即全部）");
    }
    let mut found = Vec::new();
    for name in names.unwrap_or_default() {
        // that there is no group at all is said once
        if groups.ids.is_empty() {
            continue;
        }
        if let Some(group) = name.look_up(name.text, &groups.ids) {
            if found.contains(&group) {
                name.repeated();
            }
            found.push(group);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn aggregate(node: &Node<'_>, groups: &Groups<'_>, extras: Extras, judging: &mut Judging, settings: &mut Settings) {
    const RECUSALS: [(&str, Recusal); 3] =
        [("drop-cell", Recusal::DropCell), ("drop-judge", Recusal::DropJudge), ("own-mean", Recusal::OwnMean)];
    const EMPTY: [(&str, EmptyGroup); 2] = [("error", EmptyGroup::Error), ("renormalise", EmptyGroup::Renormalise)];
    if extras.over {
        settings.over = node.choice("over", &[("card", Over::Card), ("criterion", Over::Criterion)]);
    } else if extras.over_card {
        settings.over = node.choice("over", &[("card", Over::Card)]);
    }
    if let Some(scope) = node.choice("scope", &[("group", Scope::Group), ("panel", Scope::Panel)]) {
        judging.scope = scope;
    }
    if let Some(recusal) = node.choice("recusal", &RECUSALS) {
        judging.recusal = recusal;
    }
    if let Some(empty_group) = node.choice("empty_group", &EMPTY) {
        judging.empty_group = empty_group;
    }
    if extras.denominator {
        let words = [("valid", Denominator::Valid), ("due", Denominator::Due)];
        settings.denominator = node.choice("denominator", &words).unwrap_or(Denominator::Valid);
    }
    let keys = ListKeys::read(node, extras);
    let ties = [("lower", ModalTie::Lower), ("higher", ModalTie::Higher), ("mean", ModalTie::Mean)];
    let modal_tie = if extras.modal { node.choice("modal_tie", &ties) } else { None };
    let is_modal = keys.method == Some(MethodName::Modal);
    let overrides = overrides(node, groups, judging, extras, is_modal);
    if is_modal {
        // one list of all judges, whatever the scope
        judging.scope = Scope::Panel;
        if judging.recusal == Recusal::OwnMean {
            node.impossible("recusal", "不为 own-mean，因为 method = \"modal\"");
        }
    } else if !node.is_faulty("method") {
        node.unused(&["modal_tie"], "只有 method = \"modal\" 用它");
    }
    unused_drops(node, keys, &overrides, judging);
    let lists: Vec<ListKeys> = match judging.scope {
        Scope::Panel => vec![keys],
        Scope::Group => {
            let own = |group: &usize| overrides.iter().find(|(g, _, _)| g == group).map(|(_, keys, _)| *keys);
            judging.groups.iter().map(|group| own(group).unwrap_or_default().or(keys)).collect()
        }
    };
    let due = settings.denominator == Denominator::Due && !is_modal;
    if extras.only_mean || extras.stepped || due {
        let why = match () {
            () if extras.only_mean => "为 mean，推荐票按得票率计分",
            () if extras.stepped => "为 mean，因为用了 steps",
            () => "为 mean，因为 denominator = \"due\"",
        };
        for (keys, table) in overrides.iter().map(|(_, keys, table)| (keys, table)).chain([(&keys, node)]) {
            if keys.method.is_some_and(|method| method != MethodName::Mean) {
                table.impossible("method", why);
            }
        }
    }
    if extras.stepped && judging.recusal == Recusal::OwnMean {
        node.impossible("recusal", "不为 own-mean，因为用了 steps");
    }
    judging.lists = lists.into_iter().map(|keys| keys.rules(modal_tie.unwrap_or(ModalTie::Lower))).collect();
}

/// Notes what says how many are dropped where no method drops any.
fn unused_drops(node: &Node<'_>, keys: ListKeys, overrides: &[(usize, ListKeys, Node<'_>)], judging: &Judging) {
    const DROPS: [&str; 2] = ["drop_highest", "drop_lowest"];
    const WHY: &str = "只有 method = \"trimmed-mean\"（去高去低）用它";
    let trims = |keys: ListKeys| keys.method == Some(MethodName::TrimmedMean);
    // what is misspelt may have been meant so
    let doubtful = node.is_faulty("method") || overrides.iter().any(|(_, _, table)| table.is_faulty("method"));
    if doubtful {
        return;
    }
    for (_, _, table) in overrides.iter().filter(|(_, own, _)| !trims(own.or(keys))) {
        table.unused(&DROPS, WHY);
    }
    let by_group = judging.scope == Scope::Group && overrides.iter().any(|(_, own, _)| trims(*own));
    if !trims(keys) && !by_group {
        node.unused(&DROPS, WHY);
    }
}

/// The overrides of single groups.
fn overrides<'d>(
    node: &Node<'d>,
    groups: &Groups<'_>,
    judging: &Judging,
    extras: Extras,
    is_modal: bool,
) -> Vec<(usize, ListKeys, Node<'d>)> {
    let Some(table) = node.table("group") else { return Vec::new() };
    if is_modal {
        node.impossible("group", "不写，因为 method = \"modal\" 时所有评委一张名单");
    } else if judging.scope == Scope::Panel {
        node.impossible("group", "不写，因为 scope = \"panel\" 时不分组");
    }
    let mut found = Vec::new();
    let judges = || judging.groups.iter().map(|&g| groups.all.found[g].id.as_str());
    for (id, child) in table.children() {
        let keys = ListKeys::read(&child, Extras { modal: false, ..extras });
        child.finish();
        let group = match judges().position(|judge| judge == id) {
            Some(position) => Some(judging.groups[position]),
            None if groups.all.ids.is_empty() => None,
            None if groups.doubtful => table.look_up(&id, &id, &groups.all.ids),
            None => table.defined(&id, &id, judges()),
        };
        found.extend(group.map(|group| (group, keys, child)));
    }
    found
}

fn release(node: &Node<'_>) -> Release {
    #[derive(Clone, Copy, PartialEq)]
    enum Name {
        Event,
        Arrival,
        After,
        All,
    }
    const NAMES: [(&str, Name); 4] =
        [("event", Name::Event), ("arrival", Name::Arrival), ("after", Name::After), ("all", Name::All)];
    let (after, hold) = (node.count("after", 1), node.count("hold", 0));
    let name = node.choice("opens", &NAMES).unwrap_or(Name::Event);
    // it may be said without effect, so that one word switches between the ways
    if name != Name::After && after.is_some() {
        node.idle("after", "只有 opens = \"after\" 用它");
    }
    if name != Name::Arrival && !node.is_faulty("opens") {
        node.unused(&["hold"], "只有 opens = \"arrival\" 用它");
    }
    let opens = match name {
        Name::Event => Opens::Event,
        Name::Arrival => Opens::Arrival { hold: hold.unwrap_or_default() },
        Name::All => Opens::All,
        Name::After => Opens::After(node.require("after", after).unwrap_or(1)),
    };
    let release = Release { opens, closes_after: node.count("closes_after", 0) };
    node.finish();
    release
}

/// Whether judges may or must comment.
pub(super) fn commenting(node: &Node<'_>) -> Option<Commenting> {
    const KEY: &str = "comment";
    let word = node.text(KEY)?;
    let below = |text: &str| percent(text).filter(|percent| !percent.is_zero());
    match (word.as_str(), word.strip_prefix("required-below:")) {
        ("none", _) => Some(Commenting::None),
        ("optional", _) => Some(Commenting::Optional),
        (_, Some(share)) if below(share).is_some() => below(share).map(Commenting::RequiredBelow),
        _ => {
            node.impossible(KEY, "为 \"optional\"、\"none\" 或 \"required-below:60%\"");
            None
        }
    }
}
