//! The built program, serving on a port of its own with a data directory of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, OnceLock};

use tempfile::TempDir;

use super::database::settled;

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    data: Arc<TempDir>,
    arguments: Vec<String>,
    /// What it printed before it was ready.
    pub printed: String,
    /// Where it listens, whatever it tells others, without a slash at the end.
    pub url: String,
}

impl Server {
    /// The demonstration.
    pub fn demo() -> Self {
        Self::start(&["--demo"], demo_dir())
    }

    /// A server on a data directory, on any free port.
    pub fn start(arguments: &[&str], data: Arc<TempDir>) -> Self {
        Self::start_with(arguments, data, |_| {})
    }

    /// The same, with something said of its process.
    pub fn start_with(arguments: &[&str], data: Arc<TempDir>, change: impl FnOnce(&mut Command)) -> Self {
        let arguments: Vec<String> = arguments.iter().map(|&a| a.to_owned()).collect();
        let mut command = Command::new(env!("CARGO_BIN_EXE_guanmo"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data.path()).args(&arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::inherit());
        change(&mut command);
        let mut child = command.spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut printed = String::new();
        loop {
            let line = lines.next().expect("it gets ready").expect("text");
            printed.push_str(&line);
            printed.push('\n');
            if line.contains("Ctrl+C") {
                break;
            }
        }
        // what it prints later is of no interest, but must not fill the pipe
        std::thread::spawn(move || lines.for_each(drop));
        let scheme = if arguments.iter().any(|argument| argument.starts_with("--tls")) { "https" } else { "http" };
        let url = format!("{scheme}://{}", word_after(&printed, "监听地址"));
        Self { child, data, arguments, printed, url }
    }

    /// Starts it again on the same data, after it was killed.
    pub fn restart(self) -> Self {
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        Self::start(&arguments, Arc::clone(&self.data))
    }

    /// Its data directory.
    pub fn data(&self) -> &Arc<TempDir> {
        &self.data
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The most memory that it has ever held, in kilobytes.
    pub fn most_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).expect("Linux");
        let line = status.lines().find(|line| line.starts_with("VmHWM")).expect("the peak");
        line.split_whitespace().nth(1).expect("a figure").parse().expect("a number")
    }

    /// SIGKILL, as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }

    /// The judges' links that it printed.
    pub fn judge_links(&self) -> Vec<String> {
        self.printed.split_whitespace().filter(|word| word.contains("/j/")).map(str::to_owned).collect()
    }

    /// Name and password of the account with a role that it printed last.
    pub fn account(&self, role: &str) -> (String, String) {
        let line = self.printed.lines().rfind(|line| line.contains(&format!("{role}账号"))).expect("an account");
        (word_after(line, "用户名"), word_after(line, "密码").split('（').next().expect("a password").to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // it may have been killed already
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An empty data directory.
pub fn data_dir() -> Arc<TempDir> {
    Arc::new(TempDir::new().expect("a temporary directory"))
}

/// A data directory that a demonstration was made in, whose program has ended: it is made once, then copied. A start
/// with `--demo` finds the events there and makes the ways in anew. On an empty directory it makes everything.
pub fn demo_dir() -> Arc<TempDir> {
    static MADE: OnceLock<Vec<u8>> = OnceLock::new();
    let file = "guanmo.db";
    let made = MADE.get_or_init(|| {
        let data = data_dir();
        drop(Server::start(&["--demo"], Arc::clone(&data)));
        settled(&data.path().join(file))
    });
    let data = data_dir();
    std::fs::write(data.path().join(file), made).expect("a copy");
    data
}

/// The word that follows another one.
fn word_after(text: &str, word: &str) -> String {
    let after = text.split_once(word).unwrap_or_else(|| panic!("no {word} in {text}")).1;
    after.split_whitespace().next().expect("a word").to_owned()
}

/// A fixture's folder.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}
