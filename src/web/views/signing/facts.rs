//! What signers have to know of (签字前须知), and that an inspector has taken note of each.

use maud::{Markup, html};

use super::super::wording::local_time;
use super::drawn::{Drawn, may, yes};
use crate::app::act::clock::moment;
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::act::word::Word;
use crate::app::result::facts::{Fact, FactWord};
use crate::app::result::sign::ResultToSign;
use crate::store::checking::FactTickRow;

/// Lines of a fact that stand in its row; the others unfold.
const SHOWN: usize = 1;

/// Where what a fact says can be looked at, and the word of the link; `before` is the number of the result before this one.
fn evidence(word: FactWord, event: &str, before: Option<i64>) -> (String, &'static str) {
    let act = |act: Word| (format!("log?act={}", act.as_str()), "日志");
    let (page, title) = match word {
        FactWord::Paper => ("paper".to_owned(), "录入"),
        FactWord::Files => ("second".to_owned(), "认定"),
        FactWord::Overtime => act(Word::EndTurn),
        FactWord::Unconfirmed => ("confirmed".to_owned(), "名单"),
        FactWord::Rules | FactWord::Effects => ("rules/history".to_owned(), "规则"),
        FactWord::Moved => before.map_or_else(|| act(Word::Close), |number| (format!("results/{number}"), "上次成绩")),
        FactWord::Admitted => act(Word::Admit),
        FactWord::Ties => act(Word::ProposeTie),
        FactWord::Reason | FactWord::Links => act(Word::AskLink),
        FactWord::Forced => act(Word::Close),
        FactWord::Excluded | FactWord::Void => act(Word::Exclude),
        FactWord::Adjusted => act(Word::Adjust),
        FactWord::Breaches => act(Word::AcceptBreach),
        FactWord::Provisional => act(Word::OpenProvisional),
        FactWord::TakenBack => act(Word::Withdraw),
        FactWord::Keys
        | FactWord::Unsigned
        | FactWord::Folder
        | FactWord::Restored
        | FactWord::BadSignature
        | FactWord::Picked
        | FactWord::Day => ("log".to_owned(), "日志"),
    };
    (format!("/events/{event}/{page}"), title)
}

/// The card with all of them.
pub(super) fn card(drawn: &Drawn<'_>, result: Option<&ResultToSign>) -> Markup {
    let event = drawn.event();
    let ticked = drawn.signing.facts.len() - drawn.signing.unticked();
    let before = drawn.signing.earlier.first().map(|row| row.number);
    let can = result.is_some()
        && may(drawn.session, Act::Inspect)
        && why_not(Act::Inspect, event.state).is_none()
        && drawn.signing.unticked() > 0;
    let broken = drawn.signing.verified.as_ref().map(|verified| &verified.found).filter(|found| !found.is_sound());
    html! {
        section.card.flat {
            header {
                h2 { "签字前须知" }
                p { "程序查出的每一件事，多疑的同事会问到的都在这里" }
                @if result.is_some() { p.end { "纪检已勾 " b { (ticked) " / " (drawn.signing.facts.len()) } } }
            }
            form method="post" action={ "/events/" (event.id) "/signing/facts" } {
                @if let Some(result) = result { input type="hidden" name="number" value=(result.number); }
                table.know {
                    thead { tr { th scope="col" { "事实" } th.n scope="col" { "数" } th scope="col" { "谁 · 何时" } th scope="col" { "依据" } @if result.is_some() { th.k scope="col" { "纪检勾" } } } }
                    tbody {
                        @if let Some(found) = broken {
                            tr.bad {
                                th scope="row" { "与记录不符的数据" }
                                td.n { (found.checks.iter().map(|check| check.found).sum::<usize>()) }
                                td.w { (super::check::plainly(found.first_fault().unwrap_or_default())) }
                                td.l { a href={ "/events/" (event.id) "/log" } { "日志" } }
                                td.k {}
                            }
                        }
                        @for (fact, tick) in &drawn.signing.facts { (row((&event.id, before), fact, tick.as_ref(), result.map(|_| can))) }
                    }
                }
                @if can {
                    p.tick { button.btn.act { "勾认所选" } " 逐件看过以后勾上。内容有变动的，须重新勾认。" }
                }
            }
        }
    }
}

/// A row; `can` says whether it can be ticked, and is nothing before there is a result to be ticked for.
fn row((event, before): (&str, Option<i64>), fact: &Fact, tick: Option<&FactTickRow>, can: Option<bool>) -> Markup {
    let rest = fact.lines.len().saturating_sub(SHOWN);
    html! {
        tr.some[fact.count > 0] {
            th scope="row" { (fact.word.title()) }
            td.n.z[fact.count == 0] { (fact.count) }
            td.w {
                @if fact.lines.is_empty() { "无" }
                @for line in fact.lines.iter().take(SHOWN) { (line) }
                @if rest > 0 {
                    details {
                        summary { "另 " (rest) " 条" }
                        ul { @for line in fact.lines.iter().skip(SHOWN) { li { (line) } } }
                    }
                }
            }
            td.l { @let (address, title) = evidence(fact.word, event, before); a href=(address) { (title) } }
            @if let Some(can) = can {
                td.k {
                    @match tick {
                        Some(tick) => span.tk role="img" aria-label="纪检已勾" title={ (tick.account) " " (local_time(moment(tick.at))) } { (yes()) },
                        None if can => label.tk { input type="checkbox" name={ "fact-" (fact.word.as_str()) } value=(fact.digest); span.vh { "勾认：" (fact.word.title()) } },
                        None => span.tk role="img" aria-label="纪检未勾" {},
                    }
                }
            }
        }
    }
}
