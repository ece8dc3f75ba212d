//! The one table of routes: method, path, for whom, what answers, and whatever else differs from one to the other.

use std::sync::LazyLock;

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, Route, guard};

use super::error::WebError;
use super::form::{GRID, RULES, RULES_FORM, SYNC};
use super::live::wall as walls;
use super::row::{Manners, get, post};
use super::upload::{INTAKE, UPLOAD};
use super::{
    administration, assets, board, call, check, closing, confirmed, day, desk, edit, erase, hand, handover, intake,
    judge, links, live, log, objections, offline, out, paper, ranking, refill, rehearsal, rules, seats, second, setup,
    signing, spot, start, sure, wall, years,
};

pub use super::row::{For, On, Row, Sure};

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
    post("/sign-in", For::Anyone, || web::to(start::sign_in)).on("/sign-in").tries_password(),
    post("/sign-out", For::Anyone, || web::to(start::sign_out)),
    get("/j/{token}", For::Anyone, || web::to(judge::enter)),

    get("/judge", For::Anyone, || web::to(offline::page)).of_tablet(),
    get("/judge/card/{component}/{entry}", For::Anyone, || web::to(offline::page)).of_tablet(),
    get("/judge/ballot/{component}", For::Anyone, || web::to(offline::page)).of_tablet(),
    get("/judge/cards", For::Anyone, || web::to(offline::page)).of_tablet(),
    get("/judge/device", For::Anyone, || web::to(offline::page)).of_tablet(),
    get("/judge/slip", For::Anyone, || web::to(check::slip)),
    post("/judge/sign-out", For::Anyone, || web::to(judge::sign_out)).of_tablet(),
    get("/worker.js", For::Anyone, || web::to(offline::worker)),
    get("/manifest.webmanifest", For::Anyone, || web::to(offline::manifest)),

    get("/events", For::Staff, || web::to(board::events)),
    get("/events/new", For::Organiser, || web::to(intake::page)),
    post("/events/new", For::Organiser, || web::to(intake::read)).on("/events/new").takes(INTAKE),
    post("/events/new/again", For::Organiser, || web::to(intake::again)).on("/events/new"),
    get("/events/new/faults.xlsx", For::Organiser, || web::to(intake::faults)),
    post("/events/new/confirm", For::Organiser, || web::to(intake::confirm)).on("/events/new"),
    post("/events/new/copy", For::Organiser, || web::to(intake::copy)).on("/events/new"),
    get("/events/new/template.xlsx", For::Organiser, || web::to(intake::template)),
    get("/events/{event}/board", For::Staff, || web::to(board::page)),
    get("/events/{event}/board/live", For::Staff, || web::to(live::listen_to_board)),
    get("/events/{event}/ranking.csv", For::Staff, || web::to(ranking::csv)),
    get("/events/{event}/ranking.json", For::Staff, || web::to(ranking::json)).in_json(),
    get("/events/{event}/workbook.xlsx", For::Staff, || web::to(out::workbook)),
    get("/events/{event}/print/result", For::Staff, || web::to(out::result)),

    get("/events/{event}/paper", For::Staff, || web::to(paper::page)),
    get("/events/{event}/paper/type", For::Staff, || web::to(paper::form)),
    post("/events/{event}/paper/type", For::Staff, || web::to(paper::type_sheet)).on("/events/{event}/paper/type"),
    get("/events/{event}/paper/{sheet}", For::Staff, || web::to(paper::sheet)),
    post("/events/{event}/paper/{sheet}/propose", For::Staff, || web::to(paper::propose)).on("/events/{event}/paper/{sheet}"),
    post("/events/{event}/paper/{sheet}/confirm", For::Staff, || web::to(paper::confirm)).on("/events/{event}/paper/{sheet}"),
    post("/events/{event}/paper/{sheet}/withdraw", For::Staff, || web::to(paper::withdraw)).on("/events/{event}/paper/{sheet}"),

    get("/events/{event}/desk", For::Organiser, || web::to(desk::page)),
    get("/events/{event}/live", For::Organiser, || web::to(live::listen)),
    get("/events/{event}/cell", For::Organiser, || web::to(desk::cell)),
    post("/events/{event}/ask", For::Organiser, || web::to(desk::ask)).on("/events/{event}/desk"),
    post("/events/{event}/arrive", For::Organiser, || web::to(desk::arrive)).on("/events/{event}/desk"),
    post("/events/{event}/leave", For::Organiser, || web::to(desk::leave)).on("/events/{event}/desk"),
    get("/events/{event}/day", For::Organiser, || web::to(day::page)),
    post("/events/{event}/day", For::Organiser, || web::to(day::change)).on("/events/{event}/day"),
    get("/events/{event}/call", For::Organiser, || web::to(call::page)),
    get("/events/{event}/call/pulse", For::Organiser, || web::to(call::pulse)).in_json(),
    post("/events/{event}/call/next", For::Organiser, || web::to(call::next)).on("/events/{event}/call"),
    post("/events/{event}/call/press", For::Organiser, || web::to(call::press)).on("/events/{event}/call"),
    post("/events/{event}/call/redo", For::Organiser, || web::to(call::redo)).on("/events/{event}/call"),
    post("/events/{event}/call/lots", For::Organiser, || web::to(call::lots)).on("/events/{event}/call"),
    post("/events/{event}/call/order", For::Organiser, || web::to(call::order)).on("/events/{event}/call"),
    post("/events/{event}/call/timing", For::Organiser, || web::to(call::timing)).on("/events/{event}/call"),
    post("/events/{event}/call/waive", For::Organiser, || web::to(call::waive)).on("/events/{event}/call"),
    get("/events/{event}/exclude", For::Organiser, || web::to(desk::exclude_page)),
    post("/events/{event}/exclude", For::Organiser, || web::to(desk::exclude)).on("/events/{event}/exclude"),
    get("/events/{event}/exclusions", For::Organiser, || web::to(hand::exclusions)),
    get("/events/{event}/adjust", For::Organiser, || web::to(hand::adjust_page)),
    post("/events/{event}/adjust", For::Organiser, || web::to(hand::adjust)).on("/events/{event}/adjust"),
    get("/events/{event}/measures", For::Organiser, || web::to(hand::measures_page)),
    post("/events/{event}/measures", For::Organiser, || web::to(hand::measure)).on("/events/{event}/measures").takes(GRID),
    post("/events/{event}/measures/table", For::Organiser, || web::to(hand::table)).on("/events/{event}/measures").takes(GRID),
    post("/events/{event}/measures/file", For::Organiser, || web::to(hand::table_file)).on("/events/{event}/measures").takes(UPLOAD),
    get("/events/{event}/ties", For::Organiser, || web::to(hand::ties)),
    post("/events/{event}/ties", For::Organiser, || web::to(hand::propose)).on("/events/{event}/ties"),
    post("/events/{event}/ties/decide", For::Organiser, || web::to(hand::decide)).on("/events/{event}/ties"),
    post("/events/{event}/withdraw", For::Organiser, || web::to(hand::withdraw)).on_one_of("kind", &[
        ("exclusion", "/events/{event}/exclusions"),
        ("adjustment", "/events/{event}/adjust"),
        ("decision", "/events/{event}/ties"),
        ("acceptance", "/events/{event}/signing"),
    ]),
    get("/events/{event}/rules", For::Organiser, || web::to(rules::page)),
    post("/events/{event}/rules", For::Organiser, || web::to(rules::edit)).on("/events/{event}/rules").takes(RULES_FORM),
    post("/events/{event}/rules/look", For::Organiser, || web::to(rules::look)).takes(RULES_FORM),
    post("/events/{event}/rules/file", For::Organiser, || web::to(rules::file)).on("/events/{event}/rules").takes(RULES_FORM),
    post("/events/{event}/rules/ask", For::Organiser, || web::to(rules::ask)).on("/events/{event}/rules").takes(RULES),
    get("/events/{event}/rules/proposal", For::Organiser, || web::to(rules::proposal)),
    post("/events/{event}/rules/decide", For::Organiser, || web::to(rules::decide)).on("/events/{event}/rules/proposal"),
    get("/events/{event}/rules/history", For::Staff, || web::to(rules::history)),
    get("/events/{event}/devices", For::Organiser, || web::to(desk::devices)),
    get("/events/{event}/quarantine", For::Organiser, || web::to(desk::quarantine)),
    post("/events/{event}/quarantine", For::Organiser, || web::to(desk::rule)).on("/events/{event}/quarantine"),
    get("/events/{event}/journal", For::Organiser, || web::to(handover::page)),
    post("/events/{event}/journal", For::Organiser, || web::to(handover::take)).on("/events/{event}/journal").takes(UPLOAD),
    get("/events/{event}/setup", For::Organiser, || web::to(edit::page)),
    post("/events/{event}/setup", For::Organiser, || web::to(edit::retitle)).on("/events/{event}/setup"),
    post("/events/{event}/setup/route/move", For::Organiser, || web::to(edit::shift)).on("/events/{event}/setup"),
    get("/events/{event}/setup/{list}", For::Organiser, || web::to(edit::list)),
    post("/events/{event}/setup/{list}", For::Organiser, || web::to(edit::save)).on("/events/{event}/setup/{list}/edit"),
    get("/events/{event}/setup/{list}/edit", For::Organiser, || web::to(edit::form)),
    post("/events/{event}/setup/{list}/remove", For::Organiser, || web::to(edit::remove)).on("/events/{event}/setup/{list}/edit").asks(&sure::REMOVE),
    post("/events/{event}/open", For::Organiser, || web::to(rehearsal::open)).on("/events/{event}/desk").asks(&sure::OPEN),
    get("/events/{event}/upload", For::Organiser, || web::to(intake::update_page)),
    post("/events/{event}/upload", For::Organiser, || web::to(intake::read_update)).on("/events/{event}/upload").takes(INTAKE),
    post("/events/{event}/upload/again", For::Organiser, || web::to(intake::update_again)).on("/events/{event}/upload"),
    get("/events/{event}/upload/faults.xlsx", For::Organiser, || web::to(intake::faults_update)),
    post("/events/{event}/upload/confirm", For::Organiser, || web::to(intake::confirm_update)).on("/events/{event}/upload"),
    get("/events/{event}/upload/setup.xlsx", For::Organiser, || web::to(intake::setup)),
    get("/events/{event}/rehearse", For::Organiser, || web::to(rehearsal::page)),
    post("/events/{event}/rehearse", For::Organiser, || web::to(rehearsal::rehearse)).on("/events/{event}/rehearse"),
    post("/events/{event}/discard", For::Organiser, || web::to(rehearsal::discard)).on("/events/{event}/desk").asks(&sure::DISCARD),
    post("/events/{event}/trial", For::Organiser, || web::to(rehearsal::try_out)).on("/events/{event}/rehearse"),
    get("/events/{event}/links", For::Organiser, || web::to(links::page)),
    post("/events/{event}/links", For::Organiser, || web::to(links::mint)).on("/events/{event}/links"),
    post("/events/{event}/links/ask", For::Organiser, || web::to(links::ask)).on("/events/{event}/links"),
    post("/events/{event}/links/make", For::Organiser, || web::to(links::make)).on("/events/{event}/links"),
    post("/events/{event}/links/end", For::Organiser, || web::to(links::end)).on("/events/{event}/links"),
    get("/events/{event}/export", For::Organiser, || web::to(ranking::page)),
    get("/events/{event}/folder.zip", For::Organiser, || web::to(out::folder)),
    get("/events/{event}/signed-cards.csv", For::Organiser, || web::to(out::signed_cards)),
    get("/events/{event}/print/blank", For::Organiser, || web::to(out::blank)),
    get("/events/{event}/print/cards", For::Organiser, || web::to(out::cards)),
    get("/events/{event}/provisional", For::Organiser, || web::to(closing::provisional)),
    post("/events/{event}/provisional", For::Organiser, || web::to(closing::open_provisional)).on("/events/{event}/provisional"),
    get("/events/{event}/close", For::Organiser, || web::to(closing::page)),
    post("/events/{event}/close", For::Organiser, || web::to(closing::close)).on("/events/{event}/close"),
    post("/events/{event}/publish", For::Organiser, || web::to(closing::publish)).on("/events/{event}/desk").asks(&sure::PUBLISH),
    get("/events/{event}/second", For::Staff, || web::to(second::page)),
    post("/events/{event}/second/link", For::Staff, || web::to(second::link)).on("/events/{event}/second"),
    post("/events/{event}/second/card", For::Staff, || web::to(second::card)).on("/events/{event}/second"),
    get("/events/{event}/signing", For::Staff, || web::to(signing::page)),
    post("/events/{event}/signing", For::Staff, || web::to(signing::sign)).on("/events/{event}/signing").tries_password(),
    post("/events/{event}/signing/settings", For::Organiser, || web::to(signing::settings)).on("/events/{event}/signing"),
    post("/events/{event}/signing/facts", For::Staff, || web::to(signing::tick)).on("/events/{event}/signing"),
    post("/events/{event}/signing/verify", For::Staff, || web::to(signing::verify)).on("/events/{event}/signing"),
    post("/events/{event}/signing/dissent", For::Staff, || web::to(signing::disagree)).on("/events/{event}/signing"),
    get("/events/{event}/judges", For::Staff, || web::to(seats::page)),
    get("/events/{event}/judges.csv", For::Staff, || web::to(seats::csv)),
    get("/events/{event}/spot", For::Staff, || web::to(spot::page)),
    post("/events/{event}/spot", For::Staff, || web::to(spot::draw)).on("/events/{event}/spot"),
    post("/events/{event}/spot/look", For::Staff, || web::to(spot::look)).on("/events/{event}/spot"),
    get("/events/{event}/confirmed", For::Staff, || web::to(confirmed::page)),
    post("/events/{event}/confirmed", For::Staff, || web::to(confirmed::sheet)).on("/events/{event}/confirmed"),
    post("/events/{event}/publish/decide", For::Staff, || web::to(signing::decide_publishing)).on("/events/{event}/signing"),
    post("/events/{event}/signing/accept", For::Organiser, || web::to(signing::accept)).on("/events/{event}/signing"),
    post("/events/{event}/reopen", For::Organiser, || web::to(signing::reopen)).on("/events/{event}/signing"),
    post("/events/{event}/reopen/decide", For::Organiser, || web::to(signing::decide)).on("/events/{event}/signing"),
    post("/events/{event}/archive", For::Organiser, || web::to(signing::archive)).on("/events/{event}/signing").asks(&sure::ARCHIVE),
    get("/events/{event}/results/{number}", For::Staff, || web::to(signing::result)),
    get("/events/{event}/log", For::Staff, || web::to(log::page)),
    post("/events/{event}/log", For::Staff, || web::to(log::verify)).on("/events/{event}/log"),
    post("/events/{event}/log/head", For::Staff, || web::to(log::head)).on("/events/{event}/log"),
    post("/events/{event}/log/cosign", For::Staff, || web::to(log::cosign)).on("/events/{event}/log").takes(UPLOAD),
    get("/events/{event}/bundle.zip", For::Staff, || web::to(out::bundle)),
    get("/events/{event}/objections", For::Organiser, || web::to(objections::desk)),
    post("/events/{event}/objections/answer", For::Organiser, || web::to(objections::answer)).on("/events/{event}/objections"),
    post("/events/{event}/objections/close", For::Organiser, || web::to(objections::close)).on("/events/{event}/objections"),
    post("/events/{event}/objections/settings", For::Organiser, || web::to(objections::settings)).on("/events/{event}/objections"),
    get("/events/{event}/erase", For::Organiser, || web::to(erase::page)),
    post("/events/{event}/erase", For::Organiser, || web::to(erase::ask)).on("/events/{event}/erase"),
    post("/events/{event}/erase/decide", For::Organiser, || web::to(erase::decide)).on("/events/{event}/erase").asks(&sure::ERASE),
    post("/events/{event}/erase/keep", For::Organiser, || web::to(erase::keep)).on("/events/{event}/erase"),
    get("/years", For::Staff, || web::to(years::page)),
    get("/years/unit", For::Staff, || web::to(years::unit)),
    get("/events/{event}/wall", For::Organiser, || web::to(wall::page)),
    post("/events/{event}/wall", For::Organiser, || web::to(wall::show)).on("/events/{event}/wall"),
    post("/events/{event}/wall/links", For::Organiser, || web::to(wall::make_link)).on("/events/{event}/wall"),
    post("/events/{event}/wall/links/end", For::Organiser, || web::to(wall::end_link)).on("/events/{event}/wall"),
    post("/events/{event}/wall/reveal", For::Organiser, || web::to(wall::begin)).on("/events/{event}/wall"),
    post("/events/{event}/wall/reveal/end", For::Organiser, || web::to(wall::end)).on("/events/{event}/wall"),
    get("/events/{event}/wall/presenter", For::Organiser, || web::to(wall::presenter)),
    post("/events/{event}/wall/step", For::Organiser, || web::to(wall::step)).on("/events/{event}/wall/presenter"),
    get("/events/{event}/wall/live", For::Organiser, || web::to(walls::listen_as_presenter)),
    get("/wall/{token}", For::Anyone, || web::to(wall::screen)),
    get("/wall/{token}/live", For::Anyone, || web::to(walls::listen)),
    get("/public/{event}", For::Anyone, || web::to(signing::notice)),
    get("/public/{event}/check", For::Anyone, || web::to(check::check)),
    get("/public/{event}/bundle.zip", For::Anyone, || web::to(check::bundle)),
    get("/public/{event}/checkpoint.txt", For::Anyone, || web::to(check::checkpoint)),
    get("/public/{event}/objections", For::Anyone, || web::to(objections::page)),
    post("/public/{event}/objections", For::Anyone, || web::to(objections::hand_in)).on("/public/{event}/objections"),
    post("/public/{event}/objections/state", For::Anyone, || web::to(objections::state)).on("/public/{event}/objections"),

    get("/audit", For::Staff, || web::to(administration::audit)),
    post("/audit", For::Staff, || web::to(administration::verify)).on("/audit"),
    get("/accounts", For::Administrator, || web::to(administration::accounts)),
    post("/accounts", For::Administrator, || web::to(administration::create_account)).on("/accounts"),
    post("/accounts/password", For::Administrator, || web::to(administration::reset_password)).on("/accounts"),
    post("/accounts/name", For::Administrator, || web::to(administration::name_account)).on("/accounts"),
    post("/accounts/end", For::Administrator, || web::to(administration::deactivate)).on("/accounts").asks(&sure::END_ACCOUNT),
    get("/account/password", For::Staff, || web::to(administration::password_page)),
    post("/account/password", For::Staff, || web::to(administration::change_password)).on("/account/password").tries_password(),
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
                _ => asked(again(answer.guard(guard::Post()), row.on), row),
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

/// What cannot be taken back, asked about before it is done.
fn asked(form: Route, row: &Row) -> Route {
    let on = row.on;
    match row.sure {
        None => form,
        Some(sure) => form.wrap(from_fn(move |request, next| sure::ask(request, next, (sure, on)))),
    }
}

/// A form, shown once more where it is refused.
fn again(form: Route, on: On) -> Route {
    match on {
        On::Nowhere => form,
        On::Page(_) | On::OneOf(..) => {
            form.wrap(from_fn(move |request, next| refill::again(request, next, (on, TABLE))))
        }
    }
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
    use super::{For, INTAKE, Method, On, PATHS, SYNC, TABLE, manners};
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

    /// Routes that are posted to from no page, or from many with nothing filled in.
    const NOWHERE: [&str; 5] = [
        // a script of the form of the rules reads the answer, which is a part of that page
        "/events/{event}/rules/look",
        // a tablet's program reads the answer
        "/api/sync",
        "/judge/sign-out",
        // a button of each page, that refuses nobody
        "/sign-out",
        // a button of the start page, that only the demonstration has
        "/demo/{role}",
    ];

    #[test]
    fn each_form_names_the_page_that_it_stands_on() {
        let is_page = |path: &str| TABLE.iter().any(|row| row.method == "GET" && row.path == path);
        for row in TABLE {
            match row.on {
                On::Nowhere => {
                    assert!(row.method == "GET" || NOWHERE.contains(&row.path), "{} stands on no page", row.path);
                }
                On::Page(page) => assert!(is_page(page) && !NOWHERE.contains(&row.path), "{page} of {}", row.path),
                On::OneOf(_, pages) => assert!(pages.iter().all(|(_, page)| is_page(page)), "{}", row.path),
            }
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
