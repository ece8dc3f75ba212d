//! What may be chosen in a form where the file itself says what there is: groups, components, what parts equal totals.

use toml_edit::TableLike;

use super::shape::Scope;
use super::way::{named, rows, written};

/// What may be chosen: what is written, and what people call it.
#[derive(Debug, Default)]
pub struct Offers {
    pub groups: Vec<(String, String)>,
    /// As an award names them, `component:k`.
    pub components: Vec<(String, String)>,
    /// As `tie_break` names them.
    pub ties: Vec<(String, String)>,
}

/// Most decimals that are offered for a total that is compared once more.
const DECIMALS: usize = 6;

pub(super) fn offers(root: &dyn TableLike) -> Offers {
    let components = rows(root, "component");
    Offers {
        groups: rows(root, "group").into_iter().map(|group| (written(group, "id"), named(group))).collect(),
        components: components
            .iter()
            .map(|part| (format!("component:{}", written(*part, "id")), format!("“{}”的得分", named(*part))))
            .collect(),
        ties: ties(root),
    }
}

/// What may part equal totals.
pub(super) fn ties(root: &dyn TableLike) -> Vec<(String, String)> {
    let file = Scope::root(root);
    let mut found = Vec::new();
    for part in rows(root, "component") {
        let (id, name) = (written(part, "id"), named(part));
        let scope = file.inside(Some(part));
        found.push((format!("component:{id}"), format!("“{name}”的得分")));
        if scope.is_kind(&["marks"]) {
            found.extend(rows(part, "criterion").into_iter().map(|criterion| {
                let (of, said) = (written(criterion, "id"), named(criterion));
                (format!("criterion:{id}.{of}"), format!("“{name}”的指标“{said}”"))
            }));
        }
        let is_modal = scope.method() == "modal" && scope.is_kind(&["grades"]);
        if scope.is_judged() && scope.of_component("aggregate", "scope") != "panel" && !is_modal {
            let judging = judging(&scope);
            let groups = rows(root, "group").into_iter().map(|group| (written(group, "id"), named(group)));
            found.extend(
                groups
                    .filter(|(group, _)| judging.contains(group))
                    .map(|(group, said)| (format!("group:{id}.{group}"), format!("“{said}”给“{name}”的得分"))),
            );
        }
    }
    found.push(("exact".to_owned(), "取舍前的总分".to_owned()));
    found.extend((0..=DECIMALS).map(|n| (format!("decimals:{n}"), format!("总分保留 {n} 位小数"))));
    found.push(("bonus".to_owned(), "加分".to_owned()));
    found
}

/// The ids of the groups that judge the component of a scope: all, where it names none.
pub(super) fn judging(scope: &Scope<'_>) -> Vec<String> {
    let groups = scope.component_list("groups");
    match groups {
        Some(groups) => groups,
        None => {
            let groups = scope.file().map(|file| rows(file, "group")).unwrap_or_default();
            groups.into_iter().map(|group| written(group, "id")).collect()
        }
    }
}
