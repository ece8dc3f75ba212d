//! The pages behind a result: each component group by group, and what was added and taken off.

use maud::{Markup, html};

use super::result::{Sheet, named, place};
use super::{Table, fit, header_of, lines, row_of};
use crate::scoring::result::RankingRow;
use crate::scoring::trace::{AdjustmentTrace, Stage};

/// Most groups beside one another in a component's table.
const GROUPS: usize = 4;

impl Sheet<'_> {
    /// The tables of one component: its groups, side by side as many as fit.
    pub(super) fn component(&self, component: usize) -> Vec<Table> {
        let rows = &self.dossier.report.ranking;
        let Some(first) = rows.iter().find_map(|row| self.part(row, component)) else { return Vec::new() };
        let groups: Vec<(String, String)> = first
            .groups
            .iter()
            .map(|group| {
                let name = if group.name.is_empty() { "全体评委" } else { &group.name };
                (name.to_owned(), group.weight.clone().unwrap_or_default())
            })
            .collect();
        let starts: Vec<usize> = if groups.is_empty() { vec![0] } else { (0..groups.len()).step_by(GROUPS).collect() };
        starts.into_iter().map(|start| self.groups(component, &groups, start, first.measure.is_some())).collect()
    }

    fn groups(&self, component: usize, groups: &[(String, String)], start: usize, measure: bool) -> Table {
        let name = &self.dossier.rules.components[component].name;
        let end = groups.len().min(start + GROUPS);
        let here = &groups[start..end];
        let (class, height) = header_of(here.iter().map(|(name, _)| lines(name, 44)).max().unwrap_or(1) + 1);
        let columns = here.len() + usize::from(measure) + 2;
        let unit = (172 - 12 - 18 * columns) * 10 / 4 - 8;
        let row = |row: &RankingRow| {
            let part = self.part(row, component);
            let score = |stage: Option<&Stage>| stage.map(|s| s.rounded.clone()).unwrap_or_default();
            let (class, height) = row_of(lines(named(row), unit));
            let markup = html! {
                tr class=(class) {
                    td.c { (place(row)) }
                    th.l scope="row" { (fit(named(row), unit)) }
                    @if measure { td { (part.and_then(|p| p.measure.as_ref()?.value.clone()).unwrap_or_default()) } }
                    @for group in start..end { td { (score(part.and_then(|p| p.groups.get(group)?.score.as_ref()))) } }
                    td { (score(part.and_then(|p| p.result()))) }
                    td.w { (self.weighted(row, component)) }
                }
            };
            (height, markup)
        };
        Table {
            class: "parts",
            heading: (136 + heading_more(name), format!("{}、{name}", ordinal(component + 2))),
            columns: html! { col.c12; col; @for _ in 0..columns { col.c18; } },
            header: (
                height,
                html! {
                    tr class=(class) {
                        th.c scope="col" { "名次" }
                        th.l scope="col" { "单位" }
                        @if measure { th scope="col" { "导入数值" } }
                        @for (name, weight) in here { th scope="col" { (name) small { (weight) } } }
                        th scope="col" { "环节分" }
                        th scope="col" { "折算" small { (self.weight(component)) } }
                    }
                },
            ),
            rows: self.dossier.report.ranking.iter().map(row).collect(),
        }
    }

    /// Bonuses, deductions and vetoes with their reasons; nothing where there is none.
    pub(super) fn adjustments(&self) -> Option<Table> {
        let mut rows = Vec::new();
        for row in &self.dossier.report.ranking {
            let Some(trace) = self.trace(row) else { continue };
            for (kind, given) in [("加分", &trace.bonus), ("减分", &trace.deduction)] {
                rows.extend(items(row, kind, given));
            }
            if let Some(veto) = &trace.veto {
                rows.push(line(row, "否决", "—", "一票否决", &veto.reasons.join("；")));
            }
        }
        if rows.is_empty() {
            return None;
        }
        let number = ordinal(self.dossier.rules.components.len() + 2);
        let (class, height) = header_of(1);
        Some(Table {
            class: "parts",
            heading: (136, format!("{number}、加减分与否决")),
            columns: html! { col.c34; col.c17; col.c20; col.c34; col; },
            header: (
                height,
                html! {
                    tr class=(class) {
                        th.l scope="col" { "单位" } th.c scope="col" { "类型" } th scope="col" { "计入" }
                        th.l scope="col" { "事项" } th.l scope="col" { "事由" }
                    }
                },
            ),
            rows,
        })
    }
}

fn items<'t>(
    row: &'t RankingRow,
    kind: &'t str,
    given: &'t AdjustmentTrace,
) -> impl Iterator<Item = (u32, Markup)> + 't {
    given.items.iter().map(move |item| line(row, kind, &item.capped, &item.name, &item.reasons.join("；")))
}

fn line(row: &RankingRow, kind: &str, points: &str, item: &str, reasons: &str) -> (u32, Markup) {
    let most = lines(named(row), 78).max(lines(item, 78)).max(lines(reasons, 150));
    let (class, height) = row_of(most);
    let markup = html! {
        tr class=(class) {
            th.l scope="row" { (fit(named(row), 78)) } td.c { (kind) } td { (points) } td.l { (fit(item, 78)) } td.l { (fit(reasons, 150)) }
        }
    };
    (height, markup)
}

/// What a heading takes more where it runs over a line.
fn heading_more(name: &str) -> u32 {
    u32::try_from((lines(name, 360) - 1) * 56).unwrap_or(u32::MAX)
}

/// 一, 二, 三 … as far as a sheet goes, then plain numbers.
pub(super) fn ordinal(number: usize) -> String {
    let tens = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    number
        .checked_sub(1)
        .and_then(|index| tens.get(index))
        .map_or_else(|| number.to_string(), |word| (*word).to_owned())
}
