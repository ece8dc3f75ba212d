//! What is exported over HTTP is what the command line makes of the exported event.

use serde_json::Value;

use crate::support::desk::{ask_for_no_signature, export};
use crate::support::folder::Folder;
use crate::support::site::{Site, Who};

fn same(site: &Site, event: &str) {
    let folder = export(&site.app, event);
    let official = site.person(Who::Official);
    let served: Value = serde_json::from_str(&official.page(&format!("/events/{event}/ranking.json"))).expect("JSON");
    let output = folder.tabulate(&["--format", "json"]);
    let printed: Value = serde_json::from_str(&output.stdout).unwrap_or_else(|_| panic!("{}", output.stderr));
    assert_eq!(served, printed);
    let csv = official.page(&format!("/events/{event}/ranking.csv?encoding=utf-8"));
    assert_eq!(csv, folder.tabulate(&["--format", "csv"]).stdout);
}

#[test]
fn the_ranking_of_a_closed_event_is_that_of_its_folder() {
    let site = Site::demo();
    let folder = Folder::sound();
    folder.write("adjustments.csv", "entry,kind,item,points,reason\nA,bonus,表彰,1.50,省级\nB,veto,,,通报\n");
    let event = site.import(&folder);
    ask_for_no_signature(&site.app, &event);
    let organiser = site.person(Who::Organiser);
    assert_eq!(organiser.post(&format!("/events/{event}/close"), &[("reason", "")]).status(), 303);
    same(&site, &event);
}

#[test]
fn the_ranking_of_an_incomplete_event_is_that_of_its_folder() {
    let site = Site::demo();
    let folder = Folder::sound();
    folder.replace("scores.csv", "j3,visit,C,novelty,24\n", "");
    let event = site.import(&folder);
    ask_for_no_signature(&site.app, &event);
    let organiser = site.person(Who::Organiser);
    assert_eq!(organiser.post(&format!("/events/{event}/close"), &[("reason", "到点")]).status(), 303);
    same(&site, &event);
}

#[test]
fn the_demonstrations_ranking_is_that_of_its_folder_and_says_what_it_is() {
    let site = Site::demo();
    same(&site, &site.published);
    let official = site.person(Who::Official);
    for (file, start) in [("ranking.csv", "rank,entry,name"), ("ranking.json", "{\"title\":\"演示数据(非真实评分)")]
    {
        let answer = official.get(&format!("/events/{}/{file}", site.published));
        let name = answer.headers()["content-disposition"].to_str().expect("text").to_owned();
        let label: String = "演示数据(非真实评分)"
            .bytes()
            .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect();
        assert!(name.contains(&label), "{name}");
        let text = answer.text().expect("text");
        assert!(text.trim_start_matches('\u{feff}').starts_with(start), "{text}");
    }
}
