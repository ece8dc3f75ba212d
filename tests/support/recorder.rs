//! A proxy that keeps every byte that a browser is sent, pages and streams, in the clear.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// The proxy.
pub struct Recorder {
    /// The server's address by way of it.
    pub url: String,
    sent: Arc<Mutex<Vec<u8>>>,
}

impl Recorder {
    /// One before a server at `http://HOST:PORT`.
    pub fn to(url: &str) -> Self {
        let server = url.strip_prefix("http://").expect("an address").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let here = listener.local_addr().expect("an address");
        let sent = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&sent);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(&server) else { continue };
                let ends = || (client.try_clone().expect("a stream"), server.try_clone().expect("a stream"));
                let (up, down, kept) = (ends(), ends(), Arc::clone(&kept));
                thread::spawn(move || pump(up.0, up.1, |bytes| plain(bytes)));
                thread::spawn(move || pump(down.1, down.0, |bytes| kept.lock().expect("no panic").extend(&*bytes)));
            }
        });
        Self { url: format!("http://{here}"), sent }
    }

    /// All that was sent so far.
    pub fn sent(&self) -> String {
        String::from_utf8_lossy(&self.sent.lock().expect("no panic")).into_owned()
    }
}

/// Nothing is compressed: what is asked for so is asked for under another name.
fn plain(bytes: &mut [u8]) {
    let asks = b"accept-encoding:";
    for at in 0..bytes.len().saturating_sub(asks.len()) {
        if bytes[at..at + asks.len()].eq_ignore_ascii_case(asks) {
            bytes[at] = b'x';
        }
    }
}

fn pump(mut from: TcpStream, mut to: TcpStream, mut meets: impl FnMut(&mut [u8])) {
    let mut buffer = [0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        meets(&mut buffer[..count]);
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    // either may have ended by itself
    let _ = to.shutdown(Shutdown::Both);
}
