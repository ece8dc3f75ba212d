//! What every input is held to: the same functions that the ordinary tests call.

#[path = "../../tests/fuzz/entry.rs"]
pub mod entry;
