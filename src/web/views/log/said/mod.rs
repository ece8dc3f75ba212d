//! Acts on record as sentences in Chinese: one for each word. Marks, points and values are in none of them.

mod cards;
mod day;
mod hand;
mod people;
mod result;
mod setup;
mod told;

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
        Word::FillTrial => result::filled(told),
        Word::Trial => result::tried(told),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::app::act::clock::Moment;

    /// Names without a letter, of ids that are figures.
    fn names() -> LogNames {
        let pair = |id: &str, name: &str| vec![(id.to_owned(), name.to_owned())];
        LogNames {
            entries: pair("3", "大公镇"),
            judges: pair("1", "曲塘镇书记"),
            components: pair("2", "现场观摩"),
            accounts: [("5".to_owned(), ("组织者", Some("演示·组织".to_owned())))].into(),
        }
    }

    fn logged(act: &str, who: &str, subject: &str, payload: Option<Value>) -> Logged {
        Logged {
            event: "ev-1".to_owned(),
            number: 1,
            at: Moment::UNIX_EPOCH,
            who: who.to_owned(),
            person: None,
            act: act.to_owned(),
            subject: subject.to_owned(),
            payload: payload.map(|payload| payload.to_string()),
            hash: String::new(),
        }
    }

    const SUBJECTS: [&str; 30] = [
        "card:1/2/3",
        "card:1/2/",
        "card:",
        "entry:3",
        "judge:1",
        "checkpoint:3",
        "measure:2/3",
        "exclusion:0",
        "adjustment:0",
        "decision:0",
        "acceptance:0",
        "result:1",
        "objection:1",
        "key:1/9",
        "link:1",
        "session:1",
        "journal:1/9",
        "account:5",
        "event",
        "route",
        "rules",
        "links",
        "workbook",
        "bundle",
        "cards",
        "standings",
        "handed",
        "trial",
        "",
        "：",
    ];

    /// All that any payload has, with a figure of a card wherever one could be.
    fn whole() -> Value {
        let all = r#"{
            "component": "2", "entry": "3", "judge": "1", "kind": "recused", "reason": "近亲属", "item": "表彰",
            "points": "47.5", "value": "47.5", "figure": "47.5", "answer": "得 47.5", "note": "47.5", "marks": { "1": "47.5" },
            "sha256": "47.5", "device": "trial", "revision": 2, "outcome": "invalid", "reference": "甲-1", "number": 1,
            "ops": 3, "waits": 1, "admitted": [1], "declined": [2], "made": 9, "left": 1, "way": "second", "ended": 1,
            "entries": 10, "judges": 20, "cards": 320, "order": [{ "entry": "3", "order": 1 }], "values": [{ "value": "47.5" }],
            "complete": true, "open": ["一项"], "override": "催过两次", "upheld": true, "days": 365, "notice_days": 5,
            "seed": 4827, "figures": 140, "level": 2, "differing": 1, "places": ["大公镇 总分"], "title": "新名称",
            "discarded": ["ev-2"], "version": 3, "asked_by": "account:5", "failures": 2, "size": 8, "witness": "会签人",
            "change": { "seat": { "judge": "1", "name": "新席", "unit": "新局" } }, "name": "大公镇项目", "unit": "大公镇"
        }"#;
        serde_json::from_str(all).expect("JSON")
    }

    fn letters(text: &str) -> bool {
        text.chars().any(|c| c.is_ascii_alphabetic())
    }

    #[test]
    fn each_word_has_a_sentence_without_letters_and_without_marks_whatever_is_on_record() {
        let (names, whole) = (names(), whole());
        let odd = [json!([]), json!("甲"), json!(7), json!({ "cards": 1, "order": "1", "open": {}, "change": [] })];
        let both = |side: &Value| json!({ "before": side, "after": side });
        let mut payloads: Vec<Option<Value>> = odd.iter().chain([&whole]).map(|side| Some(both(side))).collect();
        payloads.push(Some(json!({ "before": null, "after": whole })));
        payloads.extend([Some(json!({})), Some(json!([])), None]);
        for word in Word::ALL {
            for subject in SUBJECTS {
                for who in ["account:5", "judge:ev-1/1", "guanmo", ""] {
                    for payload in &payloads {
                        let said = sentence(&logged(word.as_str(), who, subject, payload.clone()), &names);
                        assert!(!said.trim().is_empty() && !letters(&said), "{word:?} {subject}: {said}");
                        assert!(!said.contains("47.5"), "{word:?} {subject}: {said}");
                    }
                }
            }
        }
    }

    #[test]
    fn sentences_name_people_and_things() {
        let names = names();
        let said = |word: Word, who: &str, subject: &str, after: Value| {
            sentence(&logged(word.as_str(), who, subject, Some(json!({ "before": null, "after": after }))), &names)
        };
        let exclusion = json!({ "component": null, "entry": "3", "kind": "recused", "reason": "近亲属" });
        assert_eq!(
            said(Word::Exclude, "account:5", "judge:1", exclusion),
            "组织者 演示·组织 登记 曲塘镇书记 对 大公镇 回避，理由：近亲属"
        );
        assert_eq!(
            said(Word::Record, "judge:ev-1/1", "card:1/2/3", json!({ "device": "0c5e", "revision": 2 })),
            "曲塘镇书记 的平板送达 大公镇·现场观摩 的评分卡（第 2 次）"
        );
        assert_eq!(
            said(Word::Record, "account:5", "card:1/2/3", json!({ "device": "trial", "revision": 1 })),
            "组织者 演示·组织 填入 曲塘镇书记 对 大公镇·现场观摩 的试算评分卡"
        );
        let tried = json!({ "seed": 4827, "cards": 320, "entries": 10, "figures": 140, "level": 2, "differing": 0 });
        assert_eq!(
            said(Word::Trial, "account:5", "trial", tried),
            "组织者 演示·组织 试算，种子 4827，320 张试算评分卡，10 个项目，其中 2 个项目并列，比对 140 个数字，一致"
        );
        assert_eq!(said(Word::Arrive, "account:5", "checkpoint:3", json!({})), "组织者 演示·组织 登记到达 大公镇");
        // what is no longer there, and what a newer program wrote
        assert_eq!(said(Word::Arrive, "account:6", "checkpoint:9", json!({})), "账号 6 登记到达 9");
        let newer = sentence(&logged("not-yet-known", "console", "event", None), &names);
        assert_eq!(newer, "服务器命令行 办理“not-yet-known”");
    }
}
