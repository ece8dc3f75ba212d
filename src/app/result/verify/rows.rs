//! Rows against their prints: each row of a table must be what the log last said that it had become.

use super::found::{Check, name};
use super::tree::Read;
use crate::app::AppError;
use crate::store::log::HOUSE;
use crate::store::prints::{self, OPERATION, PRINTED, Printed};
use crate::store::{Tx, event};

/// What a table is called in a sentence.
fn title(table: &str) -> &str {
    match table {
        "event" => "活动设置",
        "entry" => "参评项目",
        "judge" => "评委",
        "checkpoint" => "站点",
        "exclusion" => "回避、缺席、作废",
        "measure" => "考核数值",
        "adjustment" => "加减分、否决",
        "decision" => "并列裁定",
        "comment" => "评语",
        "operation" => "评分卡",
        "settled" => "不一致的处理",
        "ruling" => "认定",
        "sheet" => "纸质卡",
        "typing" => "纸质卡录入",
        "sheet_end" => "纸质卡办结",
        "refusal" => "拒收的评分卡",
        "result" => "封存的结果",
        "withdrawal" => "撤销登记",
        "day_change" => "当日变更",
        "signature" => "签字",
        "acceptance" => "认可超出限制",
        "tie_proposal" => "并列裁定的提议",
        "publication" => "公布",
        "reopening" => "重新开放",
        "bundle" => "结果包",
        "public_bundle" => "公开的结果包",
        "fact_tick" => "须知的勾认",
        "spot_draw" => "抽检",
        "spot_look" => "抽检的结果",
        "dissent" => "不同意签字",
        "publish_request" => "公布的申请",
        "objection" => "异议",
        "erasure" => "清除",
        "rules_version" => "规则版本",
        "rules_proposal" => "规则变更",
        "account" => "账号",
        "link" => "评委链接",
        "ask" => "催办",
        "tablet_key" => "平板签名密钥",
        "handed_card" => "待第二人认定的评分卡",
        "link_request" => "另发链接的申请",
        "trial" => "试算",
        "wall_link" => "大屏链接",
        "call_setting" => "汇报计时设定",
        "call_order" => "汇报顺序",
        "call_turn" => "汇报",
        "overtime" => "汇报超时",
        other => other,
    }
}

/// How a row is called in a sentence.
pub(super) fn row_name(table: &str, key: &str) -> String {
    format!("{}（表 {table} 的 {key} 行）", title(table))
}

/// Compares all tables of a log but that of operations.
pub(super) fn compare(tx: &mut Tx, id: &str, mut read: Read) -> Result<Check, AppError> {
    let mut check = Check::new("rows", id);
    let mut rows = 0;
    let of_house = id == HOUSE;
    for printed in PRINTED.iter().filter(|p| p.table != OPERATION && p.log.is_none() == of_house) {
        for (key, print) in prints::of_table(tx, printed, id)? {
            rows += 1;
            compare_one(&mut read, printed, key, &print, &mut check);
        }
    }
    let mut gone: Vec<_> = read.rows.into_iter().filter(|(_, print)| print.is_some()).map(|(row, _)| row).collect();
    gone.sort_unstable();
    for (table, key) in gone {
        check.fault(format!("{}不见了", row_name(&table, &key)));
    }
    if !of_house {
        let head = event::get(tx, id)?;
        if (Some(head.version), Some(head.setup_version)) != (read.version, read.setup) {
            check.fault(format!("{}的版本号与记录不符", name(id)));
        }
    }
    check.text = format!("{}数据 {rows} 行，与日志逐行比对", name(id));
    Ok(check)
}

fn compare_one(read: &mut Read, printed: &Printed, key: String, print: &str, check: &mut Check) {
    match read.rows.remove(&(printed.table.to_owned(), key.clone())) {
        Some(Some(said)) if said == print => {}
        Some(Some(_)) => check.fault(format!("{}被改动过", row_name(printed.table, &key))),
        Some(None) | None => check.fault(format!("{}没有记录：是绕过程序加进去的", row_name(printed.table, &key))),
    }
}
