//! The encrypted port. Whoever speaks plain HTTP to it, as after typing `http://` before its address, is answered by the
//! set-up page's application, which says the way, instead of a connection that is cut off without a word.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_http::Protocol;
use actix_server::ServerBuilder;
use actix_service::map_config;
use actix_web::dev::{AppConfig, ServiceFactory, fn_factory};
use actix_web::web;
use rustls::ServerConfig;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::application;
use super::line::Watched;
use super::lines::Lines;
use super::port::{Coming, Port, Serve, protocol, serve};
use super::site::Site;
use super::trust::Setup;

/// How long a connection may stay silent before its first byte.
const SILENCE: Duration = Duration::from_secs(5);
/// How long the two sides may take to agree on how to encrypt.
const AGREEMENT: Duration = Duration::from_secs(10);
/// What is spoken inside, as the two sides call it; the first is spoken where both can.
const HTTP_2: &[u8] = b"h2";
const HTTP_1: &[u8] = b"http/1.1";

/// Lets a server listen to both kinds of connections on one port.
///
/// # Errors
/// Where nobody can be served there.
pub(super) fn listen(
    server: ServerBuilder,
    listener: TcpListener,
    lines: Arc<Lines>,
    mut config: ServerConfig,
    site: &web::Data<Site>,
    setup: &web::Data<Setup>,
) -> io::Result<ServerBuilder> {
    let (site, setup) = (site.clone(), setup.clone());
    config.alpn_protocols = vec![HTTP_2.to_vec(), HTTP_1.to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let both = move || {
        let pages = map_config(application::pages(site.clone(), setup.clone()), |()| AppConfig::default());
        let way = map_config(application::set_up_alone(setup.clone()), |()| AppConfig::default());
        let encrypted = protocol(|io: &TlsStream<Watched>| &io.get_ref().0.line).finish(pages);
        let plain = protocol(|io: &Watched| &io.line).finish(way);
        let (lines, acceptor) = (lines.clone(), acceptor.clone());
        fn_factory(move || {
            let encrypted = ServiceFactory::<Coming<TlsStream<Watched>>>::new_service(&encrypted, ());
            let plain = ServiceFactory::<Coming<Watched>>::new_service(&plain, ());
            let (lines, acceptor) = (lines.clone(), acceptor.clone());
            async move {
                let (encrypted, plain) = (Rc::new(encrypted.await?), Rc::new(plain.await?));
                let by_first_byte: Serve = Rc::new(move |stream, peer| {
                    let (encrypted, plain, acceptor) = (encrypted.clone(), plain.clone(), acceptor.clone());
                    Box::pin(async move {
                        match is_plain(&stream).await {
                            Some(true) => serve(&*plain, (stream, Protocol::Http1, Some(peer))).await,
                            Some(false) => {
                                if let Some(coming) = agree(&acceptor, stream, peer).await {
                                    serve(&*encrypted, coming).await;
                                }
                            }
                            None => {}
                        }
                    })
                });
                Ok::<_, ()>(Port { lines, serve: by_first_byte })
            }
        })
    };
    server.listen("encrypted", listener, both)
}

/// Whether a connection begins as HTTP does; `None` where it says nothing, which gets no answer.
async fn is_plain(stream: &Watched) -> Option<bool> {
    let first = timeout(SILENCE, stream.first()).await.ok()??;
    // a method of HTTP begins with a capital letter, no record of TLS does
    Some(first.is_ascii_uppercase())
}

/// Agrees on how to encrypt, and on what is spoken inside.
async fn agree(acceptor: &TlsAcceptor, stream: Watched, peer: SocketAddr) -> Option<Coming<TlsStream<Watched>>> {
    let stream = timeout(AGREEMENT, acceptor.accept(stream)).await.ok()?.ok()?;
    let inside = match stream.get_ref().1.alpn_protocol() {
        Some(spoken) if spoken == HTTP_2 => Protocol::Http2,
        Some(_) | None => Protocol::Http1,
    };
    Some((stream, inside, Some(peer)))
}
