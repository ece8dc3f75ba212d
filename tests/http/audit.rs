//! The audit's page: everything is verified when somebody asks for it, and the page says when that was and what differs.

use diesel::prelude::*;

use crate::support::database::opened;
use crate::support::site::{Site, Who};

#[test]
fn everything_is_verified_when_somebody_asks_and_the_page_says_what_differs() {
    let site = Site::demo();
    let administrator = site.person(Who::Administrator);
    assert!(administrator.page("/audit").contains("服务启动以来还没有核对过"));
    assert_eq!(administrator.post("/audit", &[]).status(), 303);
    let verified = administrator.page("/audit");
    assert!(verified.contains("项全部相符") && verified.contains("存证点"), "{verified}");
    let organiser = site.person(Who::Organiser);
    assert!(organiser.page("/audit").contains("项全部相符"));
    let file = site.server.data().path().join("guanmo.db");
    let mut connection = opened(&file);
    diesel::sql_query("UPDATE entry SET name = '另一个名字' WHERE position = 1")
        .execute(&mut connection)
        .expect("changed");
    // a look verifies nothing
    assert!(administrator.page("/audit").contains("项全部相符"));
    assert_eq!(administrator.post("/audit", &[]).status(), 303);
    let broken = administrator.page("/audit");
    assert!(broken.contains("有不相符之处") && broken.contains("参评项目（表 entry 的"), "{broken}");
}
