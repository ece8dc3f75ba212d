//! The pages and the API: HTTP in, use cases called, Markup or JSON out.
//!
//! Owns what is said over HTTP: routes, cookies, status codes, headers, the Chinese sentences of pages.
//! Knows nothing of the database; decides nothing about scores; asks `app` whether somebody may.
//!
//! Reading order:
//! - what every connection meets: `port`, `lines` (how many there may be), `line` (when one is cut)
//! - what every request meets: `routes` (the one table; `row`, what a row of it says), `gate` (what comes in),
//!   `bodies` (how much and how fast), `whence` (whom it counts against), `rate`, `hashing`, `puzzle`, `dress` (what goes
//!   out), `application`, `site` (what every handler gets), `session` (who is it), `form`, `upload`, `answer`, `error`,
//!   `finished` (what is drawn once for many), `refill` (a form that is refused comes back as it was sent), `sure` (what cannot be taken back
//!   is asked about)
//! - what is set up once: `settings`, `tls`, `trust`, `encrypted`; whether it can write: `ready`
//! - the handlers: `start`, `setup`, `judge`, `offline`, `intake`, `edit`, `desk`, `live`, `call`, `day`, `rehearsal`, `hand`,
//!   `rules`, `paper`, `handover`, `closing`, `signing`, `objections`, `erase`, `years`, `board`, `ranking`,
//!   `out`, `log`, `wall`, `administration`
//! - what they draw: `views` and, as a spreadsheet, `workbook`

mod address;
mod administration;
mod answer;
mod application;
mod archive;
mod assets;
mod attachment;
mod board;
mod bodies;
mod bundle;
mod call;
mod check;
mod closing;
mod confirmed;
mod day;
mod desk;
mod dress;
mod edit;
mod encrypted;
mod erase;
mod error;
mod finished;
mod form;
mod gate;
mod hand;
mod handover;
mod hashing;
mod intake;
mod judge;
mod lately;
mod lighten;
mod line;
mod lines;
mod links;
mod live;
mod log;
mod objections;
mod offline;
mod out;
mod paper;
mod port;
mod puzzle;
mod ranking;
mod rate;
mod ready;
mod refill;
mod rehearsal;
pub mod routes;
mod row;
mod rules;
mod seats;
mod second;
mod session;
mod settings;
mod setup;
mod shorten;
mod signing;
mod site;
mod spot;
mod start;
mod sure;
pub mod tls;
mod trust;
mod upload;
mod views;
mod wall;
mod whence;
mod workbook;
mod years;

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::web;
use futures_util::future::try_join;
use tokio::time::MissedTickBehavior;

use crate::app::App;
use lines::Lines;
use site::Site;
use trust::Setup;

pub use settings::{DemoEvents, Places, Settings, host, is_only_here};
pub use views::standing;

/// Seconds that open requests get when the program is told to stop.
const SHUTDOWN: u64 = 2;
/// How often it is looked whether heads are to be signed.
const HEADS: Duration = Duration::from_mins(1);
/// How long what tablets say of themselves may wait to be written.
const HEARD: Duration = Duration::from_secs(5);
/// Most worker threads; what takes time is done by threads of their own.
const WORKERS: usize = 4;

/// Addresses that were bound.
pub struct Bound {
    listener: TcpListener,
    setup: Option<TcpListener>,
    /// Where the pages will be.
    pub places: Places,
}

/// Binds the addresses.
///
/// # Errors
/// Where nobody can listen there.
pub fn bind(settings: &Settings) -> io::Result<Bound> {
    let listener = listen(settings.listen, "--listen")?;
    let setup = settings.tls.as_ref().map(|tls| listen(tls.setup_listen, "--setup-listen")).transpose()?;
    let setup_address = setup.as_ref().map(TcpListener::local_addr).transpose()?;
    let places = Places::of(settings, listener.local_addr()?, setup_address);
    Ok(Bound { listener, setup, places })
}

/// Takes an address that a flag names.
fn listen(address: SocketAddr, flag: &str) -> io::Result<TcpListener> {
    TcpListener::bind(address).map_err(|error| {
        let sentence = format!("无法监听 {address}：{error}。请换一个地址或端口（{flag}），或停止占用它的程序");
        io::Error::new(error.kind(), sentence)
    })
}

/// The future that serves at bound addresses until the program is told to stop.
///
/// # Errors
/// Where nobody can be served there.
pub fn serve(app: App, settings: Settings, bound: Bound) -> io::Result<impl Future<Output = io::Result<()>>> {
    if let Some(folder) = &settings.assets {
        assets::read_from(folder);
    }
    let site = web::Data::new(Site::new(app, bound.places.public_url.clone(), &settings)?);
    let setup = web::Data::new(Setup::new(bound.places, &settings));
    let lines = Lines::new(settings.files, site.proxies.clone());
    let aside = bound.setup.map(|listener| serve_plain(listener, lines.clone(), setup.clone())).transpose()?;
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(WORKERS);
    let server = Server::build().workers(workers).shutdown_timeout(SHUTDOWN);
    let server = match settings.tls {
        Some(tls) => encrypted::listen(server, bound.listener, lines, tls.identity.config, &site, &setup)?.run(),
        None => {
            let shared = site.clone();
            let pages = move || application::pages(shared.clone(), setup.clone());
            port::listen(server, bound.listener, lines, pages)?.run()
        }
    };
    let heard = site.clone();
    Ok(async move {
        tokio::spawn(write_heard(heard.clone()));
        tokio::spawn(make_heads(heard.clone()));
        // an open page would keep the program from stopping for as long as open requests get
        tokio::spawn(async move {
            live::told_to_stop().await;
            site.live.close();
        });
        let served = match aside {
            Some(aside) => try_join(server, aside).await.map(|_| ()),
            None => server.await,
        };
        heard.write_heard().await;
        served
    })
}

/// Writes every few seconds what tablets have said of themselves.
async fn write_heard(site: web::Data<Site>) {
    let mut turn = tokio::time::interval(HEARD);
    turn.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        turn.tick().await;
        site.write_heard().await;
    }
}

/// Looks at the logs' heads at the start, and signs new ones when their time has come.
async fn make_heads(site: web::Data<Site>) {
    site.look_at_heads().await;
    let mut turn = tokio::time::interval_at(tokio::time::Instant::now() + HEADS, HEADS);
    turn.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        turn.tick().await;
        site.make_heads().await;
    }
}

/// Serves the set-up page alone, without encryption.
fn serve_plain(listener: TcpListener, lines: Arc<Lines>, setup: web::Data<Setup>) -> io::Result<Server> {
    let server = Server::build().workers(1).shutdown_timeout(SHUTDOWN);
    Ok(port::listen(server, listener, lines, move || application::set_up_alone(setup.clone()))?.run())
}
