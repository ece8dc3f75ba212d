//! What the settings of `serve` mean for encryption: which files, and whether they are fit for the address
//! that tablets will ask for.

use std::path::PathBuf;

use chrono::Utc;

use crate::config::ServeSettings;
use crate::lan::{self, Certificate, Files};
use crate::web;
use crate::web::tls::{Identity, Tls, TlsError};

/// Why it cannot be served as the settings say.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    /// The files are not fit.
    #[error(transparent)]
    Files(#[from] TlsError),
    /// No certificate has been made yet.
    #[error("{} 里还没有证书。请先运行 guanmo cert --data {}", folder.display(), data.display())]
    NoneMade { folder: PathBuf, data: PathBuf },
    /// The certificate that was made does not hold any more, or does not belong to its key.
    #[error("{0}。请重新运行 guanmo cert，平板不用重新设置")]
    MakeAnew(TlsError),
    /// The certificate that was made is not for the address that tablets will ask for.
    #[error("证书不是给 {host} 的，只给：{}。请重新运行 guanmo cert{}，平板不用重新设置", names.join("、"), ask(host, *found))]
    OtherNames {
        host: String,
        names: Vec<String>,
        /// Whether the address is found without being named.
        found: bool,
    },
    /// The address that others use is not encrypted.
    #[error("--public-url 是 {0}，启用加密时应以 https:// 开头")]
    PlainUrl(String),
    /// The set-up page's port without encryption.
    #[error("--setup-listen 只在加密时有用，请同时写 --tls-self，或者 --tls-cert 和 --tls-key")]
    NotEncrypted,
}

fn ask(host: &str, found: bool) -> String {
    if found { String::new() } else { format!(" --name {host}") }
}

/// How to encrypt; `None` where it is not asked for.
pub(super) fn prepare(settings: &ServeSettings) -> Result<Option<Tls>, Refusal> {
    let tls = &settings.tls;
    let (identity, authority) = match (&tls.tls_cert, &tls.tls_key) {
        (Some(certificate), Some(key)) => (Identity::read(certificate, key, Utc::now())?, None),
        _ if tls.tls_self => {
            let (identity, authority) = own(settings)?;
            (identity, Some(authority))
        }
        _ if tls.setup_listen.is_some() => return Err(Refusal::NotEncrypted),
        _ => return Ok(None),
    };
    check_host(settings, &identity, authority.is_some())?;
    Ok(Some(Tls { identity, authority, setup_listen: settings.setup_listen() }))
}

/// The certificate that `guanmo cert` made, and its authority.
fn own(settings: &ServeSettings) -> Result<(Identity, Certificate), Refusal> {
    let data = &settings.data.data_dir;
    let files = Files::of(data);
    if !files.server().exists() && !files.authority().exists() {
        return Err(Refusal::NoneMade { folder: files.folder().to_owned(), data: data.clone() });
    }
    let (authority, _) = Certificate::read(&files.authority()).map_err(TlsError::from)?;
    let identity = Identity::read(&files.server(), &files.server_key(), Utc::now()).map_err(Refusal::MakeAnew)?;
    Ok((identity, authority))
}

/// Whether the certificate is for the host that links will name.
fn check_host(settings: &ServeSettings, identity: &Identity, own: bool) -> Result<(), Refusal> {
    let (host, found) = match &settings.public_url {
        Some(url) if !url.starts_with("https://") => return Err(Refusal::PlainUrl(url.clone())),
        Some(url) => (web::host(url).to_owned(), false),
        None => (lan::reachable(settings.listen).to_string(), true),
    };
    if identity.names(&host) {
        return Ok(());
    }
    let names = identity.certificate.names().to_vec();
    if own {
        let found = found || lan::addresses().iter().any(|address| address.to_string() == host);
        return Err(Refusal::OtherNames { host, names, found });
    }
    // no refusal: a server in front may show browsers another certificate than this one
    let names = names.join("、");
    eprintln!("注意：证书不是给 {host} 的，只给：{names}。请用 --public-url 写明浏览器要用的地址");
    Ok(())
}
