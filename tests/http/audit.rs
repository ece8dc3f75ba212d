//! The audit's page: its chain is read when somebody asks for it, and the page says when that was and how far it got.

use diesel::prelude::*;

use crate::support::database::opened;
use crate::support::site::{Site, Who};

#[test]
fn the_chain_is_verified_when_somebody_asks_and_the_page_says_how_far() {
    let site = Site::demo();
    let administrator = site.person(Who::Administrator);
    assert!(administrator.page("/audit").contains("服务启动以来还没有核对过"));
    assert_eq!(administrator.post("/audit", &[]).status(), 303);
    let rows = site.acts();
    let verified = administrator.page("/audit");
    assert!(verified.contains(&format!("从第 1 条到第 {rows} 条：记录完整，首尾相连")), "{verified}");
    assert!(!verified.contains("尚未核对"));
    let organiser = site.person(Who::Organiser);
    let page = organiser.page("/audit");
    assert!(page.contains(&format!("从第 1 条到第 {rows} 条")) && page.contains("此后又有 1 条，尚未核对"), "{page}");
    let file = site.server.data().path().join("guanmo.db");
    let mut connection = opened(&file);
    diesel::sql_query("UPDATE audit_payload SET payload = '{}' WHERE number = 2")
        .execute(&mut connection)
        .expect("changed");
    // a look reads no chain
    assert!(administrator.page("/audit").contains("记录完整"));
    assert_eq!(administrator.post("/audit", &[]).status(), 303);
    let broken = administrator.page("/audit");
    assert!(broken.contains("记录在第 2 条处断开") && !broken.contains("记录完整"), "{broken}");
}
