//! How long a tabulation takes: the day's event, and a hundred thousand entries beside a plain loop
//! that only reads and adds the same marks.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use guanmo::folder::rules;
use guanmo::scoring::event::{Cell, Entry, Event, Judge};
use guanmo::scoring::tabulate;

const CRITERIA: usize = 6;
const JUDGES: usize = 30;

/// Rules of one trimmed component, as a day's event has them.
fn rules_text() -> String {
    let mut text = String::from(
        r#"schema = 1
[rounding]
group = 2
component = 2
final = 2
[[group]]
id = "panel"
[[component]]
id = "visit"
kind = "marks"
[component.aggregate]
method = "trimmed-mean"
"#,
    );
    for criterion in 0..CRITERIA {
        text += &format!("[[component.criterion]]\nid = \"c{criterion}\"\nmax = 20\nstep = 0.5\n");
    }
    text
}

/// An event whose marks come from a fixed sequence.
fn event(entries: usize) -> Event {
    let rules = rules::parse(&rules_text()).expect("sound rules");
    let entry = |n: usize| Entry { id: format!("{n:06}"), ..Entry::default() };
    let judge = |n: usize| Judge {
        id: format!("j{n}"),
        name: String::new(),
        unit: String::new(),
        group: 0,
        panel: String::new(),
    };
    let (entries, judges) = ((0..entries).map(entry).collect(), (0..JUDGES).map(judge).collect());
    let mut event = Event::new(rules, entries, judges, Vec::new(), Vec::new(), Vec::new());
    let mut state = 1u64;
    for entry in 0..event.entries().len() {
        for judge in 0..JUDGES {
            let values = event.values_mut(Cell { component: 0, judge, entry }).expect("a seat");
            for value in values {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                *value = 5 * i64::try_from(state >> 59).expect("five bits");
            }
        }
    }
    event
}

/// The same marks in one column, read and added up.
fn column(event: &Event) -> Vec<i64> {
    let mut column = Vec::new();
    for entry in 0..event.entries().len() {
        for judge in 0..JUDGES {
            column.extend_from_slice(event.values(Cell { component: 0, judge, entry }).expect("a seat"));
        }
    }
    column
}

fn benchmarks(criterion: &mut Criterion) {
    let small = event(10);
    criterion.bench_function("tabulate 10 x 30 x 6", |b| b.iter(|| tabulate(&small)));
    let large = event(100_000);
    let marks = column(&large);
    let mut group = criterion.benchmark_group("100000 x 30 x 6");
    group.sample_size(10);
    group.bench_function("read and add", |b| b.iter(|| std::hint::black_box(&marks).iter().sum::<i64>()));
    // the standings' memory is given back outside the measured time
    group.bench_function("tabulate", |b| b.iter_batched(|| (), |()| tabulate(&large), BatchSize::PerIteration));
    group.finish();
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
