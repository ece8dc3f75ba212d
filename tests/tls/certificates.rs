//! What `guanmo cert` makes and keeps.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::{TimeDelta, Utc};
use guanmo::lan::{self, Certificate, Files};
use rcgen::{CertificateParams, Issuer, KeyPair};
use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};

use super::{authority, cert, certified};
use crate::support::server::data_dir;

fn read(path: &Path) -> Certificate {
    Certificate::read(path).expect("a certificate").0
}

#[test]
fn the_certificate_names_this_machine_and_what_was_asked_for() {
    let data = crate::support::server::data_dir();
    let made = cert(data.path(), &["--name", "pingbi.lan", "10.20.30.40", "--days", "30"]);
    assert_eq!(made.code, 0, "{made:?}");
    let server = read(&data.path().join("tls/server.pem"));
    let wanted = ["pingbi.lan", "10.20.30.40", "localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let found = guanmo::lan::addresses().into_iter().map(|address| address.to_string());
    for name in wanted.into_iter().chain(found) {
        assert!(server.names().contains(&name), "{name} is not in {:?}", server.names());
        assert!(made.stdout.contains(&name), "{name} is not said: {}", made.stdout);
    }
    assert_eq!((server.until() - server.from()).num_days(), 31, "a day before and thirty to come");
    assert!(made.stdout.contains(&read(&authority(&data)).fingerprint()), "{}", made.stdout);
    assert!(made.stdout.contains("guanmo serve --tls-self"), "{}", made.stdout);
}

#[test]
fn making_it_again_keeps_the_authority_and_replaces_the_certificate() {
    let data = certified();
    let files =
        ["authority.pem", "authority-key.pem", "server.pem", "server-key.pem"].map(|n| data.path().join("tls").join(n));
    let before = files.clone().map(|file| fs::read(file).expect("a file"));
    let again = cert(data.path(), &["--name", "10.9.8.7"]);
    assert_eq!(again.code, 0, "{again:?}");
    assert!(again.stdout.contains("沿用已有的颁发机构"), "{}", again.stdout);
    let after = files.clone().map(|file| fs::read(file).expect("a file"));
    assert_eq!(before[..2], after[..2]);
    assert!(before[2] != after[2] && before[3] != after[3]);
    // what was asked for once is asked for no more
    let third = cert(data.path(), &[]);
    assert!(third.code == 0 && third.stdout.contains("10.9.8.7"), "{third:?}");
    assert!(read(&files[2]).names().contains(&"10.9.8.7".to_owned()));
}

#[test]
fn names_of_a_certificate_that_cannot_be_read_are_said_to_be_lost() {
    let data = data_dir();
    let first = cert(data.path(), &["--name", "pingbi.lan"]);
    assert!(first.code == 0 && !first.stdout.contains("未沿用"), "{first:?}");
    fs::write(data.path().join("tls/server.pem"), "torn").expect("written");
    let again = cert(data.path(), &[]);
    assert!(again.code == 0 && again.stdout.contains("未沿用"), "{again:?}");
    assert!(again.stdout.contains("server.pem") && again.stdout.contains("--name"), "{again:?}");
    assert!(!read(&data.path().join("tls/server.pem")).names().contains(&"pingbi.lan".to_owned()));
}

#[test]
fn what_runs_out_soon_is_told_with_what_to_do() {
    let data = data_dir();
    let long_ago = Utc::now() - TimeDelta::days(3650 - 60);
    let made = lan::make(&Files::of(data.path()), &[], 3650 - 40, long_ago).expect("certificates");
    let said = lan::running_out(&made.server, Some(&made.authority), Utc::now());
    assert!(said.len() == 2 && said[0].contains("服务器证书") && said[1].contains("颁发机构"), "{said:?}");
    assert!(said[0].contains("还有 19 天") || said[0].contains("还有 20 天"), "{said:?}");
    let fresh = lan::make(&Files::of(data_dir().path()), &[], 366, Utc::now()).expect("certificates");
    assert!(lan::running_out(&fresh.server, Some(&fresh.authority), Utc::now()).is_empty());
}

#[cfg(unix)]
#[test]
fn keys_are_readable_by_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let data = certified();
    for name in ["authority-key.pem", "server-key.pem"] {
        let mode = fs::metadata(data.path().join("tls").join(name)).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    // one that `cert` makes before there is a database holds the database later
    let later = data.path().join("later");
    assert_eq!(cert(&later, &[]).code, 0);
    assert_eq!(fs::metadata(&later).expect("a folder").permissions().mode() & 0o777, 0o700);
}

/// Whether a client that trusts the authority takes a certificate that its key signs for a name.
fn takes(data: &Path, name: &str) -> bool {
    let text = |file: &str| fs::read_to_string(data.join("tls").join(file)).expect("a file");
    let key = KeyPair::from_pem(&text("authority-key.pem")).expect("a key");
    let issuer = Issuer::from_ca_cert_pem(&text("authority.pem"), key).expect("an authority");
    let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    params.use_authority_key_identifier_extension = true;
    let signed = params.signed_by(&KeyPair::generate().expect("a key"), &issuer).expect("a certificate");
    let mut roots = RootCertStore::empty();
    let authority: CertificateDer<'_> = read(&data.join("tls/authority.pem")).der().clone();
    roots.add(authority).expect("an authority");
    let provider = Arc::new(ring::default_provider());
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().expect("a verifier");
    let wanted = ServerName::try_from(name).expect("a name");
    verifier.verify_server_cert(signed.der(), &[], &wanted, &[], UnixTime::now()).is_ok()
}

#[test]
fn whoever_steals_the_authoritys_key_cannot_pass_for_a_public_site() {
    let data = crate::support::server::data_dir();
    assert_eq!(cert(data.path(), &["--name", "pingbi.gov.example"]).code, 0);
    for own in ["192.168.1.5", "10.0.0.1", "pingbi.gov.example", "laptop.local"] {
        assert!(takes(data.path(), own), "{own}");
    }
    for stranger in ["www.example.com", "gov.example", "203.0.113.7", "2001:db8::1"] {
        assert!(!takes(data.path(), stranger), "{stranger}");
    }
}
