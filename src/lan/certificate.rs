//! A certificate as it is kept in a file: what is in it, and its fingerprint.

use std::fs;
use std::net::IpAddr;
use std::path::Path;

use chrono::{DateTime, Utc};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use sha2::{Digest, Sha256};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer;

use super::LanError;

/// A certificate that could be read.
#[derive(Debug, Clone)]
pub struct Certificate {
    der: CertificateDer<'static>,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    names: Vec<String>,
}

impl Certificate {
    /// All certificates of a PEM file, the file's own order: the first is the server's or the authority's.
    ///
    /// # Errors
    /// Where the file cannot be read, or holds none, or one that is none.
    pub fn read(path: &Path) -> Result<(Self, Vec<CertificateDer<'static>>), LanError> {
        let bytes = fs::read(path).map_err(|error| LanError::Read { path: path.to_owned(), error })?;
        let unfit = || LanError::NotCertificate(path.to_owned());
        let chain = CertificateDer::pem_slice_iter(&bytes).collect::<Result<Vec<_>, _>>().map_err(|_| unfit())?;
        let first = chain.first().and_then(Self::parse).ok_or_else(unfit)?;
        Ok((first, chain))
    }

    pub(super) fn parse(der: &CertificateDer<'static>) -> Option<Self> {
        let (_, parsed) = X509Certificate::from_der(der).ok()?;
        let at = |seconds| DateTime::from_timestamp(seconds, 0);
        let validity = parsed.validity();
        let (from, until) = (at(validity.not_before.timestamp())?, at(validity.not_after.timestamp())?);
        Some(Self { der: der.clone(), from, until, names: names(&parsed) })
    }

    /// The bytes.
    #[must_use]
    pub fn der(&self) -> &CertificateDer<'static> {
        &self.der
    }

    /// From when it holds.
    #[must_use]
    pub fn from(&self) -> DateTime<Utc> {
        self.from
    }

    /// Until when it holds.
    #[must_use]
    pub fn until(&self) -> DateTime<Utc> {
        self.until
    }

    /// The hosts and addresses that it names.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// SHA-256 over it, as tablets show it: pairs of digits with colons between.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let pairs: Vec<String> = Sha256::digest(&self.der).iter().map(|byte| format!("{byte:02X}")).collect();
        pairs.join(":")
    }
}

fn names(parsed: &X509Certificate<'_>) -> Vec<String> {
    let extension = parsed.subject_alternative_name().ok().flatten();
    let names = extension.iter().flat_map(|extension| &extension.value.general_names);
    let text = |name: &GeneralName<'_>| match name {
        GeneralName::DNSName(host) => Some((*host).to_owned()),
        GeneralName::IPAddress(bytes) => match bytes.len() {
            4 => <[u8; 4]>::try_from(*bytes).ok().map(|octets| IpAddr::from(octets).to_string()),
            _ => <[u8; 16]>::try_from(*bytes).ok().map(|octets| IpAddr::from(octets).to_string()),
        },
        _ => None,
    };
    names.filter_map(text).collect()
}
