//! An organiser's browser: signed in, asking for pages, listening at an open desk.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::line::Line;
use crate::program::Program;

const NAME: &str = "generator";
const PASSWORD: &str = "only for a load that is measured";

/// An organiser who is signed in.
pub struct Office {
    line: Line,
    pub cookie: String,
}

impl Office {
    pub fn sign_in(program: &Program) -> Self {
        let given = program.account(NAME);
        let mut office = Self { line: Line::open(program.address()), cookie: String::new() };
        office.post("/sign-in", &format!("name={NAME}&password={given}"));
        let session = office.line.after("et-cookie: guanmo=", b";").expect("a session");
        office.cookie = format!("guanmo={session}");
        let chosen = PASSWORD.replace(' ', "+");
        office.post("/account/password", &format!("old={given}&new={chosen}&again={chosen}"));
        office
    }

    /// Sends a form, which is answered with where to go on.
    pub fn post(&mut self, path: &str, form: &str) {
        self.line.post(path, &self.cookie, "application/x-www-form-urlencoded", form);
        assert!(self.line.starts_with("HTTP/1.1 303"), "{path}: {}", self.line.text());
    }

    /// Where an open desk listens, from what it shows now on.
    pub fn live(&mut self, event: &str) -> String {
        self.get(&format!("/events/{event}/desk"));
        let said = |name: &str| self.line.after(&format!(" data-{name}=\""), b"\"").expect("on the desk");
        format!("{}&since={}", said("live").replace("&amp;", "&"), said("version"))
    }

    /// Asks for a page; gives how long it took and how many bytes came.
    pub fn get(&mut self, path: &str) -> (Duration, usize) {
        let begun = Instant::now();
        self.line.get(path, &self.cookie);
        (begun.elapsed(), self.line.bytes())
    }
}

/// Listens at an open desk for some time; gives how many bytes came.
pub fn listen(host: &str, path: &str, cookie: &str, time: Duration) -> usize {
    let mut stream = TcpStream::connect(host).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_millis(500))).expect("set");
    let head = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("sent");
    let (begun, mut bytes, mut piece) = (Instant::now(), 0, vec![0; 65536]);
    while begun.elapsed() < time {
        match stream.read(&mut piece) {
            Ok(0) => panic!("the desk's stream ended"),
            Ok(read) => bytes += read,
            Err(error) => assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}"),
        }
    }
    bytes
}
