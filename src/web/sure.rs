//! What cannot be taken back is asked about once more: the first time that it is sent, the answer is a page that says what
//! it will do, with a button that sends the same again with `sure=yes`. The table of routes says what is asked about.

use actix_web::body::BoxBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use actix_web::web::{self, Bytes};
use actix_web::{Error, ResponseError};

use super::address::{filled, percent};
use super::answer::html;
use super::error::WebError;
use super::form::{Sent, accepts_json};
use super::row::{On, Sure};
use super::session::Staff;
use super::site::Site;
use super::views;
use crate::app::event::view::EventSummary;

pub(super) const OPEN: Sure = Sure {
    title: "开放评分",
    does: &[
        "评委从此可以提交评分卡。",
        "参评项目、评委和站点不再增删；演练和演练中的评分随之作废。",
        "开放以后不能退回筹备。再改评分规则，须先看影响，并由另一位组织者批准。",
    ],
    button: "确认开放评分",
    about: None,
    only: None,
};
pub(super) const DISCARD: Sure = Sure {
    title: "作废演练",
    does: &[
        "这次演练不再列出，它的评委链接和登录随即失效，不再收取评分卡。",
        "作废以后不能恢复。正式的评比活动不受影响。",
    ],
    button: "确认作废演练",
    about: None,
    only: None,
};
pub(super) const PUBLISH: Sure = Sure {
    title: "公布成绩",
    does: &[
        "公示页随即开放：任何人不用登录就能看到名次、奖项和得分的由来（不显示任何一张评分卡），并可以在公示期内提出异议。",
        "公布以后不能收回。要更正须申请重新开放，由另一位组织者批准；这次公布的成绩和签字仍会留有记录。",
    ],
    button: "确认公布成绩",
    about: None,
    only: None,
};
pub(super) const ARCHIVE: Sure = Sure {
    title: "归档",
    does: &["归档以后，活动不再更改，也不再收取异议。", "要取出归档，须一位组织者申请、另一位组织者批准。"],
    button: "确认归档",
    about: None,
    only: None,
};
pub(super) const ERASE: Sure = Sure {
    title: "批准清除",
    does: &["评分卡和个人信息随即清除，只保留名次。", "清除以后不能恢复。"],
    button: "确认清除",
    about: None,
    only: Some(("decision", "approve")),
};
pub(super) const END_ACCOUNT: Sure = Sure {
    title: "停用账号",
    does: &[
        "这个账号不能再登录，在各处的登录随即失效。以前办的事和签的字都保留。",
        "本人回到岗位时，可以由系统管理员恢复并重设密码。",
    ],
    button: "确认停用",
    about: Some(("用户名", "name")),
    only: None,
};
pub(super) const REMOVE: Sure = Sure {
    title: "删去",
    does: &["从名单或行程中删去；评委的登录链接随之作废。", "删去以后不能恢复，要用时须重新添加。"],
    button: "确认删去",
    about: Some(("编号", "id")),
    only: None,
};

/// The middleware of a route that is asked about.
pub(super) async fn ask(
    mut request: ServiceRequest,
    next: Next<BoxBody>,
    (sure, on): (&'static Sure, On),
) -> Result<ServiceResponse<BoxBody>, Error> {
    // who has to choose a password first is asked nothing else
    let staff = match request.extract::<Staff>().await {
        Ok(staff) => staff,
        Err(refused) => return Ok(request.into_response(refused.error_response())),
    };
    // the body is in memory already, and goes on to the handler as it came
    let body = request.extract::<Bytes>().await?;
    let sent = std::str::from_utf8(&body).map(Sent::read).unwrap_or_default();
    request.set_payload(Payload::from(body));
    let asks = sure.only.is_none_or(|(field, value)| sent.has(field, value));
    if !asks || sent.has("sure", "yes") {
        return next.call(request).await;
    }
    if accepts_json(request.headers()) {
        return Ok(request.into_response(WebError::Unsure { title: sure.title }.error_response()));
    }
    let event = match event(&request, &staff).await {
        Ok(event) => event,
        Err(refused) => return Ok(request.into_response(refused.error_response())),
    };
    let page = views::sure::page(&views::sure::Asking {
        sure,
        session: &staff.0,
        event: event.as_ref(),
        action: request.path(),
        sent: &sent.pairs().collect::<Vec<_>>(),
        back: &back(&request, sure, on, &sent),
    });
    Ok(request.into_response(html(StatusCode::OK, page)))
}

/// The event that it is about, where it is about one.
async fn event(request: &ServiceRequest, staff: &Staff) -> Result<Option<EventSummary>, WebError> {
    let Some(id) = request.match_info().get("event").map(str::to_owned) else { return Ok(None) };
    let site = request.app_data::<web::Data<Site>>().ok_or(WebError::Interrupted)?.clone();
    let actor = staff.actor();
    site.run(move |app| app.event(&actor, &id)).await.map(Some)
}

/// The page that the form stands on.
fn back(request: &ServiceRequest, sure: &Sure, on: On, sent: &Sent) -> String {
    let On::Page(path) = on else { return "/".to_owned() };
    let page = filled(path, request.request());
    let about = sure.about.and_then(|(_, field)| Some((field, sent.get(field)?)));
    about.map_or(page.clone(), |(field, value)| format!("{page}?{field}={}", percent(value)))
}
