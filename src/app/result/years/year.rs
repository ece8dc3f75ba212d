//! Which year an event is of.

use chrono::Datelike;

use crate::app::act::clock::{beijing, moment};
use crate::store::event::EventRow;

/// The year of an event: the one that its title names, else the one of its close, else the one in which it was made.
pub(super) fn year_of(head: &EventRow) -> i32 {
    titled(&head.title).unwrap_or_else(|| beijing(moment(head.closed_at.unwrap_or(head.created_at))).year())
}

/// A year in a title: four digits from 1990 to 2199 that no digit touches.
fn titled(title: &str) -> Option<i32> {
    let digits = title.split(|c: char| !c.is_ascii_digit());
    digits.filter(|run| run.len() == 4).filter_map(|run| run.parse().ok()).find(|year| (1990..2200).contains(year))
}

#[cfg(test)]
mod tests {
    use super::titled;

    #[test]
    fn a_title_names_a_year_only_where_four_digits_stand_alone() {
        assert_eq!(titled("2023年书记项目观摩评比"), Some(2023));
        assert_eq!(titled("观摩评比（2024）"), Some(2024));
        for title in ["观摩评比", "第20231号文件", "1024 个项目", "12345", "二〇二三年"] {
            assert_eq!(titled(title), None, "{title}");
        }
    }
}
