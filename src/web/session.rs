//! Who is it: cookies, and the extractors that handlers name as arguments.
//!
//! Judges and staff have a cookie each, so that a desk and a tablet's page can be open in one browser. An
//! extractor says who is signed in; what they may do is asked of the permission table, by each use case.

use std::future::Future;
use std::pin::Pin;
use std::time::Instant;

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use super::address::percent;
use super::error::{Door, WebError};
use super::row::For;
use super::site::Site;
use crate::app::act::actor::{Actor, Role, Who};
use crate::app::act::secret::Secret;
use crate::app::people::session::{NewSession, Session};
use crate::app::{App, AppError};

const JUDGE: &str = "guanmo-judge";
const STAFF: &str = "guanmo";
/// Begins the name of the cookie that says of a browser that an account was signed in there before; the account's name
/// follows.
const MARK: &str = "guanmo-browser-";
const MARK_DAYS: i64 = 365;
/// Names the judge whose page this browser shows, as `EVENT/JUDGE`: no secret, and no proof of anything. It outlives
/// the session, so that a judge whose session has run out still finds their own journal, and nobody else's.
const SEAT: &str = "guanmo-seat";
const SEAT_DAYS: i64 = 90;
/// How long who was found before the body of a request was read need not be looked for again.
const FRESH: std::time::Duration = std::time::Duration::from_secs(2);

impl Door {
    fn cookie(self) -> &'static str {
        match self {
            Self::Judge => JUDGE,
            Self::Staff => STAFF,
        }
    }

    /// Where somebody of a role signs in.
    pub fn of(role: Option<Role>) -> Self {
        match role {
            Some(Role::Judge) => Self::Judge,
            Some(
                Role::Organiser
                | Role::Teller
                | Role::Scrutineer
                | Role::Inspector
                | Role::Official
                | Role::Administrator,
            )
            | None => Self::Staff,
        }
    }
}

/// Anybody with an account.
pub(super) struct Staff(pub Session);
/// Anybody with an account, also one whose password has to be changed first.
pub(super) struct Newcomer(pub Session);
pub(super) struct Organiser(pub Session);
pub(super) struct Administrator(pub Session);

/// The token of a door's cookie.
pub(super) fn token(request: &HttpRequest, door: Door) -> Option<Secret> {
    request.cookie(door.cookie()).map(|cookie| Secret::new(cookie.value()))
}

pub(super) fn keep(site: &Site, new: &NewSession) -> Cookie<'static> {
    let left = new.session.expires_at - site.clock().now();
    cookie(site, Door::of(new.session.actor.role), new.token.reveal().to_owned(), left.num_seconds())
}

/// The cookie that says to the page's scripts whose page it is; none where it is not a judge's.
pub(super) fn seat(site: &Site, actor: &Actor) -> Option<Cookie<'static>> {
    let Who::Judge { event, judge } = &actor.who else { return None };
    let value = format!("{}/{}", percent(event), percent(judge));
    let cookie = Cookie::build(SEAT, value).path("/judge").same_site(SameSite::Lax).secure(site.is_tls());
    Some(cookie.max_age(Duration::days(SEAT_DAYS)).finish())
}

/// The cookie that takes that one away.
pub(super) fn forget_seat(site: &Site) -> Cookie<'static> {
    Cookie::build(SEAT, "")
        .path("/judge")
        .same_site(SameSite::Lax)
        .secure(site.is_tls())
        .max_age(Duration::ZERO)
        .finish()
}

/// The mark of this browser for an account.
pub(super) fn browser_mark(request: &HttpRequest, account: &str) -> Option<Secret> {
    request.cookie(&format!("{MARK}{account}")).map(|cookie| Secret::new(cookie.value()))
}

/// The cookie that marks this browser for the account that has just been signed in; only the sign-in reads it.
pub(super) fn keep_mark(site: &Site, new: &NewSession, mark: &Secret) -> Cookie<'static> {
    let mark = Cookie::build(format!("{MARK}{}", new.session.name), mark.reveal().to_owned());
    let mark = mark.path("/sign-in").http_only(true).same_site(SameSite::Lax).secure(site.is_tls());
    mark.max_age(Duration::days(MARK_DAYS)).finish()
}

/// The cookie that ends a session.
pub(super) fn forget(site: &Site, door: Door) -> Cookie<'static> {
    cookie(site, door, String::new(), 0)
}

fn cookie(site: &Site, door: Door, value: String, seconds: i64) -> Cookie<'static> {
    // Lax, not Strict: a judge arrives from a QR code or a chat, which is another site
    Cookie::build(door.cookie(), value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.is_tls())
        .max_age(Duration::seconds(seconds))
        .finish()
}

/// Who was found to be signed in before the body of a request was read.
#[derive(Clone)]
struct Admitted {
    door: Door,
    session: Session,
    at: Instant,
}

/// Whether somebody is signed in as whoever a route is for, before anything but the head of the request is read.
/// Everybody may ask what is for anyone.
pub(super) async fn admit(request: &HttpRequest, audience: For) -> Result<(), WebError> {
    let (door, wanted) = match audience {
        For::Anyone => return Ok(()),
        For::Judge => return admit_judge(request).await,
        For::Staff => (Door::Staff, None),
        For::Organiser => (Door::Staff, Some(Role::Organiser)),
        For::Administrator => (Door::Staff, Some(Role::Administrator)),
    };
    let session = signed_in(request, door).await?;
    // who has to choose a password first is told so by the page, as whoever is there already
    if !session.must_change {
        fits(&session, wanted)?;
    }
    request.extensions_mut().insert(Admitted { door, session, at: Instant::now() });
    Ok(())
}

/// A judge is looked up again with what the request asks.
async fn admit_judge(request: &HttpRequest) -> Result<(), WebError> {
    let token = token(request, Door::Judge).ok_or(WebError::NotSignedIn(Door::Judge))?;
    let site = request.app_data::<web::Data<Site>>().ok_or(WebError::Interrupted)?;
    if !site.lately.found(&token) {
        fits(&signed_in(request, Door::Judge).await?, Some(Role::Judge))?;
        site.lately.note(&token);
    }
    Ok(())
}

fn fits(session: &Session, wanted: Option<Role>) -> Result<(), WebError> {
    match wanted {
        Some(role) if session.actor.role != wanted => Err(WebError::OtherRole { wanted: role.title() }),
        Some(_) | None => Ok(()),
    }
}

async fn signed_in(request: &HttpRequest, door: Door) -> Result<Session, WebError> {
    // a session may have ended while a large body came
    let admitted = request.extensions().get::<Admitted>().cloned();
    if let Some(known) = admitted.filter(|known| known.door == door && known.at.elapsed() < FRESH) {
        return Ok(known.session);
    }
    let token = token(request, door).ok_or(WebError::NotSignedIn(door))?;
    let site = request.app_data::<web::Data<Site>>().ok_or(WebError::Interrupted)?.clone();
    if let Some(session) = site
        .run({
            let token = token.clone();
            move |app| app.session(&token)
        })
        .await?
    {
        return Ok(session);
    }
    Err(signed_out(&site, door, token).await?)
}

/// Why nobody is signed in: a judge whose session somebody else has ended is told so.
pub(super) async fn signed_out(site: &Site, door: Door, token: Secret) -> Result<WebError, WebError> {
    let ended = match door {
        Door::Judge => site.run(move |app| app.why_ended(&token)).await?,
        Door::Staff => None,
    };
    Ok(ended.map_or(WebError::NotSignedIn(door), WebError::Ended))
}

/// Anybody with an account, and what `work` gives for them: looked up and asked on one thread, one after the other.
pub(super) async fn staff_and<T: Send + 'static>(
    request: &HttpRequest,
    work: impl FnOnce(&App, &Actor) -> Result<T, AppError> + Send + 'static,
) -> Result<(Staff, T), WebError> {
    let signed_out = WebError::NotSignedIn(Door::Staff);
    let Some(token) = token(request, Door::Staff) else { return Err(signed_out) };
    let site = request.app_data::<web::Data<Site>>().ok_or(WebError::Interrupted)?.clone();
    let found = site.run(move |app| {
        let Some(session) = app.session(&token)? else { return Ok(None) };
        let given = if session.must_change { None } else { Some(work(app, &session.actor)?) };
        Ok(Some((session, given)))
    });
    let (session, given) = found.await?.ok_or(signed_out)?;
    Ok((Staff(session), given.ok_or(WebError::PasswordFirst)?))
}

type Extracted<T> = Pin<Box<dyn Future<Output = Result<T, WebError>>>>;

macro_rules! extractor {
    ($name:ident, $door:expr, $role:expr, $early:expr) => {
        impl FromRequest for $name {
            type Error = WebError;
            type Future = Extracted<Self>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let request = request.clone();
                Box::pin(async move {
                    let session = signed_in(&request, $door).await?;
                    let early: bool = $early;
                    if session.must_change && !early {
                        return Err(WebError::PasswordFirst);
                    }
                    fits(&session, $role)?;
                    Ok(Self(session))
                })
            }
        }

        impl $name {
            /// Who acts.
            pub fn actor(&self) -> Actor {
                self.0.actor.clone()
            }
        }
    };
}

extractor!(Staff, Door::Staff, None, false);
extractor!(Newcomer, Door::Staff, None, true);
extractor!(Organiser, Door::Staff, Some(Role::Organiser), false);
extractor!(Administrator, Door::Staff, Some(Role::Administrator), false);

impl Staff {
    /// Whether the permission table gives an act to this session's role.
    pub fn may(&self, act: crate::app::act::permission::Act) -> bool {
        crate::app::act::permission::check(&self.0.actor, act).is_ok()
    }
}
