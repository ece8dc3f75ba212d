//! How long the statistics of one component take, from the marks of its cards to the last figure: entries × seats × criteria.

use criterion::{Criterion, criterion_group, criterion_main};
use guanmo::folder::rules;
use guanmo::scoring::card_values;
use guanmo::scoring::event::{Cell, Entry, Event, Judge};
use guanmo::statistics::{Figure, Panel, Share, Table};

fn event(entries: usize, seats: usize, criteria: usize) -> Event {
    let mut text = "schema = 1\n[[group]]\nid = \"panel\"\n[[component]]\nid = \"visit\"\nkind = \"marks\"\n\
        [component.aggregate]\nmethod = \"mean\"\n"
        .to_owned();
    for criterion in 0..criteria {
        text += &format!("[[component.criterion]]\nid = \"c{criterion}\"\nmax = 15\nstep = 0.5\n");
    }
    let entry = |n: usize| Entry { id: format!("{n:06}"), ..Entry::default() };
    let judge = |n: usize| Judge {
        id: format!("j{n}"),
        name: String::new(),
        unit: String::new(),
        group: 0,
        panel: String::new(),
    };
    let (rules, entries_of) = (rules::parse(&text).expect("sound rules"), (0..entries).map(entry).collect());
    let judges = (0..seats).map(judge).collect();
    let mut event = Event::new(rules, entries_of, judges, Vec::new(), Vec::new(), Vec::new());
    let mut state = 1u64;
    for entry in 0..entries {
        for judge in 0..seats {
            let values = event.values_mut(Cell { component: 0, judge, entry }).expect("a seat");
            for value in values {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                *value = 5 * i64::try_from(state >> 60).expect("four bits") + 60;
            }
        }
    }
    event
}

fn panel(event: &Event, entries: usize, seats: usize) -> Panel {
    let cells = (0..seats).flat_map(|judge| (0..entries).map(move |entry| Cell { component: 0, judge, entry }));
    let values = card_values(event, 0, cells);
    let mut table = Table::new(seats, entries);
    for (at, value) in values.iter().enumerate() {
        // one card in ten is not there: a judge is recused
        table.set(at / entries, at % entries, value.as_deref().filter(|_| at % 10 != 3));
    }
    let order: Vec<Option<usize>> = (1..=entries).map(Some).collect();
    let shares = [Share { seats: (0..seats).collect(), weight: Figure::of_count(1) }];
    Panel::of(&table, Some(&order), Figure::read("120"), &shares)
}

fn statistics(c: &mut Criterion) {
    for (entries, seats, criteria) in [(10, 30, 6), (30, 60, 8), (300, 60, 8)] {
        let event = event(entries, seats, criteria);
        c.bench_function(&format!("statistics of {entries} x {seats} x {criteria}"), |b| {
            b.iter(|| panel(&event, entries, seats));
        });
    }
}

criterion_group! { name = benches; config = Criterion::default().sample_size(10); targets = statistics }
criterion_main!(benches);
