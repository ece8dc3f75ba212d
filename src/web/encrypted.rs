//! The encrypted port. Whoever speaks plain HTTP to it, as after typing `http://` before its address, is answered by the
//! set-up page's application, which says the way, instead of a connection that is cut off without a word.

use std::future::Future;
use std::io;
use std::net::TcpListener;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_http::HttpService;
use actix_server::ServerBuilder;
use actix_service::map_config;
use actix_web::dev::{AppConfig, Service, ServiceFactory, fn_factory};
use actix_web::web;
use rustls::ServerConfig;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::application;
use super::site::Site;
use super::trust::Setup;

/// How long a connection may stay silent before it is closed, as long as the server waits for the head of a request.
const SILENCE: Duration = Duration::from_secs(5);
/// How long a connection that is closed is waited for, as where nothing is encrypted.
const FAREWELL: Duration = Duration::from_secs(1);

/// Lets a server listen to both kinds of connections on one port.
///
/// # Errors
/// Where nobody can be served there.
pub(super) fn listen(
    server: ServerBuilder,
    listener: TcpListener,
    config: ServerConfig,
    site: &web::Data<Site>,
    setup: &web::Data<Setup>,
) -> io::Result<ServerBuilder> {
    let (site, setup) = (site.clone(), setup.clone());
    let both = move || {
        let pages = map_config(application::pages(site.clone(), setup.clone()), |()| AppConfig::default());
        let way = map_config(application::set_up_alone(setup.clone()), |()| AppConfig::default());
        let encrypted = HttpService::build().client_disconnect_timeout(FAREWELL).finish(pages);
        let encrypted = encrypted.rustls_0_23(config.clone());
        let plain = HttpService::build().client_disconnect_timeout(FAREWELL).finish(way).tcp();
        fn_factory(move || {
            let (encrypted, plain) = (encrypted.new_service(()), plain.new_service(()));
            async move {
                let (encrypted, plain) = (Rc::new(encrypted.await?), Rc::new(plain.await?));
                Ok::<_, ()>(ByFirstByte { encrypted, plain })
            }
        })
    };
    server.listen("encrypted", listener, both)
}

/// Gives a connection to the one of two services that understands it.
struct ByFirstByte<E, P> {
    encrypted: Rc<E>,
    plain: Rc<P>,
}

impl<E, P> Service<TcpStream> for ByFirstByte<E, P>
where
    E: Service<TcpStream, Response = ()> + 'static,
    P: Service<TcpStream, Response = ()> + 'static,
{
    type Response = ();
    type Error = ();
    type Future = Pin<Box<dyn Future<Output = Result<(), ()>>>>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), ()>> {
        match self.encrypted.poll_ready(context).map_err(drop) {
            Poll::Ready(Ok(())) => self.plain.poll_ready(context).map_err(drop),
            other => other,
        }
    }

    fn call(&self, connection: TcpStream) -> Self::Future {
        let (encrypted, plain) = (self.encrypted.clone(), self.plain.clone());
        Box::pin(async move {
            let mut first = [0];
            // silence and a connection that is gone get no answer
            let read = timeout(SILENCE, connection.peek(&mut first)).await.map_err(drop)?.map_err(drop)?;
            if read == 0 {
                return Ok(());
            }
            // a method of HTTP begins with a capital letter, no record of TLS does
            if first[0].is_ascii_uppercase() {
                plain.call(connection).await.map_err(drop)
            } else {
                encrypted.call(connection).await.map_err(drop)
            }
        })
    }
}
