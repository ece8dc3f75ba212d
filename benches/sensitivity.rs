//! How long it takes to work out how sure a result is, by size of the event, beside one tabulation of it.

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use guanmo::folder::rules;
use guanmo::scoring::event::{Cell, Entry, Event, Exclusion, ExclusionKind, Judge};
use guanmo::scoring::sensitivity::{DRAWS, sureness};
use guanmo::scoring::tabulate;

/// Entries, judges, criteria.
const SIZES: [(usize, usize, usize); 3] = [(10, 30, 6), (30, 60, 8), (300, 60, 8)];

/// Three groups, trimmed, rounded at each stage, three awards.
fn event((entries, judges, criteria): (usize, usize, usize)) -> Event {
    let mut text = String::from(
        "schema = 1\n[rounding]\ngroup = 2\ncomponent = 2\nfinal = 2\n\
         [[group]]\nid = \"a\"\nweight = 40\n[[group]]\nid = \"b\"\nweight = 40\n[[group]]\nid = \"c\"\nweight = 20\n\
         [[component]]\nid = \"visit\"\nkind = \"marks\"\n[component.aggregate]\nmethod = \"trimmed-mean\"\n",
    );
    for criterion in 0..criteria {
        text += &format!("[[component.criterion]]\nid = \"c{criterion}\"\nmax = 20\nstep = 0.5\n");
    }
    text += "[ranking]\ntie_break = [\"group:visit.a\"]\n";
    for (award, places) in [("一等奖", entries.div_ceil(10)), ("二等奖", entries.div_ceil(4)), ("三等奖", entries)]
    {
        text += &format!("[[award]]\nname = \"{award}\"\nplaces = {places}\nboundary = \"enlarge\"\n");
    }
    let rules = rules::parse(&text).expect("sound rules");
    let entry = |n: usize| Entry { id: format!("{n:03}"), ..Entry::default() };
    let judge = |n: usize| Judge {
        id: format!("j{n}"),
        name: String::new(),
        unit: String::new(),
        group: n * 3 / judges,
        panel: String::new(),
    };
    // as many recusals as there are entries, so that nothing is as simple as it could be
    let recused = (0..entries).map(|entry| Exclusion {
        judge: entry % judges,
        component: None,
        entry: Some(entry),
        kind: ExclusionKind::Recused,
        reason: String::new(),
    });
    let mut event = Event::new(
        rules,
        (0..entries).map(entry).collect(),
        (0..judges).map(judge).collect(),
        recused.collect(),
        Vec::new(),
        Vec::new(),
    );
    let mut state = 1u64;
    for entry in 0..entries {
        for judge in 0..judges {
            let values = event.values_mut(Cell { component: 0, judge, entry }).expect("a seat");
            for value in values {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                *value = 120 + 5 * i64::try_from(state >> 60).expect("four bits");
            }
        }
    }
    event
}

fn benchmarks(criterion: &mut Criterion) {
    for size @ (entries, judges, criteria) in SIZES {
        let event = event(size);
        let mut group = criterion.benchmark_group(format!("{entries} x {judges} x {criteria}"));
        group.sample_size(10).measurement_time(Duration::from_secs(5));
        group.bench_function("one tabulation", |b| b.iter(|| tabulate(&event)));
        group.bench_function("how sure the result is", |b| b.iter(|| sureness(&event, DRAWS, [7; 32])));
        group.finish();
    }
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
