//! For whom the authority may vouch. Tablets will trust whatever it signs, and its key lies on a laptop: so
//! its own certificate says that it counts for private networks and a few names only, and whoever steals the
//! key cannot pass for a bank.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use rcgen::{CidrSubnet, GeneralSubtree, NameConstraints};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;

use super::name::Name;

/// Networks that nobody reaches from the internet, and the machine itself.
const NETWORKS: [(IpAddr, u8); 8] = [
    (IpAddr::V4(Ipv4Addr::new(10, 0, 0, 0)), 8),
    (IpAddr::V4(Ipv4Addr::new(172, 16, 0, 0)), 12),
    (IpAddr::V4(Ipv4Addr::new(192, 168, 0, 0)), 16),
    (IpAddr::V4(Ipv4Addr::new(100, 64, 0, 0)), 10),
    (IpAddr::V4(Ipv4Addr::new(169, 254, 0, 0)), 16),
    (IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), 8),
    (IpAddr::V6(Ipv6Addr::LOCALHOST), 128),
    (IpAddr::V6(Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0)), 7),
];

/// Endings that no public domain has.
const DOMAINS: [&str; 5] = ["localhost", "local", "lan", "internal", "home.arpa"];

/// The constraints of a new authority: private networks and names, and beyond those exactly `names`.
pub(super) fn constraints(names: &[Name]) -> NameConstraints {
    let network = |(address, prefix)| GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address, prefix));
    let mut permitted: Vec<GeneralSubtree> = NETWORKS.into_iter().map(network).collect();
    permitted.extend(DOMAINS.map(|domain| GeneralSubtree::DnsName(domain.to_owned())));
    permitted.extend(names.iter().map(|name| match name {
        Name::Address(address) => network((*address, if address.is_ipv4() { 32 } else { 128 })),
        Name::Host(host) => GeneralSubtree::DnsName(host.clone()),
    }));
    NameConstraints { permitted_subtrees: permitted, excluded_subtrees: Vec::new() }
}

/// What an authority's certificate says of whom it may vouch for.
pub(super) struct Scope {
    /// Address and mask, one after the other, as the certificate has them.
    networks: Vec<Vec<u8>>,
    domains: Vec<String>,
}

impl Scope {
    /// Reads the constraints; an authority without any may vouch for everybody, and has no scope.
    pub fn of(certificate: &X509Certificate<'_>) -> Option<Self> {
        let constraints = certificate.name_constraints().ok().flatten()?.value;
        let mut scope = Self { networks: Vec::new(), domains: Vec::new() };
        for subtree in constraints.permitted_subtrees.iter().flatten() {
            match &subtree.base {
                GeneralName::IPAddress(bytes) => scope.networks.push(bytes.to_vec()),
                GeneralName::DNSName(domain) => scope.domains.push((*domain).to_owned()),
                _ => {}
            }
        }
        Some(scope)
    }

    pub fn permits(&self, name: &Name) -> bool {
        match name {
            Name::Address(IpAddr::V4(address)) => self.holds(&address.octets()),
            Name::Address(IpAddr::V6(address)) => self.holds(&address.octets()),
            Name::Host(host) => self.domains.iter().any(|domain| {
                host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            }),
        }
    }

    fn holds(&self, address: &[u8]) -> bool {
        self.networks.iter().filter(|network| network.len() == 2 * address.len()).any(|network| {
            let (start, mask) = network.split_at(address.len());
            address.iter().zip(mask).zip(start).all(|((a, m), s)| a & m == s & m)
        })
    }
}
