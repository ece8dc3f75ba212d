//! Clocks that are wrong: a tablet's, or the server's own, which is noticed when tablets agree against it.

use chrono::TimeDelta;

use crate::app::act::clock::Moment;
use crate::app::event::view::DeviceView;

/// Milliseconds by which a clock may be off.
const OFF: i64 = 120_000;
/// Milliseconds within which clocks agree.
const AGREE: i64 = 120_000;
/// Tablets that have to agree before the server's own clock is doubted.
const WITNESSES: usize = 3;
/// How long ago a tablet may have been seen, in minutes, for its clock to be asked.
const RECENT: i64 = 60;

/// What the tablets' clocks say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clocks {
    /// Milliseconds by which the server's clock is probably behind (ahead where negative).
    pub server_behind_ms: Option<i64>,
    /// Tablets whose own clock is off, with the milliseconds by which it is ahead of what is probably right.
    pub off: Vec<(DeviceView, i64)>,
}

/// Judges the clocks. The server's is doubted when at least three tablets that were seen within the hour agree
/// within two minutes of one another, are more than half of those seen, and are in the median more than two
/// minutes off: so many tablets are not wrong by the same time. Other tablets are held against what is then
/// probably right.
#[must_use]
pub fn judge_clocks(devices: &[DeviceView], now: Moment) -> Clocks {
    let mut seen: Vec<(&DeviceView, i64)> = Vec::new();
    let recent = devices.iter().filter(|device| now - device.last_seen <= TimeDelta::minutes(RECENT));
    for (device, skew) in recent.filter_map(|device| Some((device, device.skew_ms?))) {
        // one tablet in the hands of several judges is one witness: what it said last
        match seen.iter_mut().find(|(other, _)| other.device == device.device) {
            Some(known) if known.0.last_seen < device.last_seen => *known = (device, skew),
            Some(_) => {}
            None => seen.push((device, skew)),
        }
    }
    let mut skews: Vec<i64> = seen.iter().map(|(_, skew)| *skew).collect();
    skews.sort_unstable();
    let agreeing = largest_group(&skews);
    let median = agreeing.get(agreeing.len() / 2).copied().unwrap_or(0);
    let doubted = agreeing.len() >= WITNESSES && agreeing.len() * 2 > skews.len() && median.abs() > OFF;
    let right = if doubted { median } else { 0 };
    let off = seen.iter().map(|(device, skew)| ((*device).clone(), skew - right)).filter(|(_, by)| by.abs() > OFF);
    Clocks { server_behind_ms: doubted.then_some(median), off: off.collect() }
}

/// The largest group of sorted numbers that lie within [`AGREE`] of one another.
fn largest_group(sorted: &[i64]) -> &[i64] {
    let mut best = &sorted[..0];
    for (start, least) in sorted.iter().enumerate() {
        let end = sorted.partition_point(|skew| *skew <= least.saturating_add(AGREE));
        if end - start > best.len() {
            best = &sorted[start..end];
        }
    }
    best
}
