//! What follows the signatures: publishing, which may take a second person, what anybody checks, the archive.

use maud::{Markup, html};

use super::super::objections::tally;
use super::super::wording::local_time;
use super::drawn::{Drawn, may, short};
use crate::app::act::actor::Who;
use crate::app::act::clock::moment;
use crate::app::act::permission::Act;
use crate::app::event::view::EventState;
use crate::app::result::publish::TakesTwo;
use crate::app::result::sign::ResultToSign;

/// Publishing, and what comes then.
pub(super) fn card(drawn: &Drawn<'_>, result: &ResultToSign) -> Markup {
    let (signing, session, event) = (drawn.signing, drawn.session, drawn.event());
    let ready =
        event.state == EventState::Signed || (event.state == EventState::Closed && signing.settings.signers.is_empty());
    html! {
        @if let Some(request) = &signing.publishing {
            @let own = matches!(&session.actor.who, Who::Account(name) if *name == request.asked_by);
            section.card {
                h3 { "公布" }
                p { (request.asked_by) " 于 " (local_time(moment(request.asked_at))) " 申请公布第 " (request.result) " 次封存的成绩，指纹 " code { (short(&request.fingerprint)) } "。" }
                p { @if request.reason == TakesTwo::NoSigners.as_str() { (TakesTwo::NoSigners.sentence()) } @else { (TakesTwo::Closer.sentence()) } "；公示页会写明。" }
                @if may(session, Act::DecidePublishing) {
                    form method="post" action={ "/events/" (event.id) "/publish/decide" } {
                        div.row {
                            @if own { button.btn name="decision" value="take-back" { "撤回申请" } }
                            @else {
                                button.btn.act name="decision" value="approve" { "同意，公布成绩" }
                                button.btn name="decision" value="decline" { "不同意" }
                            }
                        }
                    }
                }
                @if own { p { "须由另一位组织者、监票人或纪检人员同意。" } }
            }
        } @else if may(session, Act::Publish) && ready && result.unsettled.is_empty() {
            section.card {
                h3 { "公布" }
                p { "公布后，任何人都可以在公示页查看名次，不显示任何一张评分卡，并可以下载成果包自行查验。公示 " (signing.settings.notice_days) " 天。" }
                @if let Some(why) = signing.takes_two { p { (why.sentence()) "；公示页会写明。" } }
                form method="post" action={ "/events/" (event.id) "/publish" } {
                    button.btn.act.big { @if signing.takes_two.is_some() { "申请公布" } @else { "公布成绩" } }
                }
            }
        }
        @if matches!(event.state, EventState::Published | EventState::Archived) {
            section.card {
                h3 { "公示" }
                p { a.link href={ "/public/" (event.id) } { "公示页（不用登录）" } " · " a.link href={ "/public/" (event.id) "/check" } { "查验（不用登录）" } }
                p { (tally(signing.objections)) }
                @if signing.objections.open() > 0 { p.alert { "还有 " (signing.objections.open()) " 件异议没有办结。" } }
                div.row {
                    @if may(session, Act::SeeObjections) { a.btn href={ "/events/" (event.id) "/objections" } { "异议" } }
                    @if event.erased_at.is_none() && may(session, Act::TakeBundle) { a.btn href={ "/events/" (event.id) "/bundle.zip" } { "完整的成果包（ZIP）" } }
                    @if may(session, Act::SeeObjections) { a.btn href={ "/events/" (event.id) "/erase" } { "保存与清除" } }
                }
                @if may(session, Act::Archive) && event.state == EventState::Published {
                    p { "公示期满、异议都办结以后可以归档。" }
                    form method="post" action={ "/events/" (event.id) "/archive" } { button.btn { "归档" } }
                }
            }
        }
    }
}
