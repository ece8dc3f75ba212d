//! stub
use actix_web::HttpResponse;
pub(super) async fn page() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn arrive() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn leave() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn exclude_page() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn exclude() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn devices() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn quarantine() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn links_page() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn mint_links() -> HttpResponse {
    HttpResponse::Ok().finish()
}
