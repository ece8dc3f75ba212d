//! Small random rules, every option among them.

use guanmo::scoring::rules::{
    AdjustmentRules, Award, Band, Boundary, Class, Commenting, Component, Covers, Criterion, Denominator, EmptyGroup,
    End, Grade, Group, Item, Judging, Kind, Limits, ListRules, Method, Missing, ModalTie, Normalise, Order, Over,
    Override, Places, Points, Precision, Quota, RankOn, RankingRules, Recusal, Release, Rounding, RoundingMode, Rules,
    Scope, Share, ShareRounding, Steps, TieBreak, TooFew, VetoEffect, VetoItem, VetoRules, VotesRules,
};
use rust_decimal::Decimal;

use super::relative;
use crate::properties::tape::Tape;

pub fn number(text: &str) -> Decimal {
    text.parse().expect("a number")
}

pub fn numbers(tape: &mut Tape, choices: &[&str]) -> Decimal {
    number(tape.pick(choices))
}

fn maybe(tape: &mut Tape, percent: usize, choices: &[&str]) -> Option<Decimal> {
    if tape.chance(percent) { Some(numbers(tape, choices)) } else { None }
}

pub fn rules(tape: &mut Tape) -> Rules {
    let rounding = rounding(tape);
    let groups: Vec<Group> = (0..tape.between(1, 3)).map(|group| self::group(tape, group)).collect();
    let mut components: Vec<Component> =
        (0..tape.between(1, 3)).map(|index| component(tape, &groups, &rounding, index)).collect();
    let ranking = ranking(tape, &components);
    let awards: Vec<Award> = (0..tape.between(0, 4)).map(|index| award(tape, components.len(), index)).collect();
    for (component, part) in components.iter_mut().enumerate() {
        // only where something else names it
        let compared = ranking.tie_break.iter().any(|key| match *key {
            TieBreak::Component(of)
            | TieBreak::Criterion { component: of, .. }
            | TieBreak::Group { component: of, .. } => of == component,
            TieBreak::Decimals(_) | TieBreak::Exact | TieBreak::Bonus => false,
        });
        if (compared || awards.iter().any(|award| award.by == Some(component))) && tape.chance(20) {
            part.weight = Decimal::ZERO;
        }
    }
    let mut bands: Vec<Band> = Vec::new();
    for (name, at_least) in [("好", "88"), ("较好", "30"), ("一般", "15"), ("差", "-5")] {
        if tape.chance(50) {
            bands.push(Band { name: name.to_owned(), at_least: number(at_least) });
        }
    }
    Rules {
        title: String::new(),
        rounding,
        groups,
        components,
        classes: (0..tape.between(0, 2)).map(|class| self::class(tape, class)).collect(),
        adjustments: adjustments(tape),
        veto: veto(tape),
        ranking,
        awards,
        bands,
        limits: Limits {
            max_share_above: maybe(tape, 20, &["17", "15.5"]).map(|mark| (mark, numbers(tape, &["30", "50", "12.5"]))),
            distinct: tape.chance(15),
        },
    }
}

fn rounding(tape: &mut Tape) -> Rounding {
    let modes = [RoundingMode::HalfUp, RoundingMode::HalfEven, RoundingMode::Down];
    let mode = tape.pick(&modes);
    let mut stage = || {
        let own = if tape.chance(25) { tape.pick(&modes) } else { mode };
        if tape.chance(50) { Some(Precision { decimals: tape.below(3) as u32, mode: own }) } else { None }
    };
    let (card, criterion, criterion_weighted, group) = (stage(), stage(), stage(), stage());
    let (component, component_weighted, subtotal, total) = (stage(), stage(), stage(), stage());
    let (panel_mean, coefficient, balanced) = (stage(), stage(), stage());
    Rounding {
        mode,
        card,
        criterion,
        criterion_weighted,
        group,
        component,
        panel_mean,
        coefficient,
        balanced,
        component_weighted,
        subtotal,
        total,
    }
}

/// Effects of vetoes, by item or not.
fn veto(tape: &mut Tape) -> VetoRules {
    use VetoEffect::{Disqualify, DropOneAward, DropOneBand, LowestBand, NoAward};
    let items = if tape.chance(50) { tape.between(1, 3) } else { 0 };
    let item = |tape: &mut Tape, index: usize| VetoItem {
        id: format!("v{index}"),
        name: String::new(),
        effect: tape.pick(&[NoAward, Disqualify, LowestBand, DropOneBand, DropOneBand, DropOneAward, DropOneAward]),
    };
    VetoRules {
        effect: tape.pick(&[Disqualify, NoAward, LowestBand, DropOneBand, DropOneAward]),
        items: (0..items).map(|index| item(tape, index)).collect(),
    }
}

fn group(tape: &mut Tape, index: usize) -> Group {
    let weight = numbers(tape, &["1", "40", "0.3", "7"]);
    let covers = if tape.chance(20) { tape.pick(&[Covers::OtherUnits, Covers::OwnUnit]) } else { Covers::All };
    Group { id: format!("g{index}"), name: String::new(), weight, covers }
}

fn class(tape: &mut Tape, index: usize) -> Class {
    Class { id: format!("c{index}"), coefficient: numbers(tape, &["1.15", "0.95", "1.033"]) }
}

fn adjustments(tape: &mut Tape) -> AdjustmentRules {
    let item = |tape: &mut Tape, id: &str| Item {
        id: id.to_owned(),
        name: String::new(),
        cap: maybe(tape, 60, &["1", "0.75", "0"]),
    };
    AdjustmentRules {
        bonus_cap: maybe(tape, 40, &["1.5", "2", "0"]),
        deduction_cap: maybe(tape, 40, &["1.25", "3"]),
        floor: maybe(tape, 20, &["0", "15"]),
        ceiling: maybe(tape, 20, &["100", "35"]),
        items: if tape.chance(40) { vec![item(tape, "honour"), item(tape, "fault")] } else { Vec::new() },
    }
}

fn component(tape: &mut Tape, groups: &[Group], rounding: &Rounding, index: usize) -> Component {
    let kind = match tape.below(8) {
        0..=2 => marks(tape, groups),
        3 => Kind::Ranking { judging: judging(tape, groups, false, false), points: points(tape) },
        4 | 5 => grades(tape, groups),
        6 => votes(tape, groups),
        _ => measure(tape),
    };
    let judged = !matches!(kind, Kind::Measure { .. });
    Component {
        id: format!("k{index}"),
        name: String::new(),
        weight: numbers(tape, &["1", "0.5", "0.3", "0.333"]),
        kind,
        balance: if judged && tape.chance(25) { Some(relative::balance(tape, rounding)) } else { None },
        by_place: if tape.chance(20) { Some(relative::by_place(tape)) } else { None },
    }
}

pub fn points(tape: &mut Tape) -> Points {
    match tape.below(3) {
        0 => Points::Step { first: number("20"), step: numbers(tape, &["3", "0.5", "11", "-2", "0"]) },
        1 => Points::Percent { first: numbers(tape, &["21", "-4"]), percent: numbers(tape, &["2", "33.3"]) },
        _ => Points::Table(vec![numbers(tape, &["10", "-2"]), numbers(tape, &["7", "-4"]), number("-1.5")]),
    }
}

fn votes(tape: &mut Tape, groups: &[Group]) -> Kind {
    Kind::Votes {
        judging: judging(tape, groups, true, false),
        votes: VotesRules {
            choose: tape.between(1, 3),
            exactly: tape.chance(60),
            full: numbers(tape, &["100", "30", "7.77"]),
            denominator: tape.pick(&[Denominator::Valid, Denominator::Due]),
        },
    }
}

fn measure(tape: &mut Tape) -> Kind {
    let order = tape.pick(&[Order::Higher, Order::Lower]);
    let full = numbers(tape, &["100", "30"]);
    Kind::Measure {
        min: Decimal::ZERO,
        max: maybe(tape, 40, &["100", "97.3"]),
        normalise: match tape.below(4) {
            0 => Normalise::None,
            1 => Normalise::TopRatio { full, order },
            2 => Normalise::Efficacy { full, base: numbers(tape, &["0.6", "0", "1"]), order },
            _ => Normalise::Line {
                at: numbers(tape, &["60", "-1"]),
                per: numbers(tape, &["0.5", "-0.333", "0", "4"]),
                target: numbers(tape, &["80", "90.5"]),
                cap: maybe(tape, 40, &["62", "80.25"]),
                floor: maybe(tape, 40, &["20", "58.8"]),
            },
        },
    }
}

fn marks(tape: &mut Tape, groups: &[Group]) -> Kind {
    let criterion = |tape: &mut Tape, index: usize| Criterion {
        id: format!("x{index}"),
        name: String::new(),
        min: numbers(tape, &["0", "0", "-2", "1"]),
        max: numbers(tape, &["10", "8"]),
        step: numbers(tape, &["1", "0.5", "0.25", "2", "3"]),
        weight: numbers(tape, &["1", "1", "0.7", "1.25"]),
        guide: String::new(),
        commenting: Commenting::None,
    };
    Kind::Marks {
        judging: judging(tape, groups, false, false),
        over: tape.pick(&[Over::Card, Over::Criterion]),
        criteria: (0..tape.between(1, 3)).map(|index| criterion(tape, index)).collect(),
    }
}

fn grades(tape: &mut Tape, groups: &[Group]) -> Kind {
    let denominator = tape.pick(&[Denominator::Valid, Denominator::Due]);
    let stepped = tape.chance(50);
    let grade = |id: &str, value: &str| Grade { id: id.to_owned(), name: String::new(), value: number(value) };
    let mut judging = judging(tape, groups, stepped || denominator == Denominator::Due, stepped);
    if !stepped && tape.chance(40) {
        // one list of all judges, in which nobody's own mean stands in
        let tie = tape.pick(&[ModalTie::Lower, ModalTie::Higher, ModalTie::Mean]);
        judging.scope = Scope::Panel;
        judging.lists.truncate(1);
        let trimmed = matches!(judging.lists[0].method, Method::TrimmedMean { .. });
        judging.lists[0].min_cards = if trimmed { 1 } else { judging.lists[0].min_cards };
        judging.lists[0].method = Method::Modal(tie);
        if judging.recusal == Recusal::OwnMean {
            judging.recusal = Recusal::DropCell;
        }
    }
    Kind::Grades {
        judging,
        // two of the same value are still two grades
        grades: vec![grade("good", "25"), grade("fair", "17.555"), grade("plain", "17.555"), grade("poor", "0")],
        denominator,
        steps: stepped.then(|| steps(tape)),
    }
}

fn steps(tape: &mut Tape) -> Steps {
    let share = |over: &str, under: &str| Share { over: number(over), under: number(under) };
    let ofs = [vec![0], vec![0, 1], vec![3], vec![1, 2, 3]];
    let rows = [(share("0.9", "1"), "30"), (share("2", "3"), "22"), (share("1", "3"), "12.5"), (share("0", "1"), "-3")];
    let instead = |tape: &mut Tape| Override {
        of: tape.pick(&ofs),
        at_least: tape.pick(&[share("1", "3"), share("0.5", "1"), share("1", "1"), share("0", "1")]),
        value: numbers(tape, &["9", "31.5"]),
        only_below: tape.pick(&[None, Some(share("0.5", "1")), Some(share("2", "3"))]),
    };
    Steps {
        of: tape.pick(&ofs),
        table: rows.map(|(share, value)| (share, number(value))).to_vec(),
        overrides: (0..tape.below(3)).map(|_| instead(tape)).collect(),
    }
}

fn judging(tape: &mut Tape, groups: &[Group], only_mean: bool, stepped: bool) -> Judging {
    let mut judged_by: Vec<usize> = (0..groups.len()).filter(|_| !tape.chance(25)).collect();
    if judged_by.is_empty() {
        judged_by.push(0);
    }
    let scope = tape.pick(&[Scope::Group, Scope::Group, Scope::Panel]);
    let recusals = [Recusal::DropCell, Recusal::DropJudge, Recusal::OwnMean];
    let lists = if scope == Scope::Panel { 1 } else { judged_by.len() };
    Judging {
        groups: judged_by,
        scope,
        recusal: tape.pick(if stepped { &recusals[..2] } else { &recusals }),
        empty_group: tape.pick(&[EmptyGroup::Renormalise, EmptyGroup::Renormalise, EmptyGroup::Error]),
        lists: (0..lists).map(|_| list(tape, only_mean)).collect(),
        release: Release::default(),
        commenting: Commenting::Optional,
    }
}

fn list(tape: &mut Tape, only_mean: bool) -> ListRules {
    let method = match if only_mean { 0 } else { tape.below(4) } {
        0 => Method::Mean,
        1 => Method::Median,
        _ => Method::TrimmedMean { drop_highest: tape.below(3), drop_lowest: tape.below(2) },
    };
    let least = match method {
        Method::TrimmedMean { drop_highest, drop_lowest } => drop_highest + drop_lowest + 1,
        Method::Mean | Method::Median | Method::Modal(_) => 1,
    };
    ListRules {
        method,
        min_cards: tape.pick(&[1, 1, 1, 1, 2, 3]).max(least),
        too_few: tape.pick(&[TooFew::Mean, TooFew::Mean, TooFew::Error]),
        missing: tape.pick(&[Missing::Skip, Missing::Block]),
    }
}

fn ranking(tape: &mut Tape, components: &[Component]) -> RankingRules {
    let mut tie_break = Vec::new();
    for (component, part) in components.iter().enumerate() {
        if tape.chance(25) {
            tie_break.push(TieBreak::Component(component));
        }
        if !part.criteria().is_empty() && tape.chance(30) {
            tie_break.push(TieBreak::Criterion { component, criterion: tape.below(part.criteria().len()) });
        }
        if let Some(judging) = part.judging().filter(|judging| judging.scope == Scope::Group)
            && tape.chance(25)
        {
            tie_break.push(TieBreak::Group { component, group: tape.pick(&judging.groups) });
        }
    }
    if tape.chance(20) {
        tie_break.push(TieBreak::Decimals(tape.below(4) as u32));
    }
    if tape.chance(20) {
        tie_break.push(TieBreak::Exact);
    }
    if tape.chance(20) {
        tie_break.push(TieBreak::Bonus);
    }
    RankingRules {
        on: tape.pick(&[RankOn::Rounded, RankOn::Exact]),
        by_track: tape.chance(30),
        places: tape.pick(&[Places::Competition, Places::Dense]),
        tie_break,
    }
}

fn award(tape: &mut Tape, components: usize, index: usize) -> Award {
    let quota = if tape.chance(40) {
        Quota::Share {
            percent: numbers(tape, &["30", "50", "100", "12.5"]),
            rounding: tape.pick(&[ShareRounding::Floor, ShareRounding::Round, ShareRounding::Ceil]),
        }
    } else {
        Quota::Places(tape.between(1, 3))
    };
    Award {
        name: format!("{index}等奖"),
        quota,
        from: if tape.chance(30) { End::Bottom } else { End::Top },
        threshold: maybe(tape, 30, &["20", "60", "15"]),
        boundary: tape.pick(&[Boundary::Decide, Boundary::Decide, Boundary::Enlarge, Boundary::Withhold]),
        by: if tape.chance(25) { Some(tape.below(components)) } else { None },
        // those that there are, see `tracks`
        tracks: Vec::new(),
    }
}
