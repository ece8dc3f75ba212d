use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numbers_of_one_word_are_printed_as_big_ones_are(
        n in prop_oneof![-2_000i64..2_000, any::<i64>()],
        d in prop_oneof![select_divisor(), 1i64..500, 1..=i64::MAX],
        decimals in 0u32..=20,
    ) {
        let small = Exact(Repr::Small { n, d });
        let big = Exact(Repr::Big(Box::new(small.big())));
        prop_assert_eq!(small.plain(), big.plain());
        prop_assert_eq!(small.show(), big.show());
        prop_assert_eq!(small.fixed(decimals), big.fixed(decimals));
        prop_assert_eq!(small.units(decimals), big.units(decimals));
        prop_assert_eq!(small.as_printed(), big.as_printed());
    }
}

/// Divisors of marks and of lists.
fn select_divisor() -> impl Strategy<Value = i64> {
    (0u32..19, 0u32..12).prop_map(|(tens, twos)| 10i64.pow(tens).saturating_mul(1 << twos))
}

fn ratio(n: i64, d: i64) -> Exact {
    Exact::from(n).div(&Exact::from(d)).expect("a divisor")
}

#[test]
fn a_third_and_a_sixth_are_a_half() {
    assert_eq!(ratio(1, 3).add(&ratio(1, 6)), ratio(1, 2));
    assert_eq!(ratio(1, 3).add(&ratio(1, 6)).plain(), "0.5");
}

#[test]
fn halves_are_rounded_as_the_mode_says() {
    for (text, up, even, down) in [
        ("0.125", "0.13", "0.12", "0.12"),
        ("0.135", "0.14", "0.14", "0.13"),
        ("-0.125", "-0.13", "-0.12", "-0.12"),
        ("-0.004", "0.00", "0.00", "0.00"),
        ("2.999", "3.00", "3.00", "2.99"),
    ] {
        let value = Exact::from(text.parse::<Decimal>().expect("a decimal"));
        let rounded = |mode| value.round(Some(Precision { decimals: 2, mode })).fixed(2);
        assert_eq!(rounded(RoundingMode::HalfUp), up, "{text}");
        assert_eq!(rounded(RoundingMode::HalfEven), even, "{text}");
        assert_eq!(rounded(RoundingMode::Down), down, "{text}");
    }
}

#[test]
fn a_root_is_rounded_half_up_from_its_exact_value() {
    for (square, decimals, root) in [
        ("2", 4, "1.4142"),
        ("2.25", 0, "2"),
        ("2.25", 1, "1.5"),
        ("0.0625", 1, "0.3"),
        ("0.06249999", 1, "0.2"),
        ("0", 3, "0.000"),
        ("99999999999999999999999999.99", 2, "10000000000000.00"),
    ] {
        let square = Exact::from(square.parse::<Decimal>().expect("a decimal"));
        assert_eq!(square.root(decimals).fixed(decimals), root, "{square:?}");
    }
    assert_eq!(ratio(2, 3).root(20).fixed(20), "0.81649658092772603273");
}

#[test]
fn what_does_not_fit_goes_on_in_big_integers() {
    let long = Exact::from("9999999999999999999999999999".parse::<Decimal>().expect("28 digits"));
    let square = long.mul(&long);
    assert_eq!(square.div(&long).expect("not zero"), long);
    assert_eq!(square.mul(&long).sub(&square.mul(&long)), Exact::ZERO);
    assert!(square > long);
    assert_eq!(square.plain(), format!("9999999999999999999999999998{}", "0".repeat(28)));
}

#[test]
fn unrounded_values_are_printed_with_28_significant_digits() {
    assert_eq!(ratio(2, 3).plain(), "0.6666666666666666666666666667");
    assert_eq!(ratio(200, 3).plain(), "66.66666666666666666666666667");
    assert_eq!(ratio(-1, 300).plain(), "-0.003333333333333333333333333333");
    assert_eq!(ratio(5, 2).plain(), "2.5");
    assert_eq!(Exact::from(1000).plain(), "1000");
    assert_eq!(ratio(626, 7).show(), "626/7");
}
