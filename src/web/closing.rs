//! stub
use actix_web::HttpResponse;
pub(super) async fn provisional() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn open_provisional() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn page() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn close() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn publish() -> HttpResponse {
    HttpResponse::Ok().finish()
}
