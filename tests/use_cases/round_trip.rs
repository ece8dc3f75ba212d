//! Import and export: what comes out is ranked as what went in, to the byte.

use std::path::Path;

use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::folder;

use crate::support::database::on_each;
use crate::support::desk::{export, import, organiser};
use crate::support::folder::{Folder, guanmo};

fn json_of(dir: &Path) -> String {
    let output = guanmo(&["tabulate", dir.to_str().expect("a path"), "--format", "json", "--explain", "all"]);
    assert!(output.code == 0 || output.code == 3, "{output:?}");
    output.stdout
}

#[test]
fn an_exported_event_is_ranked_like_the_folder_it_came_from() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        folder.write("comments.csv", "judge,component,entry,comment\nj1,visit,A,很好\nj3,visit,C,再看\n");
        folder.write("adjustments.csv", "entry,kind,item,points,reason\nA,bonus,表彰,1.50,省级\nB,veto,,,通报\n");
        folder.write("decisions.csv", "entry,order,reason\nC,1,主席裁定\n");
        folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj3,visit,B,void,笔误\n");
        folder
            .write("checkpoints.csv", "entry,order,planned_arrival,planned_departure,look_at\nA,1,08:10,08:35,看点\n");
        let event = import(&app, &folder);
        let exported = export(&app, &event);
        assert_eq!(json_of(exported.path()), json_of(folder.path()));
        for file in
            ["comments.csv", "adjustments.csv", "decisions.csv", "exclusions.csv", "checkpoints.csv", "scores.csv"]
        {
            let read = |folder: &Folder| std::fs::read_to_string(folder.path().join(file)).expect("a file");
            let sorted = |text: String| {
                let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
                lines.sort();
                lines
            };
            let (given, written) = (sorted(read(&folder)), sorted(read(&exported)));
            if file != "scores.csv" && file != "adjustments.csv" {
                assert_eq!(given, written, "{file}");
            }
            assert_eq!(given.len(), written.len(), "{file}");
        }
        // and once more, from what came out
        let again = export(&app, &import(&app, &exported));
        assert_eq!(json_of(again.path()), json_of(folder.path()));
    });
}

#[test]
fn published_cases_survive_the_database_exactly() {
    on_each(|database| {
        let app = database.app();
        for case in ["ladies-free-skating", "pairs-short-program"] {
            let path = Path::new("fixtures/isu-worlds-2017").join(case);
            let read = folder::read_dir(&path, None).expect("a sound folder");
            let event = app.import(&organiser(), read, ImportOptions::default()).expect("an event");
            assert_eq!(json_of(export(&app, &event).path()), json_of(&path), "{case}");
        }
    });
}

#[test]
fn marks_of_a_cell_recused_later_stay_here_and_are_not_exported() {
    use guanmo::app::desk::overview::ExcludeRequest;
    use guanmo::scoring::event::ExclusionKind;
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        for (judge, kind) in [("j1", ExclusionKind::Recused), ("j2", ExclusionKind::Void)] {
            let request = ExcludeRequest {
                judge: judge.into(),
                component: Some("visit".into()),
                entry: Some("A".into()),
                kind,
                reason: "事后查明".into(),
            };
            app.exclude(&organiser(), &event, &request).expect("excluded");
        }
        let exported = export(&app, &event);
        let scores = std::fs::read_to_string(exported.path().join("scores.csv")).expect("scores");
        assert!(!scores.contains("j1,visit,A"), "{scores}");
        assert!(scores.contains("j2,visit,A,effect,52.5"), "{scores}");
        json_of(exported.path());
    });
}
