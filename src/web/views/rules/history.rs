//! All rules that an event ever had.

use maud::{Markup, html};

use super::frame::{difference, draw, short};
use crate::app::act::clock::moment;
use crate::app::people::session::Session;
use crate::app::setup::amend::{RulesHistory, RulesVersion};
use crate::store::rules::{ProposalOutcome, ProposalRow};
use crate::web::views::local_time;
use crate::web::views::wording::party;

/// The page 历次规则.
pub fn page(history: &RulesHistory, session: &Session) -> Markup {
    let event = &history.event;
    let newest = history.versions.first().map_or(0, |version| version.number);
    let body = html! {
        h2 { "历次规则" }
        p { "此活动用过的每一版评分规则，新的在前。评分卡注明按哪一版评分；规则只会增加新的一版，先前的不会改动。" }
        @for version in &history.versions { (one(version, version.number == newest)) }
        @if !history.older.is_empty() {
            section.card {
                h3 { "按先前规则评分的评分卡 " (history.older.len()) " 张" }
                table.list {
                    thead { tr { th { "评委" } th { "环节" } th { "项目" } th { "规则指纹" } } }
                    tbody {
                        @for card in &history.older {
                            tr {
                                td { (card.judge) } td { (card.component) }
                                td { @if card.unit.is_empty() { "名次票" } @else { (card.unit) } }
                                td { code title=(card.rules) { (short(&card.rules)) } }
                            }
                        }
                    }
                }
            }
        }
        @if !history.proposals.is_empty() {
            section.card {
                h3 { "提议过的变更 " (history.proposals.len()) " 份" }
                table.list {
                    thead { tr { th { "时间" } th { "提议人" } th { "理由" } th { "变更后的指纹" } th { "结果" } } }
                    tbody { @for row in history.proposals.iter().rev() { (proposed(row)) } }
                }
            }
        }
    };
    draw("历次规则", event, session, &body)
}

fn one(version: &RulesVersion, stands: bool) -> Markup {
    html! {
        section.card #{ "version-" (version.number) } {
            h3 { "第 " (version.number) " 版" @if stands { "（现行）" } }
            table.list {
                tbody {
                    tr { td { "指纹" } td { code { (version.sha256) } } }
                    tr { td { "自何时起" } td { (local_time(version.at)) } }
                    tr { td { "何人" } td {
                        @if version.made_by.is_empty() { "未记录" } @else { (party(&version.made_by)) }
                        @if let Some(second) = &version.second { "提议，" (party(second)) " 批准" }
                    } }
                    @if !version.reason.is_empty() { tr { td { "理由" } td { (version.reason) } } }
                    tr { td { "按此版评分" } td { (version.cards) " 张评分卡" } }
                }
            }
            @if version.number > 1 {
                h4 { "与前一版对照" }
                (difference(&version.lines))
            }
            details {
                summary { "全文" }
                div.diff tabindex="0" role="region" aria-label={ "第 " (version.number) " 版全文" } { pre { (version.text) } }
            }
        }
    }
}

fn proposed(row: &ProposalRow) -> Markup {
    let outcome = match row.outcome() {
        Ok(Some(ProposalOutcome::Approved)) => "已批准",
        Ok(Some(ProposalOutcome::Declined)) => "未批准",
        Ok(Some(ProposalOutcome::TakenBack)) => "已撤回",
        Ok(Some(ProposalOutcome::Void)) => "已作废",
        Ok(None) => "待批准",
        Err(_) => "无法读取",
    };
    html! {
        tr {
            td { (local_time(moment(row.asked_at))) }
            td { (row.asked_by) }
            td { (row.reason) }
            td { code title=(row.rules_sha256) { (short(&row.rules_sha256)) } }
            td {
                (outcome)
                @if let Some(by) = &row.decided_by { "（" (by) @if let Some(at) = row.decided_at { "，" (local_time(moment(at))) } "）" }
            }
        }
    }
}
