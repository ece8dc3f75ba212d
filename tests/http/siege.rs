//! One machine against the site: half-sent bodies, large ones, slow ones, silent connections, passwords. Those who have something to
//! do there go on meanwhile.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

use crate::support::folder::guanmo;
use crate::support::server::{Server, demo_dir};
use crate::support::site::{Person, Site, Who};

/// The attacker's machine; whoever is honest comes from 127.0.0.1.
const ATTACKER: &str = "127.0.0.2";
/// Kilobytes that the server may hold at most beyond what it holds before anybody is at it: pages of the program itself
/// are counted in, and a debug build has many.
const HELD: u64 = 150 * 1024;

/// A connection from an address of this machine; `None` where it is not let in.
fn connect(site: &Site, from: &str) -> Option<TcpStream> {
    let to: SocketAddr = site.server.url.trim_start_matches("http://").parse().expect("an address");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        socket.bind(SocketAddr::new(from.parse().expect("an address"), 0)).expect("an address of ours");
        let stream = socket.connect(to).await.ok()?.into_std().ok()?;
        stream.set_nonblocking(false).ok()?;
        Some(stream)
    })
}

/// The head of a form that says how long it is, or, with no length, that it comes in chunks.
fn head(site: &Site, path: &str, length: Option<usize>, cookie: &str) -> Vec<u8> {
    let url = &site.server.url;
    let host = url.trim_start_matches("http://");
    let length = length.map_or("Transfer-Encoding: chunked".to_owned(), |length| format!("Content-Length: {length}"));
    let media_type = if path == "/api/sync" { "application/json" } else { "application/x-www-form-urlencoded" };
    format!("POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {url}\r\nContent-Type: {media_type}\r\nCookie: {cookie}\r\n{length}\r\n\r\n")
        .into_bytes()
}

/// The cookie of somebody who steps in.
fn cookie(site: &Site, role: &str) -> String {
    let answer = site.visitor().post(&format!("/demo/{role}"), &[]);
    let cookie = answer.headers().get("set-cookie").expect("a cookie").to_str().expect("text");
    cookie.split(';').next().expect("a value").to_owned()
}

/// All that is answered until the connection ends.
fn answer(stream: &mut TcpStream) -> String {
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    stream.set_read_timeout(Some(Duration::from_mins(2))).expect("a limit");
    while let Ok(count @ 1..) = stream.read(&mut piece) {
        bytes.extend_from_slice(&piece[..count]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A judge delivers and an official looks, each in less than so long.
fn the_day_goes_on(judge: &Person, official: &Person, most: Duration) {
    for _ in 0..5 {
        let began = Instant::now();
        assert_eq!(judge.sync(r#"{"device":"t1","seq_from":1,"ops":[]}"#).status(), 200);
        official.page("/events");
        assert!(began.elapsed() < most, "{:?}", began.elapsed());
    }
}

#[test]
fn half_sent_bodies_and_silent_connections_by_the_hundred_keep_nobody_out() {
    let site = Site::demo();
    let before = site.server.most_memory();
    let (judge, official) = (site.person(Who::Judge), site.person(Who::Official));
    let half = |path: &str| [head(&site, path, Some(60_000), ""), b"name=orga".to_vec()].concat();
    let hold = |from: &str, count: usize, bytes: &[u8]| {
        let begun = (0..count).filter_map(|_| {
            let mut stream = connect(&site, from)?;
            stream.write_all(bytes).ok()?;
            Some(stream)
        });
        begun.collect::<Vec<_>>()
    };
    let mut held = hold(ATTACKER, 700, &half("/sign-in"));
    held.extend(hold(ATTACKER, 300, &half("/events/new")));
    the_day_goes_on(&judge, &official, Duration::from_secs(10));
    // somebody at another address signs in as ever
    let wrong = [("name", "nobody"), ("password", "guess")];
    assert_eq!(site.visitor().post("/sign-in", &wrong).status(), 401);
    held.extend(hold(ATTACKER, 1500, b"POST /sign-in HTTP/1.1\r\nHost: x\r\n"));
    the_day_goes_on(&judge, &official, Duration::from_secs(10));
    assert_eq!(site.visitor().post("/sign-in", &wrong).status(), 401);
    // who sits behind the same address as the attacker and is signed in goes on as well
    held.extend(hold("127.0.0.1", 300, &half("/sign-in")));
    the_day_goes_on(&judge, &official, Duration::from_secs(10));
    let more = site.server.most_memory() - before;
    assert!(more < HELD, "{more} KB");
    drop(held);
}

#[test]
fn large_bodies_do_not_fill_the_memory_whoever_sends_them() {
    let site = Site::demo();
    let before = site.server.most_memory();
    let (judge, official) = (site.person(Who::Judge), site.person(Who::Official));
    let known = cookie(&site, "judge");
    let large = vec![b'x'; 8 * 1024 * 1024];
    scope(|scope| {
        for number in 0..200 {
            let (site, large, known) = (&site, &large, &known);
            scope.spawn(move || {
                // a stranger, whose body nobody wants, and a tablet gone mad, whose body never ends
                let (head, bytes) = if number % 2 == 0 {
                    (head(site, "/events/new", Some(large.len()), ""), &large[..])
                } else {
                    (head(site, "/api/sync", Some(2_000_000), known), &large[..1_900_000])
                };
                let mut stream = connect(site, ATTACKER)?;
                stream.set_write_timeout(Some(Duration::from_secs(10))).ok()?;
                stream.write_all(&head).ok()?;
                stream.write_all(bytes).ok()?;
                sleep(Duration::from_secs(3));
                Some(())
            });
        }
        sleep(Duration::from_secs(1));
        the_day_goes_on(&judge, &official, Duration::from_secs(10));
    });
    let more = site.server.most_memory() - before;
    assert!(more < HELD, "{more} KB");
    the_day_goes_on(&judge, &official, Duration::from_secs(10));
}

#[test]
fn a_slow_tablet_gets_through_and_a_trickle_is_ended() {
    let site = Site::demo();
    let known = cookie(&site, "judge");
    let ended_after = |bytes: Vec<u8>, piece: &'static [u8]| {
        let mut stream = connect(&site, ATTACKER).expect("a connection");
        let began = Instant::now();
        stream.write_all(&bytes).expect("sent");
        let mut trickling = stream.try_clone().expect("the same connection");
        std::thread::spawn(move || {
            while trickling.write_all(piece).is_ok() {
                sleep(Duration::from_secs(1));
            }
        });
        (answer(&mut stream), began.elapsed().as_secs())
    };
    scope(|scope| {
        let tablet = scope.spawn(|| {
            // two kilobytes a second
            let mut body = br#"{"device":"t1","seq_from":1,"ops":[]}"#.to_vec();
            body.resize(32 * 1024, b' ');
            let mut stream = connect(&site, ATTACKER).expect("a connection");
            stream.write_all(&head(&site, "/api/sync", Some(body.len()), &known)).expect("sent");
            for piece in body.chunks(1024) {
                stream.write_all(piece).expect("sent");
                sleep(Duration::from_millis(500));
            }
            stream.shutdown(std::net::Shutdown::Write).expect("all is said");
            answer(&mut stream)
        });
        // of a form for everybody, of a tablet, and of a page that a stranger may not see, whose body is thrown away
        let trickles = [
            ("/sign-in", Some(60_000), "", "408"),
            ("/api/sync", Some(60_000), &*known, "408"),
            ("/events/new", None, "", "401"),
        ];
        let trickles = trickles.map(|(path, length, cookie, status)| {
            let piece: &[u8] = if length.is_some() { b"x" } else { b"1\r\nx\r\n" };
            let bytes = head(&site, path, length, cookie);
            (path, status, scope.spawn(move || ended_after(bytes, piece)))
        });
        // a head that is never finished: the first of a connection, and a later one
        let begun = b"GET /healthz HTTP/1.1\r\nHost: x\r\n".to_vec();
        let first = scope.spawn({
            let begun = begun.clone();
            move || ended_after(begun, b"x")
        });
        let later = scope.spawn(move || ended_after([&begun[..], b"\r\n", &begun].concat(), b"x"));
        let tablet = tablet.join().expect("a tablet");
        assert!(tablet.starts_with("HTTP/1.1 200"), "{tablet}");
        for (path, status, ended) in trickles {
            let (answer, seconds) = ended.join().expect("an end");
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{path}: {answer}");
            assert!((15..60).contains(&seconds), "{path}: {seconds} s");
        }
        let (_, seconds) = first.join().expect("an end");
        assert!(seconds < 40, "{seconds} s");
        let (answer, seconds) = later.join().expect("an end");
        assert!(answer.starts_with("HTTP/1.1 200") && seconds < 70, "{seconds} s: {answer}");
    });
}

#[test]
fn hundreds_of_sign_ins_at_once_take_little_memory_and_keep_nobody_waiting() {
    let data = demo_dir();
    // passwords that cost what they cost
    let server = Server::start_with(&["--demo", "--limits", "off"], data.clone(), |command| {
        command.env_remove("GUANMO_CHEAP_HASHES");
    });
    let site = Site::of(server, &data);
    let before = site.server.most_memory();
    let (judge, official) = (site.person(Who::Judge), site.person(Who::Official));
    let statuses: Vec<u16> = scope(|scope| {
        let guesses = (0..500).map(|number| {
            let site = &site;
            scope.spawn(move || {
                let answer =
                    site.visitor().post("/sign-in", &[("name", &format!("nobody{number}")), ("password", "x")]);
                assert_eq!(answer.status() == 429, answer.headers().contains_key("retry-after"));
                answer.status().as_u16()
            })
        });
        let guesses: Vec<_> = guesses.collect();
        the_day_goes_on(&judge, &official, Duration::from_secs(10));
        guesses.into_iter().map(|guess| guess.join().expect("an answer")).collect()
    });
    assert!(statuses.iter().all(|status| [401, 429].contains(status)), "{statuses:?}");
    assert!(statuses.contains(&401) && statuses.contains(&429), "{statuses:?}");
    let more = site.server.most_memory() - before;
    assert!(more < HELD, "{more} KB");
    let (name, password) = site.server.account("组织者");
    assert_eq!(site.visitor().post("/sign-in", &[("name", &name), ("password", &password)]).status(), 303);
}

#[test]
fn behind_a_proxy_that_is_trusted_the_real_address_counts_and_elsewhere_nobody_is_believed() {
    let site = Site::start(&["--demo", "--trusted-proxies", "127.0.0.2, 10.0.0.0/8"]);
    let guesses = |from: &str, sender: &dyn Fn(usize) -> String| {
        let client =
            reqwest::blocking::Client::builder().no_proxy().local_address(Some(from.parse().expect("an address")));
        let client = client.build().expect("a client");
        let guess = |number: usize| {
            let request = client.post(format!("{}/sign-in", site.server.url)).header("origin", &site.server.url);
            let request = request.header("content-type", "application/x-www-form-urlencoded");
            let request = request.header("x-forwarded-for", sender(number));
            request.body(format!("name=nobody{number}&password=x")).send().expect("an answer").status().as_u16()
        };
        (0..35).map(guess).filter(|status| *status == 429).count()
    };
    let same = |_| "192.0.2.7".to_owned();
    assert!(guesses(ATTACKER, &same) > 0, "one sender behind the proxy");
    assert_eq!(guesses(ATTACKER, &|number| format!("192.0.2.{}", 10 + number)), 0, "as many senders as guesses");
    assert!(guesses(ATTACKER, &|number| format!("192.0.2.{number}, 198.51.100.1")) > 0, "what the sender wrote itself");
    assert!(guesses("127.0.0.1", &|number| format!("192.0.2.{}", 100 + number)) > 0, "nobody's proxy");
    for (networks, sentence) in [("0.0.0.0/0", "不能信任所有的地址"), ("the proxy", "不是 IP 地址或网段")]
    {
        let output = guanmo(&["serve", "--trusted-proxies", networks]);
        assert_eq!(output.code, 2, "{output:?}");
        assert!(output.stderr.contains(sentence), "{output:?}");
    }
    let output = guanmo(&["serve", "--limits", "off", "--trusted-proxies", "127.0.0.2"]);
    assert!(output.code == 2 && output.stderr.contains("没有前置代理"), "{output:?}");
}
