//! A port that is listened at: each connection gets a place, is watched, and is given to what serves it.

use std::fmt::Debug;
use std::future::{Future, poll_fn};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_http::body::{BoxBody, MessageBody};
use actix_http::{HttpServiceBuilder, Protocol, Request, Response};
use actix_server::ServerBuilder;
use actix_service::{IntoServiceFactory, map_config};
use actix_web::dev::{AppConfig, Service, ServiceFactory, fn_factory};
use tokio::net::TcpStream;

use super::line::{FAREWELL, Line, Watched};
use super::lines::Lines;

/// How long the head of a connection's first request may take.
const HEAD: Duration = Duration::from_secs(10);
/// Most bytes of one body, and of all of a connection, that its sender may send before they are read (HTTP/2).
const WINDOWS: (u32, u32) = (64 * 1024, 256 * 1024);

/// A connection as the protocol's service takes it.
pub(super) type Coming<T> = (T, Protocol, Option<SocketAddr>);
/// What serves a connection to its end.
pub(super) type Serve = Rc<dyn Fn(Watched, SocketAddr) -> Pin<Box<dyn Future<Output = ()>>>>;

/// What a port does with its connections.
pub(super) struct Port {
    pub lines: Arc<Lines>,
    pub serve: Serve,
}

impl Service<TcpStream> for Port {
    type Response = ();
    type Error = ();
    type Future = Pin<Box<dyn Future<Output = Result<(), ()>>>>;

    fn poll_ready(&self, _: &mut Context<'_>) -> Poll<Result<(), ()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&self, stream: TcpStream) -> Self::Future {
        let (lines, serve) = (self.lines.clone(), self.serve.clone());
        Box::pin(async move {
            // one that is gone already gets no answer, nor one too many
            let peer = stream.peer_addr().map_err(drop)?;
            let Some(_place) = lines.place(peer.ip()).await else { return Ok(()) };
            let line = Line::new();
            tokio::select! {
                () = serve(Watched::new(stream, line.clone()), peer) => {}
                () = line.over() => {}
            }
            Ok(())
        })
    }
}

/// Serves a connection with a service of the protocol. What it meets there is its sender's to know.
pub(super) async fn serve<T, S: Service<Coming<T>>>(service: &S, coming: Coming<T>) {
    if poll_fn(|context| service.poll_ready(context)).await.is_ok() {
        drop(service.call(coming).await);
    }
}

/// The beginning of a service of the protocol, whose requests know the line that they came on.
pub(super) fn protocol<T, S>(line: fn(&T) -> &Rc<Line>) -> HttpServiceBuilder<T, S>
where
    T: 'static,
    S: ServiceFactory<Request, Config = ()>,
    S::Error: Into<Response<BoxBody>> + 'static,
    S::InitError: Debug,
    <S::Service as Service<Request>>::Future: 'static,
{
    let (body, connection) = WINDOWS;
    HttpServiceBuilder::default()
        .client_request_timeout(HEAD)
        .client_disconnect_timeout(FAREWELL)
        .h2_initial_window_size(body)
        .h2_initial_connection_window_size(connection)
        .on_connect_ext(move |io, known| {
            known.insert(line(io).clone());
        })
}

/// Lets a server listen to connections that are not encrypted.
///
/// # Errors
/// Where nobody can be served there.
pub(super) fn listen<F, A, S, B>(
    server: ServerBuilder,
    listener: TcpListener,
    lines: Arc<Lines>,
    application: F,
) -> io::Result<ServerBuilder>
where
    F: Fn() -> A + Clone + Send + 'static,
    A: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig> + 'static,
    S::Error: Into<Response<BoxBody>> + 'static,
    S::InitError: Debug,
    S::Response: Into<Response<B>> + 'static,
    S::Service: 'static,
    <S::Service as Service<Request>>::Future: 'static,
    B: MessageBody + 'static,
{
    let port = move || {
        let application = map_config(application(), |()| AppConfig::default());
        let http = protocol(|io: &Watched| &io.line).finish(application);
        let lines = lines.clone();
        fn_factory(move || {
            let (http, lines) = (ServiceFactory::<Coming<Watched>>::new_service(&http, ()), lines.clone());
            async move {
                let http = Rc::new(http.await?);
                let serve: Serve = Rc::new(move |stream, peer| {
                    let http = http.clone();
                    Box::pin(async move { serve(&*http, (stream, Protocol::Http1, Some(peer))).await })
                });
                Ok::<_, ()>(Port { lines, serve })
            }
        })
    };
    server.listen("plain", listener, port)
}
