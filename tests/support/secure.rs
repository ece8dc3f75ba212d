//! A client that trusts what it is told to trust and nothing else, as a tablet does.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// The client.
pub struct Secure(Arc<ClientConfig>);

/// What came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// The head, names in lower case.
    pub head: String,
    pub body: String,
}

impl Answer {
    /// The first header of a name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

impl Secure {
    /// One that trusts the authorities of a PEM file only.
    pub fn trusting(authority: &Path) -> Self {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_file_iter(authority).expect("a file") {
            roots.add(certificate.expect("a certificate")).expect("an authority");
        }
        Self::with(roots)
    }

    /// One that trusts nobody.
    pub fn trusting_nobody() -> Self {
        Self::with(RootCertStore::empty())
    }

    fn with(roots: RootCertStore) -> Self {
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().expect("versions");
        Self(Arc::new(builder.with_root_certificates(roots).with_no_client_auth()))
    }

    /// Asks the server at an address, which has to show that it is `name`.
    pub fn get(&self, server: SocketAddr, name: &str, path: &str, headers: &[(&str, &str)]) -> io::Result<Answer> {
        let name = ServerName::try_from(name.to_owned()).expect("a name");
        let connection = ClientConnection::new(Arc::clone(&self.0), name).map_err(io::Error::other)?;
        let mut stream = StreamOwned::new(connection, TcpStream::connect(server)?);
        let headers = headers.iter().fold(String::new(), |head, (name, value)| head + *name + ": " + *value + "\r\n");
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {server}\r\nconnection: close\r\n{headers}\r\n")?;
        let mut bytes = Vec::new();
        match stream.read_to_end(&mut bytes) {
            // a server may end the connection without saying so first
            Err(error) if error.kind() == ErrorKind::UnexpectedEof && !bytes.is_empty() => {}
            other => {
                other?;
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").ok_or_else(|| io::Error::other("no answer"))?;
        let status = head.split_whitespace().nth(1).and_then(|status| status.parse().ok());
        Ok(Answer { status: status.expect("a status"), head: head.to_owned(), body: body.to_owned() })
    }
}
