//! What hangs on an entry, a judge or a stop, and keeps it from being removed: counted, and said in words.

use crate::app::AppError;
use crate::app::event::frame::Frame;
use crate::folder::edited::Sheet;
use crate::store::{Tx, operation, paper};

/// How many cards of a judge there are, whatever became of them.
pub(super) fn cards_of(tx: &mut Tx, event: &str, judge: &str) -> Result<i64, AppError> {
    Ok(operation::count_about(tx, event, Some(judge), None)?)
}

/// What hangs on a row, in words; empty where nothing does.
pub(super) fn hangs_on(
    tx: &mut Tx,
    event: &str,
    sheet: Sheet,
    frame: &Frame,
    id: &str,
) -> Result<Vec<String>, AppError> {
    let sheets = paper::of_event(tx, event)?;
    let (setup, mut said) = (&frame.setup, Vec::new());
    let mut say = |count: usize, what: &str| {
        if count > 0 {
            said.push(format!(" {count} {what}"));
        }
    };
    let many = |count: i64| usize::try_from(count).unwrap_or(usize::MAX);
    match sheet {
        Sheet::Entries => {
            let entry = frame.entry(id).unwrap_or(usize::MAX);
            say(many(operation::count_about(tx, event, None, Some(id))?), "张评分卡或名次票");
            say(sheets.iter().filter(|paper| [id, ""].contains(&paper.sheet.entry.as_str())).count(), "张录入的纸质卡");
            say(setup.exclusions.iter().filter(|row| row.entry == Some(entry)).count(), "条回避、缺席或作废");
            say(setup.measures.iter().filter(|(_, of, _)| *of == entry).count(), "个考核数值");
            say(setup.adjustments.iter().filter(|row| row.entry == entry).count(), "条加减分或否决");
            say(setup.decisions.iter().filter(|row| row.entry == entry).count(), "条并列裁定");
            say(setup.comments.iter().filter(|row| row.entry == entry).count(), "条评语");
            say(setup.checkpoints.iter().filter(|row| row.entry == entry).count(), "个行程站点");
        }
        Sheet::Judges => {
            let judge = frame.judge(id).unwrap_or(usize::MAX);
            say(many(cards_of(tx, event, id)?), "张评分卡");
            say(sheets.iter().filter(|paper| paper.sheet.judge == id).count(), "张录入的纸质卡");
            say(setup.exclusions.iter().filter(|row| row.judge == judge).count(), "条回避、缺席或作废");
            say(setup.acceptances.iter().filter(|row| row.judge == judge).count(), "条认可的超限");
            say(setup.comments.iter().filter(|row| row.judge == judge).count(), "条评语");
        }
        Sheet::Checkpoints => {
            let entry = frame.entry(id);
            let been = |row: &&crate::store::setup::Checkpoint| Some(row.entry) == entry && row.arrived_at.is_some();
            say(setup.checkpoints.iter().filter(been).count(), "次到达记录");
        }
    }
    Ok(said)
}
