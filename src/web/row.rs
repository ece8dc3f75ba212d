//! One row of the table of routes: whatever differs from route to route. What a row does not say, it has like most.

use actix_web::Route;

use super::error::Door;
use super::form::FORM;

/// For whom a route is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Everybody.
    Anyone,
    /// A judge who is signed in.
    Judge,
    /// Anybody with an account; what they see depends on their role.
    Staff,
    /// An organiser.
    Organiser,
    /// An administrator.
    Administrator,
}

/// The page that a form stands on.
#[derive(Debug, Clone, Copy)]
pub enum On {
    /// On none: it is no form, or one in which nothing is filled in.
    Nowhere,
    /// The path of the page, as its own row names it.
    Page(&'static str),
    /// The pages by what a field of the form holds.
    OneOf(&'static str, &'static [(&'static str, &'static str)]),
}

/// What is asked before something is done that cannot be taken back.
#[derive(Debug)]
pub struct Sure {
    pub title: &'static str,
    /// What it will do, in sentences.
    pub does: &'static [&'static str],
    /// The button that does it.
    pub button: &'static str,
    /// The field that says what it is done to, with what people call it.
    pub about: Option<(&'static str, &'static str)>,
    /// The field and its value of which alone it is asked.
    pub only: Option<(&'static str, &'static str)>,
}

/// One row of the table.
pub struct Row {
    /// `GET` or `POST`; whatever answers to GET answers to HEAD.
    pub method: &'static str,
    /// The path, with its variables in braces.
    pub path: &'static str,
    /// For whom.
    pub audience: For,
    /// The page that a form stands on: what is refused is shown there again, with what was typed.
    pub on: On,
    /// What is asked before it is done.
    pub sure: Option<&'static Sure>,
    /// What answers.
    pub(super) answer: fn() -> Route,
    /// How its requests are treated before it answers.
    pub(super) manners: Manners,
}

/// How requests are treated; also those that no row is for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manners {
    /// Most bytes of a body.
    pub most: usize,
    /// Whether whoever asks reads what went wrong as JSON, and not as a page.
    pub as_json: bool,
    /// Whether a password is tried, which may be done far less often than anything else.
    pub tries_password: bool,
    /// Whose session a request counts against, beside its address; `None` where it counts against nothing.
    pub counts: Option<Door>,
}

impl Manners {
    /// As most have it.
    pub(super) const PLAIN: Self =
        Self { most: FORM, as_json: false, tries_password: false, counts: Some(Door::Staff) };
}

/// A row that answers to GET and HEAD.
pub(super) const fn get(path: &'static str, audience: For, answer: fn() -> Route) -> Row {
    Row { method: "GET", path, audience, on: On::Nowhere, sure: None, answer, manners: Manners::PLAIN }
}

/// A row that answers to POST.
pub(super) const fn post(path: &'static str, audience: For, answer: fn() -> Route) -> Row {
    Row { method: "POST", path, audience, on: On::Nowhere, sure: None, answer, manners: Manners::PLAIN }
}

impl Row {
    /// Is a form of a page.
    pub(super) const fn on(mut self, page: &'static str) -> Self {
        self.on = On::Page(page);
        self
    }

    /// Cannot be taken back: whoever sends it is asked once more.
    pub(super) const fn asks(mut self, sure: &'static Sure) -> Self {
        self.sure = Some(sure);
        self
    }

    /// Is a form of several pages, which a field of it tells apart.
    pub(super) const fn on_one_of(
        mut self,
        field: &'static str,
        pages: &'static [(&'static str, &'static str)],
    ) -> Self {
        self.on = On::OneOf(field, pages);
        self
    }

    /// Takes a body of so many bytes.
    pub(super) const fn takes(mut self, most: usize) -> Self {
        self.manners.most = most;
        self
    }

    /// Is asked by programs: what went wrong is said as JSON.
    pub(super) const fn in_json(mut self) -> Self {
        self.manners.as_json = true;
        self
    }

    /// Tries a password.
    pub(super) const fn tries_password(mut self) -> Self {
        self.manners.tries_password = true;
        self
    }

    /// Is asked from a judge's tablet, and counts against the judge's session.
    pub(super) const fn of_tablet(mut self) -> Self {
        self.manners.counts = Some(Door::Judge);
        self
    }

    /// May be asked as often as anybody likes.
    pub(super) const fn uncounted(mut self) -> Self {
        self.manners.counts = None;
        self
    }
}
