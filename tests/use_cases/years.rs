//! The events by year, and one unit over the years.

use chrono::TimeDelta;
use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::error::NotFound;
use guanmo::app::result::years::RuleChange;
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::folder;

use crate::support::database::on_each;
use crate::support::desk::{ask_for_no_signature, organiser, publish, staff};
use crate::support::fault::refusal;
use crate::support::folder::Folder;

fn import(app: &App, folder: &Folder, title: &str, demo: bool) -> String {
    let read = folder::read_dir(folder.path(), None).expect("a sound folder");
    let options = ImportOptions { title: Some(title.to_owned()), demo, ..ImportOptions::default() };
    app.import(&organiser(), read, options).expect("an event")
}

fn published(app: &App, folder: &Folder, title: &str) -> String {
    let event = import(app, folder, title, false);
    ask_for_no_signature(app, &event);
    app.close(&organiser(), &event, None).expect("closed");
    publish(app, &event).expect("published");
    event
}

#[test]
fn a_unit_is_followed_over_the_years_with_a_warning_where_criteria_or_weights_changed() {
    on_each(|database| {
        let app = database.app();
        published(&app, &Folder::sound(), "2021年观摩评比");
        published(&app, &Folder::sound(), "2022 年观摩评比");
        let changed = Folder::sound();
        changed.replace("scoring-rules.toml", "max = 40", "max = 40.0\nweight = 1.50");
        app.clock().advance(TimeDelta::days(400));
        published(&app, &changed, "观摩评比");
        let found = app.unit_years(&staff(Role::Official), "甲镇", false).expect("the unit");
        assert_eq!(found.years.iter().map(|year| year.year).collect::<Vec<_>>(), [2021, 2022, 2025]);
        let ranking = app.ranking(&organiser(), &found.years[0].event.id).expect("a ranking").report;
        let row = ranking.ranking.iter().find(|row| row.unit == "甲镇").expect("a row");
        let told = found.years[0].report.as_ref().expect("the report");
        assert!(told.ranking.contains(row) && told.ranking.len() == 3);
        assert!(found.years[0].changes.is_none(), "there is nothing before the first");
        assert_eq!(found.years[1].changes.as_deref(), Some(&[][..]));
        let changes = found.years[2].changes.as_ref().expect("compared");
        assert_eq!(changes.len(), 1, "{changes:?}");
        assert!(
            matches!(&changes[0], RuleChange::Criterion { before, after, .. } if !before.contains("权重") && after.contains("权重 1.5"))
        );
        let none = app.unit_years(&organiser(), "没有的镇", false);
        assert!(matches!(refusal(&none), Some(NotFound { what: "单位", .. })));
    });
}

#[test]
fn nobody_learns_of_a_result_that_they_may_not_see_and_what_is_not_real_stands_apart() {
    on_each(|database| {
        let app = database.app();
        let open = import(&app, &Folder::sound(), "2023年观摩评比", false);
        let closed = import(&app, &Folder::sound(), "2022年观摩评比", false);
        app.close(&organiser(), &closed, None).expect("closed");
        let demo = import(&app, &Folder::sound(), "2020年演示", true);
        app.rehearse(&organiser(), &open).expect("a rehearsal");
        let seen = |actor: &Actor| {
            let years = app.years(actor).expect("years");
            years
                .into_iter()
                .map(|known| {
                    (known.year, known.report.map_or(0, |report| report.ranking.len()), known.hidden.is_some())
                })
                .collect::<Vec<_>>()
        };
        // an official sees the result from the last signature on
        assert_eq!(seen(&staff(Role::Official)), [(2023, 0, true), (2022, 0, true), (2020, 0, true)]);
        assert_eq!(seen(&staff(Role::Teller)), [(2023, 0, true), (2022, 3, false), (2020, 0, true)]);
        let unit = app.unit_years(&staff(Role::Official), "甲镇", false).expect("the unit");
        assert!(unit.years.iter().all(|year| year.report.is_none() && year.hidden.is_some()));
        assert_eq!(unit.years.len(), 2, "neither the rehearsal nor the demonstration");
        let shown = app.unit_years(&staff(Role::Official), "甲镇", true).expect("the demonstration's").years;
        assert_eq!(shown[0].event.id, demo);
        for actor in [staff(Role::Administrator), Actor::judge(&open, "j1"), Actor::visitor()] {
            assert!(matches!(refusal(&app.years(&actor)), Some(Forbidden { .. })), "{actor:?}");
            assert!(matches!(refusal(&app.units(&actor)), Some(Forbidden { .. })), "{actor:?}");
            assert!(matches!(refusal(&app.unit_years(&actor, "甲镇", false)), Some(Forbidden { .. })), "{actor:?}");
        }
    });
}
