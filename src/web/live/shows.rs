//! What a live page is: something that is seen of an event, and how pages show it.

use std::sync::Arc;

use actix_web::web::Bytes;

/// What is seen of an event, and how a page shows it.
pub(in crate::web) trait Shows: Send + Sync + 'static {
    type Drawing: Draws;

    /// What a page shows of it: a component's matrix, one of the pages of a wall.
    fn drawn_for(&self, page: &str) -> Arc<Self::Drawing>;
}

/// What a page shows, drawn once for all that show the same.
pub(in crate::web) trait Draws: Send + Sync + 'static {
    /// Whether a page that shows `before` would show the same.
    fn is(&self, before: &Self) -> bool;

    /// The event that makes a page that shows `before`, or says that it shows `shown`, show this.
    fn since(&self, before: Option<&Self>, shown: &str) -> Bytes;
}
