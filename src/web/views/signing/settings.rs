//! Who must sign, and whatever else an event asks for before and after.

use maud::{Markup, html};

use super::drawn::may;
use crate::app::act::drawn::Drawn;
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::event::signers::{
    BundleCards, CardSigning, Confirming, MOST, MOST_PLACES, ResultFrom, Signers, SigningSettings,
};
use crate::app::event::view::EventState;
use crate::app::people::session::Session;
use crate::app::result::sign::Signing;
use crate::app::result::signing_fault::MOST_DAYS;

/// From when officials see the result; without signatures, that is never the last one.
fn shown_from(set: &SigningSettings) -> &'static str {
    match set.result_from {
        ResultFrom::Signed if set.signers.is_empty() => ResultFrom::Published.title(),
        from => from.title(),
    }
}

/// What holds where nobody has set whether cards have to be signed.
const BY_LINE: &str = "开放评分时按网址确定：加密的必须签名，不加密的尽量签名";

/// A setting in words.
pub fn setting(name: &str, value: &str) -> String {
    match name {
        "result_from" => {
            let known = ResultFrom::ALL.into_iter().find(|from| from.as_str() == value);
            known.map_or_else(|| value.to_owned(), |from| from.title().to_owned())
        }
        "cards" => {
            let known = CardSigning::ALL.into_iter().find(|cards| cards.as_str() == value);
            known.map_or(BY_LINE, CardSigning::title).to_owned()
        }
        "confirming" => {
            let known = Confirming::ALL.into_iter().find(|one| one.as_str() == value);
            known.map_or_else(|| value.to_owned(), |one| one.title().to_owned())
        }
        "bundle" => {
            let known = BundleCards::ALL.into_iter().find(|one| one.as_str() == value);
            known.map_or_else(|| value.to_owned(), |one| one.title().to_owned())
        }
        "spot_places" => spot_places(value.parse().ok()),
        "days" => format!("{value} 天"),
        _ => format!("{value} 人"),
    }
}

/// Whether cards have to be signed. An event that was opened without that being set wants them.
fn cards(signing: &Signing) -> &'static str {
    let unset = if signing.event.state == EventState::Draft { BY_LINE } else { CardSigning::Wanted.title() };
    signing.settings.cards.map_or(unset, CardSigning::title)
}

/// The settings, and the form that changes them before the close.
pub(super) fn card(signing: &Signing, session: &Session) -> Markup {
    let (event, set) = (&signing.event, &signing.settings);
    let told = set.signers.iter().map(|(role, count)| format!("{} {count} 人", role.title())).collect::<Vec<_>>();
    html! {
        section.card {
            h3 { "签字与公示的设定" }
            p {
                @if told.is_empty() { "不要求签字" } @else { "须由 " (told.join("、")) " 签字" }
                "；领导在" (shown_from(set)) "查看成绩；公示 " (set.notice_days) " 天。"
            }
            p { "评分卡的本机签名：" (cards(signing)) "。评委本人核对：" (set.confirming.title()) "。" }
            p { "抽检：" (spot_places(set.spot_places)) "。公开的成果包：" (set.bundle.title()) "。" }
            @if may(session, Act::Configure) && why_not(Act::Configure, event.state).is_none() {
                form.narrow method="post" action={ "/events/" (event.id) "/signing/settings" } {
                    input type="hidden" name="drawn" value=(Drawn::of(&set.fields()).to_text());
                    @for role in Signers::ROLES {
                        label for=(role.as_str()) { (role.title()) "（0 至 " (MOST) " 人）" }
                        input #(role.as_str()) type="text" inputmode="numeric" name=(role.as_str()) value=(set.signers.needed(role)) required maxlength="1";
                    }
                    label for="result_from" { "领导从何时起查看成绩" }
                    select #result_from name="result_from" {
                        @for from in ResultFrom::ALL { option value=(from.as_str()) selected[from == set.result_from] { (from.title()) } }
                    }
                    label for="cards" { "评分卡的本机签名" }
                    select #cards name="cards" {
                        @if event.state == EventState::Draft || set.cards.is_none() {
                            option value="" selected[set.cards.is_none()] { @if event.state == EventState::Draft { (BY_LINE) } @else { "未设定（" (cards(signing)) "）" } }
                        }
                        @for cards in CardSigning::ALL { option value=(cards.as_str()) selected[Some(cards) == set.cards] { (cards.title()) } }
                    }
                    label for="confirming" { "评委核对自己的评分卡" }
                    select #confirming name="confirming" {
                        @for one in Confirming::ALL { option value=(one.as_str()) selected[one == set.confirming] { (one.title()) } }
                    }
                    label for="spot_places" { "签字前抽检：前几名的卡全部看（0 至 " (MOST_PLACES) "；不抽检的留空）" }
                    input #spot_places type="text" inputmode="numeric" name="spot_places" value=(set.spot_places.map(|places| places.to_string()).unwrap_or_default()) maxlength="2";
                    label for="bundle" { "公开的成果包" }
                    select #bundle name="bundle" {
                        @for one in BundleCards::ALL { option value=(one.as_str()) selected[one == set.bundle] { (one.title()) } }
                    }
                    label for="days" { "公示天数（1 至 " (MOST_DAYS) "）" }
                    input #days type="text" inputmode="numeric" name="days" value=(set.notice_days) required maxlength="2";
                    button.btn { "保存设定" }
                }
            } @else if may(session, Act::Configure) {
                p { "封存以后不能再改。" }
            }
        }
    }
}

/// How many cards are drawn before the signatures, in words.
fn spot_places(places: Option<usize>) -> String {
    places.map_or_else(|| "不抽检".to_owned(), |places| format!("前 {places} 名的卡全部看，其余抽 15%"))
}
