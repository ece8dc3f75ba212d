//! What a LAN without a domain name needs: the machine's own addresses, and a certificate authority of its
//! own. The authority is made once and kept, so that a tablet is told to trust it only once; the server's
//! certificate is made anew whenever the addresses change. A leaf: it knows no other part of the program.
//!
//! Reading order: `address`, `name`, `scope` (whom the authority may vouch for), `certificate` and `files`
//! (what is kept and how), `authority`.

mod address;
mod authority;
mod certificate;
mod files;
mod name;
mod scope;

use std::io;
use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};

pub use address::{addresses, reachable};
pub use authority::{Made, make};
pub use certificate::Certificate;
pub use files::Files;
pub use name::Name;

/// Why there is no certificate. Nothing was written over.
#[derive(Debug, thiserror::Error)]
pub enum LanError {
    /// A file cannot be read.
    #[error("文件 {} 读不出来：{error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A file cannot be written.
    #[error("文件 {} 写不进去：{error}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A file holds no certificate.
    #[error("文件 {} 里没有可用的证书，应为 PEM 格式（以 -----BEGIN CERTIFICATE----- 开头）", .0.display())]
    NotCertificate(PathBuf),
    /// A file holds no private key.
    #[error("文件 {} 里没有可用的私钥，应为 PEM 格式（以 -----BEGIN PRIVATE KEY----- 开头）", .0.display())]
    NotKey(PathBuf),
    /// One of the authority's two files is gone.
    #[error("颁发机构缺了文件 {}（另有 {}）。请把它从备份放回；找不回来就移走后者，再运行 guanmo cert 新建，平板须重新信任", missing.display(), present.display())]
    Half {
        /// What is there.
        present: PathBuf,
        /// What is not.
        missing: PathBuf,
    },
    /// The authority's key is another one's.
    #[error("颁发机构的私钥 {} 与证书 {} 不是一对。请从备份放回原来的一对", key.display(), certificate.display())]
    Strangers { certificate: PathBuf, key: PathBuf },
    /// The authority has run out.
    #[error("颁发机构 {} 已于 {} 到期。请移走它和它的私钥，再运行 guanmo cert 新建，平板须重新信任", path.display(), day(*until))]
    RunOut {
        /// Its certificate.
        path: PathBuf,
        /// When.
        until: DateTime<Utc>,
    },
    /// Neither a host's name nor an address.
    #[error("“{0}”不是主机名或 IP 地址；可以写 192.168.1.5 或 pingbi.lan，不带 https:// 和端口")]
    BadName(String),
    /// A name that the authority may not vouch for.
    #[error("已有的颁发机构不能为“{name}”作证：它只管局域网地址和新建时写明的名称。要用这个名称，请移走 {} 里的文件，再运行 guanmo cert --name {name} 新建，平板须重新信任", folder.display())]
    OutOfScope {
        name: String,
        /// Where the authority is kept.
        folder: PathBuf,
    },
    /// The cryptography refused.
    #[error("证书生成不了：{0}")]
    Unmade(String),
}

/// A day by the one clock of the whole country, whatever zone the machine is set to.
#[must_use]
pub fn day(at: DateTime<Utc>) -> String {
    (at + TimeDelta::hours(8)).format("%Y-%m-%d").to_string()
}

/// Days before its end from which on a certificate, and the authority, are said to run out.
const SERVER_DAYS: i64 = 30;
const AUTHORITY_DAYS: i64 = 90;

/// What is to be said of certificates that run out soon; nothing of those that hold long enough.
#[must_use]
pub fn running_out(server: &Certificate, authority: Option<&Certificate>, now: DateTime<Utc>) -> Vec<String> {
    let left = |certificate: &Certificate| (certificate.until() - now).num_days();
    let mut said = Vec::new();
    if left(server) < SERVER_DAYS {
        let (until, days) = (day(server.until()), left(server));
        let way = if authority.is_some() {
            "请运行 guanmo cert 后重新启动，平板不用重新设置"
        } else {
            "请换上新的证书后重新启动"
        };
        said.push(format!("服务器证书 {until} 到期，还有 {days} 天：{way}"));
    }
    if let Some(authority) = authority.filter(|authority| left(authority) < AUTHORITY_DAYS) {
        let (until, days) = (day(authority.until()), left(authority));
        said.push(format!("颁发机构 {until} 到期，还有 {days} 天：请新建颁发机构，每台平板重新信任一次"));
    }
    said
}
