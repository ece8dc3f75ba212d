//! The pages and the API: HTTP in, use cases called, Markup or JSON out.
//!
//! Owns what is said over HTTP: routes, cookies, status codes, headers, the Chinese sentences of pages.
//! Knows nothing of the database; decides nothing about scores; asks `app` whether somebody may.
//!
//! Reading order: `routes` (the one table), `site` (what every handler gets), `session` (who is it),
//! `gate` (what every request goes through), `error`, then the handlers `start`, `judge`, `offline`, `desk`,
//! `rehearsal`, `handover`, `closing`, `board`, `ranking`, `administration`, and what they draw in `views`.

mod administration;
mod assets;
mod board;
mod closing;
mod desk;
mod error;
mod form;
mod gate;
mod handover;
mod judge;
mod offline;
mod ranking;
mod rate;
mod rehearsal;
pub mod routes;
mod session;
mod site;
mod start;
mod upload;
mod views;

use std::future::Future;
use std::io;
use std::net::TcpListener;
use std::path::PathBuf;

use actix_web::middleware::{Compress, from_fn};
use actix_web::{App as Server, HttpServer, web};

use crate::app::App;
use site::Site;

/// How the pages are served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address that others use, for links and the check of origins; `None`: where it listens.
    pub public_url: Option<String>,
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

/// The future that serves at a bound address until the program is told to stop.
///
/// # Errors
/// Where nobody can listen there.
pub fn serve(app: App, settings: Settings, listener: TcpListener) -> io::Result<impl Future<Output = io::Result<()>>> {
    if let Some(folder) = &settings.assets {
        assets::read_from(folder);
    }
    let address = listener.local_addr()?;
    let site = web::Data::new(Site::new(app, settings, address));
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(WORKERS);
    let server = HttpServer::new(move || {
        Server::new()
            .app_data(site.clone())
            .app_data(form::query_config())
            .wrap(from_fn(gate::pass))
            .wrap(Compress::default())
            .configure(routes::register)
    });
    Ok(server.workers(workers).shutdown_timeout(SHUTDOWN).listen(listener)?.run())
}
