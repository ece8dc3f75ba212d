//! Trying out a rehearsal, on its page.

use crate::support::folder::Folder;
use crate::support::site::{Site, Who};

#[test]
fn a_rehearsal_is_tried_out_on_its_page_and_the_outcome_stands_there_and_on_the_real_events() {
    let site = Site::demo();
    let folder = Folder::sound();
    folder.remove("scores.csv");
    let event = site.import(&folder);
    let organiser = site.person(Who::Organiser);
    let page = |event: &str| organiser.page(&format!("/events/{event}/rehearse"));
    assert!(page(&event).contains("还没有试算过") && !page(&event).contains("name=\"seed\""));
    let refused = organiser.post(&format!("/events/{event}/trial"), &[("seed", "1")]);
    assert_eq!(refused.status(), 409);
    assert!(refused.text().expect("a page").contains("这不是演练"));
    let made = organiser.post(&format!("/events/{event}/rehearse"), &[]);
    let desk = made.headers()["location"].to_str().expect("an address").to_owned();
    assert!(organiser.page(&desk).contains("试算…"));
    let rehearsal = desk.split('/').nth(2).expect("an id").to_owned();
    let at = format!("/events/{rehearsal}/trial");
    let wrong = organiser.post(&at, &[("seed", "十二")]);
    assert_eq!(wrong.status(), 422);
    let wrong = wrong.text().expect("a page");
    assert!(wrong.contains("种子“十二”不对") && wrong.contains("value=\"十二\""), "what was typed comes back: {wrong}");
    assert!(page(&rehearsal).contains("还没有试算过"), "nothing was begun");
    assert_eq!(organiser.post(&at, &[("seed", "4827")]).status(), 303);
    for event in [&rehearsal, &event] {
        let page = page(event);
        assert!(page.contains("试算一致") && page.contains("种子 4827") && page.contains("试算评分卡"), "{page}");
    }
    assert!(!page(&rehearsal).contains("name=\"seed\""), "it is done once");
    let again = organiser.post(&at, &[("seed", "4827")]);
    assert_eq!(again.status(), 409);
    assert!(again.text().expect("a page").contains("已经试算过"));
    let log = organiser.page(&format!("/events/{rehearsal}/log"));
    assert!(log.contains("试算，种子 4827") && log.contains("的试算评分卡"), "{log}");
}
