//! Acts on record as sentences in Chinese: one for each word. Marks, points and values are in none of them.

mod call;
mod cards;
mod day;
mod hand;
mod people;
mod result;
mod setup;
mod told;
mod wall;

use told::Told;

use crate::app::act::record::Logged;
use crate::app::act::word::Word;
use crate::app::result::log::LogNames;

/// The sentence of an act on record; of a word that a newer program wrote, who did it and what it is called there.
pub fn sentence(act: &Logged, names: &LogNames) -> String {
    let told = Told::of(act, names);
    match Word::ALL.iter().find(|word| word.as_str() == act.act) {
        Some(&word) => said(word, &told),
        None => format!("{} 办理“{}”", told.who(), act.act),
    }
}

#[rustfmt::skip]
#[expect(clippy::too_many_lines, reason = "a line a word")]
fn said(word: Word, told: &Told<'_>) -> String {
    match word {
        Word::Import => setup::made(told, "导入本活动"),
        Word::Upload => setup::plainly(told, "上传名单和规则，更新本活动的设置"),
        Word::Copy => setup::made(told, "从另一活动复制出本活动"),
        Word::Export => result::exported(told),
        Word::Retitle => setup::retitled(told),
        Word::AddEntry => setup::entry(told, "添加参评项目"),
        Word::ChangeEntry => setup::entry(told, "更改参评项目"),
        Word::RemoveEntry => setup::entry(told, "删去参评项目"),
        Word::AddJudge => setup::judge(told, "添加评委"),
        Word::ChangeJudge => setup::judge(told, "更改评委"),
        Word::RemoveJudge => setup::judge(told, "删去评委"),
        Word::AddStop => setup::entry(told, "添加站点"),
        Word::ChangeStop => setup::entry(told, "更改站点"),
        Word::RemoveStop => setup::entry(told, "删去站点"),
        Word::MoveStop => setup::plainly(told, "调整行程中站点的先后"),
        Word::Open => setup::opened(told),
        Word::Rehearse => setup::plainly(told, "建立这次演练"),
        Word::Discard => setup::plainly(told, "作废这次演练"),
        Word::SetSigning => setup::signing(told),
        Word::SetObjections => setup::plainly(told, "设定异议的收取办法"),
        Word::SaveRules => setup::rules(told, "保存评分规则"),
        Word::LookAtEffect => setup::plainly(told, "查看规则变更的影响"),
        Word::ProposeRules => setup::rules(told, "提议变更评分规则"),
        Word::ApproveRules => setup::rules(told, "批准变更评分规则"),
        Word::DeclineRules => setup::rules(told, "不批准变更评分规则"),
        Word::TakeRulesBack => setup::rules(told, "撤回评分规则的变更提议"),
        Word::PutRulesAway => setup::rules(told, "撤下已经作废的规则变更提议"),

        Word::CreateAccount => people::account(told, "新建"),
        Word::NameAccount => people::account(told, "登记姓名："),
        Word::ResetPassword => people::account(told, "重设密码："),
        Word::ChangePassword => people::account(told, "换密码："),
        Word::DeactivateAccount => people::account(told, "停用"),
        Word::SignIn => people::session(told, "登录"),
        Word::SignInFailed => people::failed(told),
        Word::SignOut => people::session(told, "退出"),
        Word::OpenLog => people::session(told, "开立存证日志"),
        Word::TakeOver => people::session(told, "接收原有的审计记录"),
        Word::LogKey => people::session(told, "启用存证密钥"),
        Word::Head => people::head(told),
        Word::WitnessKey => people::session(told, "登记会签人的公钥"),
        Word::Cosign => people::cosigned(told),
        Word::Rows => people::session(told, "登记数据行的变动"),

        Word::MintLinks => day::links(told),
        Word::RegisterKey => day::key(told),
        Word::AskLink => day::link(told, "申请另发"),
        Word::DecideLink => day::link(told, "批准另发"),
        Word::DeclineLink => day::link(told, "不批准另发"),
        Word::TakeLinkBack => day::link(told, "撤回另发"),
        Word::WrongCode => day::link(told, "输错四位数字，未能另发"),
        Word::RenewLink => day::link(told, "另发"),
        Word::EndSessions => day::ended(told),
        Word::Arrive => day::stop(told, "登记到达"),
        Word::Leave => day::stop(told, "登记离开"),
        Word::SkipStop => day::stop(told, "登记不再前往"),
        Word::UnskipStop => day::stop(told, "恢复前往"),
        Word::MoveStops => day::plainly(told, "调整行程中站点的先后"),
        Word::UndoStop => day::undone(told),
        Word::WithdrawEntry => day::stop(told, "登记退出评比："),
        Word::ReadmitEntry => day::stop(told, "恢复参评："),
        Word::PassSeat => day::seat(told, "的席位登记换人"),
        Word::ReplaceJudge => day::seat(told, "登记由新席接替"),
        Word::Ask => day::asked(told),

        Word::Exclude => hand::excluded(told),
        Word::Adjust => hand::adjusted(told),
        Word::Measure => hand::measured(told),
        Word::Measures => hand::tabled(told),
        Word::Withdraw => hand::withdrawn(told),
        Word::AcceptBreach => hand::accepted(told),
        Word::ProposeTie => hand::tie(told, "提议并列项目的次序"),
        Word::Decide => hand::tie(told, "批准并列项目的次序"),
        Word::DeclineTie => hand::tie(told, "不批准并列项目的次序"),
        Word::TakeTieBack => hand::tie(told, "撤回并列项目次序的提议"),

        Word::Record => cards::came(told, ""),
        Word::KeepRival => cards::came(told, "，与另一份不一致，两份都已收存"),
        Word::Quarantine => cards::came(told, "，不在评分时间内，收存待认定"),
        Word::Restore => cards::came(told, "，此前丢失，现已收回"),
        Word::Refuse => cards::refused(told),
        Word::Admit => cards::about(told, "认定"),
        Word::Decline => cards::about(told, "不予认定"),
        Word::TypePaper => cards::paper(told, "录入"),
        Word::ProposePaper => cards::paper(told, "提出读法："),
        Word::TakePaper => cards::paper(told, "收下"),
        Word::WithdrawPaper => cards::paper(told, "撤回"),
        Word::TakeJournal => cards::file(told, "导入"),
        Word::HandIn => cards::file(told, "交来"),
        Word::AdmitHanded => cards::handed(told, "认定"),
        Word::DeclineHanded => cards::handed(told, "不予认定"),

        Word::OpenProvisional => result::plainly(told, "开启暂定名次"),
        Word::RecountDiffers => result::differs(told),
        Word::Close => result::closed(told),
        Word::Sign => result::signed(told),
        Word::Publish => result::published(told),
        Word::AskReopening => result::upon(told, "申请重新开放"),
        Word::Reopen => result::upon(told, "批准重新开放"),
        Word::DeclineReopening => result::upon(told, "未批准重新开放"),
        Word::Archive => result::plainly(told, "归档"),
        Word::Object => result::objection(told, "提交"),
        Word::AnswerObjection => result::objection(told, "答复"),
        Word::CloseObjection => result::objection_closed(told),
        Word::SetKeeping => result::kept(told),
        Word::AskErasure => result::upon(told, "申请按保存期限清除"),
        Word::Erase => result::upon(told, "批准清除评分卡和个人信息"),
        Word::DeclineErasure => result::upon(told, "未批准清除"),
        Word::Confirm => cards::confirmed(told),
        Word::ConfirmOnPaper => cards::confirmed_on_paper(told),
        Word::TickFacts => result::ticked(told),
        Word::DrawCards => result::drawn(told),
        Word::LookAtCards => result::looked(told),
        Word::Disagree => result::disagreed(told),
        Word::AskPublishing => result::plainly(told, "申请公布成绩"),
        Word::DeclinePublishing => result::publishing_declined(told),
        Word::FillTrial => result::filled(told),
        Word::Trial => result::tried(told),

        Word::SetCalls => call::set(told),
        Word::DrawOrder => call::ordered(told, "抽签排定汇报顺序"),
        Word::EnterOrder => call::ordered(told, "登记现场抽签的汇报顺序"),
        Word::CallUp => call::called(told),
        Word::StartTurn => call::pressed(told, "开始"),
        Word::PauseTurn => call::pressed(told, "暂停"),
        Word::ResumeTurn => call::pressed(told, "继续"),
        Word::EndTurn => call::pressed(told, "结束"),
        Word::RedoTurn => call::pressed(told, "重来"),
        Word::WaiveOvertime => call::waived(told),

        Word::MakeWallLink => wall::link(told, "生成"),
        Word::EndWallLink => wall::link(told, "结束"),
        Word::ShowScene => wall::scene(told),
        Word::BeginReveal => wall::begun(told),
        Word::EndReveal => wall::ended(told),
    }
}

#[cfg(test)]
mod tests;
