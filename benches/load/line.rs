//! Connections that stay open, and tablets on them: as little work as can be, for it is done on the program's own cores.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;

/// A connection.
pub struct Line {
    stream: TcpStream,
    host: String,
    answer: Vec<u8>,
}

impl Line {
    pub fn open(host: &str) -> Self {
        let stream = TcpStream::connect(host).expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        Self { stream, host: host.to_owned(), answer: Vec::with_capacity(65536) }
    }

    pub fn get(&mut self, path: &str, cookie: &str) {
        let head = format!("GET {path} HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\n\r\n", self.host);
        self.ask(&head);
        assert!(self.starts_with("HTTP/1.1 200"), "{path}: {}", self.text());
    }

    /// Sends something as a page of the site does; what it is answered is the caller's to look at.
    pub fn post(&mut self, path: &str, cookie: &str, media_type: &str, body: &str) {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\ncookie: {cookie}\r\ncontent-type: \
             {media_type}\r\ncontent-length: {1}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        self.ask(&request);
    }

    /// How long the answer is, with its head.
    pub fn bytes(&self) -> usize {
        self.answer.len()
    }

    pub fn starts_with(&self, text: &str) -> bool {
        self.answer.starts_with(text.as_bytes())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.answer).into_owned()
    }

    /// Sends a request and reads all of its answer, which says how long it is, or comes in pieces.
    pub fn ask(&mut self, request: &str) {
        self.stream.write_all(request.as_bytes()).expect("sent");
        self.answer.clear();
        let mut piece = [0; 8192];
        loop {
            let read = self.stream.read(&mut piece).expect("read");
            assert!(read > 0, "the answer broke off: {}", self.text());
            self.answer.extend_from_slice(&piece[..read]);
            if self.is_whole() {
                return;
            }
        }
    }

    fn is_whole(&self) -> bool {
        let Some(head) = self.answer.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
        let named = b"content-length: ";
        let length = self.answer[..head].windows(named.len()).position(|window| window.eq_ignore_ascii_case(named));
        match length {
            Some(at) => {
                let digits = self.answer[at + named.len()..head].iter().take_while(|byte| byte.is_ascii_digit());
                let length = digits.fold(0, |length, digit| length * 10 + usize::from(digit - b'0'));
                self.answer.len() >= head + 4 + length
            }
            None => self.answer.ends_with(b"0\r\n\r\n"),
        }
    }

    /// What stands after a name in the answer, up to one of the characters that end it.
    pub fn after(&self, name: &str, end: &[u8]) -> Option<String> {
        let at = self.answer.windows(name.len()).position(|window| window == name.as_bytes())? + name.len();
        let value = self.answer[at..].split(|byte| end.contains(byte)).next()?;
        Some(String::from_utf8_lossy(value).into_owned())
    }
}

/// A judge's tablet.
pub struct Tablet {
    line: Line,
    cookie: String,
    device: String,
    judge: String,
    rules: String,
    /// The version that it has, and its tip.
    had: Option<(String, String)>,
    seq: usize,
    /// Entries that it scores in turn, and the last card of each.
    cards: Vec<(String, Option<String>)>,
    /// The marks of every other card, as JSON.
    marks: [String; 2],
}

impl Tablet {
    /// Entries that a judge scores by the example's rules.
    pub const ENTRIES: usize = 100;

    /// Opens a judge's link.
    pub fn sign_in(host: &str, path: &str) -> Self {
        let mut line = Line::open(host);
        let head = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n\r\n");
        line.ask(&head);
        let cookie = line.after("et-cookie: ", b";").expect("a cookie");
        let device = uuid::Uuid::new_v4().to_string();
        let cards = (1..=Self::ENTRIES).map(|entry| (format!("{entry:03}"), None)).collect();
        let marks = ["25.0", "25.5"].map(|effect| {
            format!(
                "{{\"effect\":\"{effect}\",\"politics\":\"18\",\"novelty\":\"17.5\",\"approval\":\"13\",\"lasting\":\"12\"}}"
            )
        });
        let (judge, rules) = Default::default();
        let mut tablet = Self { line, cookie, device, judge, rules, had: None, seq: 0, cards, marks };
        tablet.post("");
        tablet.judge = tablet.line.after("\"judge\":\"", b"\"").expect("the judge");
        tablet.rules = tablet.line.after("\"rules\":\"", b"\"").expect("the rules");
        tablet
    }

    /// From now on scores one entry, by so many criteria.
    pub fn scores(&mut self, entry: &str, criteria: usize) {
        self.cards = vec![(entry.to_owned(), None)];
        self.marks = ["7", "7.5"].map(|mark| {
            let marks: Vec<String> = (1..=criteria).map(|n| format!("\"c{n}\":\"{mark}\"")).collect();
            format!("{{{}}}", marks.join(","))
        });
    }

    fn post(&mut self, ops: &str) {
        let from = if ops.is_empty() { self.seq + 1 } else { self.seq };
        let mut body = format!("{{\"device\":\"{}\",\"seq_from\":{from}", self.device);
        if let Some((version, tip)) = &self.had {
            write!(body, ",\"have\":{version},\"tip\":\"{tip}\"").expect("written");
        }
        write!(body, ",\"unsent\":[],\"ops\":[{ops}]}}").expect("written");
        self.line.post("/api/sync", &self.cookie, "application/json", &body);
        assert!(self.line.starts_with("HTTP/1.1 200"), "{}", self.line.text());
        let version = self.line.after("\"version\":", b",}").expect("a version");
        self.had = self.line.after("\"tip\":\"", b"\"").map(|tip| (version, tip));
    }

    /// Hands in a card for the next entry, on top of the last one.
    pub fn submit(&mut self) {
        let at = self.seq % self.cards.len();
        self.seq += 1;
        let op = uuid::Uuid::new_v4().to_string();
        let (entry, last) = &self.cards[at];
        let base = last.as_ref().map_or_else(|| "null".to_owned(), |base| format!("\"{base}\""));
        let card = format!(
            "{{\"op\":\"{op}\",\"device\":\"{}\",\"seq\":{},\"judge\":\"{}\",\"component\":\"visit\",\"entry\":\"{entry}\",\
             \"base\":{base},\"marks\":{},\"comment\":\"\",\"rules\":\"{}\",\"at\":\"2023-12-23T10:00:00+08:00\"}}",
            self.device,
            self.seq,
            self.judge,
            self.marks[self.seq % 2],
            self.rules
        );
        self.post(&card);
        let outcome = self.line.after("\"outcome\":\"", b"\"");
        assert_eq!(outcome.as_deref(), Some("recorded"), "{}", self.line.text());
        self.cards[at].1 = Some(op);
    }

    /// Asks what is new, and brings nothing.
    pub fn poll(&mut self) {
        self.post("");
    }

    /// The same, as a tablet that has nothing yet, or as one of an older program.
    pub fn ask_for_all(&mut self) {
        self.had = None;
        self.post("");
    }
}
