//! All that is said of the cards of one component.

use super::agreement::Agreement;
use super::opinion::{Opinion, Share, opinions, share_of};
use super::order::Trend;
use super::seat::{course, drift, spread, with_others};
use super::severity::Severity;
use super::{Figure, Table};

/// A card is said to stand out from so many standard deviations on.
const FAR: f64 = 2.0;
/// A seat's severity is worth a word from one per cent of a card's greatest value on, and strong from two.
const SLIGHT: f64 = 1.0;
const STRONG: f64 = 2.0;
/// A drift is bold from so many per cent of it on, for each next visit.
const DRIFTS: f64 = 0.35;
/// A correlation is bold below this.
const ALONE: f64 = 0.55;

/// How far a seat's severity is from the others', in the words of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    Near,
    Slight,
    Strong,
}

/// One seat.
#[derive(Debug, Clone, PartialEq)]
pub struct Seat {
    pub cards: usize,
    /// How much higher than the others on the same entries; below 0 is harder.
    pub severity: Option<Figure>,
    pub distance: Distance,
    /// The standard deviation of the seat's own cards.
    pub spread: Option<Figure>,
    /// The mean of the seat's own cards.
    pub mean: Option<Figure>,
    /// The correlation with the mean of the others on the same entries.
    pub correlation: Option<Figure>,
    pub stands_alone: bool,
    /// What is left of the cards when severity and the entries' levels are taken out: place in the order of visits, value.
    pub course: Vec<(usize, Figure)>,
    /// The slope of that.
    pub drift: Option<Figure>,
    /// Where its line is at the first place of the order of visits and at the last that has cards.
    pub ends: Option<(Figure, Figure)>,
    pub drifts: bool,
}

/// A card that is far from what its seat and its entry would give.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlier {
    pub seat: usize,
    pub entry: usize,
    pub value: Figure,
    pub expected: Figure,
    pub difference: Figure,
}

/// All of one component.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    pub agreement: Agreement,
    pub seats: Vec<Seat>,
    /// Into how many parts the cards fall that share neither seat nor entry; 0 where there is no card.
    pub parts: usize,
    /// The standard deviation of what is left over.
    pub left_over: Option<Figure>,
    /// From how much on a card stands out.
    pub far: Option<Figure>,
    /// Cards that stand out, those that do most first.
    pub outliers: Vec<Outlier>,
    /// Earlier and later entries; `None` where no order of visits is known.
    pub trend: Option<Trend>,
    /// The second opinion on the entries, the best first.
    pub opinions: Vec<Opinion>,
}

impl Panel {
    /// `order` is the place of each entry in the order of visits, where one is known; `full` the greatest value that a card can have.
    #[must_use]
    pub fn of(table: &Table, order: Option<&[Option<usize>]>, full: Option<Figure>, shares: &[Share]) -> Self {
        let severity = Severity::of(table);
        let trend = order.map(|order| Trend::of(table, order));
        let last = trend.iter().filter_map(|trend| trend.points.last()).map(|(_, place, _)| *place).max().unwrap_or(0);
        let seat = |seat: usize| seat_of(table, severity.as_ref(), (order.unwrap_or_default(), last), full, seat);
        Self {
            agreement: Agreement::of(table),
            seats: (0..table.seats()).map(seat).collect(),
            parts: severity.as_ref().map_or(0, |severity| severity.parts),
            left_over: severity.as_ref().and_then(Severity::left_over),
            far: far(severity.as_ref()).and_then(Figure::of),
            outliers: severity.as_ref().map(|severity| outliers(table, severity)).unwrap_or_default(),
            trend,
            opinions: severity.as_ref().map(|severity| opinions(table, severity, shares)).unwrap_or_default(),
        }
    }
}

fn seat_of(
    table: &Table,
    severity: Option<&Severity>,
    (order, last): (&[Option<usize>], usize),
    full: Option<Figure>,
    seat: usize,
) -> Seat {
    let own = severity.and_then(|severity| severity.of_seat(seat));
    let reaches = |figure: Option<Figure>, hundredths: f64| {
        let printed = figure.and_then(|figure| Figure::read(&figure.magnitude().fixed(2)));
        printed.zip(share_of(full, hundredths)).is_some_and(|(figure, share)| figure.value() >= share - 1e-9)
    };
    let distance = match (reaches(own, STRONG), reaches(own, SLIGHT)) {
        (true, _) => Distance::Strong,
        (false, true) => Distance::Slight,
        (false, false) => Distance::Near,
    };
    let course = severity.map(|severity| course(table, severity, order, seat)).unwrap_or_default();
    let line = drift(&course);
    let height = |place: usize| line.and_then(|(slope, start)| Figure::of(start + slope * super::figure::count(place)));
    let slope = line.and_then(|(slope, _)| Figure::of(slope));
    let correlation = with_others(table, seat).and_then(Figure::of);
    let values: Vec<f64> = table.row(seat).iter().flatten().copied().collect();
    Seat {
        cards: values.len(),
        severity: own,
        distance,
        spread: spread(table, seat).and_then(Figure::of),
        mean: super::figure::mean(&values).and_then(Figure::of),
        correlation,
        stands_alone: correlation.is_some_and(|figure| figure.value() < ALONE),
        course: course.iter().filter_map(|(place, left)| Some((*place, Figure::of(*left)?))).collect(),
        drift: slope,
        ends: height(1).zip(height(last)),
        drifts: reaches(slope, DRIFTS),
    }
}

fn far(severity: Option<&Severity>) -> Option<f64> {
    severity?.deviation.map(|deviation| deviation * FAR)
}

/// None where everything fits: what rounding leaves over stands out from nothing.
fn outliers(table: &Table, severity: &Severity) -> Vec<Outlier> {
    let Some(far) = far(Some(severity)).filter(|far| *far > 1e-6) else { return Vec::new() };
    let mut found: Vec<Outlier> = table
        .values()
        .filter_map(|(seat, entry, value)| {
            let expected = severity.expected(seat, entry)?;
            let difference = Some(value - expected).filter(|difference| difference.abs() >= far)?;
            let figure = Figure::of;
            Some(Outlier {
                seat,
                entry,
                value: figure(value)?,
                expected: figure(expected)?,
                difference: figure(difference)?,
            })
        })
        .collect();
    found.sort_by(|a, b| b.difference.magnitude().order(&a.difference.magnitude()));
    found
}
