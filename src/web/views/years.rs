//! The events by year, and one unit over the years.

mod trend;

use maud::{Markup, html};

use super::figure::given;
use super::layout::{Frame, sheet};
use super::standing::Sentences;
use super::wording::{project, titled};
use crate::app::people::session::Session;
use crate::app::result::years::{RuleChange, UnitYear, UnitYears, YearEvent};
use crate::scoring::result::{Report, Status};
use crate::scoring::shown::ShownTrack;
use crate::web::address::percent;

/// Places that the list of years shows of each ranking.
const TOP: usize = 3;

/// The page 历年评比.
pub fn page(events: &[YearEvent], units: &[String], session: &Session) -> Markup {
    let (demo, real): (Vec<_>, Vec<_>) = events.iter().partition(|known| known.event.demo);
    let frame =
        Frame {
            title: "历年评比", styles: &["plain.css"], script: None, demo: real.is_empty() && !demo.is_empty()
        };
    let body = html! {
        @if events.is_empty() { p.said { "还没有评比活动。" } }
        @if !units.is_empty() {
            section.card {
                h3 { "一个单位的历年名次" }
                form.narrow method="get" action="/years/unit" {
                    label for="unit" { "单位" }
                    select #unit name="unit" { @for unit in units { option value=(unit) { (unit) } } }
                    @if real.is_empty() { input type="hidden" name="demo" value="yes"; }
                    button.btn.act { "查看" }
                }
            }
        }
        (by_year(&real))
        @if !demo.is_empty() && !real.is_empty() { h2 { "演示数据（非真实评分）" } }
        (by_year(&demo))
    };
    sheet(&frame, session, ("/events", "评比活动"), false, &body)
}

fn by_year(events: &[&YearEvent]) -> Markup {
    html! {
        @for year in events.chunk_by(|a, b| a.year == b.year) {
            section.card {
                h3 { (year[0].year) " 年" }
                table.list {
                    thead { tr { th { "活动" } th { "状态" } th { "前三名" } } }
                    tbody { @for known in year { (event(known, events)) } }
                }
            }
        }
    }
}

fn event(known: &YearEvent, all: &[&YearEvent]) -> Markup {
    let flag = if known.event.demo { "&demo=yes" } else { "" };
    html! {
        tr {
            td { a.link href={ "/events/" (known.event.id) "/board" } { (titled(&known.event, all.iter().map(|other| &other.event))) } }
            td.still { (known.event.state.title()) @if known.event.erased_at.is_some() { "，评分卡已清除" } }
            td {
                @match (&known.report, &known.hidden) {
                    (Some(report), _) => { (top(report, flag)) },
                    (None, why) => { (why.as_deref().unwrap_or_default()) },
                }
            }
        }
    }
}

/// The first places of a result, of each track where tracks are apart.
fn top(report: &Report, flag: &str) -> Markup {
    let (shown, sentences) = (report.shown(), Sentences::of(report));
    let ranked = |track: &ShownTrack<'_>| track.rows.iter().filter(|one| one.row.status == Status::Ranked).count();
    html! {
        @for track in &shown.tracks {
            @if !track.name.is_empty() { b { (track.name) } }
            @for one in track.rows.iter().filter(|one| one.row.status == Status::Ranked).take(TOP) {
                @let row = one.row;
                div {
                    "第 " (row.rank) " 名 "
                    @if row.unit.is_empty() { (project(&row.name)) } @else {
                        a.link href={ "/years/unit?unit=" (percent(&row.unit)) (flag) } { (row.unit) }
                    }
                    @if !row.award.is_empty() { "（" (row.award) "）" }
                    @for said in sentences.about(one) { small.said-of { (said) } }
                }
            }
        }
        @if shown.tracks.iter().all(|track| ranked(track) == 0) { "没有名次" }
    }
}

/// One unit over the years.
pub fn unit(found: &UnitYears, session: &Session) -> Markup {
    let demo = found.years.iter().any(|year| year.event.demo);
    let frame = Frame { title: "单位历年名次", styles: &["plain.css"], script: None, demo };
    let changed = found.years.iter().any(|year| year.changes.as_ref().is_some_and(|changes| !changes.is_empty()));
    let body = html! {
        h2 { (found.unit) }
        @if changed {
            p.said role="note" { "评分办法在其间有变动，见下面各年的说明；变动前后的得分不能直接比较，名次请结合参评数量看。" }
        }
        (trend::card(found))
        @for year in &found.years { (one_year(year, found)) }
    };
    sheet(&frame, session, ("/years", "历年评比"), false, &body)
}

fn one_year(year: &UnitYear, found: &UnitYears) -> Markup {
    html! {
        section.card {
            h3 { (year.year) " 年 · " a.link href={ "/events/" (year.event.id) "/board" } { (titled(&year.event, found.years.iter().map(|other| &other.event))) } }
            @match &year.changes {
                None => {},
                Some(changes) if changes.is_empty() => { p { "评分办法与上一次相同。" } },
                Some(changes) => {
                    p.alert { "评分办法与上一次不同：" }
                    ul.changes { @for change in changes { li { (said(change)) } } }
                },
            }
            @match (&year.report, &year.hidden) {
                (Some(report), _) => { (places(report, &found.unit)) },
                (None, why) => { p { (year.event.state.title()) "，" (why.as_deref().unwrap_or_default()) "。" } },
            }
        }
    }
}

/// The entries of a unit, with what is to be said of their places.
fn places(report: &Report, unit: &str) -> Markup {
    let (shown, sentences) = (report.shown(), Sentences::of(report));
    html! {
        table.list {
            thead { tr { th { "项目" } th { "名次" } th.r { "加减分" } th.r { "总分" } th { "奖项" } } }
            tbody {
                @for track in &shown.tracks {
                    @let of = track.rows.iter().filter(|one| one.row.status == Status::Ranked).count();
                    @for one in track.rows.iter().filter(|one| one.row.unit == unit) {
                        @let row = one.row;
                        tr {
                            td { (project(&row.name)) @for said in sentences.about(one) { small.said-of { (said) } } }
                            td {
                                @match row.status {
                                    Status::Ranked => {
                                        "第 " (row.rank) " 名，共 " (of) " 个"
                                        @if !track.name.is_empty() { "（" (track.name) "）" }
                                    },
                                    Status::Vetoed => "一票否决",
                                    Status::Incomplete => "未决",
                                }
                            }
                            td.r {
                                @if given(&row.bonus) { "+" (row.bonus) " " }
                                @if given(&row.deduction) { "−" (row.deduction) }
                            }
                            td.r { b { (row.total) } }
                            td { (row.award) @if !row.band.is_empty() { " " (row.band) } }
                        }
                    }
                }
            }
        }
    }
}

/// A change in words.
fn said(change: &RuleChange) -> String {
    match change {
        RuleChange::NewComponent(name) => format!("新增环节“{name}”"),
        RuleChange::GoneComponent(name) => format!("取消环节“{name}”"),
        RuleChange::Renamed { before, after } => format!("环节“{before}”改称“{after}”"),
        RuleChange::Weight { component, before, after } => format!("“{component}”的权重由 {before} 改为 {after}"),
        RuleChange::Kind(name) => format!("“{name}”的计分方式或分值有变动"),
        RuleChange::Judging(name) => format!("“{name}”的评委组成或汇总方法（去高低分、缺卡、回避等）有变动"),
        RuleChange::NewCriterion { component, criterion } => format!("“{component}”新增指标“{criterion}”"),
        RuleChange::GoneCriterion { component, criterion } => format!("“{component}”取消指标“{criterion}”"),
        RuleChange::Criterion { component, criterion, before, after } => {
            format!("“{component}”的指标“{criterion}”由“{before}”改为“{after}”")
        }
        RuleChange::Groups { before, after } => format!("评委组及权重由“{before}”改为“{after}”"),
        RuleChange::Rounding => "小数取舍有变动".to_owned(),
        RuleChange::Classes => "难度系数有变动".to_owned(),
        RuleChange::Adjustments => "加减分的事项、上限或总分的上下限有变动".to_owned(),
        RuleChange::Veto => "一票否决的后果有变动".to_owned(),
        RuleChange::Ranking => "名次的排法或并列的区分有变动".to_owned(),
        RuleChange::Awards => "奖项或名额有变动".to_owned(),
        RuleChange::Bands => "等次标准有变动".to_owned(),
        RuleChange::Limits => "对评委打分的限制有变动".to_owned(),
    }
}
