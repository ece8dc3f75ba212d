//! Small random rules, every option among them.

use guanmo::scoring::rules::{
    AdjustmentRules, Award, Band, Boundary, Class, Commenting, Component, Covers, Criterion, Denominator, EmptyGroup,
    End, Grade, Group, Item, Judging, Kind, Limits, ListRules, Method, Missing, Normalise, Order, Over, Places, Points,
    Precision, Quota, RankOn, RankingRules, Recusal, Release, Rounding, RoundingMode, Rules, Scope, Share,
    ShareRounding, Steps, TieBreak, TooFew, VetoEffect, VetoRules,
};
use rust_decimal::Decimal;

use crate::properties::tape::Tape;

fn number(text: &str) -> Decimal {
    text.parse().expect("a number")
}

fn numbers(tape: &mut Tape, choices: &[&str]) -> Decimal {
    number(tape.pick(choices))
}

fn maybe(tape: &mut Tape, percent: usize, choices: &[&str]) -> Option<Decimal> {
    if tape.chance(percent) { Some(numbers(tape, choices)) } else { None }
}

pub fn rules(tape: &mut Tape) -> Rules {
    let groups: Vec<Group> = (0..tape.between(1, 3)).map(|group| self::group(tape, group)).collect();
    let components: Vec<Component> = (0..tape.between(1, 3)).map(|index| component(tape, &groups, index)).collect();
    let ranking = ranking(tape, &components);
    let mut bands: Vec<Band> = Vec::new();
    for (name, at_least) in [("好", "88"), ("较好", "60"), ("一般", "20")] {
        if tape.chance(50) {
            bands.push(Band { name: name.to_owned(), at_least: number(at_least) });
        }
    }
    Rules {
        title: String::new(),
        rounding: rounding(tape),
        groups,
        components,
        classes: (0..tape.between(0, 2)).map(|class| self::class(tape, class)).collect(),
        adjustments: adjustments(tape),
        veto: VetoRules {
            effect: tape.pick(&[
                VetoEffect::Disqualify,
                VetoEffect::NoAward,
                VetoEffect::LowestBand,
                VetoEffect::DropOneBand,
            ]),
            items: Vec::new(),
        },
        ranking,
        awards: (0..tape.between(0, 3)).map(|index| award(tape, index)).collect(),
        bands,
        limits: Limits {
            max_share_above: maybe(tape, 20, &["17", "15.5"]).map(|mark| (mark, numbers(tape, &["30", "50", "12.5"]))),
            distinct: tape.chance(15),
        },
    }
}

fn rounding(tape: &mut Tape) -> Rounding {
    let mode = tape.pick(&[RoundingMode::HalfUp, RoundingMode::HalfEven, RoundingMode::Down]);
    let mut stage = || if tape.chance(50) { Some(Precision { decimals: tape.below(3) as u32, mode }) } else { None };
    let (card, criterion, criterion_weighted, group) = (stage(), stage(), stage(), stage());
    let (component, component_weighted, subtotal, total) = (stage(), stage(), stage(), stage());
    Rounding {
        mode,
        card,
        criterion,
        criterion_weighted,
        group,
        component,
        component_weighted,
        subtotal,
        total,
        ..Rounding::default()
    }
}

fn group(tape: &mut Tape, index: usize) -> Group {
    let weight = numbers(tape, &["1", "40", "0.3", "7"]);
    Group { id: format!("g{index}"), name: String::new(), weight, covers: Covers::All }
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

fn component(tape: &mut Tape, groups: &[Group], index: usize) -> Component {
    let kind = match tape.below(6) {
        0..=2 => marks(tape, groups),
        3 => Kind::Ranking {
            judging: judging(tape, groups, false, false),
            points: match tape.below(3) {
                0 => Points::Step { first: number("20"), step: numbers(tape, &["3", "0.5", "11"]) },
                1 => Points::Percent { first: number("21"), percent: numbers(tape, &["2", "33.3"]) },
                _ => Points::Table(vec![number("10"), number("7"), number("-1.5")]),
            },
        },
        4 => grades(tape, groups),
        _ => Kind::Measure {
            min: Decimal::ZERO,
            max: None,
            normalise: match tape.below(3) {
                0 => Normalise::None,
                1 => Normalise::TopRatio { full: numbers(tape, &["100", "30"]), order: Order::Higher },
                _ => Normalise::Efficacy {
                    full: numbers(tape, &["100", "30"]),
                    base: numbers(tape, &["0.6", "0", "1"]),
                    order: Order::Higher,
                },
            },
        },
    };
    let weight = numbers(tape, &["1", "0.5", "0.3", "0.333"]);
    Component { id: format!("k{index}"), name: String::new(), weight, kind, balance: None, by_place: None }
}

fn marks(tape: &mut Tape, groups: &[Group]) -> Kind {
    let criterion = |tape: &mut Tape, index: usize| Criterion {
        id: format!("x{index}"),
        name: String::new(),
        min: numbers(tape, &["0", "0", "-2", "1"]),
        max: numbers(tape, &["10", "8"]),
        step: numbers(tape, &["1", "0.5", "0.25", "2"]),
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
    let table = [("0.9", "30"), ("0.5", "22"), ("0.25", "12.5"), ("0", "-3")];
    Kind::Grades {
        judging: judging(tape, groups, stepped || denominator == Denominator::Due, stepped),
        grades: vec![grade("good", "25"), grade("fair", "17.5"), grade("poor", "0")],
        denominator,
        steps: stepped.then(|| Steps {
            of: vec![0],
            table: table
                .iter()
                .map(|(share, value)| (Share { over: number(share), under: Decimal::ONE }, number(value)))
                .collect(),
            overrides: Vec::new(),
        }),
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
        min_cards: tape.pick(&[1, 1, 1, 2, 3]).max(least),
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

fn award(tape: &mut Tape, index: usize) -> Award {
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
        from: End::Top,
        threshold: maybe(tape, 30, &["20", "60", "15"]),
        by: None,
        tracks: Vec::new(),
        boundary: tape.pick(&[Boundary::Decide, Boundary::Decide, Boundary::Enlarge, Boundary::Withhold]),
    }
}
