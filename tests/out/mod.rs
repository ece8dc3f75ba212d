//! What is taken out of an event: the workbook and the CSV as an office program opens them, the folder, the pages
//! of paper as they print.

mod bundle;
mod folder;
mod paper;
mod sheets;
mod template;
mod workbook;

use crate::support::desk::ask_for_no_signature;
use crate::support::folder::Folder;
use crate::support::site::{Person, Site, Who};

/// Closes an event as an organiser, who then takes things out; nobody has to sign, and officials see it at once.
fn closed(site: &Site, event: &str) -> Person {
    ask_for_no_signature(&site.app, event);
    let organiser = site.person(Who::Organiser);
    assert_eq!(organiser.post(&format!("/events/{event}/close"), &[("reason", "到点")]).status(), 303);
    organiser
}

/// How often something was taken out of an event, by what the audit says.
fn exports(site: &Site, event: &str) -> Vec<String> {
    let rows = site.app.log(&crate::support::desk::organiser(), Some(event), 100).expect("the log");
    rows.into_iter().filter(|row| row.act == "export").map(|row| row.subject).collect()
}

#[test]
fn before_the_signatures_an_official_takes_out_no_more_than_the_board_shows() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let organiser = site.person(Who::Organiser);
    assert_eq!(organiser.post(&format!("/events/{event}/close"), &[("reason", "到点")]).status(), 303);
    let official = site.person(Who::Official);
    for page in ["workbook.xlsx", "print/result", "ranking.csv", "ranking.json"] {
        let path = format!("/events/{event}/{page}");
        assert_eq!(official.get(&path).status(), 409, "{page}");
        assert_eq!(organiser.get(&path).status(), 200, "{page}");
    }
}
