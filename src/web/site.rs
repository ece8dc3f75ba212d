//! What every handler gets: the use cases, the settings, the counters of the rate limits, the pages
//! that are open.

use std::io;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::{HttpRequest, web};
use tokio::time::timeout;

use super::bodies::Bodies;
use super::error::WebError;
use super::finished::Finished;
use super::hashing::Hashing;
use super::lately::Lately;
use super::live::feeds::Live;
use super::puzzle::{Puzzle, Puzzles, Use};
use super::rate::Rates;
use super::ready::{Ill, Ready};
use super::settings::{DemoEvents, Settings};
use super::whence::Proxies;
use crate::app::{App, AppError};
use crate::lan::{Certificate, running_out};
use crate::store::StoreError;

/// How often it is looked whether the database has fallen silent on whoever waits for it.
const LOOK: Duration = Duration::from_millis(500);

pub(super) struct Site {
    app: App,
    pub public_url: String,
    pub demo: Option<DemoEvents>,
    pub rates: Rates,
    pub bodies: Arc<Bodies>,
    pub lately: Lately,
    pub proxies: Arc<Proxies>,
    puzzles: Arc<Puzzles>,
    hashing: Hashing,
    pub live: Live,
    pub finished: Finished,
    ready: Ready,
    /// The server's certificate and the program's own authority, where it encrypts.
    certificates: Option<(Certificate, Option<Certificate>)>,
}

impl Site {
    /// # Errors
    /// Where the system gives no threads.
    pub fn new(app: App, public_url: String, settings: &Settings) -> io::Result<Self> {
        let tls = settings.tls.as_ref();
        let certificates = tls.map(|tls| (tls.identity.certificate.clone(), tls.authority.clone()));
        Ok(Self {
            app,
            public_url,
            demo: settings.demo.clone(),
            rates: Rates::new(settings.limits),
            bodies: Arc::default(),
            lately: Lately::default(),
            proxies: Arc::new(Proxies(settings.trusted_proxies.clone())),
            puzzles: Arc::default(),
            hashing: Hashing::start()?,
            live: Live::default(),
            finished: Finished::default(),
            ready: Ready::new(settings.folders.clone()),
            certificates,
        })
    }

    /// What is to be said of certificates that run out soon.
    pub fn running_out(&self) -> Vec<String> {
        let said = |(server, authority): &(Certificate, Option<Certificate>)| {
            running_out(server, authority.as_ref(), self.clock().now())
        };
        self.certificates.as_ref().map(said).unwrap_or_default()
    }

    /// Why nothing can be written; `None` where something can.
    pub async fn ill(&self) -> Option<Ill> {
        self.ready.ask(&self.app).await
    }

    /// Whether others reach the site over TLS.
    pub fn is_tls(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    pub fn clock(&self) -> &crate::app::act::clock::Clock {
        self.app.clock()
    }

    /// Signs heads of the logs whose time has come.
    pub async fn make_heads(&self) {
        if let Err(error) = self.run(App::make_heads).await {
            tracing::warn!(?error, "no heads were signed");
        }
    }

    /// Looks whether the logs end where they did, and says so where they do not.
    pub async fn look_at_heads(&self) {
        match self.run(App::look_at_heads).await {
            Ok(found) => {
                for fault in found.checks.iter().flat_map(|check| &check.faults) {
                    tracing::error!("核对没有通过：{fault}。请保留现场，运行 guanmo verify 查看全部");
                }
            }
            Err(error) => tracing::warn!(?error, "the heads were not looked at"),
        }
    }

    /// Writes what tablets have said of themselves; what cannot be written is still held.
    pub async fn write_heard(&self) {
        if let Err(error) = self.run(App::write_heard).await {
            tracing::warn!(?error, "what tablets said of themselves is not written yet");
        }
    }

    /// A puzzle for an objection to an event.
    pub fn puzzle(&self, event: &str) -> Puzzle {
        self.puzzles.make(&self.app, event)
    }

    /// Takes the solution of one.
    ///
    /// # Errors
    /// [`WebError::Puzzle`] with what is against it.
    pub fn solved(&self, event: &str, text: &str, answer: &str) -> Result<Use, WebError> {
        Ok(self.puzzles.take(&self.app, event, text, answer)?)
    }

    /// Whom a request is counted against.
    pub fn household(&self, request: &HttpRequest) -> Option<IpAddr> {
        self.proxies.household(request)
    }

    /// Runs a use case that hashes passwords, when it is its turn.
    ///
    /// # Errors
    /// [`WebError::Busy`] where too many wait; those of the use case.
    pub async fn run_hashing<T: Send + 'static>(
        &self,
        request: &HttpRequest,
        work: impl FnOnce(&App) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, WebError> {
        let app = self.app.clone();
        Ok(self.hashing.run(self.household(request), move || work(&app)).await??)
    }

    /// Runs a use case on a thread that may block. Where the database falls silent on it, the thread waits on by itself.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, WebError> {
        let app = self.app.clone();
        let begun = Instant::now();
        let mut working = pin!(web::block(move || work(&app)));
        loop {
            match timeout(LOOK, &mut working).await {
                Ok(Ok(done)) => return Ok(done?),
                Ok(Err(_)) => return Err(WebError::Interrupted),
                Err(_) if self.app.fell_silent(begun) => return Err(AppError::Store(StoreError::Unsettled).into()),
                Err(_) => {}
            }
        }
    }
}
