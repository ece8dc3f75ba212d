//! What every handler gets: the use cases, the settings, the counters of the rate limits, the pages
//! that are open.

use std::sync::Arc;

use actix_web::web;

use super::bodies::Bodies;
use super::error::WebError;
use super::live::feeds::Live;
use super::rate::Rates;
use super::settings::{DemoEvents, Settings};
use crate::app::{App, AppError};
use crate::lan::{Certificate, running_out};

pub(super) struct Site {
    app: App,
    pub public_url: String,
    pub demo: Option<DemoEvents>,
    pub rates: Rates,
    pub bodies: Arc<Bodies>,
    pub live: Live,
    /// The server's certificate and the program's own authority, where it encrypts.
    certificates: Option<(Certificate, Option<Certificate>)>,
}

impl Site {
    pub fn new(app: App, public_url: String, settings: &Settings) -> Self {
        let tls = settings.tls.as_ref();
        let certificates = tls.map(|tls| (tls.identity.certificate.clone(), tls.authority.clone()));
        let demo = settings.demo.clone();
        let rates = Rates::new(settings.limits);
        Self { app, public_url, demo, rates, bodies: Arc::default(), live: Live::default(), certificates }
    }

    /// What is to be said of certificates that run out soon.
    pub fn running_out(&self) -> Vec<String> {
        let said = |(server, authority): &(Certificate, Option<Certificate>)| {
            running_out(server, authority.as_ref(), self.clock().now())
        };
        self.certificates.as_ref().map(said).unwrap_or_default()
    }

    /// Whether others reach the site over TLS.
    pub fn is_tls(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    pub fn clock(&self) -> &crate::app::act::clock::Clock {
        self.app.clock()
    }

    /// Writes what tablets have said of themselves; what cannot be written is still held.
    pub async fn write_heard(&self) {
        if let Err(error) = self.run(App::write_heard).await {
            tracing::warn!(?error, "what tablets said of themselves is not written yet");
        }
    }

    /// Runs a use case on a thread that may block.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, WebError> {
        let app = self.app.clone();
        match web::block(move || work(&app)).await {
            Ok(done) => Ok(done?),
            Err(_) => Err(WebError::Interrupted),
        }
    }
}
