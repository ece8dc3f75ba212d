//! The wire between the program and its database's server, with what happens to it: the server's process freezes behind
//! a proxy that still takes everything, is stopped and started again, or goes between a commit and its answer.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

/// What the wire does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// Carries everything.
    Carries,
    /// Takes everything, and gives nothing on.
    FallsSilent,
    /// Cuts connections at once.
    IsDown,
    /// Gives a commit to the server, and cuts the connection before its answer.
    SwallowsCommits,
}

struct State {
    does: Does,
    open: Vec<TcpStream>,
}

/// The wire.
pub struct Wire {
    /// The database's address by way of the wire.
    pub url: String,
    state: Arc<Mutex<State>>,
}

impl Wire {
    /// A wire to the server of `postgres://USER@HOST:PORT/NAME`.
    pub fn to(url: &str) -> Self {
        let (before, rest) = url.split_once('@').expect("a user");
        let (server, name) = rest.split_once('/').expect("a database");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let here = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State { does: Does::Carries, open: Vec::new() }));
        let (shared, server) = (Arc::clone(&state), server.to_owned());
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if lock(&shared).does != Does::IsDown {
                    carry(client, &server, &shared);
                }
            }
        });
        Self { url: format!("{before}@{here}/{name}"), state }
    }

    /// From now on, also for what is open.
    pub fn now(&self, does: Does) {
        lock(&self.state).does = does;
    }

    /// Cuts what is open.
    pub fn cut(&self) {
        for stream in lock(&self.state).open.drain(..) {
            // it may have ended by itself
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no panic")
}

fn carry(client: TcpStream, server: &str, shared: &Arc<Mutex<State>>) {
    let Ok(server) = TcpStream::connect(server) else { return };
    let ends = || (client.try_clone().expect("a stream"), server.try_clone().expect("a stream"));
    let (a, b) = ends();
    lock(shared).open.extend([a, b]);
    let (mut up, mut down) = (ends(), ends());
    let state = Arc::clone(shared);
    thread::spawn(move || pump(&mut up.0, &mut up.1, &state, true));
    let state = Arc::clone(shared);
    thread::spawn(move || pump(&mut down.1, &mut down.0, &state, false));
}

/// A connection that was silent once stays so: what it did not get is lost.
fn pump(from: &mut TcpStream, to: &mut TcpStream, shared: &Mutex<State>, upwards: bool) {
    let mut buffer = [0; 16 * 1024];
    let mut silent = false;
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        let does = lock(shared).does;
        silent |= does == Does::FallsSilent;
        if silent {
            continue;
        }
        let bytes = &buffer[..count];
        let commits = upwards && bytes.windows(6).any(|window| window == b"COMMIT");
        let swallows = commits && does == Does::SwallowsCommits;
        if swallows {
            // first, so that no answer is quicker
            let _ = from.shutdown(Shutdown::Both);
        }
        if to.write_all(bytes).is_err() {
            break;
        }
        if swallows {
            // the server is given time to commit
            thread::sleep(std::time::Duration::from_millis(300));
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
