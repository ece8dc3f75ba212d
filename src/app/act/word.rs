//! The acts on record: what each is called where it is stored, and what people read. A new one is one line here.

/// Makes the enum and its two exhaustive matches of one table: name, stored word, Chinese.
macro_rules! words {
    ($($name:ident $stored:literal $title:literal,)*) => {
        /// An act on record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Word {
            $($name,)*
        }

        impl Word {
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The word that is stored; it never changes, since rows of the audit hold it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $stored,)*
                }
            }

            /// What people read.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                }
            }
        }
    };
}

words! {
    Import "import" "导入活动",
    Upload "upload" "上传更新名单",
    Copy "copy" "复制活动",
    Export "export" "导出活动",
    CreateAccount "create-account" "新建账号",
    NameAccount "name-account" "登记账号姓名",
    ResetPassword "reset-password" "重设密码",
    ChangePassword "change-password" "换密码",
    DeactivateAccount "deactivate-account" "停用账号",
    Retitle "retitle" "改活动名称",
    AddEntry "add-entry" "添加参评项目",
    ChangeEntry "change-entry" "更改参评项目",
    RemoveEntry "remove-entry" "删去参评项目",
    AddJudge "add-judge" "添加评委",
    ChangeJudge "change-judge" "更改评委",
    RemoveJudge "remove-judge" "删去评委",
    AddStop "add-stop" "添加站点",
    ChangeStop "change-stop" "更改站点",
    RemoveStop "remove-stop" "删去站点",
    MoveStop "move-stop" "移动站点",
    SignIn "sign-in" "登录",
    SignInFailed "sign-in-failed" "登录失败",
    SignOut "sign-out" "退出",
    MintLinks "mint-links" "生成评委链接",
    RegisterKey "register-key" "登记平板签名密钥",
    AskLink "ask-link" "申请另发评委链接",
    DecideLink "decide-link" "批准另发评委链接",
    DeclineLink "decline-link" "不批准另发评委链接",
    TakeLinkBack "take-link-back" "撤回另发评委链接",
    WrongCode "wrong-code" "另发评委链接时四位数字不对",
    RenewLink "renew-link" "另发评委链接",
    EndSessions "end-sessions" "结束评委登录",
    HandIn "hand-in" "收存平板文件待第二人认定",
    AdmitHanded "admit-handed" "第二人认定平板文件的评分卡",
    DeclineHanded "decline-handed" "第二人不予认定平板文件的评分卡",
    Arrive "arrive" "登记到达",
    Leave "leave" "登记离开",
    Exclude "exclude" "登记回避等",
    Ask "ask" "催办评分卡",
    Sign "sign" "签字",
    AcceptBreach "accept-breach" "认可超出限制",
    SetSigning "set-signing" "设定签字与公示",
    AskReopening "ask-reopening" "申请重新开放",
    Reopen "reopen" "批准重新开放",
    DeclineReopening "decline-reopening" "未批准重新开放",
    Archive "archive" "归档",
    Object "object" "收到异议",
    AnswerObjection "answer-objection" "答复异议",
    CloseObjection "close-objection" "办结异议",
    SetObjections "set-objections" "设定收取异议",
    SetKeeping "set-keeping" "设定保存期限",
    AskErasure "ask-erasure" "申请清除",
    Erase "erase" "批准清除",
    DeclineErasure "decline-erasure" "未批准清除",
    Adjust "adjust" "登记加减分、否决",
    Measure "measure" "填写考核数值",
    Measures "measures" "导入考核数值",
    ProposeTie "propose-tie" "提议并列裁定",
    Decide "decide" "批准并列裁定",
    DeclineTie "decline-tie" "不批准并列裁定",
    TakeTieBack "take-tie-back" "撤回并列裁定的提议",
    Withdraw "withdraw" "撤销登记",
    SaveRules "save-rules" "保存规则",
    LookAtEffect "look-at-effect" "查看规则变更的影响",
    ProposeRules "propose-rules" "提议变更规则",
    ApproveRules "approve-rules" "批准变更规则",
    DeclineRules "decline-rules" "不批准变更规则",
    TakeRulesBack "take-rules-back" "撤回规则变更",
    PutRulesAway "put-rules-away" "撤下作废的规则变更",
    RecountDiffers "recount-differs" "复核不一致",
    OpenProvisional "open-provisional" "开启暂定名次",
    Close "close" "封存",
    Publish "publish" "公布",
    Record "record" "收到评分卡",
    KeepRival "keep-rival" "收存不一致的评分卡",
    Quarantine "quarantine" "收存待认定的评分卡",
    TypePaper "type-paper" "录入纸质卡",
    ProposePaper "propose-paper" "提出纸质卡的读法",
    TakePaper "take-paper" "收下纸质卡",
    WithdrawPaper "withdraw-paper" "撤回纸质卡",
    Refuse "refuse" "拒收评分卡",
    Open "open" "开放评分",
    Rehearse "rehearse" "建立演练",
    Discard "discard" "丢弃演练",
    Admit "admit" "认定评分卡",
    Decline "decline" "不予认定评分卡",
    Restore "restore" "收回曾丢失的评分卡",
    TakeJournal "take-journal" "导入平板日志",
    SkipStop "skip-stop" "登记不再前往",
    UnskipStop "unskip-stop" "恢复前往",
    MoveStops "move-stops" "调整行程",
    UndoStop "undo-stop" "撤回到达或离开",
    WithdrawEntry "withdraw-entry" "登记退出评比",
    ReadmitEntry "readmit-entry" "恢复参评",
    PassSeat "pass-seat" "席位换人",
    ReplaceJudge "replace-judge" "新席接替评委",
    OpenLog "open-log" "开立存证日志",
    TakeOver "take-over" "接收原有的审计记录",
    LogKey "log-key" "启用存证密钥",
    Head "head" "签发存证点",
    WitnessKey "witness-key" "登记会签人公钥",
    Cosign "cosign" "收到会签的存证点",
    Rows "rows" "登记数据行",
    Confirm "confirm" "评委核对自己的评分卡",
    ConfirmOnPaper "confirm-on-paper" "登记评委签过的核对单",
    TickFacts "tick-facts" "勾认签字前须知",
    DrawCards "draw-cards" "抽检评分卡",
    LookAtCards "look-at-cards" "登记抽检结果",
    Disagree "disagree" "登记不同意签字",
    AskPublishing "ask-publishing" "申请公布",
    DeclinePublishing "decline-publishing" "不同意公布",
    FillTrial "fill-trial" "填入试算评分卡",
    Trial "trial" "试算",
    SetCalls "set-calls" "设定汇报计时",
    DrawOrder "draw-order" "抽签排定汇报顺序",
    EnterOrder "enter-order" "登记现场抽签的汇报顺序",
    CallUp "call-up" "叫号",
    StartTurn "start-turn" "汇报开始计时",
    PauseTurn "pause-turn" "汇报暂停计时",
    ResumeTurn "resume-turn" "汇报继续计时",
    EndTurn "end-turn" "汇报结束",
    RedoTurn "redo-turn" "汇报重来",
    WaiveOvertime "waive-overtime" "汇报超时不扣分",
    MakeWallLink "make-wall-link" "生成大屏链接",
    EndWallLink "end-wall-link" "结束大屏链接",
    ShowScene "show-scene" "切换大屏",
    BeginReveal "begin-reveal" "开始揭晓",
    EndReveal "end-reveal" "结束揭晓",
}

impl Word {
    /// Whether the event's log gets a signed head with it: what comes after can no longer be put before it.
    #[must_use]
    pub const fn is_headed(self) -> bool {
        matches!(
            self,
            Self::Open | Self::Close | Self::Sign | Self::Publish | Self::Reopen | Self::Archive | Self::Erase
        )
    }

    /// What people read of a stored word; one that a newer program wrote stays as it is.
    #[must_use]
    pub fn read(stored: &str) -> &str {
        Self::ALL.iter().find(|word| word.as_str() == stored).map_or(stored, |word| word.title())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Word;

    #[test]
    fn each_act_has_a_word_and_a_title_of_its_own_in_chinese() {
        let words: HashSet<&str> = Word::ALL.iter().map(|word| word.as_str()).collect();
        let titles: HashSet<&str> = Word::ALL.iter().map(|word| word.title()).collect();
        assert_eq!((words.len(), titles.len()), (Word::ALL.len(), Word::ALL.len()));
        assert!(titles.iter().all(|title| !title.chars().any(|c| c.is_ascii_alphabetic())), "{titles:?}");
    }

    #[test]
    fn a_word_of_a_newer_program_is_still_shown() {
        assert_eq!(Word::read("close"), "封存");
        assert_eq!(Word::read("not-yet-known"), "not-yet-known");
    }
}
