//! What is still to be done, a line for each thing that somebody can do: thirty missing cards of one judge are one
//! line. Each line says what is known and where it is dealt with.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::contact::{Contact, contact};
use super::wording::{Names, local_clock, lost_cards, short};
use crate::app::act::clock::Moment;
use crate::app::desk::ask::AGAIN;
use crate::app::event::view::{CellState, CloseBlocker, DeskView, DeviceView, Matrix, MatrixCell};
use crate::scoring::result::{Blocker, BlockerKind};
use crate::web::address::percent;

/// Names that a line lists before it says how many there are.
const LISTED: usize = 4;

/// One thing to do.
pub struct Line {
    pub(super) kind: &'static str,
    pub(super) about: String,
    pub(super) known: String,
    pub(super) way: Way,
}

/// What to do about it.
pub(super) enum Way {
    /// A page that does it.
    Page { to: String, word: &'static str },
    /// A button that asks for the missing cards.
    Ask(Asking),
    /// They were asked for a moment ago.
    Asked(Moment),
}

/// Whose cards a button asks for; empty for all.
#[derive(Default)]
pub(super) struct Asking {
    pub judge: String,
    pub component: String,
    pub entry: String,
}

/// A missing card, by its ids; of a ballot the entry is empty.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Missing<'b> {
    judge: &'b str,
    component: &'b str,
    entry: &'b str,
    cell: &'b MatrixCell,
}

/// The blockers that can be dealt with now, and how many entries have not been visited yet.
pub fn open_now<'b>(matrix: &Matrix, blockers: &'b [CloseBlocker]) -> (Vec<&'b CloseBlocker>, usize) {
    let due_later = |blocker: &&CloseBlocker| match blocker {
        CloseBlocker::Standings(standing) => {
            let judged = standing.judge.is_some() || standing.group.is_some();
            let early = standing.component.as_ref().is_some_and(|component| !matrix.is_begun(component));
            judged && (early || standing.entry.as_ref().is_some_and(|entry| !matrix.is_visited(entry)))
        }
        CloseBlocker::Conflict { .. }
        | CloseBlocker::Quarantined { .. }
        | CloseBlocker::Paper { .. }
        | CloseBlocker::Handed { .. }
        | CloseBlocker::Device(_) => false,
        // the last thing that a judge does
        CloseBlocker::Unconfirmed { .. } => matrix.progress.route.iter().any(|stop| !stop.is_done()),
    };
    let left = matrix.progress.route.iter().filter(|stop| !stop.is_done()).count();
    (blockers.iter().filter(|blocker| !due_later(blocker)).collect(), left)
}

/// The lines: cards that are missing, cards that need somebody, devices, and what lacks otherwise.
pub fn lines(desk: &DeskView, now: Moment) -> Vec<Line> {
    let (open, _) = open_now(&desk.matrix, &desk.blockers);
    let teller = Teller { desk, names: Names::of(&desk.matrix), now };
    let mut lines = teller.missing(&open);
    lines.extend(open.iter().filter_map(|blocker| teller.card(blocker)));
    lines.extend(teller.quarantined(&open));
    lines.extend(teller.paper(&open));
    lines.extend(teller.unconfirmed(&open));
    lines.extend(open.iter().filter_map(|blocker| teller.device(blocker)));
    lines.extend(teller.rest(&open));
    lines
}

struct Teller<'d> {
    desk: &'d DeskView,
    names: Names,
    now: Moment,
}

impl<'d> Teller<'d> {
    fn to(&self, page: &str) -> String {
        format!("/events/{}/{page}", self.desk.matrix.progress.event.id)
    }

    fn missing(&self, open: &[&'d CloseBlocker]) -> Vec<Line> {
        let mut left: Vec<Missing<'d>> = Vec::new();
        for blocker in open {
            let found = self.missing_card(blocker).filter(|card| !left.contains(card));
            // on record as here, and waiting for an organiser: that is another line
            left.extend(found.filter(|card| card.cell.state != CellState::Quarantined));
        }
        let mut lines = Vec::new();
        while let Some((judge, key)) = largest(&left) {
            let of = |card: &Missing<'_>| (if judge { card.judge } else { card.entry }) == key;
            let (group, rest): (Vec<_>, Vec<_>) = left.into_iter().partition(|card| of(card));
            lines.push(if judge { self.of_judge(key, &group) } else { self.of_entry(key, &group) });
            left = rest;
        }
        lines
    }

    fn missing_card(&self, blocker: &'d CloseBlocker) -> Option<Missing<'d>> {
        let CloseBlocker::Standings(Blocker { kind: BlockerKind::MissingCard, judge, component, entry, .. }) = blocker
        else {
            return None;
        };
        let (judge, component, entry) = (judge.as_deref()?, component.as_deref()?, entry.as_deref()?);
        let matrix = &self.desk.matrix;
        let part = matrix.progress.components.iter().position(|part| part.id == component)?;
        let cell = matrix.cell(judge, component, entry)?;
        Some(Missing { judge, component, entry: if matrix.ballots[part] { "" } else { entry }, cell })
    }

    fn of_judge(&self, judge: &str, cards: &[Missing<'_>]) -> Line {
        let component = same(cards.iter().map(|card| card.component)).unwrap_or_default();
        let one = <[_; 1]>::try_from(cards).ok();
        let about = match one {
            Some([card]) => self.card_name(card),
            None => format!("{} 张{}", cards.len(), self.named_component(component)),
        };
        let listed = one.is_none().then(|| listed(cards.iter().map(|card| self.card_name(*card)), "张"));
        let known = [listed, Some(self.heard(judge, cards))];
        Line {
            kind: "缺卡",
            about: format!("{} · {about}", self.names.judge(judge)),
            known: known.into_iter().flatten().collect::<Vec<_>>().join("；"),
            way: self.way(
                cards,
                Asking {
                    judge: judge.to_owned(),
                    component: component.to_owned(),
                    entry: one.map_or("", |[card]| card.entry).to_owned(),
                },
            ),
        }
    }

    fn of_entry(&self, entry: &str, cards: &[Missing<'_>]) -> Line {
        let component = same(cards.iter().map(|card| card.component)).unwrap_or_default();
        Line {
            kind: "缺卡",
            about: format!("{} · {} 席{}", self.names.entry(entry), cards.len(), self.named_component(component)),
            known: listed(cards.iter().map(|card| self.names.judge(card.judge)), "席"),
            way: self
                .way(cards, Asking { judge: String::new(), component: component.to_owned(), entry: entry.to_owned() }),
        }
    }

    /// Entry and component of a card, where there is more than one component.
    fn card_name(&self, card: Missing<'_>) -> String {
        let entry = if card.entry.is_empty() { "名次票".to_owned() } else { self.names.entry(card.entry) };
        format!("{entry}{}", self.named_component(card.component))
    }

    fn named_component(&self, component: &str) -> String {
        if component.is_empty() || self.desk.matrix.progress.components.len() < 2 {
            return String::new();
        }
        format!(" · {}", self.names.component(component))
    }

    /// What the judge's tablets said of the cards, or when they were last heard.
    fn heard(&self, judge: &str, cards: &[Missing<'_>]) -> String {
        let count = |state| cards.iter().filter(|card| card.cell.state == state).count();
        let told = cards.iter().filter(|c| matches!(c.cell.state, CellState::Draft | CellState::Queued));
        let at = told.filter_map(|card| card.cell.at).max();
        let (drafts, queued) = (count(CellState::Draft), count(CellState::Queued));
        if let Some(at) = at {
            let parts = [(queued, "待送达"), (drafts, "草稿")];
            let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{word} {n} 张"));
            return format!("平板 {} 报告：{}", local_clock(at), parts.collect::<Vec<_>>().join("、"));
        }
        let own = self.desk.devices.iter().filter(|device| device.judge == judge);
        match own.max_by_key(|device| device.last_seen) {
            None => "还没有平板联系过服务器".to_owned(),
            Some(device) => match contact(device, self.now) {
                Contact::Online => "设备在线，未见评分卡".to_owned(),
                Contact::Offline | Contact::Lost => format!("设备 {} 后无联系", local_clock(device.last_seen)),
            },
        }
    }

    fn way(&self, cards: &[Missing<'_>], asking: Asking) -> Way {
        let recent = |card: &Missing<'_>| card.cell.asked.filter(|at| self.now - *at < TimeDelta::minutes(AGAIN));
        let on_its_way = |card: &&Missing<'_>| card.cell.state == CellState::Queued;
        if cards.iter().all(|card| on_its_way(&card)) {
            return Way::Page { to: self.to(&asking.cell()), word: "查看" };
        }
        let asked: Vec<_> = cards.iter().filter(|card| !on_its_way(card)).map(recent).collect();
        match asked.iter().copied().collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max()) {
            Some(at) => Way::Asked(at),
            None => Way::Ask(asking),
        }
    }

    fn card(&self, blocker: &CloseBlocker) -> Option<Line> {
        let to = match blocker {
            CloseBlocker::Conflict { judge, component, entry } => {
                Asking { judge: judge.clone(), component: component.clone(), entry: entry.clone() }.cell()
            }
            CloseBlocker::Handed { .. } => "journal".to_owned(),
            _ => return None,
        };
        let (said, way) = (self.names.say(blocker), Way::Page { to: self.to(&to), word: "查看" });
        Some(Line { kind: said.kind, about: said.about, known: said.known, way })
    }

    fn quarantined(&self, open: &[&CloseBlocker]) -> Option<Line> {
        let count = open.iter().filter(|blocker| matches!(blocker, CloseBlocker::Quarantined { .. })).count();
        (count > 0).then(|| Line {
            kind: "待认定",
            about: format!("{count} 张评分卡在评分时间外送达"),
            known: "已收存，不计入，待组织者认定".to_owned(),
            way: Way::Page { to: self.to("quarantine"), word: "认定" },
        })
    }

    /// Sheets of paper that are not cards yet, of one kind as one line.
    fn paper(&self, open: &[&CloseBlocker]) -> Vec<Line> {
        let sheets: Vec<&CloseBlocker> =
            open.iter().copied().filter(|blocker| matches!(blocker, CloseBlocker::Paper { .. })).collect();
        let Some(first) = sheets.first() else { return Vec::new() };
        let said = self.names.say(first);
        let (about, known) = match sheets.len() {
            1 => (said.about, said.known),
            many => (format!("{many} 张纸质卡没有录完"), "待另一人录入，或两人录入不一致".to_owned()),
        };
        vec![Line { kind: said.kind, about, known, way: Way::Page { to: self.to("paper"), word: "处理" } }]
    }

    /// Judges who have not confirmed their own cards.
    fn unconfirmed(&self, open: &[&CloseBlocker]) -> Option<Line> {
        let judges = open.iter().filter_map(|blocker| match blocker {
            CloseBlocker::Unconfirmed { judge, .. } => Some(self.names.judge(judge)),
            _ => None,
        });
        let judges: Vec<String> = judges.collect();
        (!judges.is_empty()).then(|| Line {
            kind: "未核对",
            about: format!("{} 席没有核对自己的评分卡", judges.len()),
            known: listed(judges.into_iter(), "席"),
            way: Way::Page { to: self.to("confirmed"), word: "名单" },
        })
    }

    fn device(&self, blocker: &CloseBlocker) -> Option<Line> {
        let CloseBlocker::Device(device) = blocker else { return None };
        let contact = contact(device, self.now);
        if let Some(lost) = lost_cards(device) {
            return Some(Line {
                kind: "评分丢失",
                about: format!("{} · 设备 {}", device.judge_name, short(&device.device)),
                known: lost,
                way: Way::Page { to: self.to("devices"), word: "查看" },
            });
        }
        let (kind, advice) = match contact {
            Contact::Online => ("设备未清", "正在送达，请稍候"),
            Contact::Offline => ("设备离线", "请让平板联网"),
            Contact::Lost => ("设备失联", "请联系评委；送不出来的可收取平板记录"),
        };
        Some(Line {
            kind,
            about: format!("{} · 设备 {}", device.judge_name, short(&device.device)),
            known: format!("{} 最近联系，{}；{advice}", local_clock(device.last_seen), waiting(device)),
            way: Way::Page {
                to: self.to(if contact == Contact::Lost { "journal" } else { "devices" }),
                word: if contact == Contact::Lost { "收取" } else { "查看" },
            },
        })
    }

    /// What lacks otherwise: lines of one kind, component and group are one.
    fn rest(&self, open: &[&CloseBlocker]) -> Vec<Line> {
        let mut groups: BTreeMap<_, Vec<&Blocker>> = BTreeMap::new();
        for blocker in open {
            let CloseBlocker::Standings(blocker) = blocker else { continue };
            // too few for want of the cards that are missing: those are asked for
            if open.iter().any(|other| explains(other, blocker)) {
                continue;
            }
            groups.entry((blocker.kind, &blocker.component, &blocker.group)).or_default().push(blocker);
        }
        groups.into_values().filter_map(|group| self.one_of_rest(&group)).collect()
    }

    fn one_of_rest(&self, group: &[&Blocker]) -> Option<Line> {
        let first = *group.first()?;
        let said = self.names.say(&CloseBlocker::Standings(first.clone()));
        let (page, word, advice) = match first.kind {
            BlockerKind::MissingCard => return None,
            BlockerKind::TooFewCards => ("exclusions", "查看", "补齐缺卡，或核对登记的回避、缺席"),
            BlockerKind::EmptyGroup => ("exclusions", "查看", "补齐缺卡，或核对登记的回避、缺席"),
            BlockerKind::MissingMeasure => ("measures", "填写", "填写或导入数值"),
            BlockerKind::Unbalanced => ("matrix", "查看", "补齐该评审组的评分卡，或核对规则的平衡办法"),
            BlockerKind::LimitBreach => ("signing", "认可", "认可，或将评分卡作废"),
            BlockerKind::UndecidedTie => ("ties", "裁定", "排出次序"),
        };
        let entries = group.iter().filter_map(|blocker| blocker.entry.as_deref());
        let entries: Vec<String> = entries.map(|entry| self.names.entry(entry)).collect();
        let (about, known) = if group.len() == 1 {
            (said.about, said.known)
        } else {
            let about = self.names.about(None, first.group.as_deref(), first.component.as_deref(), None);
            let count = format!("{} 项", group.len());
            let about = if about.is_empty() { count } else { format!("{about} · {count}") };
            (about, listed(entries.into_iter(), "项"))
        };
        let way = Way::Page { to: self.to(page), word };
        Some(Line { kind: said.kind, about, known: format!("{known}；{advice}"), way })
    }
}

/// Whether a missing card is why another blocker is there.
fn explains(missing: &CloseBlocker, blocker: &Blocker) -> bool {
    let CloseBlocker::Standings(missing) = missing else { return false };
    matches!(blocker.kind, BlockerKind::TooFewCards | BlockerKind::EmptyGroup)
        && missing.kind == BlockerKind::MissingCard
        && (&missing.component, &missing.group, &missing.entry) == (&blocker.component, &blocker.group, &blocker.entry)
}

impl Asking {
    /// The page about the cards.
    fn cell(&self) -> String {
        let parts = [("judge", &self.judge), ("component", &self.component), ("entry", &self.entry)];
        let given = parts.iter().filter(|(_, id)| !id.is_empty()).map(|(name, id)| format!("{name}={}", percent(id)));
        format!("cell?{}", given.collect::<Vec<_>>().join("&"))
    }
}

/// What waits on a device, in words.
fn waiting(device: &DeviceView) -> String {
    if device.queued > 0 {
        format!("待送 {} 张", device.queued)
    } else {
        "有评分卡没有送到，数目不明".to_owned()
    }
}

/// The judge (true) or entry (false) with the most of the cards.
fn largest<'b>(cards: &[Missing<'b>]) -> Option<(bool, &'b str)> {
    let mut counts: BTreeMap<(bool, &str), usize> = BTreeMap::new();
    for card in cards {
        *counts.entry((true, card.judge)).or_default() += 1;
        if !card.entry.is_empty() {
            *counts.entry((false, card.entry)).or_default() += 1;
        }
    }
    // of equal ones a judge: that is whom one calls
    counts.into_iter().max_by_key(|((judge, _), count)| (*count, *judge)).map(|(key, _)| key)
}

/// What all of them are, where they are one.
fn same<'s>(mut all: impl Iterator<Item = &'s str>) -> Option<&'s str> {
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

/// The first names, and how many there are.
fn listed(names: impl Iterator<Item = String>, unit: &str) -> String {
    let names: Vec<String> = names.collect();
    let first = names.iter().take(LISTED).cloned().collect::<Vec<_>>().join("、");
    if names.len() > LISTED { format!("{first}等 {} {unit}", names.len()) } else { first }
}
