//! The authority, and what it signs.

use std::fs;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use chrono::{DateTime, TimeDelta, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, PublicKeyData, SanType,
};
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

use super::certificate::Certificate;
use super::files::{Files, Readers};
use super::name::Name;
use super::scope::{self, Scope};
use super::{LanError, addresses};

/// Days that an authority holds: longer than a tablet lives, so that it is trusted once.
const AUTHORITY_DAYS: i64 = 3650;

pub struct Made {
    pub authority: Certificate,
    /// Whether it is new, so that no tablet trusts it yet.
    pub fresh: bool,
    pub server: Certificate,
    /// Addresses of this machine that the authority may not vouch for.
    pub left_out: Vec<IpAddr>,
    /// Why the names of the certificate before were not kept, where they could not be read.
    pub unread: Option<LanError>,
}

/// An authority that can sign.
struct Authority {
    certificate: Certificate,
    scope: Option<Scope>,
    issuer: Issuer<'static, KeyPair>,
}

/// Makes a server's certificate for this machine's addresses, the names that are `asked` for and those that the one before
/// it had, to hold for `days`; the authority too, where there is none yet.
///
/// # Errors
/// Where a name is none, the authority may not vouch for it, or its files are not as they should be.
pub fn make(files: &Files, asked: &[String], days: u16, now: DateTime<Utc>) -> Result<Made, LanError> {
    let asked = asked.iter().map(|name| Name::parse(name)).collect::<Result<Vec<_>, _>>()?;
    let found: Vec<Name> = addresses().into_iter().map(Name::Address).collect();
    let kept = Authority::open(files, now)?;
    let fresh = kept.is_none();
    let authority = match kept {
        Some(authority) => authority,
        None => Authority::create(files, &[found.as_slice(), asked.as_slice()].concat(), now)?,
    };
    if let Some(name) = asked.iter().find(|name| !authority.permits(name)) {
        return Err(LanError::OutOfScope { name: name.to_string(), folder: files.folder().to_owned() });
    }
    let (mut names, left_out): (Vec<Name>, Vec<Name>) = found.into_iter().partition(|name| authority.permits(name));
    // names and addresses of the certificate before: another network on another day, names that were asked for once
    let (before, unread) = match Certificate::read(&files.server()) {
        Ok((certificate, _)) => (certificate.names().to_vec(), None),
        Err(LanError::Read { error, .. }) if error.kind() == io::ErrorKind::NotFound => (Vec::new(), None),
        Err(error) => (Vec::new(), Some(error)),
    };
    let before = before.into_iter().filter_map(|name| Name::parse(&name).ok());
    let before: Vec<Name> = before.filter(|name| authority.permits(name)).collect();
    let own = [
        Name::Host("localhost".to_owned()),
        Name::Address(Ipv4Addr::LOCALHOST.into()),
        Name::Address(Ipv6Addr::LOCALHOST.into()),
    ];
    for name in asked.into_iter().chain(before).chain(own) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let server = authority.sign(files, &names, now + TimeDelta::days(i64::from(days)), now)?;
    let left_out = left_out.into_iter().filter_map(|name| match name {
        Name::Address(address) => Some(address),
        Name::Host(_) => None,
    });
    Ok(Made { authority: authority.certificate, fresh, server, left_out: left_out.collect(), unread })
}

impl Authority {
    /// The one that is kept, where there is one.
    fn open(files: &Files, now: DateTime<Utc>) -> Result<Option<Self>, LanError> {
        let (path, key_path) = (files.authority(), files.authority_key());
        match (path.exists(), key_path.exists()) {
            (false, false) => return Ok(None),
            (true, false) => return Err(LanError::Half { present: path, missing: key_path }),
            (false, true) => return Err(LanError::Half { present: key_path, missing: path }),
            (true, true) => {}
        }
        let (certificate, _) = Certificate::read(&path)?;
        if certificate.until() <= now {
            return Err(LanError::RunOut { path, until: certificate.until() });
        }
        let text = fs::read_to_string(&key_path).map_err(|error| LanError::Read { path: key_path.clone(), error })?;
        let key = KeyPair::from_pem(&text).map_err(|_| LanError::NotKey(key_path.clone()))?;
        let (_, parsed) =
            X509Certificate::from_der(certificate.der()).map_err(|_| LanError::NotCertificate(path.clone()))?;
        if parsed.public_key().raw != key.subject_public_key_info() {
            return Err(LanError::Strangers { certificate: path, key: key_path });
        }
        let scope = Scope::of(&parsed);
        let issuer = Issuer::from_ca_cert_der(certificate.der(), key).map_err(unmade)?;
        Ok(Some(Self { certificate, scope, issuer }))
    }

    /// A new one, for private networks and, beyond those, for `names`.
    fn create(files: &Files, names: &[Name], now: DateTime<Utc>) -> Result<Self, LanError> {
        let key = new_key()?;
        let mut params = CertificateParams::default();
        // two authorities of one name would be taken for one another
        let mark = hex::encode_upper(rand::random::<[u8; 2]>());
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::OrganizationName, "观摩评比");
        params.distinguished_name.push(DnType::CommonName, format!("guanmo 观摩评比 {mark}"));
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.name_constraints = Some(scope::constraints(names));
        hold(&mut params, now + TimeDelta::days(AUTHORITY_DAYS), now);
        let made = params.self_signed(&key).map_err(unmade)?;
        files.write(&files.authority_key(), &key.serialize_pem(), Readers::Owner)?;
        files.write(&files.authority(), &made.pem(), Readers::All)?;
        // read back as it will be read the next time
        Self::open(files, now)?.ok_or_else(|| LanError::NotCertificate(files.authority()))
    }

    fn permits(&self, name: &Name) -> bool {
        self.scope.as_ref().is_none_or(|scope| scope.permits(name))
    }

    /// A server's certificate with a key of its own, in place of an earlier one.
    fn sign(
        &self,
        files: &Files,
        names: &[Name],
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Certificate, LanError> {
        let key = new_key()?;
        let mut params = CertificateParams::default();
        params.subject_alt_names = names.iter().map(alternative).collect::<Result<_, _>>()?;
        params.distinguished_name = rcgen::DistinguishedName::new();
        let first = names.first().map(ToString::to_string).unwrap_or_default();
        params.distinguished_name.push(DnType::CommonName, first);
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        hold(&mut params, until.min(self.certificate.until()), now);
        let made = params.signed_by(&key, &self.issuer).map_err(unmade)?;
        files.write(&files.server_key(), &key.serialize_pem(), Readers::Owner)?;
        files.write(&files.server(), &made.pem(), Readers::All)?;
        Ok(Certificate::read(&files.server())?.0)
    }
}

/// Sets from when to when: from the day before, for tablets whose clocks are slow.
fn hold(params: &mut CertificateParams, until: DateTime<Utc>, now: DateTime<Utc>) {
    params.not_before = std::time::SystemTime::from(now - TimeDelta::days(1)).into();
    params.not_after = std::time::SystemTime::from(until).into();
}

fn alternative(name: &Name) -> Result<SanType, LanError> {
    Ok(match name {
        Name::Address(address) => SanType::IpAddress(*address),
        Name::Host(host) => SanType::DnsName(host.as_str().try_into().map_err(unmade)?),
    })
}

/// On the curve that every browser back to Chromium 78 and Android 7 knows.
fn new_key() -> Result<KeyPair, LanError> {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(unmade)
}

fn unmade(error: rcgen::Error) -> LanError {
    LanError::Unmade(error.to_string())
}
