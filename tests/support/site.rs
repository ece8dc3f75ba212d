//! The demonstration's server beside its own database: who comes to its doors, and what is on record.

use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;
use guanmo::app::App;
use guanmo::app::act::actor::Role;
use guanmo::app::act::clock::Clock;
use guanmo::app::act::secret::Secret;
use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::redirect::Policy;

use tempfile::TempDir;

use super::database::opened;
use super::desk;
use super::folder::Folder;
use super::server::{Server, data_dir, demo_dir};

/// A running server, and the use cases on the same database.
pub struct Site {
    pub server: Server,
    pub app: App,
    /// The demonstration's event under way.
    pub under_way: String,
    /// The demonstration's published event.
    pub published: String,
}

/// Those who come: the columns of the table of doors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Visitor,
    Judge,
    Official,
    Organiser,
    Administrator,
}

impl Who {
    pub const ALL: [Self; 5] = [Self::Visitor, Self::Judge, Self::Official, Self::Organiser, Self::Administrator];
}

/// A browser without the browser: keeps cookies, goes nowhere by itself, sends the origin of the site.
pub struct Person {
    client: Client,
    url: String,
}

impl Site {
    pub fn demo() -> Self {
        Self::on(&["--demo"], demo_dir())
    }

    pub fn start(arguments: &[&str]) -> Self {
        Self::on(arguments, data_dir())
    }

    fn on(arguments: &[&str], data: Arc<TempDir>) -> Self {
        Self::of(Server::start(arguments, Arc::clone(&data)), &data)
    }

    /// A server that was started on a data directory.
    pub fn of(server: Server, data: &TempDir) -> Self {
        let database = format!("sqlite://{}", data.path().join("guanmo.db").display());
        let app = App::open(&database, Clock::System).expect("the server's database");
        let events = app.events(&desk::organiser()).expect("events");
        let of = |published: bool| events.iter().find(|event| event.published_at.is_some() == published);
        let id = |published| of(published).map(|event| event.id.clone()).unwrap_or_default();
        Self { under_way: id(false), published: id(true), server, app }
    }

    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Person {
        Person::at(&self.server.url)
    }

    /// Somebody with a new account in a role.
    pub fn somebody(&self, name: &str, role: Role) -> Person {
        Person::with_account(&self.server.url, &self.app, name, role)
    }

    /// Somebody who steps in by the demonstration's doors.
    pub fn person(&self, who: Who) -> Person {
        let person = self.visitor();
        let role = match who {
            Who::Visitor => return person,
            Who::Judge => Role::Judge,
            Who::Official => Role::Official,
            Who::Organiser => Role::Organiser,
            Who::Administrator => Role::Administrator,
        };
        let answer = person.post(&format!("/demo/{}", role.as_str()), &[]);
        assert_eq!(answer.status(), 303, "{who:?} steps in");
        person
    }

    /// A judge of an event, with a fresh link.
    pub fn judge(&self, event: &str, judge: &str) -> Person {
        let person = self.visitor();
        assert_eq!(person.get(&format!("/j/{}", self.link(event, judge).reveal())).status(), 303);
        person
    }

    /// A judge's fresh link.
    pub fn link(&self, event: &str, judge: &str) -> Secret {
        let links = self.app.mint_links(&desk::organiser(), event).expect("links");
        links.links.into_iter().find(|link| link.judge == judge).expect("a judge").token
    }

    /// An event of a folder, open.
    pub fn import(&self, folder: &Folder) -> String {
        desk::import(&self.app, folder)
    }

    /// How many acts are on record.
    pub fn acts(&self) -> i64 {
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = BigInt)]
            acts: i64,
        }
        let mut file = opened(&self.server.data().path().join("guanmo.db"));
        // what the program does by itself is nobody's act
        let counted = sql_query("SELECT count(*) AS acts FROM leaf WHERE who <> 'guanmo'");
        counted.get_result::<Count>(&mut file).expect("a count").acts
    }
}

impl Person {
    /// Somebody who is not signed in.
    pub fn at(url: &str) -> Self {
        let client = Client::builder().cookie_store(true).no_proxy().redirect(Policy::none());
        let client = client.timeout(std::time::Duration::from_mins(2)).build().expect("a client");
        Self { client, url: url.to_owned() }
    }

    /// Somebody with a new account in a role, signed in.
    pub fn with_account(url: &str, app: &App, name: &str, role: Role) -> Self {
        let made = desk::own_account(app, name, role);
        let person = Self::at(url);
        let answer = person.post("/sign-in", &[("name", name), ("password", made.password.reveal())]);
        assert_eq!(answer.status(), 303, "{name}");
        person
    }

    pub fn get(&self, path: &str) -> Response {
        self.send(self.client.get(format!("{}{path}", self.url)))
    }

    /// The text of a page that must be there.
    pub fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status(), 200, "{path}");
        answer.text().expect("text")
    }

    /// Sends a form as a page of the site does.
    pub fn post(&self, path: &str, form: &[(&str, &str)]) -> Response {
        let pairs = form.iter().map(|(key, value)| format!("{key}={}", encode(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        self.send(self.form(path).header("origin", &self.url).body(body))
    }

    /// The beginning of a form, without an origin.
    pub fn form(&self, path: &str) -> RequestBuilder {
        self.request("POST", path).header("content-type", "application/x-www-form-urlencoded")
    }

    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        self.client.request(method.parse().expect("a method"), format!("{}{path}", self.url))
    }

    /// What a tablet posts.
    pub fn sync(&self, body: impl Into<reqwest::blocking::Body>) -> Response {
        let request = self.request("POST", "/api/sync").header("content-type", "application/json");
        self.send(request.header("origin", &self.url).body(body))
    }

    /// Sends what was begun with [`Person::form`] or [`Person::request`].
    #[expect(clippy::unused_self, reason = "it is somebody who sends")]
    pub fn send(&self, request: RequestBuilder) -> Response {
        request.send().expect("an answer")
    }

    pub fn origin(&self) -> &str {
        &self.url
    }
}

fn encode(text: &str) -> String {
    let byte = |b: u8| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") };
    text.bytes().map(byte).collect()
}
