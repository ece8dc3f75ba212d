//! A witness outside of the house signs heads as well, and that is never forgotten.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use guanmo::app::App;
use guanmo::app::act::actor::Role;
use guanmo::app::act::clock::Clock;
use guanmo::app::act::permission::Forbidden;
use guanmo::app::result::log::{Asked, Side};
use guanmo::app::result::witness::CosignFault;
use guanmo::proof::HeadFault;
use guanmo::store::Base;
use signed_note::{Note, Signer, StandardSigner, StandardVerifier, Verifier};

use crate::support::database::{morning, on_each};
use crate::support::desk::{assert_sound, empty_event, organiser, staff};
use crate::support::fault::{refusal, refused_as};

/// A witness's key as its line, and what signs with it.
fn witness(name: &str) -> (String, StandardSigner) {
    let key = SigningKey::from_bytes(&rand::random());
    let public = signed_note::new_ed25519_verifier_key(name, &key.verifying_key());
    let id = StandardVerifier::new(&public).expect("a key").key_id();
    let secret = STANDARD.encode([&[1], key.to_bytes().as_slice()].concat());
    (public, StandardSigner::new(&format!("PRIVATE+KEY+{name}+{id:08x}+{secret}")).expect("a signer"))
}

fn cosigned(note: &str, signer: &dyn Signer) -> String {
    let mut note = Note::from_bytes(note.as_bytes()).expect("a note");
    note.add_sigs(&[signer]).expect("signed");
    String::from_utf8(note.to_bytes()).expect("text")
}

#[test]
fn a_witnesss_line_stands_under_its_head_and_is_verified_each_time() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let (line, signer) = witness("witness.example");
    let (_, stranger) = witness("stranger.example");
    let witnesses = folder.path().join("witnesses.txt");
    std::fs::write(&witnesses, format!("# 市委组织部\n{line}\n")).expect("written");
    on_each(|database| {
        let base = Base {
            log_key: Some(folder.path().join("log.key")),
            witnesses: Some(witnesses.clone()),
            ..Base::from(&database.url)
        };
        let app = App::open(base.clone(), Clock::fixed(morning())).expect("open");
        let (event, other) = (empty_event(&app), empty_event(&app));
        let inspector = staff(Role::Inspector);
        let note = app.take_head(&inspector, &event).expect("a head").note;
        let signed = cosigned(&note, &signer);
        let refused = |event: &str, note: &str| refused_as::<_, CosignFault>(app.cosign(&inspector, event, note));
        assert_eq!(refused(&event, &note), CosignFault::NoWitness);
        assert_eq!(refused(&event, &cosigned(&note, &stranger)), CosignFault::NoWitness);
        assert_eq!(refused(&event, &signed[..signed.len() - 9]), CosignFault::Head(HeadFault::Malformed));
        assert_eq!(refused(&event, &format!("{signed}{signed}")), CosignFault::NotOurs);
        assert_eq!(refused(&event, &signed.replace("cause asked", "cause close")), CosignFault::NotOurs);
        assert_eq!(refused(&other, &signed), CosignFault::NotOurs);
        // a line of another head under this one
        let theirs = app.take_head(&inspector, &other).expect("a head").note;
        let foreign = cosigned(&theirs, &signer);
        let moved = format!("{note}{}", foreign.lines().last().expect("a line")) + "\n";
        assert_eq!(refused(&event, &moved), CosignFault::Head(HeadFault::BadSignature));
        assert!(matches!(refusal(&app.cosign(&staff(Role::Official), &event, &signed)), Some(Forbidden { .. })));
        assert!(
            app.event_log(&inspector, &event, &Asked::default(), Side::Before(i64::MAX), 9)
                .expect("a log")
                .witnessed
                .is_empty()
        );

        assert_eq!(app.cosign(&inspector, &event, &signed).expect("taken"), ["witness.example"]);
        let acts = || app.log(&organiser(), None, 1000).expect("the logs").len();
        let before = acts();
        app.cosign(&inspector, &event, &signed).expect("taken again");
        assert_eq!(acts(), before, "the same line twice is there once");
        assert_eq!(app.take_head(&inspector, &event).expect("a head").note, signed);
        assert_eq!(
            app.event_log(&inspector, &event, &Asked::default(), Side::Before(i64::MAX), 9)
                .expect("a log")
                .witnessed
                .len(),
            1
        );
        assert_sound(&app);
        // and who comes back with it is told that the log has only grown
        let found = app.verify(&organiser(), Some(&event), Some(&signed)).expect("verified");
        assert!(found.is_sound(), "{:?}", found.first_fault());
        let check = found.checks.iter().find(|check| check.check == "witnesses").expect("a check");
        assert!(check.text.contains("会签 1 处"), "{}", check.text);
        // the key is on record once, however often the program starts
        drop(App::open(base, Clock::fixed(morning())).expect("open"));
        let keys = app.log(&organiser(), None, 1000).expect("the logs");
        assert_eq!(keys.iter().filter(|act| act.act == "witness-key").count(), 1);
    });
}

#[test]
fn a_file_of_witnesses_that_is_none_is_named_at_the_start() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let file = folder.path().join("witnesses.txt");
    let database = format!("sqlite://{}", folder.path().join("guanmo.db").display());
    let open = || App::open(Base { witnesses: Some(file.clone()), ..Base::from(&*database) }, Clock::System);
    let said = open().map(drop).expect_err("no file").to_string();
    assert!(said.contains("读不了") && said.contains("witnesses.txt"), "{said}");
    std::fs::write(&file, "who+knows\n").expect("written");
    let said = open().map(drop).expect_err("no key").to_string();
    assert!(said.contains("“who+knows”不是会签人的公钥"), "{said}");
}
