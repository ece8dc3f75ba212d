//! What the result rests on: a strip of six facts under the title, each a link to its evidence, and the same in sentences at
//! the foot of the page. What fails comes first; nothing is left out because it is bad.

use maud::{Markup, html};

use super::chosen::ResultPage;
use crate::app::act::clock::moment;
use crate::app::result::trust::{CheckedBy, LastCheck, Trust};
use crate::web::views::layout::icon;
use crate::web::views::signing::{plainly, role_name};
use crate::web::views::standing;
use crate::web::views::wording::{local_day, local_time};

/// How a fact stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    Fails,
    Well,
    /// Neither: not yet, or not asked for.
    Open,
    /// The seal itself.
    Sealed,
}

/// One of the six.
struct Fact {
    stands: Stands,
    figure: String,
    word: &'static str,
    /// Digits that are compared by eye.
    code: String,
    evidence: String,
    href: String,
}

impl Fact {
    fn drawn(&self) -> Markup {
        html! {
            li {
                a.bad[self.stands == Stands::Fails] href=(self.href) {
                    (glyph(self.stands))
                    b { (self.figure) }
                    @if !self.word.is_empty() { span { (self.word) } }
                    @if !self.code.is_empty() { code { (self.code) } }
                    @if !self.evidence.is_empty() { small { (self.evidence) } }
                }
            }
        }
    }
}

fn glyph(stands: Stands) -> Markup {
    let (path, word) = match stands {
        Stands::Fails => ("m3.5 3.5 9 9m0-9-9 9", "有问题："),
        Stands::Well => ("m2.8 8.4 3.4 3.5 7-8", ""),
        Stands::Open => ("M3.5 8h9", ""),
        Stands::Sealed => return icon("lock"),
    };
    html! {
        svg.g.tick[stands == Stands::Well] viewBox="0 0 16 16" aria-hidden="true" { path d=(path) stroke-width="2" {} }
        @if !word.is_empty() { span.vh { (word) } }
    }
}

/// The strip.
pub(super) fn strip(page: &ResultPage<'_>) -> Markup {
    let mut facts = [cards(page), open(page), signed(page), recount(page), verified(page), seal(page)];
    // sorted as they stand: what fails first, all else in its order
    facts.sort_by_key(|fact| fact.stands != Stands::Fails);
    html! { nav.trust aria-label="成绩的依据" { ol { @for fact in &facts { (fact.drawn()) } } } }
}

/// Where the evidence is: the page of it, for whoever may open that; else what is said of it below.
fn evidence(page: &ResultPage<'_>, may: bool, path: &str, below: &str) -> String {
    if may { format!("/events/{}/{path}", page.event) } else { format!("#{below}") }
}

fn cards(page: &ResultPage<'_>) -> Fact {
    let href = evidence(page, page.may.desk, "desk", "of-cards");
    match page.beside.trust.cards {
        None => Fact {
            stands: Stands::Open,
            figure: "评分卡".to_owned(),
            word: "已按期清除",
            code: String::new(),
            evidence: String::new(),
            href: "#of-cards".to_owned(),
        },
        Some(cards) => Fact {
            stands: if cards.received < cards.due { Stands::Fails } else { Stands::Well },
            figure: format!("{} / {}", cards.received, cards.due),
            word: "张评分卡",
            code: String::new(),
            evidence: if cards.recused > 0 { format!("回避 {} 张", cards.recused) } else { "无回避".to_owned() },
            href,
        },
    }
}

fn open(page: &ResultPage<'_>) -> Fact {
    let trust = &page.beside.trust;
    Fact {
        stands: if trust.open > 0 { Stands::Fails } else { Stands::Well },
        figure: trust.open.to_string(),
        word: "项未决",
        code: String::new(),
        evidence: format!("封存 {}", local_day(trust.frozen_at)),
        href: evidence(page, page.may.signing, "signing", "of-open"),
    }
}

fn signed(page: &ResultPage<'_>) -> Fact {
    let trust = &page.beside.trust;
    let at = trust.signed.last().map(|row| local_day(moment(row.at))).unwrap_or_default();
    let href = evidence(page, page.may.signing, "signing", "of-signed");
    let given = trust.signed.len();
    let (stands, figure, word, evidence) = match (trust.dissents.len(), trust.asked) {
        (0, 0) => (Stands::Open, "无签字".to_owned(), "", "未设签字人".to_owned()),
        (0, asked) if given < asked => (Stands::Open, format!("{given} / {asked} 人"), "已签字", at),
        (0, _) => (Stands::Well, format!("{given} 人"), "已签字", at),
        (some, _) => (Stands::Fails, format!("{some} 人"), "不同意", format!("{given} 人已签字")),
    };
    Fact { stands, figure, word, code: String::new(), evidence, href }
}

fn recount(page: &ResultPage<'_>) -> Fact {
    let differs = page.beside.trust.recount_differs();
    Fact {
        stands: if differs { Stands::Fails } else { Stands::Well },
        figure: "独立复核".to_owned(),
        word: if differs { "不一致" } else { "一致" },
        code: String::new(),
        evidence: if differs { "查验时发现" } else { "逐位相同" }.to_owned(),
        href: evidence(page, page.may.log, "log", "of-recount"),
    }
}

fn verified(page: &ResultPage<'_>) -> Fact {
    let trust = &page.beside.trust;
    let fact = |stands, word, counts| Fact {
        stands,
        figure: "查验".to_owned(),
        word,
        code: String::new(),
        evidence: counts,
        href: evidence(page, page.may.signing, "signing", "of-check"),
    };
    match &trust.checked {
        None => fact(Stands::Open, "尚未进行", String::new()),
        Some(LastCheck { at, by: CheckedBy::Signature }) => {
            fact(Stands::Well, "通过", format!("签字时 {}", local_day(*at)))
        }
        Some(LastCheck { by: CheckedBy::Here { sound, all, fault, .. }, .. }) => {
            let counts = format!("{sound} / {all} 项");
            if fault.is_some() {
                fact(Stands::Fails, "未通过", counts)
            } else {
                fact(Stands::Well, "通过", counts)
            }
        }
    }
}

fn seal(page: &ResultPage<'_>) -> Fact {
    let digits: Vec<char> = page.frozen.fingerprint.chars().take(12).collect();
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    Fact {
        stands: Stands::Sealed,
        figure: "指纹".to_owned(),
        word: "",
        code: groups.join(" "),
        evidence: "全文".to_owned(),
        href: "#of-seal".to_owned(),
    }
}

/// The same in sentences.
pub(super) fn evidences(page: &ResultPage<'_>) -> Markup {
    let trust = &page.beside.trust;
    html! {
        section.board-card.evidence #evidence aria-labelledby="evidence-title" {
            header { h2 #evidence-title { "依据" } p { "页首六项各自的来历" } }
            dl {
                dt #of-cards { "评分卡" }
                dd { (of_cards(trust)) }
                dt #of-open { "未决与封存" }
                dd { "第 " (trust.number) " 次封存，" (local_time(trust.frozen_at)) "。" (standing::open(page.frozen.report.shown().open)) }
                dt #of-signed { "签字" }
                dd { (of_signed(trust)) }
                dt #of-recount { "独立复核" }
                dd { (of_recount(trust)) }
                dt #of-check { "查验" }
                dd {
                    (of_check(page))
                    @if trust.publication.is_some() {
                        " " a.link href={ "/public/" (page.event) "/check" } { "用成果包自行查验" }
                    }
                }
                dt #of-seal { "结果指纹" }
                dd { code { (page.frozen.fingerprint) } " 整份成绩（含每一步算式）的 SHA-256：改动一个字，指纹就不同。" }
            }
        }
    }
}

fn of_cards(trust: &Trust) -> String {
    let Some(cards) = trust.cards else {
        return "评分卡和每一步的算式已按保存期限清除，只保留名次、总分和奖项。".to_owned();
    };
    let recused = if cards.recused > 0 {
        format!("；因回避不评 {} 张", cards.recused)
    } else {
        "；没有回避".to_owned()
    };
    let missing = match cards.due.saturating_sub(cards.received) {
        0 => "全部送达".to_owned(),
        missing => format!("缺 {missing} 张，封存时已写明理由"),
    };
    format!("应交 {} 张，{missing}{recused}。", cards.due)
}

fn of_signed(trust: &Trust) -> Markup {
    let told = trust
        .signed
        .iter()
        .map(|row| format!("{} {}（{}）", role_name(&row.role), row.signer(), local_time(moment(row.at))));
    let dissents = trust.dissents.iter().map(|row| format!("{} {}", role_name(&row.role), local_time(moment(row.at))));
    let left = trust.asked.saturating_sub(trust.signed.len());
    html! {
        @if trust.asked == 0 && trust.signed.is_empty() { "本次评比没有设签字人，这一成绩没有签字。" }
        @if !trust.signed.is_empty() { (told.collect::<Vec<_>>().join("、")) "。" }
        @if trust.asked > 0 && left > 0 { "应签 " (trust.asked) " 人，还差 " (left) " 人。" }
        @if !trust.dissents.is_empty() { b { "登记不同意：" (dissents.collect::<Vec<_>>().join("、")) "。" } "理由在“核对与签字”页，签字人都能看到。" }
        @if let Some(public) = &trust.publication { "公布于 " (local_time(moment(public.at))) "。" }
    }
}

fn of_recount(trust: &Trust) -> String {
    if trust.recount_differs() {
        return "最近一次查验时，重新计算或独立复核的结果与封存的成绩不同。请以现场保留的记录为准，并联系管理员。"
            .to_owned();
    }
    "另一套独立写成的算法从同样的评分卡另算一遍，封存前与成绩逐位相同才能封存；有一位不同就不封存。".to_owned()
}

fn of_check(page: &ResultPage<'_>) -> String {
    let trust = &page.beside.trust;
    match &trust.checked {
        None => "程序启动以来还没有对此项评比查验过，也没有签字。".to_owned(),
        Some(LastCheck { at, by: CheckedBy::Signature }) => {
            format!("每次签字前都查验一遍，不通过就不能签；最近一次签字在 {}。", local_time(*at))
        }
        Some(LastCheck { at, by: CheckedBy::Here { sound, all, fault, .. } }) => {
            let before = if *at < trust.frozen_at { "（封存前）" } else { "" };
            let when = format!("{}{before}查验 {all} 项", local_time(*at));
            match fault {
                None => format!("{when}：存证日志、登记的每一行、评分卡、封存的成绩、签字，全部相符。"),
                // what differs may name whose card it is
                Some(fault) if page.may.signing => format!("{when}，{sound} 项相符。首处不符：{}。", plainly(fault)),
                Some(_) => format!("{when}，{} 项不符。组织者和签字人在“核对与签字”页看得到是哪些。", all - sound),
            }
        }
    }
}
