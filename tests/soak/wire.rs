//! Requests as bytes on a socket, so that they can be cut off in the middle.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// What happens to a request on its way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It arrives, and its answer, too.
    Whole,
    /// Its connection breaks in the middle of the body.
    Half,
    /// It arrives; the connection breaks before the answer is read.
    Deaf,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// Opens a judge's link and gives the cookie of the session.
pub fn sign_in(url: &str, path: &str) -> Option<String> {
    let answer = send(url, &format!("GET {path} HTTP/1.1\r\n"), "", Way::Whole)?;
    let cookie = answer.head.lines().find_map(|line| line.strip_prefix("set-cookie: "))?;
    Some(cookie.split(';').next()?.to_owned())
}

/// Posts what a tablet sends; nothing where no whole answer came.
pub fn post(url: &str, cookie: &str, body: &Value, way: Way) -> Option<Answer> {
    let head =
        format!("POST /api/sync HTTP/1.1\r\norigin: {url}\r\ncookie: {cookie}\r\ncontent-type: application/json\r\n");
    send(url, &head, &body.to_string(), way)
}

fn send(url: &str, head: &str, body: &str, way: Way) -> Option<Answer> {
    let host = url.strip_prefix("http://")?;
    let mut stream = TcpStream::connect(host).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let sent = if way == Way::Half { &body.as_bytes()[..body.len() / 2] } else { body.as_bytes() };
    let head = format!("{head}host: {host}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(sent).ok()?;
    if way != Way::Whole {
        // time for the server to begin with it
        std::thread::sleep(Duration::from_millis(10));
        stream.shutdown(Shutdown::Both).ok()?;
        return None;
    }
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    read(&bytes)
}

/// An answer with as many bytes as it says; nothing where it broke off.
fn read(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length: usize = head.lines().find_map(|line| line.strip_prefix("content-length: "))?.parse().ok()?;
    let body = bytes.get(end + 4..end + 4 + length)?.to_vec();
    // names of headers are told apart without their case, cookies are not
    let head = String::from_utf8_lossy(&bytes[..end]).replace("Set-Cookie:", "set-cookie:");
    Some(Answer { status, head, body })
}
