//! Which tables a rules file has and which keys each of them: for whoever wrote a key into another table than its own.
//!
//! The readers say what is accepted; a test holds this list against them.

/// The keys of a table.
pub(super) struct TableKeys {
    /// Its path, with `ID` for whatever id stands there.
    pub form: &'static str,
    /// The kind of component that has these keys; all, where empty.
    pub kind: &'static str,
    pub keys: &'static [&'static str],
}

const fn table(form: &'static str, kind: &'static str, keys: &'static [&'static str]) -> TableKeys {
    TableKeys { form, kind, keys }
}

/// All of them.
pub(super) const TABLES: &[TableKeys] = &[
    table(
        "",
        "",
        &[
            "schema",
            "title",
            "rounding",
            "group",
            "component",
            "class",
            "adjustments",
            "veto",
            "ranking",
            "award",
            "band",
            "limits",
        ],
    ),
    table(
        "rounding",
        "",
        &[
            "mode",
            "card",
            "criterion",
            "criterion_weighted",
            "group",
            "component",
            "panel_mean",
            "coefficient",
            "balanced",
            "component_weighted",
            "subtotal",
            "final",
        ],
    ),
    table("rounding.STAGE", "", &["decimals", "mode"]),
    table("group", "", &["id", "name", "weight", "covers"]),
    table("component", "", &["id", "name", "weight", "kind", "by_place"]),
    table("component", "marks", JUDGED),
    table("component", "marks", &["criterion"]),
    table("component", "ranking", JUDGED),
    table("component", "ranking", &["points"]),
    table("component", "grades", JUDGED),
    table("component", "grades", &["grade", "steps"]),
    table("component", "votes", JUDGED),
    table("component", "votes", &["choose", "exactly", "full"]),
    table("component", "measure", &["min", "max", "normalise", "full", "base", "order"]),
    table("component", "measure", &["at", "per", "target", "cap", "floor"]),
    table("component.aggregate", "marks", AGGREGATE),
    table("component.aggregate", "ranking", AGGREGATE),
    table("component.aggregate", "grades", AGGREGATE),
    table("component.aggregate", "grades", &["denominator", "modal_tie"]),
    table("component.aggregate", "votes", AGGREGATE),
    table("component.aggregate", "votes", &["denominator"]),
    table(
        "component.aggregate.group.ID",
        "",
        &["method", "drop_highest", "drop_lowest", "min_cards", "too_few", "missing"],
    ),
    table("component.release", "", &["opens", "after", "hold", "closes_after"]),
    table("component.balance", "", &["target", "apply", "drop_highest", "drop_lowest", "drop_in", "within", "spread"]),
    table("component.by_place", "", &["first", "step", "percent", "table", "order", "ties"]),
    table("component.criterion", "marks", &["id", "name", "min", "max", "step", "weight", "guide", "comment"]),
    table("component.points", "ranking", &["first", "step", "percent", "table"]),
    table("component.grade", "grades", &["id", "name", "value"]),
    table("component.steps", "grades", &["of", "table", "override"]),
    table("component.steps.override", "grades", &["of", "at_least", "value", "only_below"]),
    table("class", "", &["id", "coefficient"]),
    table("adjustments", "", &["bonus_cap", "deduction_cap", "floor", "ceiling", "item"]),
    table("adjustments.item", "", &["id", "name", "cap"]),
    table("veto", "", &["effect", "item"]),
    table("veto.item", "", &["id", "name", "effect"]),
    table("ranking", "", &["on", "by_track", "places", "tie_break"]),
    table(
        "award",
        "",
        &["name", "places", "share", "share_rounding", "from", "at_least", "at_most", "boundary", "by", "tracks"],
    ),
    table("band", "", &["name", "at_least"]),
    table("limits", "", &["max_share_above", "distinct"]),
];

/// Keys of a component that judges score.
const JUDGED: &[&str] = &["groups", "aggregate", "release", "balance", "comment"];

const AGGREGATE: &[&str] = &[
    "over",
    "scope",
    "method",
    "drop_highest",
    "drop_lowest",
    "min_cards",
    "too_few",
    "missing",
    "recusal",
    "empty_group",
    "group",
];

/// Tables of which there may be several, each written `[[…]]`.
const SEVERAL: [&str; 10] = [
    "group",
    "component",
    "component.criterion",
    "component.grade",
    "component.steps.override",
    "class",
    "adjustments.item",
    "veto.item",
    "award",
    "band",
];

/// The form of a table of a path.
pub(super) fn form(path: &str) -> String {
    const OVERRIDES: &str = "component.aggregate.group.";
    const STAGES: &str = "rounding.";
    if path.starts_with(OVERRIDES) {
        format!("{OVERRIDES}ID")
    } else if path.starts_with(STAGES) {
        format!("{STAGES}STAGE")
    } else {
        path.to_owned()
    }
}

/// Whether there may be several tables of a form; `None` where it is not known.
pub(super) fn is_several(form: &str) -> Option<bool> {
    let known = form == "component.aggregate.group" || TABLES.iter().any(|table| table.form == form);
    known.then(|| SEVERAL.contains(&form))
}

/// How the header of a form is written.
pub(super) fn header(form: &str) -> String {
    let form = form.replace("ID", "评委组").replace("STAGE", "阶段");
    if SEVERAL.contains(&form.as_str()) { format!("[[{form}]]") } else { format!("[{form}]") }
}

/// Whether any table has a key.
pub(super) fn is_key(key: &str) -> bool {
    TABLES.iter().any(|table| table.keys.contains(&key))
}

/// Whether the table of a form has a key, in whatever kind.
pub(super) fn has(form: &str, key: &str) -> bool {
    TABLES.iter().any(|table| table.form == form && table.keys.contains(&key))
}

/// All keys of all tables.
pub(super) fn all() -> impl Iterator<Item = &'static str> + Clone {
    TABLES.iter().flat_map(|table| table.keys.iter().copied())
}

/// Where a key belongs that a table of a form, in a component of a kind, does not have.
pub(super) fn belongs(form: &str, kind: &str, key: &str) -> Option<String> {
    let of_kind = |table: &&TableKeys| kind.is_empty() || table.kind.is_empty() || table.kind == kind;
    let mut forms: Vec<&'static str> = Vec::new();
    for table in TABLES.iter().filter(of_kind).filter(|table| table.form != form && table.keys.contains(&key)) {
        if !forms.contains(&table.form) {
            forms.push(table.form);
        }
    }
    let nearest_above = forms.iter().filter(|other| is_below(form, other)).max_by_key(|other| other.len());
    if let Some(above) = nearest_above {
        return Some(if above.is_empty() {
            "这个项目属于文件开头，应写在第一个方括号行以前".to_owned()
        } else {
            format!("这个项目属于 {}，应写在 {} 以前", header(above), header(form))
        });
    }
    let depth = |form: &str| form.matches('.').count();
    let below = forms.iter().copied().filter(|other| is_below(other, form) && !form.is_empty());
    let nearest = below.clone().map(depth).min();
    let below: Vec<String> = below.filter(|other| Some(depth(other)) == nearest).map(header).collect();
    if !below.is_empty() {
        return Some(format!("这个项目属于 {}，应写在那一行以下", below.join(" 或 ")));
    }
    let mut kinds: Vec<String> = TABLES
        .iter()
        .filter(|table| table.form == form && table.keys.contains(&key) && !table.kind.is_empty())
        .map(|table| format!("\"{}\"", table.kind))
        .collect();
    kinds.dedup();
    if !kinds.is_empty() {
        return Some(format!("这个项目只用于 kind = {} 的环节", kinds.join(" 或 ")));
    }
    let root = |form: &'static str| form.split('.').next().unwrap_or_default();
    let near: Vec<&str> = forms.iter().copied().filter(|other| form.split('.').next() == Some(root(other))).collect();
    let named = if near.is_empty() { forms } else { near };
    let named: Vec<String> = named.into_iter().map(header).collect();
    (1..=3).contains(&named.len()).then(|| format!("这个项目属于 {}，应移到那里", named.join(" 或 ")))
}

/// The headers of tables within others that end in a name.
pub(super) fn longer(name: &str) -> Vec<String> {
    let mut forms: Vec<&str> = TABLES.iter().map(|table| table.form).collect();
    forms.dedup();
    let ends = |form: &&str| form.rsplit_once('.').is_some_and(|(_, last)| last == name);
    forms.into_iter().filter(ends).map(header).collect()
}

/// Whether a form is of a table within that of another.
fn is_below(form: &str, above: &str) -> bool {
    above.is_empty() && !form.is_empty() || form.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::fault::Problem;
    use crate::folder::rules::parse;

    /// Each kind with its own keys and tables.
    const KINDS: [(&str, &str, &str); 5] = [
        ("marks", "", "[[component.criterion]]\nid = \"c\"\nmax = 9\nzz = 1\n"),
        ("ranking", "", "[component.points]\nfirst = 9\nstep = 1\nzz = 1\n"),
        (
            "grades",
            "",
            "[[component.grade]]\nid = \"a\"\nvalue = 9\nzz = 1\n[component.steps]\nzz = 1\n\
             [[component.steps.override]]\nzz = 1\n",
        ),
        ("votes", "choose = 2\n", ""),
        ("measure", "", ""),
    ];

    /// A file in which each table has a key that no table has.
    fn strange(kind: &str, keys: &str, own: &str) -> String {
        let judged = ["aggregate", "aggregate.group.g", "release", "balance"];
        let judged = judged.map(|table| format!("[component.{table}]\nzz = 1\n")).concat();
        let judged = if kind == "measure" { String::new() } else { judged };
        let component = format!("[[component]]\nid = \"k\"\nkind = \"{kind}\"\n{keys}zz = 1\n{judged}{own}");
        let before =
            "schema = 1\nzz = 1\n[rounding]\nzz = 1\n[rounding.final]\nzz = 1\n[[group]]\nid = \"g\"\nzz = 1\n";
        let after = "[component.by_place]\nfirst = 9\nstep = 1\nzz = 1\n[[class]]\nid = \"s\"\ncoefficient = 1\nzz = 1\n\
                     [adjustments]\nzz = 1\n[[adjustments.item]]\nid = \"i\"\nzz = 1\n[veto]\nzz = 1\n[[veto.item]]\n\
                     id = \"v\"\nzz = 1\n[ranking]\nzz = 1\n[[award]]\nname = \"w\"\nplaces = 1\nzz = 1\n\
                     [[band]]\nname = \"b\"\nat_least = 1\nzz = 1\n[limits]\nzz = 1\n";
        [before, &component, after].concat()
    }

    /// The form of a place of that file.
    fn form_of(place: &str) -> String {
        const NAMED: [&str; 11] = [
            "group.g",
            "component.k",
            "criterion.c",
            "grade.a",
            "class.s",
            "item.i",
            "item.v",
            "award.w",
            "band.b",
            "override.[1]",
            "rounding.final",
        ];
        let bare = |place: String, named: &&str| place.replace(named, named.split('.').next().unwrap_or_default());
        match place {
            "rounding.final" => "rounding.STAGE".to_owned(),
            place => match NAMED.iter().fold(place.to_owned(), bare) {
                form if form == "component.aggregate.group" => form + ".ID",
                form => form,
            },
        }
    }

    #[test]
    fn the_list_has_the_keys_that_the_readers_ask_for() {
        let mut met: Vec<String> = Vec::new();
        for (kind, keys, own) in KINDS {
            for fault in parse(&strange(kind, keys, own)).expect_err("unknown keys") {
                let Problem::UnknownKey { allowed, .. } = fault.problem else { continue };
                let place = fault.place.strip_suffix("zz").expect("the strange key").trim_end_matches('.');
                let form = form_of(place);
                let of = TABLES.iter().filter(|t| t.form == form && (t.kind.is_empty() || t.kind == kind));
                let mut listed: Vec<&str> = of.flat_map(|table| table.keys.iter().copied()).collect();
                listed.sort_unstable();
                assert_eq!(listed, allowed, "{form}, {kind}");
                met.push(form);
            }
        }
        for table in TABLES {
            assert!(met.iter().any(|form| form == table.form), "{} is in no test", table.form);
        }
    }

    #[test]
    fn a_key_is_told_where_it_belongs() {
        for (form, kind, key, told) in [
            ("component.aggregate", "", "name", "这个项目属于 [[component]]，应写在 [component.aggregate] 以前"),
            ("component.aggregate", "", "weight", "这个项目属于 [[component]]，应写在 [component.aggregate] 以前"),
            ("rounding", "", "title", "这个项目属于文件开头，应写在第一个方括号行以前"),
            ("award", "", "by_track", "这个项目属于 [ranking]，应移到那里"),
            ("component", "marks", "max", "这个项目属于 [[component.criterion]]，应写在那一行以下"),
            (
                "component",
                "marks",
                "drop_highest",
                "这个项目属于 [component.aggregate] 或 [component.balance]，应写在那一行以下",
            ),
            ("component", "marks", "normalise", "这个项目只用于 kind = \"measure\" 的环节"),
            ("component.aggregate", "", "denominator", "这个项目只用于 kind = \"grades\" 或 \"votes\" 的环节"),
            (
                "component.criterion",
                "",
                "missing",
                "这个项目属于 [component.aggregate] 或 [component.aggregate.group.评委组]，应移到那里",
            ),
            ("limits", "", "places", "这个项目属于 [ranking] 或 [[award]]，应移到那里"),
        ] {
            assert_eq!(belongs(form, kind, key).as_deref(), Some(told), "{key} in {form}");
        }
        assert_eq!(belongs("veto", "", "zz"), None);
    }
}
