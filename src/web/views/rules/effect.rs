//! What a change of the rules would do, before it is asked for and before it is decided on.

use maud::{Markup, html};

use super::frame::{difference, draw, short};
use crate::app::act::actor::Who;
use crate::app::event::view::CloseBlocker;
use crate::app::people::session::Session;
use crate::app::setup::amend::{CardCount, Effect, Lost, Move, Pending, Proposal, Standing};
use crate::scoring::result::Report;
use crate::web::views::local_time;
use crate::web::views::standing::Sentences;
use crate::web::views::wording::Names;

/// The effect of rules that are not proposed yet, with the form that proposes them.
pub fn ask(effect: &Effect, session: &Session, problem: Option<&str>) -> Markup {
    let event = &effect.event;
    let body = html! {
        h2 { "变更的影响" }
        @if let Some(problem) = problem { p.said role="alert" { (problem) } }
        p { "还没有写入任何规则。看过影响以后写明理由，由另一位组织者批准才生效。查看影响记入审计。" }
        (shown(effect))
        section.card {
            h3 { "改了什么" }
            p { "现行规则 " code { (short(&effect.from_sha256)) } "，变更后 " code { (short(&effect.sha256)) } "。" }
            (difference(&effect.lines))
        }
        form method="post" action={ "/events/" (event.id) "/rules/ask" } {
            input type="hidden" name="text" value=(effect.text);
            input type="hidden" name="from" value=(effect.from_sha256);
            input type="hidden" name="seen" value=(effect.mark());
            label for="reason" { "变更的理由（记入审计，另一位组织者会看到）" }
            textarea #reason name="reason" required maxlength="500" {}
            button.btn.act.big { "提议变更，待另一位组织者批准" }
        }
        form method="post" action={ "/events/" (event.id) "/rules" } {
            input type="hidden" name="text" value=(effect.text);
            input type="hidden" name="from" value=(effect.from_sha256);
            button.btn name="do" value="form" { "回去继续修改" }
        }
    };
    draw("规则变更的影响", event, session, &body)
}

/// A change that waits, for who asked and for who decides.
pub fn proposal(proposal: &Proposal, session: &Session, problem: Option<&str>) -> Markup {
    let (event, pending) = (&proposal.event, &proposal.pending);
    let own = matches!(&session.actor.who, Who::Account(name) if *name == pending.asked_by);
    let body = html! {
        h2 { "待批准的规则变更" }
        @if let Some(problem) = problem { p.said role="alert" { (problem) } }
        p { (pending.asked_by) " 于 " (local_time(pending.asked_at)) " 提议：" b { (pending.reason) } }
        @match &proposal.effect {
            Some(effect) => { (shown(effect)) },
            None => p.said { "提议之后规则或活动的设置又有变动，影响已经不同，这份提议作废。需要时请重新提议。" },
        }
        section.card { h3 { "改了什么" } (difference(&proposal.lines)) }
        (decisions(proposal, pending, own))
    };
    draw("待批准的规则变更", event, session, &body)
}

fn decisions(proposal: &Proposal, pending: &Pending, own: bool) -> Markup {
    let button = |decision: &str, name: &str, seen: Option<&str>, main: bool| {
        html! {
            form method="post" action={ "/events/" (proposal.event.id) "/rules/decide" } {
                input type="hidden" name="number" value=(pending.number);
                input type="hidden" name="decision" value=(decision);
                @if let Some(seen) = seen { input type="hidden" name="seen" value=(seen); }
                button.btn.big .act[main] { (name) }
            }
        }
    };
    html! {
        section.card {
            @match &proposal.effect {
                None => { div.row { (button("take-back", "撤下这份作废的提议", None, false)) } },
                Some(_) if own => {
                    h3 { "要由另一位组织者批准" }
                    p { "请另一位组织者用自己的账号登录，在“评分规则”中处理。您可以撤回。" }
                    div.row { (button("take-back", "撤回提议", None, false)) }
                },
                Some(effect) => {
                    h3 { "您的决定" }
                    p { "批准即生效，记入审计；已交的评分卡不改动。" }
                    div.row {
                        (button("approve", "批准，变更规则", Some(effect.mark()), true))
                        (button("decline", "不批准", None, false))
                    }
                },
            }
        }
    }
}

/// What would change in the event.
fn shown(effect: &Effect) -> Markup {
    html! {
        section.card {
            h3 { "评分卡与未决事项" }
            (cards(&effect.cards))
            p { "未决事项：现在 " (effect.blockers.0) " 件，变更后 " (effect.blockers.1) " 件。" }
        }
        @match &effect.standing {
            Standing::Hidden => p.said {
                "封存以前不显示得分和名次，以免影响尚未完成的评分，所以这里只有张数。要看名次和总分的前后对照，"
                "请先在“暂定名次”中写明理由开启（记入审计），两位组织者都会看到完整的影响。"
            },
            Standing::Shown { moves, lost, blockers, after } => {
                (ranking(moves, after))
                (touched(lost))
                @if !blockers.is_empty() {
                    @let names = Names::under(&effect.names);
                    section.card {
                        h3 { "变更后新增的未决事项 " (blockers.len()) " 件" }
                        ul.todo {
                            @for one in blockers {
                                @let said = names.say(&CloseBlocker::Standings(one.clone()));
                                li { b { (said.kind) } div { p { (said.about) } small { (said.known) } } }
                            }
                        }
                    }
                }
            },
        }
    }
}

fn cards(counts: &[CardCount]) -> Markup {
    html! {
        table.list {
            thead { tr { th { "环节" } th.r { "应交" } th.r { "完整" } th.r { "受影响" } } }
            tbody {
                @for count in counts {
                    tr {
                        td { (count.name) }
                        td.r { (pair(&count.due.0.to_string(), &count.due.1.to_string())) }
                        td.r { (pair(&count.complete.0.to_string(), &count.complete.1.to_string())) }
                        td.r { (count.touched) " 张" }
                    }
                }
            }
        }
    }
}

/// What was, and what would be; one figure where they are the same.
fn pair(before: &str, after: &str) -> Markup {
    let or_none = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
    html! {
        @if before == after { (or_none(after)) } @else {
            span.was { (or_none(before)) } " → " b { (or_none(after)) }
        }
    }
}

fn ranking(moves: &[Move], after: &Report) -> Markup {
    let (shown, sentences) = (after.shown(), Sentences::of(after));
    let about = |row: &Move| {
        let one = shown.tracks.iter().flat_map(|track| &track.rows).find(|one| one.row.entry == row.entry);
        one.map(|one| sentences.about(one)).unwrap_or_default()
    };
    let moved = moves.iter().filter(|row| row.place.0 != row.place.1).count();
    let awarded = moves.iter().filter(|row| row.award.0 != row.award.1).count();
    let tracks = moves.iter().any(|row| !row.track.is_empty());
    let bands = moves.iter().any(|row| row.band != (String::new(), String::new()));
    html! {
        section.card {
            h3 { "名次、总分、奖项的前后对照" }
            p { "名次变动 " (moved) " 项，奖项变动 " (awarded) " 项。" }
            table.list.moves {
                thead {
                    tr {
                        th.r { "名次" } th { "项目" } @if tracks { th { "组别" } } th.r { "总分" } th { "奖项" }
                        @if bands { th { "等次" } }
                    }
                }
                tbody {
                    @for row in moves {
                        tr .moved[row.place.0 != row.place.1 || row.award.0 != row.award.1] {
                            td.r { (pair(&row.place.0, &row.place.1)) }
                            td { (row.unit) @for said in about(row) { small.said-of { (said) } } }
                            @if tracks { td { (row.track) } }
                            td.r { (pair(&row.total.0, &row.total.1)) }
                            td { (pair(&row.award.0, &row.award.1)) }
                            @if bands { td { (pair(&row.band.0, &row.band.1)) } }
                        }
                    }
                }
            }
        }
    }
}

fn touched(lost: &[Lost]) -> Markup {
    html! {
        @if !lost.is_empty() {
            section.card {
                h3 { "受影响的评分卡 " (lost.len()) " 张" }
                p { "评分卡原样保留。不再完整的，变更后列为未决事项，请评委补评。" }
                table.list {
                    thead { tr { th { "评委" } th { "环节" } th { "项目" } th { "影响" } } }
                    tbody {
                        @for card in lost {
                            tr {
                                td { (card.judge) } td { (card.component) }
                                td { @if card.unit.is_empty() { "名次票" } @else { (card.unit) } }
                                td { (card.parts.join("；")) }
                            }
                        }
                    }
                }
            }
        }
    }
}
