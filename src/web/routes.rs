//! The one table of routes: method, path, for whom, what answers, and whatever else differs from one to the other.

use std::sync::LazyLock;

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, guard};

use super::error::WebError;
use super::form::{RULES, SYNC};
use super::row::{Manners, get, post};
use super::upload::{INTAKE, UPLOAD};
use super::{
    administration, assets, board, closing, day, desk, edit, erase, hand, handover, intake, judge, links, live, log,
    objections, offline, out, paper, ranking, rehearsal, rules, second, setup, signing, start, years,
};

pub use super::row::{For, Row};

/// The table. Rows of one path stand together; a request is held against them one after the other.
#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    // asked most often, and so found first
    post("/api/sync", For::Judge, || web::to(judge::sync)).takes(SYNC).in_json().of_tablet(),
    get("/", For::Anyone, || web::to(start::page)),
    get("/healthz", For::Anyone, || web::to(start::health)).in_json().uncounted(),
    get("/readyz", For::Anyone, || web::to(start::ready)).in_json().uncounted(),
    get("/setup", For::Anyone, || web::to(setup::page)),
    get("/setup/{file}", For::Anyone, || web::to(setup::authority)),
    get("/assets/{version}/{name}", For::Anyone, || web::to(assets::file)).uncounted(),
    post("/demo/{role}", For::Anyone, || web::to(start::step_in)),
    get("/sign-in", For::Anyone, || web::to(start::sign_in_page)),
    post("/sign-in", For::Anyone, || web::to(start::sign_in)).tries_password(),
    post("/sign-out", For::Anyone, || web::to(start::sign_out)),
    get("/j/{token}", For::Anyone, || web::to(judge::enter)),

    get("/judge", For::Anyone, || web::to(offline::page)).of_tablet(),
    get("/judge/card/{component}/{entry}", For::Anyone, || web::to(offline::page)).of_tablet(),
    get("/judge/ballot/{component}", For::Anyone, || web::to(offline::page)).of_tablet(),
    get("/judge/cards", For::Anyone, || web::to(offline::page)).of_tablet(),
    get("/judge/device", For::Anyone, || web::to(offline::page)).of_tablet(),
    post("/judge/sign-out", For::Anyone, || web::to(judge::sign_out)).of_tablet(),
    get("/worker.js", For::Anyone, || web::to(offline::worker)),
    get("/manifest.webmanifest", For::Anyone, || web::to(offline::manifest)),

    get("/events", For::Staff, || web::to(board::events)),
    get("/events/new", For::Organiser, || web::to(intake::page)),
    post("/events/new", For::Organiser, || web::to(intake::read)).takes(INTAKE),
    post("/events/new/again", For::Organiser, || web::to(intake::again)),
    get("/events/new/faults.xlsx", For::Organiser, || web::to(intake::faults)),
    post("/events/new/confirm", For::Organiser, || web::to(intake::confirm)),
    post("/events/new/copy", For::Organiser, || web::to(intake::copy)),
    get("/events/new/template.xlsx", For::Organiser, || web::to(intake::template)),
    get("/events/{event}/board", For::Staff, || web::to(board::page)),
    get("/events/{event}/ranking.csv", For::Staff, || web::to(ranking::csv)),
    get("/events/{event}/ranking.json", For::Staff, || web::to(ranking::json)).in_json(),
    get("/events/{event}/workbook.xlsx", For::Staff, || web::to(out::workbook)),
    get("/events/{event}/print/result", For::Staff, || web::to(out::result)),

    get("/events/{event}/paper", For::Staff, || web::to(paper::page)),
    get("/events/{event}/paper/type", For::Staff, || web::to(paper::form)),
    post("/events/{event}/paper/type", For::Staff, || web::to(paper::type_sheet)),
    get("/events/{event}/paper/{sheet}", For::Staff, || web::to(paper::sheet)),
    post("/events/{event}/paper/{sheet}/propose", For::Staff, || web::to(paper::propose)),
    post("/events/{event}/paper/{sheet}/confirm", For::Staff, || web::to(paper::confirm)),
    post("/events/{event}/paper/{sheet}/withdraw", For::Staff, || web::to(paper::withdraw)),

    get("/events/{event}/desk", For::Organiser, || web::to(desk::page)),
    get("/events/{event}/live", For::Organiser, || web::to(live::listen)),
    get("/events/{event}/cell", For::Organiser, || web::to(desk::cell)),
    post("/events/{event}/ask", For::Organiser, || web::to(desk::ask)),
    post("/events/{event}/arrive", For::Organiser, || web::to(desk::arrive)),
    post("/events/{event}/leave", For::Organiser, || web::to(desk::leave)),
    get("/events/{event}/day", For::Organiser, || web::to(day::page)),
    post("/events/{event}/day", For::Organiser, || web::to(day::change)),
    get("/events/{event}/exclude", For::Organiser, || web::to(desk::exclude_page)),
    post("/events/{event}/exclude", For::Organiser, || web::to(desk::exclude)),
    get("/events/{event}/exclusions", For::Organiser, || web::to(hand::exclusions)),
    get("/events/{event}/adjust", For::Organiser, || web::to(hand::adjust_page)),
    post("/events/{event}/adjust", For::Organiser, || web::to(hand::adjust)),
    get("/events/{event}/measures", For::Organiser, || web::to(hand::measures_page)),
    post("/events/{event}/measures", For::Organiser, || web::to(hand::measure)),
    post("/events/{event}/measures/table", For::Organiser, || web::to(hand::table)),
    post("/events/{event}/measures/file", For::Organiser, || web::to(hand::table_file)).takes(UPLOAD),
    get("/events/{event}/ties", For::Organiser, || web::to(hand::ties)),
    post("/events/{event}/ties", For::Organiser, || web::to(hand::propose)),
    post("/events/{event}/ties/decide", For::Organiser, || web::to(hand::decide)),
    post("/events/{event}/withdraw", For::Organiser, || web::to(hand::withdraw)),
    get("/events/{event}/rules", For::Organiser, || web::to(rules::page)),
    post("/events/{event}/rules", For::Organiser, || web::to(rules::edit)).takes(RULES),
    post("/events/{event}/rules/ask", For::Organiser, || web::to(rules::ask)).takes(RULES),
    get("/events/{event}/rules/proposal", For::Organiser, || web::to(rules::proposal)),
    post("/events/{event}/rules/decide", For::Organiser, || web::to(rules::decide)),
    get("/events/{event}/rules/history", For::Staff, || web::to(rules::history)),
    get("/events/{event}/devices", For::Organiser, || web::to(desk::devices)),
    get("/events/{event}/quarantine", For::Organiser, || web::to(desk::quarantine)),
    post("/events/{event}/quarantine", For::Organiser, || web::to(desk::rule)),
    get("/events/{event}/journal", For::Organiser, || web::to(handover::page)),
    post("/events/{event}/journal", For::Organiser, || web::to(handover::take)).takes(UPLOAD),
    get("/events/{event}/setup", For::Organiser, || web::to(edit::page)),
    post("/events/{event}/setup", For::Organiser, || web::to(edit::retitle)),
    post("/events/{event}/setup/route/move", For::Organiser, || web::to(edit::shift)),
    get("/events/{event}/setup/{list}", For::Organiser, || web::to(edit::list)),
    post("/events/{event}/setup/{list}", For::Organiser, || web::to(edit::save)),
    get("/events/{event}/setup/{list}/edit", For::Organiser, || web::to(edit::form)),
    post("/events/{event}/setup/{list}/remove", For::Organiser, || web::to(edit::remove)),
    post("/events/{event}/open", For::Organiser, || web::to(rehearsal::open)),
    get("/events/{event}/upload", For::Organiser, || web::to(intake::update_page)),
    post("/events/{event}/upload", For::Organiser, || web::to(intake::read_update)).takes(INTAKE),
    post("/events/{event}/upload/again", For::Organiser, || web::to(intake::update_again)),
    get("/events/{event}/upload/faults.xlsx", For::Organiser, || web::to(intake::faults_update)),
    post("/events/{event}/upload/confirm", For::Organiser, || web::to(intake::confirm_update)),
    get("/events/{event}/upload/setup.xlsx", For::Organiser, || web::to(intake::setup)),
    get("/events/{event}/rehearse", For::Organiser, || web::to(rehearsal::page)),
    post("/events/{event}/rehearse", For::Organiser, || web::to(rehearsal::rehearse)),
    post("/events/{event}/discard", For::Organiser, || web::to(rehearsal::discard)),
    get("/events/{event}/links", For::Organiser, || web::to(links::page)),
    post("/events/{event}/links", For::Organiser, || web::to(links::mint)),
    post("/events/{event}/links/ask", For::Organiser, || web::to(links::ask)),
    post("/events/{event}/links/make", For::Organiser, || web::to(links::make)),
    post("/events/{event}/links/end", For::Organiser, || web::to(links::end)),
    get("/events/{event}/export", For::Organiser, || web::to(ranking::page)),
    get("/events/{event}/folder.zip", For::Organiser, || web::to(out::folder)),
    get("/events/{event}/signed-cards.csv", For::Organiser, || web::to(out::signed_cards)),
    get("/events/{event}/print/blank", For::Organiser, || web::to(out::blank)),
    get("/events/{event}/print/cards", For::Organiser, || web::to(out::cards)),
    get("/events/{event}/provisional", For::Organiser, || web::to(closing::provisional)),
    post("/events/{event}/provisional", For::Organiser, || web::to(closing::open_provisional)),
    get("/events/{event}/close", For::Organiser, || web::to(closing::page)),
    post("/events/{event}/close", For::Organiser, || web::to(closing::close)),
    post("/events/{event}/publish", For::Organiser, || web::to(closing::publish)),
    get("/events/{event}/second", For::Staff, || web::to(second::page)),
    post("/events/{event}/second/link", For::Staff, || web::to(second::link)),
    post("/events/{event}/second/card", For::Staff, || web::to(second::card)),
    get("/events/{event}/signing", For::Staff, || web::to(signing::page)),
    post("/events/{event}/signing", For::Staff, || web::to(signing::sign)),
    post("/events/{event}/signing/settings", For::Organiser, || web::to(signing::settings)),
    post("/events/{event}/signing/accept", For::Organiser, || web::to(signing::accept)),
    post("/events/{event}/reopen", For::Organiser, || web::to(signing::reopen)),
    post("/events/{event}/reopen/decide", For::Organiser, || web::to(signing::decide)),
    post("/events/{event}/archive", For::Organiser, || web::to(signing::archive)),
    get("/events/{event}/results/{number}", For::Staff, || web::to(signing::result)),
    get("/events/{event}/log", For::Staff, || web::to(log::page)),
    post("/events/{event}/log", For::Staff, || web::to(log::verify)),
    post("/events/{event}/log/head", For::Staff, || web::to(log::head)),
    post("/events/{event}/log/cosign", For::Staff, || web::to(log::cosign)).takes(UPLOAD),
    get("/events/{event}/bundle.zip", For::Organiser, || web::to(out::bundle)),
    get("/events/{event}/objections", For::Organiser, || web::to(objections::desk)),
    post("/events/{event}/objections/answer", For::Organiser, || web::to(objections::answer)),
    post("/events/{event}/objections/close", For::Organiser, || web::to(objections::close)),
    post("/events/{event}/objections/settings", For::Organiser, || web::to(objections::settings)),
    get("/events/{event}/erase", For::Organiser, || web::to(erase::page)),
    post("/events/{event}/erase", For::Organiser, || web::to(erase::ask)),
    post("/events/{event}/erase/decide", For::Organiser, || web::to(erase::decide)),
    post("/events/{event}/erase/keep", For::Organiser, || web::to(erase::keep)),
    get("/years", For::Staff, || web::to(years::page)),
    get("/years/unit", For::Staff, || web::to(years::unit)),
    get("/public/{event}", For::Anyone, || web::to(signing::notice)),
    get("/public/{event}/objections", For::Anyone, || web::to(objections::page)),
    post("/public/{event}/objections", For::Anyone, || web::to(objections::hand_in)),
    post("/public/{event}/objections/state", For::Anyone, || web::to(objections::state)),

    get("/audit", For::Staff, || web::to(administration::audit)),
    post("/audit", For::Staff, || web::to(administration::verify)),
    get("/accounts", For::Administrator, || web::to(administration::accounts)),
    post("/accounts", For::Administrator, || web::to(administration::create_account)),
    post("/accounts/password", For::Administrator, || web::to(administration::reset_password)),
    post("/accounts/end", For::Administrator, || web::to(administration::deactivate)),
    get("/account/password", For::Staff, || web::to(administration::password_page)),
    post("/account/password", For::Staff, || web::to(administration::change_password)).tries_password(),
];

/// The rows of each path, with the pattern that its requests match: the one that the router matches, in its order.
static PATHS: LazyLock<Vec<(ResourceDef, &[Row])>> = LazyLock::new(|| {
    let paths = TABLE.chunk_by(|a, b| a.path == b.path);
    paths.map(|rows| (ResourceDef::new(rows[0].path), rows)).collect()
});

/// How a request is treated, before the router has it: as its row says. What asks in a way that no row of its path
/// answers to is refused, and reads so like the others of that path; whom a page is for is of no matter there.
pub(super) fn manners(method: &Method, path: &str) -> (Manners, For) {
    let none = (Manners::PLAIN, For::Anyone);
    let Some((_, rows)) = PATHS.iter().find(|(pattern, _)| pattern.is_match(path)) else { return none };
    let asked = if *method == Method::HEAD { "GET" } else { method.as_str() };
    let own = rows.iter().find(|row| row.method == asked).map(|row| (row.manners, row.audience));
    own.unwrap_or((rows[0].manners, For::Anyone))
}

/// Puts the table into the application; whatever is not in it is refused in Chinese.
pub(super) fn register(config: &mut ServiceConfig) {
    for rows in TABLE.chunk_by(|a, b| a.path == b.path) {
        let mut resource = web::resource(rows[0].path);
        let mut allowed = Vec::new();
        for row in rows {
            let answer = (row.answer)();
            resource = resource.route(match row.method {
                "GET" => answer.guard(guard::Any(guard::Get()).or(guard::Head())),
                _ => answer.guard(guard::Post()),
            });
            allowed.push(row.method.to_owned());
            if row.method == "GET" {
                allowed.push("HEAD".to_owned());
            }
        }
        config.service(resource.default_service(web::to(move || refuse_method(allowed.clone()))));
    }
    config.default_service(web::to(no_such_page));
}

/// What of the table is served without encryption too, on the set-up page's own port: that page, and of the
/// files only those that it is drawn with.
const PLAIN: &[Row] = &[
    get("/setup", For::Anyone, || web::to(setup::page)),
    get("/setup/{file}", For::Anyone, || web::to(setup::authority)),
    get("/assets/{version}/{name:(tokens|plain|setup)\\.css|(theme|setup)\\.js|icon\\.svg}", For::Anyone, || {
        web::to(assets::file)
    }),
];

/// Puts those rows, and only those, into the application of the unencrypted port.
pub(super) fn register_plain(config: &mut ServiceConfig) {
    for row in PLAIN {
        let answer = (row.answer)().guard(guard::Any(guard::Get()).or(guard::Head()));
        config.service(web::resource(row.path).route(answer).default_service(web::to(setup::elsewhere)));
    }
    config.default_service(web::to(setup::elsewhere));
}

async fn refuse_method(allowed: Vec<String>) -> Result<String, WebError> {
    Err(WebError::Method { allowed })
}

async fn no_such_page(_: HttpRequest) -> Result<String, WebError> {
    Err(WebError::NoSuchPage)
}

#[cfg(test)]
mod tests {
    use super::{For, INTAKE, Method, PATHS, SYNC, TABLE, manners};
    use crate::web::error::Door;
    use crate::web::form::FORM;

    /// The path of a row with something in place of its variables.
    fn asked(path: &str) -> String {
        let parts = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
        parts.collect::<Vec<_>>().join("/")
    }

    #[test]
    fn a_request_meets_its_own_row_and_no_other() {
        for row in TABLE {
            let path = asked(row.path);
            let found = PATHS.iter().find(|(pattern, _)| pattern.is_match(&path)).expect("a row");
            assert_eq!(found.1[0].path, row.path, "{path}");
        }
    }

    #[test]
    fn a_row_says_how_its_requests_are_treated() {
        let of = |method: Method, path: &str| manners(&method, path).0;
        assert_eq!(of(Method::POST, "/events/new").most, INTAKE);
        assert_eq!(of(Method::POST, "/events/new/copy").most, FORM);
        assert_eq!(of(Method::POST, "/api/sync").most, SYNC);
        assert!(of(Method::POST, "/account/password").tries_password && !of(Method::GET, "/sign-in").tries_password);
        assert_eq!(of(Method::GET, "/judge/cards").counts, Some(Door::Judge));
        assert_eq!(of(Method::GET, "/assets/v/app.js").counts, None);
        // HEAD is asked like GET, and a method that is refused is refused as the path's others would be
        assert!(of(Method::HEAD, "/events/x/ranking.json").as_json && of(Method::PUT, "/api/sync").as_json);
        assert_eq!(manners(&Method::POST, "/events/x/upload").1, For::Organiser);
        assert_eq!(manners(&Method::PUT, "/events/x/upload").1, For::Anyone);
        let nowhere = of(Method::POST, "/events/x/nowhere/upload");
        assert!(nowhere.most == FORM && !nowhere.as_json && nowhere.counts == Some(Door::Staff));
    }
}
