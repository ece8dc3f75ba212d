//! The built program as a browser meets it: how soon the demonstration's first page is there once the database
//! exists, and how long a page takes. Prints medians and what they are beside `GET /healthz`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const STARTS: usize = 11;
const REQUESTS: usize = 300;

/// A program that serves; ends with the value.
struct Program {
    child: Child,
    address: String,
    board: String,
    started: Instant,
}

impl Program {
    fn start(data: &Path) -> Self {
        let started = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_guanmo"))
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut word = |start: &str, end: &str| loop {
            let line = lines.next().expect("a line").expect("text");
            let found = line.split_whitespace().find(|word| word.starts_with(start) && word.ends_with(end));
            if let Some(found) = found {
                break found.trim_start_matches("http://").to_owned();
            }
        };
        let address = word("http://", "/").trim_end_matches('/').to_owned();
        let board = word("http://", "/board");
        std::thread::spawn(move || lines.for_each(drop));
        let board = board.strip_prefix(&address).expect("its own address").to_owned();
        Self { child, address, board, started }
    }

    /// Asks and reads the whole answer.
    fn ask(&self, method: &str, path: &str, cookie: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {cookie}\r\nContent-Length: 0\r\n\
             Connection: close\r\n\r\n",
            self.address
        )
        .expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().expect("ended");
        self.child.wait().expect("gone");
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() {
    let data = TempDir::new().expect("a temporary directory");
    drop(Program::start(data.path()));
    let start = || {
        let program = Program::start(data.path());
        let page = program.ask("GET", "/", "");
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        program.started.elapsed()
    };
    let first = median((0..STARTS).map(|_| start()).collect());
    println!("first page after the start: {first:.1?}, {:.2} of 0.1 s", first.as_secs_f64() / 0.1);

    let program = Program::start(data.path());
    let cookie = |role: &str| {
        let answer = program.ask("POST", &format!("/demo/{role}"), "");
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a cookie").to_owned();
        let desk = answer.lines().find_map(|line| line.strip_prefix("location: ")).expect("a page").to_owned();
        (cookie.split(';').next().expect("a value").to_owned(), desk)
    };
    let ((official, _), (organiser, desk), (judge, _)) = (cookie("official"), cookie("organiser"), cookie("judge"));
    let time = |path: &str, cookie: &str| {
        let once = || {
            let asked = Instant::now();
            let answer = program.ask("GET", path, cookie);
            assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
            let took = asked.elapsed();
            // slowly enough that nobody is refused
            std::thread::sleep(Duration::from_millis(35));
            took
        };
        median((0..REQUESTS / 3).map(|_| once()).collect())
    };
    let health = time("/healthz", "");
    println!("GET /healthz: {health:.1?}");
    for (name, path, cookie) in [
        ("the start page", "/", ""),
        ("the board, published", program.board.as_str(), official.as_str()),
        ("the desk", desk.as_str(), organiser.as_str()),
        ("a judge's route", "/judge", judge.as_str()),
    ] {
        let page = time(path, cookie);
        println!("{name}: {page:.1?}, {:.1} × /healthz", page.as_secs_f64() / health.as_secs_f64());
    }
}
