//! stub
use actix_web::HttpResponse;
pub(super) async fn audit() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn accounts() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn create_account() -> HttpResponse {
    HttpResponse::Ok().finish()
}
pub(super) async fn reset_password() -> HttpResponse {
    HttpResponse::Ok().finish()
}
