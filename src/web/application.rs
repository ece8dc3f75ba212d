//! The two applications: all pages and the API, and the set-up page alone.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App as Server, Error, web};

use super::site::Site;
use super::trust::Setup;
use super::{form, gate, routes, setup};

/// All pages and the API.
pub(super) fn pages(
    site: web::Data<Site>,
    setup: web::Data<Setup>,
) -> Server<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    Server::new()
        .app_data(site)
        .app_data(setup)
        .app_data(form::query_config())
        .wrap(from_fn(gate::pass))
        .wrap(Compress::default())
        .configure(routes::register)
}

/// The set-up page and nothing else.
pub(super) fn set_up_alone(
    setup: web::Data<Setup>,
) -> Server<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    Server::new().app_data(setup).wrap(from_fn(setup::pass)).configure(routes::register_plain)
}
