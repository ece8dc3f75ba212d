//! The list of events, and the board.

use actix_web::{HttpResponse, web};

use super::error::WebError;
use super::session::Staff;
use super::site::Site;
use super::start::show;
use super::views;
use super::views::board::{Choice, ResultPage};
use crate::app::permission::Act;
use crate::app::view::Board;

/// `GET /events`.
pub(super) async fn events(site: web::Data<Site>, staff: Staff) -> Result<HttpResponse, WebError> {
    let actor = staff.actor();
    let events = site.run(move |app| app.events(&actor)).await?;
    Ok(show(views::start::events(&staff.0, &events, staff.may(Act::SeeDesk), staff.may(Act::SeeAudit))))
}

/// `GET /events/{event}/board`.
pub(super) async fn page(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    choice: web::Query<Choice>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (staff.actor(), event.into_inner());
    let board = site.run(move |app| app.board(&actor, &id)).await?;
    let name = &staff.0.name;
    Ok(show(match &board {
        Board::Progress(progress) => views::board::before_close(name, progress),
        Board::Result { event, entries, rules, frozen } => {
            let base = format!("/events/{}/board", event.id);
            // whose a mark is, is for those who run the desk
            let seats = staff.may(Act::SeeDesk);
            let page = ResultPage { event, entries, rules, frozen, base: &base, choice: &choice, seats };
            views::board::after_close(name, &page)
        }
    }))
}
