//! What facts are called. A new one is a line here.

/// Makes the enum and its matches of one table: name, stored word, Chinese.
macro_rules! facts {
    ($($name:ident $stored:literal $title:literal,)*) => {
        /// What a fact is about, in the order in which people read them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum FactWord {
            $($name,)*
        }

        impl FactWord {
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The word that is stored where it was ticked, and that forms send.
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

facts! {
    Reason "links-by-reason" "未经第二人另发登录链接",
    Links "links" "经同意另发登录链接",
    Keys "keys" "多台平板、多个签名密钥",
    Forced "forced" "强行封存、重新开放",
    Moved "moved" "与上次封存的变动",
    Paper "paper" "评分卡由纸质录入",
    Files "files" "评分卡由平板文件导入",
    Admitted "admitted" "待认定后收下的评分卡",
    Unsigned "unsigned" "没有平板签名的评分卡",
    Folder "folder" "随评比文件夹导入的评分卡",
    Restored "restored" "备份恢复后重新收到的评分卡",
    BadSignature "bad-signature" "因签名不符拒收的评分卡",
    Picked "picked" "两份不一，评委选定",
    Void "void" "作废的评分卡",
    Excluded "excluded" "首张卡之后登记的回避、缺席",
    Unconfirmed "unconfirmed" "评委未核对自己的评分卡",
    Adjusted "adjusted" "加分、减分、否决",
    Overtime "overtime" "汇报超时",
    Ties "ties" "并列裁定",
    Breaches "breaches" "认可的超出限制",
    Rules "rules" "开放以后改规则",
    Effects "effects" "封存前查看规则变更的影响",
    Provisional "provisional" "封存前打开过暂定名次",
    Day "day" "当日变动",
    TakenBack "taken-back" "撤销的登记",
}
