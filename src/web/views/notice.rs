//! A frozen result as a table: the latest or an earlier one for those who check it, the published one for
//! everybody. No card and no mark is on it.

use maud::{Markup, html};

use super::figure::given;
use super::layout::{self, Frame, of_event};
use super::links::qr;
use super::objections::tally;
use super::signing::role_name;
use super::standing::{self, Sentences};
use super::wording::{local_time, project};
use crate::app::act::clock::moment;
use crate::app::people::session::Session;
use crate::app::result::log::SignedHead;
use crate::app::result::notice::Notice;
use crate::app::result::past::PastResult;
use crate::scoring::result::{Report, Status};
use crate::scoring::shown::ShownTrack;

/// The ranking, a table a track, with what is to be said of places and awards in their rows.
pub fn ranking(report: &Report, components: &[String]) -> Markup {
    let sentences = Sentences::of(report);
    let shown = report.shown();
    html! {
        @for track in &shown.tracks {
            section.card {
                @if shown.tracks.len() > 1 || !track.name.is_empty() {
                    h3 { (if track.name.is_empty() { "未分组" } else { track.name }) }
                }
                (table(track, components, &sentences))
            }
        }
        (super::withdrawn::named(&report.withdrawn))
        @if shown.open.count() > 0 { p.said { (standing::open(shown.open)) } }
    }
}

fn table(track: &ShownTrack<'_>, components: &[String], sentences: &Sentences<'_>) -> Markup {
    let or_dash = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    let adjusted = track.rows.iter().any(|shown| given(&shown.row.bonus) || given(&shown.row.deduction));
    html! {
        table.list.places {
            thead {
                tr {
                    th { "名次" } th { "单位" } th { "项目" }
                    @for name in components { th.r { (name) } }
                    @if adjusted { th.r { "加分" } th.r { "减分" } }
                    th.r { "总分" } th { "奖项" }
                }
            }
            tbody {
                @for shown in &track.rows {
                    @let row = shown.row;
                    tr {
                        td { (or_dash(&row.rank)) }
                        td { (row.unit) }
                        td.names {
                            (project(&row.name))
                            @for said in sentences.about(shown) { small.said-of { (said) } }
                        }
                        @for ((_, score), name) in row.components.0.iter().zip(components) {
                            td.r data-of=(name) { (or_dash(score)) }
                        }
                        @if adjusted {
                            td.r data-of="加分" { @if given(&row.bonus) { "+" (row.bonus) } @else { "–" } }
                            td.r data-of="减分" { @if given(&row.deduction) { "−" (row.deduction) } @else { "–" } }
                        }
                        td.r.total { b { (or_dash(&row.total)) } }
                        td.award {
                            @match row.status {
                                Status::Ranked => { (row.award) @if !row.band.is_empty() { " " (row.band) } },
                                Status::Vetoed => { "一票否决" },
                                Status::Incomplete => { "未决" },
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A frozen result that may no longer be the latest.
pub fn past(past: &PastResult, session: &Session) -> Markup {
    let signed = past.signatures.iter().map(|row| format!("{} {}", role_name(&row.role), row.signer()));
    let body = html! {
        h2 { "第 " (past.head.number) " 次封存的成绩" }
        p {
            "封存时间 " (local_time(moment(past.head.frozen_at)))
            @if let Some(public) = &past.publication { "，公布时间 " (local_time(moment(public.at))) }
        }
        p { "结果指纹 " code { (past.head.fingerprint) } }
        @if past.event.erased_at.is_some() { p.said { "评分卡和每一步的算式已按保存期限清除，只保留名次；指纹是清除以前整份成绩的指纹。" } }
        @if !past.signatures.is_empty() { p { "签字：" (signed.collect::<Vec<_>>().join("、")) } }
        (ranking(&past.report, &past.components))
    };
    of_event("成绩表", &past.event, session, &body)
}

/// How many objections there were, what was said of them in public, and the way to hand one in.
fn objections(notice: &Notice) -> Markup {
    html! {
        section.card {
            h3 { "异议" }
            p { (tally(notice.objections)) }
            @for (number, words) in &notice.notes { p.written { b { "第 " (number) " 号异议：" } (words) } }
            div.row { a.btn href={ "/public/" (notice.result.event.id) "/objections" } { "提出异议，或查询办理情况" } }
        }
    }
}

/// Who signed, or that nobody did; who published, where that took two.
fn signed(notice: &Notice) -> Markup {
    let past = &notice.result;
    let signed = past.signatures.iter().map(|row| format!("{} {}", role_name(&row.role), row.signer()));
    html! {
        @if past.signatures.is_empty() { p.said { b { "无签字" } "：这一成绩没有签字人。" } }
        @else { p { "签字：" (signed.collect::<Vec<_>>().join("、")) } }
        @if let Some(public) = &past.publication {
            @if let Some(second) = &public.second {
                p { "公布由 " (plain(&public.who)) " 提出、" (second) " 同意" @if !past.signatures.is_empty() { "（封存与公布为同一人，须第二人同意）" } "。" }
            }
        }
    }
}

/// An account, without the word before it.
fn plain(who: &str) -> &str {
    who.strip_prefix("account:").unwrap_or(who)
}

/// What anybody can check, and how.
fn checking(notice: &Notice) -> Markup {
    let id = &notice.result.event.id;
    html! {
        section.card {
            h3 { "查验" }
            p { "不用登录，也不必相信本系统：成果包里有这一成绩的全部依据，在您自己的浏览器里核对，什么也不上传。评委可凭核对凭据查到自己的评分卡。" }
            div.row {
                a.btn.act href={ "/public/" (id) "/check" } { "查验" }
                a.btn href={ "/public/" (id) "/bundle.zip" } { "下载成果包" }
                a.btn href={ "/public/" (id) "/checkpoint.txt" } { "下载存证点" }
            }
        }
    }
}

/// The head that was signed with the publication: text and code, for whoever wants to keep it.
fn kept(head: &SignedHead) -> Markup {
    html! {
        section.card.kept {
            h3 { "存证点" }
            p { "公布时签发，在活动日志第 " (head.size) " 条处，用密钥（公钥指纹 " code { (head.fingerprint) } "）签了名。保存这段文字，日后可以核对此前的记录没有被改动过。" }
            pre { (head.note) }
            (qr(&head.note, "存证点的二维码"))
        }
    }
}

/// The published result, for everybody.
pub fn notice(notice: &Notice) -> Markup {
    let past = &notice.result;
    let frame = Frame { title: "公示", styles: &["plain.css"], script: None, demo: past.event.demo };
    layout::page(
        &frame,
        &html! {
            (layout::label(past.event.demo, past.event.rehearsal, "单位与项目为真实条目，得分由带种子的生成器产生"))
            header.top { h1 { "公示" } }
            main.sheet.wide {
                h2 { (past.event.title) }
                p { "公示时间：" (local_time(notice.from)) " 至 " (local_time(notice.until)) "。如有异议，请在公示期内提出。" }
                @if notice.reopened { p.alert role="alert" { "此项评比已重新开放，以下是先前公布的结果，以再次公布的为准。" } }
                (ranking(&past.report, &past.components))
                (signed(notice))
                @if notice.has_bundle { (checking(notice)) }
                (objections(notice))
                p { "结果指纹 " code { (past.head.fingerprint) } }
                p { "规则版本 " code { (past.report.rules_sha256) } }
                @if let Some(head) = &notice.head { (kept(head)) }
            }
        },
    )
}
