//! The stream of boards. Before their reader may see the result, what is sent are counts and the route, and when something is
//! sent says only that one of these is another one; from then on it is that there is another result, and the page asks for it.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::look::{Looks, account, head_of_stream, look, shown};
use super::shows::{Draws, Shows};
use super::stream::{self, Listener, Pass};
use super::wall::Since;
use crate::app::act::actor::{Actor, Role};
use crate::app::act::clock::Moment;
use crate::app::act::permission::Act;
use crate::app::event::view::Progress;
use crate::app::result::board::Pulse;
use crate::web::error::{Door, WebError};
use crate::web::session::{Staff, token};
use crate::web::site::Site;
use crate::web::views::board::progress_parts;

/// Begin the versions of a board, before its reader may see a result and after: a page of the one kind is not mended into one
/// of the other.
const PROGRESS: &str = "p-";
const RESULT: &str = "r-";

/// A board as one role sees it.
pub(in crate::web) struct BoardSight(Arc<Board>);

/// The same, drawn.
pub(in crate::web) struct Board {
    /// What tells two drawings apart.
    pub version: String,
    at: String,
    /// Ids in the page, and what stands there; none of a result.
    parts: Vec<(&'static str, String)>,
}

impl Board {
    /// Before its reader may see a result. The version is of what is drawn and of nothing else: a card that is changed moves
    /// no count, and nobody hears of it.
    pub fn progress(found: &Progress, now: Moment) -> Self {
        let parts = progress_parts(found);
        let mut hash = Sha256::new();
        for (_, text) in &parts {
            hash.update(text.as_bytes());
        }
        Self { version: format!("{PROGRESS}{}", hex::encode(&hash.finalize()[..8])), at: now.to_rfc3339(), parts }
    }

    /// Of a result, by its stamp.
    pub fn result(stamp: &str, now: Moment) -> Self {
        let version = format!("{RESULT}{}", hex::encode(&Sha256::digest(stamp)[..8]));
        Self { version, at: now.to_rfc3339(), parts: Vec::new() }
    }

    fn is_progress(&self) -> bool {
        self.version.starts_with(PROGRESS)
    }
}

impl Shows for BoardSight {
    type Drawing = Board;

    fn drawn_for(&self, _: &str) -> Arc<Board> {
        Arc::clone(&self.0)
    }
}

impl Draws for Board {
    fn is(&self, before: &Self) -> bool {
        self.version == before.version
    }

    fn since(&self, before: Option<&Self>, shown: &str) -> Bytes {
        let shown = before.map_or(shown, |before| before.version.as_str());
        // what says nothing of itself is a page of a result as well as one without
        let anew = shown != self.version && !(self.is_progress() && shown.starts_with(PROGRESS));
        let differs = |index: usize, text: &str| {
            before.and_then(|before| before.parts.get(index)).is_none_or(|(_, before)| before != text)
        };
        let parts: Vec<_> = if anew || shown == self.version {
            Vec::new()
        } else {
            let all = self.parts.iter().enumerate();
            all.filter(|(index, (_, text))| differs(*index, text)).map(|(_, part)| part).collect()
        };
        let told = json!({ "at": self.at, "parts": parts, "looks": [], "cells": [], "anew": anew });
        format!("id: {}\nevent: board\ndata: {told}\n\n", self.version).into()
    }
}

/// Who looks at the board of an event, as one role sees it.
struct BoardLooks {
    site: web::Data<Site>,
    event: String,
    actor: Actor,
    known: Option<Pulse>,
}

impl Looks for BoardLooks {
    type Seen = BoardSight;

    async fn see(&mut self) -> Result<Option<BoardSight>, WebError> {
        let (id, by) = (self.event.clone(), self.actor.clone());
        let pulse = self.site.run(move |app| app.board_pulse(&by, &id)).await?;
        if self.known.as_ref() == Some(&pulse) {
            return Ok(None);
        }
        let now = self.site.clock().now();
        let board = match &pulse {
            Pulse::Result { stamp, .. } => Board::result(stamp, now),
            Pulse::Progress(_) => {
                let (id, by) = (self.event.clone(), self.actor.clone());
                Board::progress(&self.site.run(move |app| app.progress(&by, &id)).await?, now)
            }
        };
        self.known = Some(pulse);
        Ok(Some(BoardSight(Arc::new(board))))
    }

    fn forget(&mut self) -> bool {
        self.known.take().is_some()
    }
}

/// `GET /events/{event}/board/live`: how far it is, for whoever sees no result; else that there is another one.
pub(in crate::web) async fn listen(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    since: web::Query<Since>,
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (staff.actor(), event.clone());
    site.run(move |app| app.event(&actor, &id)).await?;
    let mut response = head_of_stream();
    if *request.method() == Method::HEAD {
        return Ok(response.finish());
    }
    let token = token(&request, Door::Staff).ok_or(WebError::NotSignedIn(Door::Staff))?;
    let place = site.live.place(token.sha256(), account(&staff.0));
    // from when on a result is shown hangs on the role, and on nothing else of whoever reads
    let name = format!("{event} {}", staff.0.actor.role.map_or("", Role::as_str));
    let told = site.live.boards.of(&name, |feed| {
        let looks = BoardLooks { site: site.clone(), event: event.clone(), actor: staff.actor(), known: None };
        tokio::spawn(look(site.clone(), |live| &live.boards, name.clone(), looks, feed));
    });
    let (shown, closing) = (shown(&request, since.into_inner().since), site.live.closing());
    let pass = Pass::Session(token, Act::SeeProgress);
    let listener = Listener { site: site.clone(), place, told, closing, pass, page: String::new(), shown };
    Ok(response.streaming(stream::events(listener)))
}
