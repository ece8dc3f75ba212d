//! What came of an event: frozen results against their fingerprints and against both tabulations, signatures and
//! publications against the fingerprints, rules against their hashes, bundles against theirs.

use super::found::{Check, name};
use crate::app::act::hash::sha256;
use crate::app::event::frozen::{Written, read_report};
use crate::app::people::account::role;
use crate::app::{App, AppError};
use crate::scoring::result::Report;
use crate::store::result::ResultRow;
use crate::store::{StoreError, Tx, account, bundle, event, result, rules, signing};

impl App {
    pub(super) fn verify_outcome(&self, tx: &mut Tx, id: &str) -> Result<Vec<Check>, AppError> {
        Ok(vec![rules_of(tx, id)?, self.results_of(tx, id)?, signed_of(tx, id)?])
    }

    /// Each frozen result, and the last one counted anew.
    fn results_of(&self, tx: &mut Tx, id: &str) -> Result<Check, AppError> {
        let mut check = Check::new("results", id);
        let head = event::get(tx, id)?;
        let heads = result::heads(tx, id)?;
        // of an erased event the ranking alone is left; the fingerprint stays that of the whole
        let is_whole = head.erased_at.is_none();
        for frozen in heads.iter().filter(|_| is_whole) {
            let row = result::numbered(tx, id, frozen.number)?;
            if row.is_none_or(|row| sha256(&row.report) != row.fingerprint) {
                check.fault(format!("{}第 {} 号结果与它的指纹不符", name(id), frozen.number));
            }
        }
        let last = result::latest(tx, id)?
            .filter(|_| is_whole && check.is_sound() && !head.state().is_ok_and(|s| s.is_before_close()));
        if let Some(last) = last {
            let counted = self.frame(tx, &head).and_then(|frame| Self::counted(tx, id, &frame));
            match counted.and_then(|report| Ok(is_as_counted(tx, &report, &last)?)) {
                Ok(true) => {}
                Ok(false) => check.fault(format!("{}第 {} 号结果与现在重新计算的不同", name(id), last.number)),
                // what cannot be read was changed; what is not answered is another matter
                Err(AppError::Store(error)) if !matches!(error, StoreError::Corrupt(_)) => return Err(error.into()),
                Err(error) => check.fault(format!("{}重新计算不出结果：{error}", name(id))),
            }
        }
        check.text = match heads.last() {
            None => format!("{}还没有封存的结果", name(id)),
            Some(_) if !is_whole => format!("{}的详细内容已按期清除，封存的结果不再比对", name(id)),
            Some(last) => {
                format!(
                    "{}封存的结果 {} 份，与指纹比对；第 {} 号重新计算并独立复核",
                    name(id),
                    heads.len(),
                    last.number
                )
            }
        };
        Ok(check)
    }
}

/// Whether a frozen result is what a count comes to. An earlier program may have worded a report otherwise; the ranking is
/// the same.
fn is_as_counted(tx: &mut Tx, report: &Report, frozen: &ResultRow) -> Result<bool, StoreError> {
    Ok(Written::of(report)?.fingerprint() == frozen.fingerprint || report.ranking == read_report(tx, frozen)?.ranking)
}

fn rules_of(tx: &mut Tx, id: &str) -> Result<Check, AppError> {
    let mut check = Check::new("rules", id);
    let head = event::get(tx, id)?;
    if sha256(&event::rules_text(tx, id)?) != head.rules_sha256 {
        check.fault(format!("{}的规则与登记的指纹不符", name(id)));
    }
    let versions = rules::versions(tx, id)?;
    for version in versions.iter().filter(|version| sha256(&version.rules_text) != version.rules_sha256) {
        check.fault(format!("{}规则第 {} 版与登记的指纹不符", name(id), version.number));
    }
    if versions.last().is_none_or(|last| last.rules_sha256 != head.rules_sha256) {
        check.fault(format!("{}现行规则不是规则沿革的最后一版", name(id)));
    }
    check.text = format!("{}规则 {} 版，与指纹比对", name(id), versions.len());
    Ok(check)
}

fn signed_of(tx: &mut Tx, id: &str) -> Result<Check, AppError> {
    let mut check = Check::new("signatures", id);
    let results = result::heads(tx, id)?;
    let fingerprint = |number| results.iter().find(|head| head.number == number).map(|head| head.fingerprint.as_str());
    let signatures = signing::signatures(tx, id)?;
    for row in &signatures {
        let called = format!("{} 对第 {} 号结果的签字", row.account, row.number);
        if fingerprint(row.number) != Some(&row.fingerprint) {
            check.fault(format!("{called}所签的不是这份结果"));
        }
        // that no account is missing, the house's rows tell
        let by = account::find(tx, &row.account)?;
        if by.map(|by| role(&by)).transpose()?.is_some_and(|role| role.as_str() != row.role) {
            check.fault(format!("{called}与账号的角色不符"));
        }
    }
    let publications = signing::publications(tx, id)?;
    for row in publications.iter().filter(|row| fingerprint(row.number) != Some(&row.fingerprint)) {
        check.fault(format!("第 {} 号结果公布的不是封存的那一份", row.number));
    }
    let bundles = bundle::numbers(tx, id)?;
    for number in &bundles {
        let row = bundle::find(tx, id, *number)?;
        if row.is_none_or(|row| sha256(&row.bytes) != row.sha256) {
            check.fault(format!("第 {number} 号结果的结果包与它的指纹不符"));
        }
    }
    for number in bundle::public_numbers(tx, id)? {
        let row = bundle::find_public(tx, id, number)?;
        if row.is_none_or(|row| sha256(&row.bytes) != row.sha256) {
            check.fault(format!("第 {number} 号结果公开的结果包与它的指纹不符"));
        }
    }
    check.text = format!(
        "{}签字 {} 个、公布 {} 次、结果包 {} 个，与结果的指纹比对",
        name(id),
        signatures.len(),
        publications.len(),
        bundles.len()
    );
    Ok(check)
}
