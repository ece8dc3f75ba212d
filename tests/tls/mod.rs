//! Encrypted connections on a LAN without a domain name: the authority, the server, the tablet's set-up.

mod browser;
mod certificates;
mod refusals;
mod server;
mod setup;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use crate::support::folder::{Output, guanmo};
use crate::support::server::{Server, data_dir};

/// Runs `guanmo cert` on a data directory.
fn cert(data: &Path, arguments: &[&str]) -> Output {
    guanmo(&[&["cert", "--data", data.to_str().expect("a plain path")], arguments].concat())
}

/// A data directory with an authority and a certificate.
fn certified() -> Arc<TempDir> {
    let data = data_dir();
    let made = cert(data.path(), &[]);
    assert_eq!(made.code, 0, "{made:?}");
    data
}

/// The demonstration, encrypted.
fn encrypted(data: &Arc<TempDir>) -> Server {
    Server::start(&["--demo", "--tls-self"], Arc::clone(data))
}

fn authority(data: &TempDir) -> PathBuf {
    data.path().join("tls/authority.pem")
}

/// The address behind `https://address` or `http://address/path`.
fn address(url: &str) -> SocketAddr {
    let rest = url.split_once("://").expect("an address").1;
    rest.split('/').next().expect("a host").parse().expect("host and port")
}

/// The set-up page that a server printed.
fn setup_url(server: &Server) -> String {
    let url = server.printed.split_whitespace().find(|word| word.ends_with("/setup"));
    url.unwrap_or_else(|| panic!("no set-up page in {}", server.printed)).to_owned()
}
