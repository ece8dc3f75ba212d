//! Where a request comes from, and whom it is counted against: a household, which is an address, or the network of one
//! where the version of the protocol gives every household a whole network.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::HttpRequest;
use actix_web::http::header::{FORWARDED, HeaderMap, HeaderName, X_FORWARDED_FOR};
use ipnet::IpNet;

/// Bits of an address of IPv6 that say whose it is; the others its owner chooses at will.
const HOUSEHOLD: u32 = 64;

/// Whom an address is counted as.
pub(super) fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() >> HOUSEHOLD << HOUSEHOLD)),
        four @ IpAddr::V4(_) => four,
    }
}

/// The servers in front of this one that are believed when they say where a request comes from. What anybody else says of
/// that is not heard.
#[derive(Debug, Clone, Default)]
pub(super) struct Proxies(pub Vec<IpNet>);

impl Proxies {
    /// Whether an address is one of theirs.
    pub fn has(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Whom a request is counted against; `None` where nobody knows where it comes from.
    pub fn household(&self, request: &HttpRequest) -> Option<IpAddr> {
        let peer = request.peer_addr()?.ip();
        Some(household(self.sender(peer, request.headers())))
    }

    /// The first sender, from this end, who is none of theirs.
    fn sender(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.has(peer) {
            return peer;
        }
        let (forwarded, listed) = (hops(headers, &FORWARDED, stated), hops(headers, &X_FORWARDED_FOR, whole));
        let hops = match (forwarded.is_empty(), listed.is_empty()) {
            (true, _) => listed,
            (_, true) => forwarded,
            // a proxy writes one of the two, and hands on what it was sent of the other, which anybody may have written
            _ if forwarded != listed => return peer,
            _ => listed,
        };
        let mut from = peer;
        for hop in hops.into_iter().rev() {
            match hop {
                Some(hop) => from = hop,
                // hidden, or nonsense: as far as it is known
                None => return from,
            }
            if !self.has(from) {
                break;
            }
        }
        from
    }
}

/// The senders that a header lists, from the other end to this one; `None` for one that is no address.
fn hops(headers: &HeaderMap, name: &HeaderName, of: fn(&str) -> Option<&str>) -> Vec<Option<IpAddr>> {
    let lines = headers.get_all(name).map(|line| line.to_str().unwrap_or_default());
    lines.flat_map(|line| line.split(',')).map(|hop| address(of(hop)?)).collect()
}

/// All of an element of `X-Forwarded-For`.
fn whole(element: &str) -> Option<&str> {
    Some(element)
}

/// What `for=` says in an element of `Forwarded`.
fn stated(element: &str) -> Option<&str> {
    let mut parts = element.split(';').filter_map(|part| part.split_once('='));
    parts.find(|(key, _)| key.trim().eq_ignore_ascii_case("for")).map(|(_, value)| value)
}

/// An address, with or without a port, quotes and brackets.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|whole| whole.ip()))?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    #[test]
    fn a_network_of_ipv6_is_one_household_and_an_address_of_ipv4_is_one() {
        let of = |text: &str| household(text.parse().expect("an address")).to_string();
        assert_eq!(of("10.1.2.3"), "10.1.2.3");
        assert_eq!(of("::ffff:10.1.2.3"), "10.1.2.3");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("2001:db8:1:2:ffff::1"), of("2001:db8:1:2::9"));
        assert_ne!(of("2001:db8:1:3::9"), of("2001:db8:1:2::9"));
    }

    #[test]
    fn a_proxy_is_believed_and_nobody_else() {
        let proxies = Proxies(["10.0.0.0/8", "fd00::/8"].iter().map(|net| net.parse().expect("a network")).collect());
        let sender = |peer: &str, lines: &[(HeaderName, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in lines {
                headers.append(name.clone(), HeaderValue::from_str(value).expect("a value"));
            }
            proxies.sender(peer.parse().expect("an address"), &headers).to_string()
        };
        let (forwarded, listed) = (|| FORWARDED, || X_FORWARDED_FOR);
        assert_eq!(sender("192.0.2.1", &[(listed(), "198.51.100.7")]), "192.0.2.1", "no proxy");
        assert_eq!(sender("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(sender("10.0.0.1", &[(listed(), "198.51.100.7")]), "198.51.100.7");
        assert_eq!(sender("::ffff:10.0.0.1", &[(listed(), "198.51.100.7:4711")]), "198.51.100.7");
        // what was there before the first proxy is what its sender wrote
        assert_eq!(sender("10.0.0.1", &[(listed(), "1.1.1.1, 198.51.100.7, 10.0.0.2")]), "198.51.100.7");
        assert_eq!(sender("10.0.0.1", &[(listed(), "1.1.1.1"), (listed(), "198.51.100.7")]), "198.51.100.7");
        assert_eq!(sender("10.0.0.1", &[(listed(), "198.51.100.7, unknown")]), "10.0.0.1");
        assert_eq!(
            sender("fd00::1", &[(forwarded(), r#"proto=https;For="[2001:db8::1]:4711";by=fd00::1"#)]),
            "2001:db8::1"
        );
        assert_eq!(sender("10.0.0.1", &[(forwarded(), "for=1.1.1.1, for=198.51.100.7;host=x")]), "198.51.100.7");
        assert_eq!(sender("10.0.0.1", &[(forwarded(), "for=_hidden")]), "10.0.0.1");
        assert_eq!(sender("10.0.0.1", &[(forwarded(), "for=1.1.1.1"), (listed(), "198.51.100.7")]), "10.0.0.1");
    }
}
