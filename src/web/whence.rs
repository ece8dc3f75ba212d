//! Whom a request is counted against: a household, which is an address, or the network of one where the version of the
//! protocol gives every household a whole network.

use std::net::{IpAddr, Ipv6Addr};

use actix_web::HttpRequest;

/// Bits of an address of IPv6 that say whose it is; the others its owner chooses at will.
const HOUSEHOLD: u32 = 64;

/// Whom an address is counted as.
pub(super) fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() >> HOUSEHOLD << HOUSEHOLD)),
        four @ IpAddr::V4(_) => four,
    }
}

/// Whom a request is counted against; `None` where nobody knows where it comes from.
pub(super) fn of(request: &HttpRequest) -> Option<IpAddr> {
    request.peer_addr().map(|peer| household(peer.ip()))
}

#[cfg(test)]
mod tests {
    use super::household;

    #[test]
    fn a_network_of_ipv6_is_one_household_and_an_address_of_ipv4_is_one() {
        let of = |text: &str| household(text.parse().expect("an address")).to_string();
        assert_eq!(of("10.1.2.3"), "10.1.2.3");
        assert_eq!(of("::ffff:10.1.2.3"), "10.1.2.3");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("2001:db8:1:2:ffff::1"), of("2001:db8:1:2::9"));
        assert_ne!(of("2001:db8:1:3::9"), of("2001:db8:1:2::9"));
    }
}
