//! The machine's addresses on its networks.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

/// All addresses that others may reach this machine at: no loopback, none that holds on one cable only. The
/// one that the machine itself would use comes first, then IPv4 before IPv6; empty where there is no network.
#[must_use]
pub fn addresses() -> Vec<IpAddr> {
    // a machine that does not tell its interfaces has none that can be named
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let usable = interfaces.iter().filter(|i| !(i.is_loopback() || i.is_link_local() && i.ip().is_ipv6()));
    let mut addresses: Vec<IpAddr> = usable.map(if_addrs::Interface::ip).collect();
    let preferred = preferred();
    addresses.sort_by_key(|address| (Some(*address) != preferred, address.is_ipv6()));
    addresses.dedup();
    addresses
}

/// The address that the default route leaves from: virtual machines and containers bring interfaces that no
/// tablet reaches. Choosing a route sends nothing; without a route there is none.
fn preferred() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // an address for documentation, which belongs to nobody
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip()).filter(|ip| !ip.is_unspecified())
}

/// Where others reach a server that listens on `listen`: there, or where it listens everywhere on the first
/// of the machine's addresses.
#[must_use]
pub fn reachable(listen: SocketAddr) -> IpAddr {
    if !listen.ip().is_unspecified() {
        return listen.ip();
    }
    let everywhere = addresses().into_iter().find(|address| address.is_ipv4() || listen.is_ipv6());
    everywhere.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
}
