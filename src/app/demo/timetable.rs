//! The demonstration's day: the plan of the fixture, moved as a whole so that it fits the moment at
//! which the demonstration is installed, and when the bus really came and left.

use crate::app::act::clock::{beijing, moment};
use crate::folder::{Checkpoint, EventFolder};
use crate::store::{StoreError, Tx, setup};

const MINUTE: i64 = 60_000_000;
/// Minutes of a day.
const DAY: i64 = 24 * 60;
/// How many minutes late the bus is at each stop, over and over where there are more.
const LATE: [i64; 10] = [2, 1, 1, 3, 2, 5, 2, 3, 1, 2];
/// Minutes for which the bus has stood at the current stop, or has been away from the last one, at least.
const AGO: i64 = 12;
/// Planned times are whole multiples of this many minutes.
const STEP: i64 = 5;

/// The day of one event.
pub(super) struct Timetable {
    /// When it is installed, in microseconds.
    now: i64,
    /// Minutes by which the plan is moved.
    shift: i64,
    /// Stops at which the bus has arrived, in order: entry, arrival and departure in planned minutes.
    reached: Vec<(String, i64, Option<i64>)>,
}

impl Timetable {
    /// Moves the plan of a folder so that the bus has just been to all stops, or stands at the one
    /// after `seen`.
    pub fn fit(folder: &mut EventFolder, now: i64, seen: Option<usize>) -> Self {
        let mut order: Vec<usize> = (0..folder.checkpoints.len()).collect();
        order.sort_by_key(|&stop| folder.checkpoints[stop].order.map_or(u64::MAX, u64::from));
        let planned: Vec<(usize, i64, i64)> =
            order.into_iter().filter_map(|stop| plan(&folder.checkpoints[stop]).map(|(a, b)| (stop, a, b))).collect();
        let anchor = match seen {
            Some(seen) => planned.get(seen).map_or(0, |(_, arrival, _)| *arrival),
            None => planned.last().map_or(0, |(_, _, departure)| *departure),
        };
        let local = beijing(moment(now)).format("%H:%M").to_string();
        let at = minutes(&local).unwrap_or(0) - AGO;
        let shift = at - at.rem_euclid(STEP) - anchor;
        let count = seen.map_or(planned.len(), |seen| (seen + 1).min(planned.len()));
        let reached = planned[..count].iter().enumerate().map(|(number, &(stop, arrival, departure))| {
            let late = LATE[number % LATE.len()];
            let left = seen.is_none_or(|seen| number < seen).then_some(departure + late);
            (folder.event.entries()[folder.checkpoints[stop].entry].id.clone(), arrival + late, left)
        });
        let reached = reached.collect();
        for (stop, arrival, departure) in planned {
            let (arrival, departure) = (arrival + shift, departure + shift);
            // a plan is of one day: where a stop is planned across midnight, it ends with the day
            let end = (arrival.div_euclid(DAY) + 1) * DAY - 1;
            folder.checkpoints[stop].planned_arrival = clock(arrival);
            folder.checkpoints[stop].planned_departure = clock(departure.min(end));
        }
        Self { now, shift, reached }
    }

    /// Writes down when the bus came and left.
    pub fn drive(&self, tx: &mut Tx, event: &str) -> Result<(), StoreError> {
        let local = beijing(moment(self.now)).format("%H:%M").to_string();
        let midnight = self.now - self.now.rem_euclid(MINUTE) - minutes(&local).unwrap_or(0) * MINUTE;
        let at = |planned: i64| midnight + (planned + self.shift) * MINUTE;
        for (entry, arrival, departure) in &self.reached {
            setup::update_stop(tx, event, entry, Some(at(*arrival)), departure.map(at))?;
        }
        Ok(())
    }
}

/// Minutes of the day at which a stop is planned, where both times are clock times.
fn plan(stop: &Checkpoint) -> Option<(i64, i64)> {
    Some((minutes(&stop.planned_arrival)?, minutes(&stop.planned_departure)?))
}

fn minutes(clock: &str) -> Option<i64> {
    let (hour, minute) = clock.split_once(':')?;
    Some(hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?)
}

fn clock(minutes: i64) -> String {
    let minutes = minutes.rem_euclid(DAY);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::folder;

    #[test]
    fn at_whatever_hour_it_is_installed_the_bus_leaves_no_stop_before_it_comes() {
        let folder = folder::read_dir(Path::new("fixtures/haian-2023"), None).expect("a sound folder");
        for minute in (0..DAY).step_by(7) {
            for seen in [None, Some(0), Some(4)] {
                let mut folder = folder.clone();
                Timetable::fit(&mut folder, minute * MINUTE, seen);
                for stop in &folder.checkpoints {
                    assert!(stop.planned_arrival <= stop.planned_departure, "{minute}: {stop:?}");
                }
            }
        }
    }
}
