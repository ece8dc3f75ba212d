//! A day of twenty seats and ten entries, whose statistics were worked out by another program. 演示数据(非真实评分).

use guanmo::statistics::{Distance, Figure, Icc, Panel, Share, Table};

use super::printed;

const VISIT: &str = include_str!("visit.csv");
const REPORT: &str = include_str!("report.csv");
const SEATS: &str = include_str!("seats.csv");

struct Day {
    entries: Vec<&'static str>,
    seats: Vec<&'static str>,
    groups: Vec<usize>,
    table: Table,
}

fn day(text: &'static str) -> Day {
    let mut lines = text.lines();
    let entries: Vec<&str> = lines.next().expect("a header").split(',').skip(2).collect();
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let cells: Vec<Vec<Option<&str>>> =
        rows.iter().map(|row| row[2..].iter().map(|cell| Some(*cell).filter(|c| !c.is_empty())).collect()).collect();
    Day {
        entries,
        seats: rows.iter().map(|row| row[0]).collect(),
        groups: rows.iter().map(|row| row[1].parse().expect("a group")).collect(),
        table: Table::of_rows(&cells),
    }
}

fn panel(day: &Day) -> Panel {
    let order: Vec<Option<usize>> = (1..=day.entries.len()).map(Some).collect();
    let share = |(group, weight): (usize, &str)| Share {
        seats: (0..day.seats.len()).filter(|&seat| day.groups[seat] == group).collect(),
        weight: Figure::read(weight).expect("a weight"),
    };
    let shares: Vec<Share> = [(0, "40"), (1, "40"), (2, "20")].map(share).into();
    Panel::of(&day.table, Some(&order), Figure::read("100"), &shares)
}

#[test]
fn agreement_of_the_day() {
    let day = day(VISIT);
    let agreement = panel(&day).agreement;
    let w = agreement.concordance.expect("seats with all entries");
    assert_eq!((w.raters, w.things, w.w.fixed(2), w.w.fixed(3)), (8, 10, "0.65".to_owned(), "0.646".to_owned()));
    let icc = agreement.icc.expect("seats with all entries");
    assert_eq!((printed(icc.single, 2), printed(icc.mean, 2)), ("0.37".to_owned(), "0.83".to_owned()));
    assert_eq!((printed(agreement.alpha, 2), agreement.seats, agreement.cards), ("0.36".to_owned(), 20, 188));
}

#[test]
fn each_seat_of_the_day() {
    let day = day(VISIT);
    let panel = panel(&day);
    let found: Vec<String> = day
        .seats
        .iter()
        .zip(&panel.seats)
        .map(|(name, seat)| {
            let word = match (seat.distance, seat.severity.is_some_and(Figure::is_negative)) {
                (Distance::Near, _) => "",
                (Distance::Slight, true) => "偏紧",
                (Distance::Slight, false) => "偏松",
                (Distance::Strong, true) => "很紧",
                (Distance::Strong, false) => "很松",
            };
            let signed = |figure: Option<Figure>| figure.expect("a figure").signed(2);
            let (severity, drift) = (signed(seat.severity), signed(seat.drift));
            let (spread, correlation) = (printed(seat.spread, 2), printed(seat.correlation, 2));
            format!("{name},{},{severity},{word},{spread},{correlation},{drift}", seat.cards)
        })
        .collect();
    let expected: Vec<&str> = SEATS.lines().skip(1).collect();
    assert_eq!(found, expected);
    let bold = |of: fn(&guanmo::statistics::Seat) -> bool| -> Vec<&str> {
        day.seats.iter().zip(&panel.seats).filter(|(_, seat)| of(seat)).map(|(name, _)| *name).collect()
    };
    assert_eq!(bold(|seat| seat.stands_alone), ["宣传部评委", "开发区书记"]);
    assert_eq!(bold(|seat| seat.drifts), ["开发区书记", "白甸镇书记"]);
}

#[test]
fn cards_that_stand_out_and_the_order_of_visits() {
    let day = day(VISIT);
    let panel = panel(&day);
    assert_eq!(printed(panel.far, 1), "2.8");
    let found: Vec<String> = panel
        .outliers
        .iter()
        .map(|card| {
            let (seat, entry) = (day.seats[card.seat], day.entries[card.entry]);
            format!("{seat} {entry} {} {} {}", card.value.fixed(1), card.expected.fixed(1), card.difference.signed(1))
        })
        .collect();
    assert_eq!(
        found,
        [
            "开发区书记 雅周镇 88.0 92.5 -4.5",
            "白甸镇书记 曲塘镇 92.0 88.7 +3.3",
            "宣传部评委 李堡镇 85.0 88.1 -3.1",
            "市领导二席 高新区 84.0 87.0 -3.0",
            "宣传部评委 大公镇 91.0 88.1 +2.9",
        ]
    );
    let trend = panel.trend.expect("an order");
    assert_eq!((printed(trend.slope, 3), printed(trend.correlation, 2)), ("0.303".to_owned(), "0.56".to_owned()));
    assert_eq!(trend.points.len(), 10);
}

#[test]
fn severity_changes_no_order_where_everybody_scores_everything_and_little_where_one_is_recused() {
    let day = day(VISIT);
    let opinions = panel(&day).opinions;
    assert_eq!(opinions.len(), 10);
    let first: Vec<(&str, usize)> =
        opinions.iter().take(3).map(|one| (day.entries[one.entry], one.plain_place)).collect();
    // each lacks the card of its own secretary: one is hard and one is easy
    assert_eq!(first, [("曲塘镇", 2), ("开发区", 1), ("雅周镇", 3)]);
    assert!(opinions.iter().all(|one| one.plain_place.abs_diff(one.without_place) <= 1), "{opinions:?}");
    // the same with the eight seats that have scored everything
    let whole: Vec<&str> = VISIT.lines().skip(1).filter(|line| !line.contains(",,") && !line.ends_with(',')).collect();
    assert_eq!(whole.len(), 8);
    let rows: Vec<Vec<Option<&str>>> = whole.iter().map(|line| line.split(',').skip(2).map(Some).collect()).collect();
    let shares = [Share { seats: (0..8).collect(), weight: Figure::read("1").expect("one") }];
    let opinions = Panel::of(&Table::of_rows(&rows), None, None, &shares).opinions;
    assert!(opinions.iter().all(|one| one.plain_place == one.without_place), "{opinions:?}");
}

#[test]
fn the_other_component_of_the_day() {
    let day = day(REPORT);
    let panel = panel(&day);
    let icc = Icc::of(&day.table).expect("eight seats");
    assert_eq!((printed(icc.single, 2), printed(icc.mean, 2)), ("0.43".to_owned(), "0.86".to_owned()));
    assert_eq!(printed(panel.agreement.alpha, 2), "0.40");
    assert_eq!(printed(panel.agreement.concordance.map(|found| found.w), 2), "0.63");
    assert_eq!(printed(panel.seats[7].correlation, 2), "0.33");
}
