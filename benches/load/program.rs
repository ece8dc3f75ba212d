//! The built program, with an event of its own and the demonstration.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use diesel::{Connection, PgConnection, RunQueryDsl, sql_query};
use tempfile::TempDir;

use crate::folder;
use crate::line::{Line, Tablet};

/// A program that serves; ends with the value.
pub struct Program {
    child: Child,
    data: TempDir,
    /// Where the command line finds its database.
    database: Option<String>,
    address: String,
    board: String,
    event: String,
    imported: Duration,
}

fn guanmo(data: &Path, database: Option<&String>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guanmo"));
    command.env("GUANMO_DATA", data).env("GUANMO_LIMITS", "off");
    if let Some(database) = database {
        command.env("DATABASE_URL", database);
    }
    command
}

/// Makes an event, and gives its id.
fn import(data: &Path, database: Option<&String>, folder: &Path) -> String {
    let imported = guanmo(data, database).arg("import").arg(folder).output().expect("it runs");
    let said = String::from_utf8_lossy(&imported.stdout).into_owned();
    assert!(imported.status.success(), "{said}{}", String::from_utf8_lossy(&imported.stderr));
    said.split_whitespace().last().expect("the event").to_owned()
}

impl Program {
    /// On a file, with the event of a folder.
    pub fn on_file(folder: &TempDir) -> Self {
        Self::start(None, Some(folder))
    }

    /// The demonstration, which has a published event and lets anybody in.
    pub fn demo() -> Self {
        Self::start(None, None)
    }

    /// On a database of its own on a server.
    pub fn on_server(server: &str) -> Self {
        let name = format!("load_{}", uuid::Uuid::new_v4().simple());
        let mut connection = PgConnection::establish(server).expect("the server");
        sql_query(format!("CREATE DATABASE {name}")).execute(&mut connection).expect("a database");
        let (host, _) = server.rsplit_once('/').expect("the name of a database");
        Self::start(Some(format!("{host}/{name}")), Some(&folder::empty(Tablet::ENTRIES, 30)))
    }

    fn start(database: Option<String>, folder: Option<&TempDir>) -> Self {
        // on the disk that the checkout is on: a directory in memory would commit for nothing
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
        let data = TempDir::new_in(target).expect("a data directory");
        let begun = Instant::now();
        let event = folder.map_or_else(String::new, |folder| import(data.path(), database.as_ref(), folder.path()));
        let (imported, demo) = (begun.elapsed(), folder.is_none());
        let mut child = guanmo(data.path(), database.as_ref())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(demo.then_some("--demo"))
            .stdout(Stdio::piped())
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
        let board = if demo { word("http://", "/board") } else { address.clone() };
        std::thread::spawn(move || lines.for_each(drop));
        let board = board.strip_prefix(&address).expect("its own address").to_owned();
        Self { child, data, database, address, board, event, imported }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn data(&self) -> &Path {
        self.data.path()
    }

    pub fn event(&self) -> &str {
        &self.event
    }

    /// How long it took to take in the folder.
    pub fn imported(&self) -> Duration {
        self.imported
    }

    /// Makes an organiser, and gives the password.
    pub fn account(&self, name: &str) -> String {
        let made = guanmo(self.data.path(), self.database.as_ref())
            .args(["account", "create", name, "organiser"])
            .output()
            .expect("it runs");
        let text = String::from_utf8(made.stdout).expect("text");
        let password = text.split('：').nth(1).and_then(|rest| rest.split_whitespace().next());
        password.unwrap_or_else(|| panic!("{text}")).to_owned()
    }

    /// The board of the demonstration's published event.
    pub fn board(&self) -> &str {
        &self.board
    }

    /// Paths of so many judges' links.
    pub fn judges(&self, most: usize) -> Vec<String> {
        let made = guanmo(self.data.path(), self.database.as_ref())
            .args(["links", &self.event, "--public-url", "http://x"])
            .output()
            .expect("it runs");
        let text = String::from_utf8(made.stdout).expect("text");
        let paths = text.split(['\n', ',', ' ']).filter_map(|word| word.trim().split_once("http://x"));
        paths.map(|(_, path)| path.trim_matches('"').to_owned()).take(most).collect()
    }

    /// The cookie of the demonstration's official.
    pub fn official(&self) -> String {
        let mut line = Line::open(&self.address);
        line.post("/demo/official", "", "application/x-www-form-urlencoded", "");
        line.after("et-cookie: ", b";").expect("a cookie")
    }

    /// The most memory that it had, in kilobytes.
    pub fn most_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("a process");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its memory");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().expect("ended");
        self.child.wait().expect("gone");
    }
}
