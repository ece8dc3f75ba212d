//! stub
use actix_web::HttpResponse;
pub(super) async fn csv() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn json() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn page() -> HttpResponse {
    HttpResponse::Ok().finish()
}
