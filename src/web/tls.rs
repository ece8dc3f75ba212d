//! What encrypts: a key and its certificates become what the server listens with. Decides nothing about
//! which files those are.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{PrivateKeyDer, ServerName};
use rustls::server::ParsedCertificate;
use rustls::{Error, InconsistentKeys, ServerConfig};

use crate::app::act::clock::Moment;
use crate::lan::{Certificate, LanError, day};

/// How connections are encrypted.
#[derive(Debug, Clone)]
pub struct Tls {
    /// The key and its certificates.
    pub identity: Identity,
    /// The authority of the program's own that tablets have to trust; `None`: they trust it already.
    pub authority: Option<Certificate>,
    /// Where the set-up page is served without encryption.
    pub setup_listen: SocketAddr,
}

/// A key and certificates that belong together and hold now.
#[derive(Debug, Clone)]
pub struct Identity {
    pub(super) config: ServerConfig,
    /// The server's certificate.
    pub certificate: Certificate,
}

/// Why files cannot be used to encrypt.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// One cannot be read, or holds something else.
    #[error(transparent)]
    File(#[from] LanError),
    /// The key is another certificate's.
    #[error("私钥 {} 与证书 {} 不是一对，请核对两个文件", key.display(), certificate.display())]
    Strangers { certificate: PathBuf, key: PathBuf },
    /// The certificate has run out.
    #[error("证书 {} 已于 {} 到期", path.display(), day(*until))]
    RunOut {
        /// The certificate.
        path: PathBuf,
        /// When.
        until: Moment,
    },
    /// The certificate does not hold yet.
    #[error("证书 {} 要到 {} 才生效，请核对本机的时钟", path.display(), day(*from))]
    TooEarly {
        /// The certificate.
        path: PathBuf,
        /// When it will.
        from: Moment,
    },
    /// Key or certificate are of a kind that is not known here.
    #[error("证书 {} 或私钥 {} 用不了：{reason}", certificate.display(), key.display())]
    Unfit {
        certificate: PathBuf,
        key: PathBuf,
        /// What the library said.
        reason: String,
    },
}

impl Identity {
    /// Reads a PEM file of certificates and one with the key of the first.
    ///
    /// # Errors
    /// Where they cannot be read, do not belong together, or do not hold `now`.
    pub fn read(certificate: &Path, key: &Path, now: Moment) -> Result<Self, TlsError> {
        let (first, chain) = Certificate::read(certificate)?;
        let secret = read_key(key)?;
        if first.until() <= now {
            return Err(TlsError::RunOut { path: certificate.to_owned(), until: first.until() });
        }
        if first.from() > now {
            return Err(TlsError::TooEarly { path: certificate.to_owned(), from: first.from() });
        }
        let (certificate, key) = (certificate.to_owned(), key.to_owned());
        let built = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, secret));
        match built {
            Ok(config) => Ok(Self { config, certificate: first }),
            Err(Error::InconsistentKeys(InconsistentKeys::KeyMismatch)) => {
                Err(TlsError::Strangers { certificate, key })
            }
            Err(error) => Err(TlsError::Unfit { certificate, key, reason: error.to_string() }),
        }
    }

    /// Whether a browser that asks for this host or address takes the certificate as its own.
    #[must_use]
    pub fn names(&self, host: &str) -> bool {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let Ok(wanted) = ServerName::try_from(bare) else { return false };
        ParsedCertificate::try_from(self.certificate.der())
            .is_ok_and(|parsed| rustls::client::verify_server_name(&parsed, &wanted).is_ok())
    }

    /// The addresses among its names that others reach the machine at.
    pub(super) fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        let addresses = self.certificate.names().iter().filter_map(|name| name.parse::<IpAddr>().ok());
        addresses.filter(|address| !address.is_loopback())
    }
}

fn read_key(path: &Path) -> Result<PrivateKeyDer<'static>, LanError> {
    PrivateKeyDer::from_pem_file(path).map_err(|error| match error {
        pem::Error::Io(error) => LanError::Read { path: path.to_owned(), error },
        _ => LanError::NotKey(path.to_owned()),
    })
}
