//! What is taken out of an event: the workbook and the CSV as an office program opens them, the folder, the pages
//! of paper as they print.

mod folder;
mod paper;
mod workbook;

use crate::support::site::{Person, Site, Who};

/// Closes an event as an organiser, who then takes things out.
fn closed(site: &Site, event: &str) -> Person {
    let organiser = site.person(Who::Organiser);
    assert_eq!(organiser.post(&format!("/events/{event}/close"), &[("reason", "到点")]).status(), 303);
    organiser
}

/// How often something was taken out of an event, by what the audit says.
fn exports(site: &Site, event: &str) -> Vec<String> {
    let rows = site.app.audit(&crate::support::desk::organiser(), Some(event), 100).expect("the audit");
    rows.into_iter().filter(|row| row.act == "export").map(|row| row.subject).collect()
}
