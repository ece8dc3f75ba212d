//! The writer: what is committed together does not fail together.

use std::panic;
use std::thread;

use guanmo::store::{Store, StoreError, secret};

use crate::support::database::on_each;

#[test]
fn a_write_that_fails_or_panics_takes_no_other_with_it() {
    on_each(|database| {
        let store = Store::open(&database.url).expect("the database opens");
        let told: Vec<Result<(), StoreError>> = thread::scope(|scope| {
            let writes: Vec<_> = (0..48)
                .map(|number| {
                    let store = store.clone();
                    scope.spawn(move || {
                        store.write(move |tx| {
                            secret::get_or_insert(tx, &format!("name-{number}"), "written")?;
                            match number % 3 {
                                0 => Ok(()),
                                1 => Err(StoreError::Conflict),
                                // no message of a panic on the tests' output
                                _ => panic::resume_unwind(Box::new("panicked")),
                            }
                        })
                    })
                })
                .collect();
            writes.into_iter().map(|write| write.join().expect("answered")).collect()
        });
        for (number, told) in told.into_iter().enumerate() {
            let name = format!("name-{number}");
            let found = store.write(move |tx| secret::get_or_insert(tx, &name, "absent")).expect("read");
            match number % 3 {
                0 => assert_eq!((told, found.as_str()), (Ok(()), "written")),
                1 => assert_eq!((told, found.as_str()), (Err(StoreError::Conflict), "absent")),
                _ => assert!(matches!(told, Err(StoreError::Unavailable(_))) && found == "absent"),
            }
        }
    });
}

#[test]
fn an_address_that_is_none_is_refused_with_what_is_allowed() {
    let refused = Store::open("mysql://here").err().expect("refused");
    assert_eq!(refused.to_string(), "数据库地址应为 sqlite://PATH 或 postgres://…");
    let nowhere = Store::open("postgres://127.0.0.1:1/none").err().expect("refused");
    assert!(matches!(nowhere, StoreError::Unavailable(_)));
}
