//! Whatever three people do, in whatever order: a card comes from paper only where two of them stand behind what is
//! on it, and whoever confirmed it had not typed it.

use std::collections::BTreeSet;

use guanmo::app::App;
use guanmo::app::cards::paper::{Became, SheetState};
use proptest::prelude::*;

use super::paper::{sheet_of, teller};
use crate::support::database::Database;
use crate::support::desk::empty_event;
use crate::support::tablet::Tablet;

const PEOPLE: [&str; 3] = ["li", "wu", "zhao"];

/// What stands on a card: two marks.
type Content = (&'static str, &'static str);

/// One act of one of them.
#[derive(Debug, Clone)]
enum Deed {
    Type(usize, Content),
    Propose(usize, Content),
    Confirm(usize, usize),
    Withdraw(usize),
}

fn any_content() -> impl Strategy<Value = Content> {
    (prop::sample::select(vec!["40", "40.5"]), prop::sample::select(vec!["30", "30.5"]))
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0..3usize, any_content()).prop_map(|(who, content)| Deed::Type(who, content)),
        3 => (0..3usize, any_content()).prop_map(|(who, content)| Deed::Propose(who, content)),
        4 => (0..3usize, 0..5usize).prop_map(|(who, which)| Deed::Confirm(who, which)),
        1 => (0..3usize).prop_map(Deed::Withdraw),
    ]
}

/// What the three know of the sheet that is open, kept beside the program.
struct Model<'a> {
    app: &'a App,
    event: &'a str,
    sheet: String,
    /// Who typed or proposed what, in its order.
    said: Vec<(usize, Content)>,
}

impl Model<'_> {
    /// Does it; gives what the card would say and who stands behind that, where the program says that it is a card.
    fn does(&mut self, deed: &Deed) -> Option<(Content, BTreeSet<usize>)> {
        let remark = "扫描件如此";
        match *deed {
            Deed::Type(who, content) => {
                let typed = sheet_of("visit", "A", &[("effect", content.0), ("novelty", content.1)]);
                let answer = self.app.type_sheet(&teller(PEOPLE[who]), self.event, &typed).ok()?;
                self.sheet = answer.sheet;
                self.said.push((who, content));
                (answer.became == Became::Recorded).then(|| self.behind(content, None))
            }
            Deed::Propose(who, content) => {
                // only what the two first read differently is theirs to propose
                let (one, two) = (self.said.first().map(|s| s.1)?, self.said.get(1).map(|s| s.1)?);
                let merged: Content =
                    (if one.0 == two.0 { one.0 } else { content.0 }, if one.1 == two.1 { one.1 } else { content.1 });
                let values = [("effect", content.0), ("novelty", content.1)];
                let values = values.map(|(key, mark)| (key.to_owned(), mark.to_owned())).into();
                let person = teller(PEOPLE[who]);
                let became = self.app.propose_reading(&person, self.event, &self.sheet, &values, remark).ok()?;
                self.said.push((who, merged));
                (became == Became::Recorded).then(|| self.behind(merged, None))
            }
            Deed::Confirm(who, which) => {
                let number = i64::try_from(which + 1).expect("a small number");
                let person = teller(PEOPLE[who]);
                let done = self.app.confirm_reading(&person, self.event, &self.sheet, number, remark);
                let Some(&(author, content)) = self.said.get(which) else {
                    assert!(done.is_err(), "nobody typed it");
                    return None;
                };
                let own = self.said.contains(&(who, content));
                if done.is_ok() {
                    assert!(!own && author != who, "{} confirmed what they typed: {:?}", PEOPLE[who], self.said);
                }
                (done.ok()? == Became::Recorded).then(|| self.behind(content, Some(who)))
            }
            Deed::Withdraw(who) => {
                self.app.withdraw_sheet(&teller(PEOPLE[who]), self.event, &self.sheet, "重录").ok()?;
                self.said.clear();
                None
            }
        }
    }

    fn behind(&self, content: Content, confirmed: Option<usize>) -> (Content, BTreeSet<usize>) {
        let authors = self.said.iter().filter(|(_, said)| *said == content).map(|(who, _)| *who);
        (content, authors.chain(confirmed).collect())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_card_from_paper_has_two_people_behind_it_whatever_three_do(deeds in prop::collection::vec(any_deed(), 1..24)) {
        let database = Database::file();
        let app = database.app();
        let event = empty_event(&app);
        let tablet = Tablet::new(&app, &event, "j1", "t1");
        let mut model = Model { app: &app, event: &event, sheet: String::new(), said: Vec::new() };
        for deed in &deeds {
            let came = model.does(deed);
            let card = tablet.card("visit", "A");
            match came {
                None => prop_assert!(card.op.is_none(), "a card came of {deed:?} after {:?}", model.said),
                Some((content, behind)) => {
                    prop_assert!(behind.len() >= 2, "{behind:?} alone stand behind {content:?}: {:?}", model.said);
                    let marks = (card.marks["effect"].as_str(), card.marks["novelty"].as_str());
                    prop_assert_eq!(marks, content);
                    let desk = app.paper_desk(&teller("li"), &event).expect("the desk");
                    let settled = |state: &SheetState| matches!(state, SheetState::Settled { .. });
                    prop_assert_eq!(desk.sheets.iter().filter(|line| settled(&line.state)).count(), 1);
                    break;
                }
            }
        }
    }
}
