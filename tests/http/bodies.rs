//! Bodies that are too large: refused, the answer readable, the memory bounded.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::support::site::{Site, Who};

const MB: usize = 1024 * 1024;
/// What the server may hold at most, in kilobytes; it holds some 40 MB after its start, and the
/// passwords of the demonstration are hashed in 19 MiB each.
const HELD: u64 = 160 * 1024;

/// Megabytes as they are made, in pieces of unknown number, or all at once.
fn megabytes(megabytes: usize, chunked: bool) -> reqwest::blocking::Body {
    let bytes = megabytes * MB;
    if chunked {
        reqwest::blocking::Body::new(std::io::repeat(b' ').take(bytes as u64))
    } else {
        vec![b' '; bytes].into()
    }
}

#[test]
fn a_body_of_fifty_megabytes_is_refused_with_an_answer_that_can_be_read() {
    let site = Site::demo();
    let judge = site.person(Who::Judge);
    let (organiser, visitor) = (site.person(Who::Organiser), site.visitor());
    let before = site.acts();
    let close = format!("/events/{}/close", site.under_way);
    for chunked in [false, true] {
        let answer = judge.sync(megabytes(50, chunked));
        assert_eq!(answer.status(), 413, "chunked: {chunked}");
        let text = answer.text().expect("text");
        assert!(text.contains("提交的内容过大，最多 2048 KB"), "{text}");
        // a form, a page that takes none, somebody who is nobody at a page for everybody
        let publish = format!("/events/{}/publish", site.under_way);
        for (person, path) in [(&organiser, close.as_str()), (&organiser, &publish), (&visitor, "/sign-in")] {
            let answer = person.send(person.form(path).header("origin", person.origin()).body(megabytes(5, chunked)));
            assert_eq!(answer.status(), 413, "{path}, chunked: {chunked}");
            let text = answer.text().expect("text");
            assert!(text.contains("提交的内容过大，最多 64 KB"), "{path}: {text}");
        }
        // whom a page is not for is told that, whatever they send
        for (person, path, status) in
            [(&organiser, "/accounts", 403), (&visitor, &*close, 401), (&visitor, "/events/new", 401)]
        {
            let answer = person.send(person.form(path).header("origin", person.origin()).body(megabytes(5, chunked)));
            assert_eq!(answer.status(), status, "{path}, chunked: {chunked}");
        }
        assert_eq!(visitor.sync(megabytes(5, chunked)).status(), 401);
        // a refusal of another kind can be read as well, while all of a body within the limit comes in
        let within = || vec![b' '; 2 * MB];
        assert_eq!(visitor.sync(within()).status(), 401);
        let foreign = judge.request("POST", "/api/sync").header("origin", "https://evil.example");
        assert_eq!(judge.send(foreign.body(within())).status(), 403);
    }
    assert_eq!(site.acts(), before);
    let held = site.server.most_memory();
    assert!(held < HELD, "{held} KB");
    assert_eq!(judge.sync(r#"{"device":"t1","seq_from":1}"#).status(), 200, "the server goes on");
}

#[test]
fn twenty_large_bodies_at_once_do_not_pile_up_in_memory() {
    let site = Site::demo();
    let judge = site.person(Who::Judge);
    std::thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| assert_eq!(judge.sync(megabytes(20, true)).status(), 413));
        }
    });
    let held = site.server.most_memory();
    assert!(held < HELD, "{held} KB");
}

#[test]
fn a_request_that_is_no_http_is_closed_and_the_server_goes_on() {
    let site = Site::demo();
    let address = site.server.url.trim_start_matches("http://").to_owned();
    for bytes in [
        b"hello\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"POST /api/sync HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n".to_vec(),
        b"POST /api/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            .to_vec(),
        [b"GET / HTTP/1.1\r\nX: ".to_vec(), vec![b'a'; 200_000], b"\r\n\r\n".to_vec()].concat(),
        [b"GET /".to_vec(), vec![b'a'; 200_000], b" HTTP/1.1\r\n\r\n".to_vec()].concat(),
    ] {
        let mut stream = TcpStream::connect(&address).expect("a connection");
        // it may close before all is written
        let _ = stream.write_all(&bytes);
        let mut answer = Vec::new();
        let _ = stream.set_read_timeout(Some(std::time::Duration::from_secs(10)));
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    assert_eq!(site.visitor().get("/healthz").status(), 200);
}

/// Bytes as a tablet packs them.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).expect("packed");
    packer.finish().expect("packed")
}

#[test]
fn a_packed_body_is_read_as_the_plain_one_and_one_that_swells_is_refused() {
    let site = Site::demo();
    let judge = site.person(Who::Judge);
    let send = |coding: &'static str, body: Vec<u8>| {
        let request = judge.request("POST", "/api/sync").header("origin", judge.origin());
        let request = request.header("content-type", "application/json").header("content-encoding", coding);
        judge.send(request.body(body))
    };
    let plain = br#"{"device":"t1","seq_from":1,"ops":[]}"#;
    let answer = send("gzip", packed(plain));
    assert_eq!(answer.status(), 200);
    assert!(answer.text().expect("text").contains("acked_seq"));
    // a few kilobytes that say two hundred megabytes
    let before = site.server.most_memory();
    let bomb = packed(&vec![b' '; 200 * MB]);
    assert!(bomb.len() < MB, "{}", bomb.len());
    let answer = send("gzip", bomb);
    assert_eq!(answer.status(), 413);
    assert!(answer.text().expect("text").contains("提交的内容过大，最多 2048 KB"));
    assert!(site.server.most_memory() < before.max(HELD), "{} KB", site.server.most_memory());
    for (coding, body) in [
        ("gzip", plain.to_vec()),
        ("gzip", packed(plain)[..20].to_vec()),
        ("br", plain.to_vec()),
        ("gzip, gzip", packed(plain)),
    ] {
        let answer = send(coding, body);
        assert_eq!(answer.status(), 415, "{coding}");
        assert!(answer.text().expect("text").contains("无法解压"), "{coding}");
    }
}
