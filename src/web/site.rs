//! What every handler gets: the use cases, the settings, the counters of the rate limits.

use std::net::SocketAddr;

use actix_web::web;

use super::error::WebError;
use super::rate::Rates;
use super::{DemoEvents, Settings};
use crate::app::{App, AppError};

/// The site.
pub(super) struct Site {
    app: App,
    pub public_url: String,
    pub demo: Option<DemoEvents>,
    pub rates: Rates,
}

impl Site {
    pub fn new(app: App, settings: Settings, bound: SocketAddr) -> Self {
        let public_url = settings.public_url.unwrap_or_else(|| format!("http://{bound}"));
        let public_url = public_url.trim_end_matches('/').to_owned();
        Self { app, public_url, demo: settings.demo, rates: Rates::default() }
    }

    /// Whether others reach the site over TLS.
    pub fn is_tls(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    pub fn clock(&self) -> &crate::app::clock::Clock {
        self.app.clock()
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
