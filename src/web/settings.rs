//! How the pages are served, and where they are.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use ipnet::IpNet;

use super::tls::Tls;
use crate::lan;

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
    /// Folders on whose disks there has to be room.
    pub folders: Vec<PathBuf>,
    /// The demonstration that visitors may step into.
    pub demo: Option<DemoEvents>,
    /// Whether there are limits on how often somebody may ask.
    pub limits: bool,
    /// Networks of the servers in front that are believed when they say where a request comes from.
    pub trusted_proxies: Vec<IpNet>,
    /// How many files, connections among them, the program may have open; `None` where there is no end to them.
    pub files: Option<usize>,
}

/// The events of the demonstration.
#[derive(Debug, Clone)]
pub struct DemoEvents {
    /// Id of the event under way.
    pub under_way: String,
    /// Id of the published event.
    pub published: String,
}

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
    /// The places of a server that is bound; `setup` is where its set-up page is.
    pub(super) fn of(settings: &Settings, bound: SocketAddr, setup: Option<SocketAddr>) -> Self {
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

/// Whether an address leads nowhere but to the machine itself.
#[must_use]
pub fn is_only_here(url: &str) -> bool {
    let host = host(url);
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let name = host.to_ascii_lowercase();
    ip.is_ok_and(|ip| ip.to_canonical().is_loopback()) || name == "localhost" || name.ends_with(".localhost")
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

#[cfg(test)]
mod tests {
    use super::is_only_here;

    #[test]
    fn an_address_that_only_this_machine_opens_is_known() {
        for url in
            ["http://127.0.0.1:8080", "https://localhost/", "http://LOCALHOST", "http://127.8.9.1", "http://[::1]:80"]
        {
            assert!(is_only_here(url), "{url}");
        }
        for url in ["http://192.168.1.8:8080", "https://guanmo.example.cn", "http://127.example.cn", "http://[fd00::1]"]
        {
            assert!(!is_only_here(url), "{url}");
        }
    }
}
