//! The pages and the API: HTTP in, use cases called, Markup or JSON out.
//!
//! Owns what is said over HTTP: routes, cookies, status codes, headers, the Chinese sentences of pages.
//! Knows nothing of the database; decides nothing about scores; asks `app` whether somebody may.
//!
//! Reading order:
//! - what every request meets: `routes` (the one table), `site` (what every handler gets), `session` (who is it), `gate`,
//!   `error`, `tls`
//! - the handlers: `start`, `setup`, `judge`, `offline`, `intake`, `edit`, `desk`, `live`, `day`, `rehearsal`, `hand`,
//!   `rules`, `paper`, `handover`, `closing`, `signing`, `objection`, `erase`, `years`, `board`, `ranking`,
//!   `out`, `administration`
//! - what they draw: `views` and, as a spreadsheet, `workbook`

mod address;
mod administration;
mod answer;
mod archive;
mod assets;
mod attachment;
mod board;
mod closing;
mod day;
mod desk;
mod edit;
mod erase;
mod error;
mod form;
mod gate;
mod hand;
mod handover;
mod intake;
mod judge;
mod live;
mod objections;
mod offline;
mod out;
mod paper;
mod ranking;
mod rate;
mod rehearsal;
pub mod routes;
mod rules;
mod session;
mod setup;
mod signing;
mod site;
mod start;
pub mod tls;
mod upload;
mod views;
mod workbook;
mod years;

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::PathBuf;

use actix_web::middleware::{Compress, from_fn};
use actix_web::{App as Server, HttpServer, web};
use futures_util::future::try_join;

use crate::app::App;
use crate::lan;
use setup::Setup;
use site::Site;
use tls::Tls;

/// How the pages are served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The address that others use, for links and the check of origins; `None`: where it listens, or
    /// this machine's first address where it listens everywhere.
    pub public_url: Option<String>,
    /// How connections are encrypted; `None`: they are not.
    pub tls: Option<Tls>,
    /// A folder from which scripts and styles are read instead of those in the program.
    pub assets: Option<PathBuf>,
    /// The demonstration that visitors may step into.
    pub demo: Option<DemoEvents>,
}

/// The events of the demonstration.
#[derive(Debug, Clone)]
pub struct DemoEvents {
    /// Id of the event under way.
    pub under_way: String,
    /// Id of the published event.
    pub published: String,
}

/// Seconds that open requests get when the program is told to stop.
const SHUTDOWN: u64 = 2;
/// Most worker threads; what takes time is done by threads of their own.
const WORKERS: usize = 4;

/// Where the pages are, as others reach them; no slash at an end.
#[derive(Debug, Clone)]
pub struct Places {
    /// Where it listens.
    pub bound: SocketAddr,
    /// The one address that links are made with.
    pub public_url: String,
    /// Other addresses of this machine that work as well.
    pub also: Vec<String>,
    /// The set-up page, which is not encrypted; `None` where nothing is.
    pub setup_url: Option<String>,
}

impl Places {
    fn of(settings: &Settings, bound: SocketAddr, setup: Option<SocketAddr>) -> Self {
        let scheme = if settings.tls.is_some() { "https" } else { "http" };
        let at = |ip: IpAddr| format!("{scheme}://{}", SocketAddr::new(ip, bound.port()));
        let default = at(lan::reachable(bound));
        let public_url = settings.public_url.as_deref().unwrap_or(&default).trim_end_matches('/').to_owned();
        let everywhere = settings.tls.as_ref().filter(|_| bound.ip().is_unspecified());
        let others = everywhere.iter().flat_map(|tls| tls.identity.addresses());
        let others = others.filter(|ip| ip.is_ipv4() || bound.is_ipv6()).map(at);
        Self {
            bound,
            also: others.filter(|url| *url != public_url).collect(),
            setup_url: setup.map(|setup| format!("http://{}:{}/setup", host(&public_url), setup.port())),
            public_url,
        }
    }
}

/// The host of an address, without its port; IPv6 in its brackets.
#[must_use]
pub fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    match authority.rsplit_once(':') {
        // a colon inside of brackets begins no port
        Some((host, port)) if !port.contains(']') => host,
        Some(_) | None => authority,
    }
}

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
    let site = web::Data::new(Site::new(app, bound.places.public_url.clone(), settings.demo.clone()));
    let setup = web::Data::new(Setup::new(bound.places, &settings));
    let aside = bound.setup.map(|listener| serve_plain(listener, setup.clone())).transpose()?;
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(WORKERS);
    let shared = site.clone();
    let server = HttpServer::new(move || {
        Server::new()
            .app_data(shared.clone())
            .app_data(setup.clone())
            .app_data(form::query_config())
            .wrap(from_fn(gate::pass))
            .wrap(Compress::default())
            .configure(routes::register)
    });
    let server = server.workers(workers).shutdown_timeout(SHUTDOWN);
    let server = match settings.tls {
        Some(tls) => server.listen_rustls_0_23(bound.listener, tls.identity.config)?,
        None => server.listen(bound.listener)?,
    };
    let server = server.run();
    Ok(async move {
        // an open page would keep the program from stopping for as long as open requests get
        tokio::spawn(async move {
            live::told_to_stop().await;
            site.live.close();
        });
        match aside {
            Some(aside) => try_join(server, aside).await.map(|_| ()),
            None => server.await,
        }
    })
}

/// The set-up page alone, without encryption.
fn serve_plain(listener: TcpListener, setup: web::Data<Setup>) -> io::Result<actix_web::dev::Server> {
    let server = HttpServer::new(move || {
        Server::new().app_data(setup.clone()).wrap(from_fn(setup::pass)).configure(routes::register_plain)
    });
    Ok(server.workers(1).shutdown_timeout(SHUTDOWN).listen(listener)?.run())
}
