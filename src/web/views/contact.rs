//! Whether a device is heard of.

use crate::app::act::clock::Moment;
use crate::app::event::view::DeviceView;

/// Minutes without contact after which a device is offline, and after which it is lost.
const OFFLINE: i64 = 5;
const LOST: i64 = 60;
/// Whether a device is heard of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contact {
    Lost,
    Offline,
    Online,
}

impl Contact {
    /// Said in a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Lost => "失联",
            Self::Offline => "离线",
            Self::Online => "在线",
        }
    }
}

/// When a device was last heard of, as a word.
pub fn contact(device: &DeviceView, now: Moment) -> Contact {
    match (now - device.last_seen).num_minutes() {
        minutes if minutes >= LOST => Contact::Lost,
        minutes if minutes >= OFFLINE => Contact::Offline,
        _ => Contact::Online,
    }
}

/// Whether nothing was heard of a device for long.
pub fn is_lost(device: &DeviceView, now: Moment) -> bool {
    contact(device, now) == Contact::Lost
}
