//! The official's board: progress before the close, the frozen result after it.
//!
//! Data in, markup out. Every figure is the text that scoring printed; what is worked out here is
//! where a bar ends, in decimals.

mod bars;
mod chart;
mod chosen;
mod filter;
mod near;
mod progress;
mod stability;
mod state;
mod summary;
mod table;
mod trust;
mod why;

use maud::{Markup, html};

use crate::app::act::clock::{Moment, moment};
use crate::app::act::permission::{Act, check};
use crate::app::act::state::why_not;
use crate::app::event::view::{EventSummary, Progress};
use crate::app::event::wire::EntryView;
use crate::app::people::session::Session;
use crate::scoring::shown::{Shown, ShownRow};

use super::layout::{self, Frame};
use super::standing::{self, Sentences};
use super::wording::local_second;
use chosen::Neighbours;
use state::{state_at, state_part};

pub use chosen::{Choice, May, ResultPage};

/// What a page says of how long it is true, and where it hears more.
pub struct Live<'l> {
    /// What tells one state of the board from another.
    pub version: &'l str,
    /// Up to when it is true.
    pub at: Moment,
}

/// The board of a result.
#[must_use]
pub fn result_page(page: &ResultPage<'_>, event: &EventSummary, session: &Session, version: &str) -> Markup {
    let live = Live { version, at: page.beside.trust.as_of() };
    let last_signed = page.beside.trust.signed.last().map(|row| moment(row.at));
    framed(
        "成绩与名次",
        event,
        session,
        &live,
        &html! { (taken_out(event, session)) (state_at(event, last_signed)) },
        &result(page),
    )
}

/// The board of an event whose result the reader does not see yet.
#[must_use]
pub fn progress_page(found: &Progress, session: &Session, live: &Live<'_>) -> Markup {
    framed("进度", &found.event, session, live, &state_part(&found.event), &progress::page(found))
}

/// The parts of the progress page, for pages that are open.
#[must_use]
pub fn progress_parts(found: &Progress) -> Vec<(&'static str, String)> {
    progress::parts(found)
}

fn framed(
    title: &str,
    event: &EventSummary,
    session: &Session,
    live: &Live<'_>,
    state: &Markup,
    body: &Markup,
) -> Markup {
    let styles = &["desk.css", "board.css", "board-parts.css"];
    let frame = Frame { title, styles, script: Some("board.js"), demo: event.demo };
    let note =
        if event.demo { "单位与项目为真实条目，所有得分由带种子的生成器产生" } else { "" };
    layout::page(
        &frame,
        &html! {
            header.top {
                div #board-head {
                    h1 { (title) span title=(event.title) { (event.title) } }
                    nav.no-print { a.btn href="/events" { "评比活动" } }
                    (state)
                }
                p.live.no-print #live data-live={ "/events/" (event.id) "/board/live" } data-version=(live.version)
                    data-at=(live.at.to_rfc3339()) {
                    span role="status" { "此页不自动更新" }
                    small { "截至 " (local_second(live.at)) }
                }
                (layout::me(session))
            }
            p.vh #board-said role="status" {}
            div #board-body {
                (layout::label(event.demo, event.rehearsal, note))
                (body)
            }
        },
    )
}

/// The board after the close.
fn result(page: &ResultPage<'_>) -> Markup {
    let result = page.frozen.report.shown();
    let rows = chosen_rows(page, &result);
    let chosen = rows.iter().find(|(shown, _)| shown.row.entry == page.choice.entry).or_else(|| rows.first()).copied();
    let chosen_id = chosen.map(|(shown, _)| shown.row.entry.as_str());
    let (sentences, neighbours) = (Sentences::of(&page.frozen.report), Neighbours::of(&result));
    html! {
        (bars::patterns())
        (trust::strip(page))
        (filter::bar(page))
        main.board {
            div.board-left {
                section.board-card.rank-card aria-labelledby="rank-title" {
                    header {
                        h2 #rank-title { "名次" }
                        p.no-print { "点一行，看这个分数怎么来的" }
                        p { (table::sum_of_weights(page.rules)) }
                    }
                    @if rows.is_empty() {
                        p.empty { "没有符合筛选条件的项目" }
                    } @else {
                        (table::ranking(page, &rows, chosen_id, (&sentences, &neighbours)))
                        (table::key(page))
                    }
                    (super::withdrawn::named(&page.frozen.report.withdrawn))
                    @if result.open.count() > 0 { p.withdrawn { (standing::open(result.open)) } }
                    @if page.erased {
                        p.withdrawn { "评分卡和每一步的算式已按保存期限清除，只保留名次、总分和奖项；成绩单和工作簿也不再提供。" }
                    }
                }
                div.duo {
                    (stability::card(page, &result, chosen_id))
                    (near::card(page))
                }
            }
            @if let Some((shown, entry)) = chosen {
                (why::panel(page, (shown, entry), &neighbours, &sentences.about(shown)))
            }
        }
        (trust::evidences(page))
        p.paper-foot {
            span { @if page.demo { (crate::app::act::label::DEMO_LABEL) "　" } "结果指纹 " (page.frozen.fingerprint) }
        }
    }
}

/// The rows that the filters leave, with their entries.
fn chosen_rows<'p>(page: &'p ResultPage<'_>, result: &'p Shown<'_>) -> Vec<(&'p ShownRow<'p>, &'p EntryView)> {
    let entry_of = |shown: &ShownRow<'_>| page.entries.iter().find(|entry| entry.id == shown.row.entry);
    let rows = result.tracks.iter().flat_map(|track| &track.rows);
    let rows = rows.filter_map(|shown| Some((shown, entry_of(shown)?)));
    let wanted = |wish: &str, value: &str| wish.is_empty() || wish == value;
    rows.filter(|(_, e)| wanted(&page.choice.track, &e.track) && wanted(&page.choice.theme, &e.theme)).collect()
}

/// The result as a file and on paper.
fn taken_out(event: &EventSummary, session: &Session) -> Markup {
    let may = |act: Act| check(&session.actor, act).is_ok() && why_not(act, event.state).is_none();
    html! {
        @if event.erased_at.is_none() {
            p.taken-out.no-print {
                a.link href={ "/events/" (event.id) "/print/result" } { "成绩单（A4）" }
                a.link href={ "/events/" (event.id) "/workbook.xlsx" } { "导出" }
                @if may(Act::SeeSeats) { a.link href={ "/events/" (event.id) "/judges" } { "评委打分" } }
                @if may(Act::Announce) { a.link href={ "/events/" (event.id) "/wall" } { "揭晓" } }
            }
        }
    }
}
