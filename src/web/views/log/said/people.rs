//! Sentences about accounts and sign-ins, and about what the log of the house tells.

use super::told::Told;

/// What somebody does to the account that is named.
pub fn account(told: &Told<'_>, does: &str) -> String {
    format!("{} {does}{}", told.who(), told.account())
}

/// Somebody who comes or goes.
pub fn session(told: &Told<'_>, does: &str) -> String {
    format!("{} {does}", told.who())
}

/// Somebody who did not come in.
pub fn failed(told: &Told<'_>) -> String {
    format!("有人用{}登录，没有成功{}", told.account(), told.counted("（第 ", "failures", " 次）"))
}

/// A signed head.
pub fn head(told: &Told<'_>) -> String {
    format!("本程序签发存证点{}", told.counted("，到第 ", "size", " 条为止"))
}

/// A head that a witness has signed, too.
pub fn cosigned(told: &Told<'_>) -> String {
    let witness = told.text("witness").map_or_else(String::new, |name| format!(" {name} "));
    format!("{} 交回会签人{witness}会签的存证点{}", told.who(), told.counted("，到第 ", "size", " 条为止"))
}
