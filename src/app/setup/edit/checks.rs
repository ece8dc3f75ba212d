//! What a hand is held to beyond what a folder is: a unit that is named, times that are times. Only what somebody
//! changes is judged, so that an event that came from a folder can be corrected bit by bit.

use crate::folder::edited::Sheet;
use crate::folder::tidy::time::TimeOfDay;
use crate::folder::{Fault, Problem};

/// What is wrong with a row, whose times are put into their one form. `before` is empty for a new row.
pub(super) fn row(sheet: Sheet, after: &mut [String], before: &[String]) -> Vec<Fault> {
    let names: Vec<&str> = sheet.columns().map(|(name, _)| name).collect();
    let index = |name: &str| names.iter().position(|known| *known == name).unwrap_or_default();
    let mut faults = Vec::new();
    let mut fault = |name: &str, problem| {
        faults.push(Fault { file: String::new(), line: 0, place: name.to_owned(), problem });
    };
    let changed = |after: &[String], name: &str| before.get(index(name)) != after.get(index(name));
    match sheet {
        Sheet::Entries => {
            if changed(after, "unit") && after[index("unit")].is_empty() {
                fault("unit", Problem::Required);
            }
        }
        Sheet::Judges => {
            if changed(after, "name") && after[index("name")].is_empty() {
                fault("name", Problem::Required);
            }
        }
        Sheet::Checkpoints => {
            for name in ["planned_arrival", "planned_departure"] {
                if !changed(after, name) || after[index(name)].is_empty() {
                    continue;
                }
                let cell = &mut after[index(name)];
                match TimeOfDay::read(cell) {
                    Some(time) => *cell = time.to_string(),
                    None => fault(name, no_time(cell)),
                }
            }
            let of = |name: &str| TimeOfDay::read(&after[index(name)]);
            if let (Some(arrival), Some(departure)) = (of("planned_arrival"), of("planned_departure"))
                && departure < arrival
                && (changed(after, "planned_arrival") || changed(after, "planned_departure"))
            {
                let found = format!("“{}”", after[index("planned_departure")]);
                let allowed = format!("不早于计划到达 {arrival}");
                fault("planned_departure", Problem::Impossible { found, allowed });
            }
        }
    }
    faults
}

fn no_time(found: &str) -> Problem {
    let (found, allowed) = (format!("“{found}”"), "为 00:00 至 23:59 的时刻，如 08:10".to_owned());
    Problem::Impossible { found, allowed }
}
