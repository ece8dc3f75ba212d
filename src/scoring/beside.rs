//! Rows of a ranking beside each other, in printed figures: what separates two of them, part by part, and the mean of
//! several. Whoever has the page and a pocket calculator comes to the same.

use rust_decimal::Decimal;

use super::exact::Exact;
use super::result::{RankingRow, Report};
use super::rules::{Precision, RoundingMode};

/// What separates a row from another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart<'r> {
    pub other: &'r RankingRow,
    /// By how much the total is above the other's; below 0 where it is below.
    pub total: Decimal,
    /// The same of the weighted components that differ, by id, in the order of the rules.
    pub parts: Vec<(&'r str, Decimal)>,
    /// The same of bonuses less deductions.
    pub adjusted: Decimal,
    /// Whether parts and adjustments make up what separates the totals. They need not: where a coefficient, a bound or the
    /// last rounding comes in between.
    pub adds_up: bool,
}

fn figure(text: &str) -> Option<Decimal> {
    text.parse().ok()
}

impl Report {
    /// What separates one row from another; `None` where one has no total, or is not scored in the same components.
    #[must_use]
    pub fn apart<'r>(&'r self, row: &'r RankingRow, other: &'r RankingRow) -> Option<Apart<'r>> {
        let total = figure(&row.total)?.checked_sub(figure(&other.total)?)?;
        let adjusted = |row: &RankingRow| figure(&row.bonus)?.checked_sub(figure(&row.deduction)?);
        let adjusted = adjusted(row)?.checked_sub(adjusted(other)?)?;
        let (own, others) = (self.weighted(row), self.weighted(other));
        let mut parts = Vec::new();
        let mut sum = adjusted;
        for (id, value) in own {
            let (_, of_other) = others.iter().find(|(other, _)| *other == id)?;
            let difference = value.checked_sub(*of_other)?;
            sum = sum.checked_add(difference)?;
            if !difference.is_zero() {
                parts.push((id, difference));
            }
        }
        Some(Apart { other, total, parts, adjusted, adds_up: sum == total })
    }

    /// The weighted components as printed; those of an earlier program stand in the traces alone.
    fn weighted<'r>(&'r self, row: &'r RankingRow) -> Vec<(&'r str, Decimal)> {
        if !row.weighted.is_empty() {
            let printed = row.weighted.0.iter().filter_map(|(id, text)| Some((id.as_str(), figure(text)?)));
            return printed.collect();
        }
        let trace = self.trace.as_ref().and_then(|traces| traces.get(&row.entry));
        let parts = trace.into_iter().flat_map(|trace| &trace.components);
        parts.filter_map(|part| Some((part.component.as_str(), figure(&part.weighted.as_ref()?.rounded)?))).collect()
    }
}

/// The mean of printed totals, rounded half up to as many decimals as the longest of them has; `None` of none.
#[must_use]
pub fn mean_total(rows: &[&RankingRow]) -> Option<String> {
    let totals: Vec<Decimal> = rows.iter().filter_map(|row| figure(&row.total)).collect();
    let sum = totals.iter().fold(Exact::ZERO, |sum, total| sum.add(&Exact::from(*total)));
    let decimals = totals.iter().map(Decimal::scale).max()?.min(20);
    let mean = sum.div_count(totals.len())?;
    Some(mean.round(Some(Precision { decimals, mode: RoundingMode::HalfUp })).fixed(decimals))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::result::{Figures, Status};

    fn row(total: &str, parts: &[(&str, &str)], (bonus, deduction): (&str, &str)) -> RankingRow {
        let weighted = parts.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect();
        RankingRow {
            rank: "1".to_owned(),
            entry: total.to_owned(),
            name: String::new(),
            unit: String::new(),
            track: String::new(),
            total: total.to_owned(),
            components: Figures::default(),
            weighted: Figures(weighted),
            bonus: bonus.to_owned(),
            deduction: deduction.to_owned(),
            award: String::new(),
            band: String::new(),
            status: Status::Ranked,
        }
    }

    fn report(rows: Vec<RankingRow>) -> Report {
        Report {
            title: String::new(),
            rules_sha256: String::new(),
            is_final: true,
            full_marks: None,
            blockers: Vec::new(),
            by_track: false,
            ranking: rows,
            balance: std::collections::BTreeMap::new(),
            withdrawn: Vec::new(),
            parted: Vec::new(),
            kept: Vec::new(),
            accepted: Vec::new(),
            trace: None,
        }
    }

    #[test]
    fn printed_parts_make_up_what_separates_two_totals_and_it_is_said_where_they_do_not() {
        let of = |total, visit, daily, adjusted| row(total, &[("visit", visit), ("daily", daily)], adjusted);
        let report = report(vec![
            of("90.48", "45.56", "44.92", ("0", "0")),
            of("90.21", "44.82", "45.39", ("0", "0")),
            of("90.21", "44.82", "44.89", ("1.00", "0.50")),
            of("90.2", "44.82", "44.91", ("0", "0")),
        ]);
        let text = |value: &str| value.parse::<Decimal>().expect("a decimal");
        let rows = &report.ranking;
        let apart = report.apart(&rows[1], &rows[0]).expect("both have totals");
        assert_eq!((apart.total, apart.adds_up), (text("-0.27"), true));
        assert_eq!(apart.parts, [("visit", text("-0.74")), ("daily", text("0.47"))]);
        let apart = report.apart(&rows[2], &rows[1]).expect("both have totals");
        assert_eq!((apart.total, apart.adjusted, apart.adds_up), (text("0.00"), text("0.50"), true));
        assert_eq!(apart.parts, [("daily", text("-0.50"))], "what is equal separates nothing");
        assert!(
            !report.apart(&rows[3], &rows[1]).expect("both have totals").adds_up,
            "the total was rounded on its own"
        );
        let without = row("", &[], ("0", "0"));
        assert_eq!(report.apart(&without, &rows[0]), None);
    }

    #[test]
    fn a_mean_of_printed_totals_is_exact_and_rounded_half_up() {
        let totals = |texts: &[&str]| texts.iter().map(|text| row(text, &[], ("0", "0"))).collect::<Vec<_>>();
        let mean = |texts: &[&str]| mean_total(&totals(texts).iter().collect::<Vec<_>>());
        assert_eq!(mean(&["91.95", "91.05", "90.48"]).as_deref(), Some("91.16"));
        assert_eq!(mean(&["90.00", "90.01"]).as_deref(), Some("90.01"), "a half goes up");
        assert_eq!(mean(&["1", "2", "2"]).as_deref(), Some("2"));
        assert_eq!(mean(&["90.2", "90.21"]).as_deref(), Some("90.21"));
        assert_eq!((mean(&[]), mean(&[""])), (None, None));
        let most = "9999999999999999999999999999";
        assert_eq!(mean(&[most, most, most]).as_deref(), Some(most), "no figure that can be typed is too large");
    }
}
