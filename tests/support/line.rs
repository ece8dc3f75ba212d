//! The line between a tablet and the server, with everything that a bad network does to it. The tablet knows the
//! line's address only, so the server behind it may be killed and started again elsewhere.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What the line does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// All goes through.
    Fair,
    /// Connections are cut at once.
    Down,
    /// Connections are taken, and nothing is ever answered.
    Silent,
    /// Somebody else answers everything with a page of their own, and with this status: a portal, a proxy.
    Answers(&'static str),
    /// Cards reach the server; its answers do not come back.
    AnswersLost,
    /// Half of what is uploaded comes through, then the line is cut.
    UploadsCut,
    /// A proxy looks into what is sent: it answers 403 to what holds [`DISLIKED`], and to what it cannot read.
    Filter,
    /// Two kilobytes a second, each way.
    Slow,
}

/// What a proxy does not let through.
pub const DISLIKED: &str = "不予通过";

struct State {
    weather: Weather,
    upstream: String,
    open: Vec<TcpStream>,
    syncs: usize,
    bytes: u64,
    answers: u64,
}

/// The line.
pub struct Line {
    /// The address that tablets know, without a slash at the end.
    pub url: String,
    state: Arc<Mutex<State>>,
}

impl Line {
    /// A line to nowhere yet.
    pub fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let open =
            State { weather: Weather::Fair, upstream: String::new(), open: Vec::new(), syncs: 0, bytes: 0, answers: 0 };
        let state = Arc::new(Mutex::new(open));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for tablet in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || serve(tablet, &shared));
            }
        });
        Self { url, state }
    }

    /// Leads to a server's address from now on.
    pub fn leads_to(&self, url: &str) {
        let address = url.split("://").nth(1).expect("an address");
        address.clone_into(&mut self.state.lock().expect("no panic").upstream);
    }

    /// The weather changes; what is under way is cut off.
    pub fn becomes(&self, weather: Weather) {
        let mut state = self.state.lock().expect("no panic");
        state.weather = weather;
        for stream in state.open.drain(..) {
            // it may have ended by itself
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// The weather changes for what comes from now on; what hangs goes on hanging.
    pub fn turns(&self, weather: Weather) {
        self.state.lock().expect("no panic").weather = weather;
    }

    /// Bytes that went down the line in fair weather, and in how many answers.
    pub fn carried(&self) -> (u64, u64) {
        let state = self.state.lock().expect("no panic");
        (state.bytes, state.answers)
    }

    /// How many times cards were sent up the line.
    pub fn syncs(&self) -> usize {
        self.state.lock().expect("no panic").syncs
    }
}

/// One request: its head, and its body as far as it has come.
struct Request {
    head: String,
    body: Vec<u8>,
}

fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 8192];
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        let count = stream.read(&mut buffer).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&buffer[..count]);
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let length =
        head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    let mut body = bytes.split_off(end);
    while body.len() < length.unwrap_or(0) {
        let count = stream.read(&mut buffer).ok().filter(|count| *count > 0)?;
        body.extend_from_slice(&buffer[..count]);
    }
    Some(Request { head, body })
}

/// One request a connection, so that each meets the weather of its moment.
fn serve(mut tablet: TcpStream, shared: &Mutex<State>) {
    shared.lock().expect("no panic").open.push(tablet.try_clone().expect("a stream"));
    let Some(request) = read(&mut tablet) else { return };
    let is_sync = request.head.starts_with("POST /api/sync");
    let (weather, upstream) = {
        let mut state = shared.lock().expect("no panic");
        state.syncs += usize::from(is_sync);
        (state.weather, state.upstream.clone())
    };
    let own = |status: &str| {
        let page = "<!DOCTYPE html><title>登录</title><p>请先登录本网络</p>";
        format!(
            "HTTP/1.1 {status}\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{page}",
            page.len()
        )
    };
    if weather == Weather::Fair && request.head.contains("/live?") {
        // it has no end that one could wait for: each piece goes on as it comes
        if let Ok(mut server) = connect(&upstream) {
            let asked = server.write_all(with_close(&request.head).as_bytes());
            shared.lock().expect("no panic").open.push(server.try_clone().expect("a stream"));
            let _ = asked.and_then(|()| std::io::copy(&mut server, &mut tablet));
        }
        let _ = tablet.shutdown(Shutdown::Both);
        return;
    }
    // an answer that the tablet no longer waits for is no fault of the line
    let _ = match (weather, is_sync) {
        (Weather::Filter, true) if is_disliked(&request) => tablet.write_all(own("403 Forbidden").as_bytes()),
        (Weather::Fair | Weather::Filter, _) | (Weather::AnswersLost | Weather::UploadsCut, false) => {
            fetch(&request, &upstream).and_then(|answer| {
                let mut state = shared.lock().expect("no panic");
                state.bytes += answer.len() as u64;
                state.answers += 1;
                drop(state);
                tablet.write_all(&answer)
            })
        }
        (Weather::AnswersLost, true) => fetch(&request, &upstream).map(drop),
        (Weather::UploadsCut, true) => cut(&request, &upstream),
        (Weather::Answers(status), _) => tablet.write_all(own(status).as_bytes()),
        (Weather::Slow, _) => {
            // what is read here at once would have taken its time
            drip(request.body.len());
            fetch(&request, &upstream).and_then(|answer| {
                answer.chunks(512).try_for_each(|piece| {
                    drip(piece.len());
                    tablet.write_all(piece)
                })
            })
        }
        (Weather::Down, _) => Ok(()),
        (Weather::Silent, _) => tablet.read(&mut [0; 1]).map(drop),
    };
    let _ = tablet.shutdown(Shutdown::Both);
}

fn drip(bytes: usize) {
    thread::sleep(Duration::from_micros(bytes as u64 * 500));
}

/// Whether the proxy would rather not let a request through.
fn is_disliked(request: &Request) -> bool {
    String::from_utf8(request.body.clone()).map_or(true, |text| text.contains(DISLIKED))
}

fn connect(upstream: &str) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(upstream)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    Ok(stream)
}

fn with_close(head: &str) -> String {
    let lines = head.trim_end().lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    lines.fold(String::new(), |head, line| head + line + "\r\n") + "connection: close\r\n\r\n"
}

/// All of an answer: when it is there, the server has committed.
fn fetch(request: &Request, upstream: &str) -> std::io::Result<Vec<u8>> {
    let mut server = connect(upstream)?;
    server.write_all(with_close(&request.head).as_bytes())?;
    server.write_all(&request.body)?;
    let mut bytes = Vec::new();
    server.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn cut(request: &Request, upstream: &str) -> std::io::Result<()> {
    let mut server = connect(upstream)?;
    server.write_all(with_close(&request.head).as_bytes())?;
    server.write_all(&request.body[..request.body.len() / 2])?;
    server.shutdown(Shutdown::Both)
}
