//! What depends on the whole field: balance across panels, points by place.

use guanmo::scoring::rules::{Apply, Balance, ByPlace, DropIn, Order, Rounding, Shared, Spread, Target, Within};

use super::rules::points;
use crate::properties::tape::Tape;

pub fn balance(tape: &mut Tape, rounding: &Rounding) -> Balance {
    let target = tape.pick(&[Target::MeanOfMeans, Target::Pooled]);
    let applies = [Apply::Ratio, Apply::Shift, Apply::Deviation];
    // a root needs to be told how far it goes
    let apply = tape.pick(if rounding.coefficient.is_some() { &applies } else { &applies[..2] });
    Balance {
        target,
        apply,
        drop_highest: tape.pick(&[0, 0, 1, 2]),
        drop_lowest: tape.pick(&[0, 0, 1]),
        drop_in: if target == Target::Pooled { tape.pick(&[DropIn::Pool, DropIn::Panel]) } else { DropIn::Pool },
        within: tape.pick(&[Within::Event, Within::Event, Within::Track]),
        spread: if apply == Apply::Deviation { tape.pick(&[Spread::Mean, Spread::Min]) } else { Spread::Mean },
    }
}

pub fn by_place(tape: &mut Tape) -> ByPlace {
    ByPlace {
        points: points(tape),
        order: tape.pick(&[Order::Higher, Order::Lower]),
        ties: tape.pick(&[Shared::Best, Shared::Mean]),
    }
}
