//! Statistics of seats: published values come out, the day's figures come out as they were worked out by another program,
//! and whatever the cards do not give is said to be none.

mod day;
mod figures;
mod little;
mod published;

use guanmo::statistics::{Figure, Table};

fn table(text: &str) -> Table {
    let rows: Vec<Vec<Option<&str>>> = text
        .split('/')
        .map(|row| row.split_whitespace().map(|cell| Some(cell).filter(|cell| *cell != ".")).collect())
        .collect();
    Table::of_rows(&rows)
}

/// Rows as columns.
fn turned(text: &str) -> String {
    let rows: Vec<Vec<&str>> = text.split('/').map(|row| row.split_whitespace().collect()).collect();
    let columns = (0..rows[0].len()).map(|at| rows.iter().map(|row| row[at]).collect::<Vec<_>>().join(" "));
    columns.collect::<Vec<_>>().join(" / ")
}

fn printed(figure: Option<Figure>, decimals: usize) -> String {
    figure.map(|figure| figure.fixed(decimals)).unwrap_or_default()
}
