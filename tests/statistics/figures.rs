//! How a figure is printed and where it is on an axis.

use guanmo::statistics::Figure;

fn figure(text: &str) -> Figure {
    Figure::read(text).expect("a number")
}

#[test]
fn nothing_has_no_sign() {
    for text in ["0", "-0", "-0.001", "0.004", "-0.00499"] {
        assert_eq!((figure(text).fixed(2), figure(text).signed(2)), ("0.00".to_owned(), "0.00".to_owned()), "{text}");
    }
    assert_eq!((figure("1.1").signed(2), figure("-1.1").signed(2)), ("+1.10".to_owned(), "-1.10".to_owned()));
    assert_eq!((figure("-0.6").fixed(0), figure("-0.4").fixed(0)), ("-1".to_owned(), "0".to_owned()));
    assert!(["", "x", "NaN", "inf", "-inf", "1e999"].iter().all(|text| Figure::read(text).is_none()));
}

#[test]
fn a_place_on_an_axis_never_leaves_it() {
    let ends = (figure("-3"), figure("3"));
    let at = |text: &str| figure(text).along(ends, (11, 205));
    assert_eq!([at("0"), at("-3"), at("3"), at("9"), at("-9")], ["108.0", "11.0", "205.0", "205.0", "11.0"]);
    assert_eq!(figure("5").along((figure("5"), figure("5")), (0, 100)), "50.0");
    assert_eq!(figure("87").along((figure("85"), figure("95")), (160, 20)), "132.0");
}

#[test]
fn an_axis_has_whole_marks_around_what_is_on_it() {
    let axis = Figure::axis(["83.5", "95.5"].into_iter().filter_map(Figure::read), 3).expect("an axis");
    let marks: Vec<String> = axis.marks.iter().map(|mark| mark.fixed(axis.decimals)).collect();
    assert_eq!(marks, ["85", "90", "95"]);
    assert!(axis.low.order(&figure("83.5")).is_lt() && axis.high.order(&figure("95.5")).is_gt());
    let one = Figure::axis(std::iter::once(figure("88")), 3).expect("an axis");
    assert!(one.low.order(&one.high).is_lt() && !one.marks.is_empty());
    assert!(Figure::axis(std::iter::empty(), 3).is_none());
    let small = Figure::axis(["0.02", "0.05"].into_iter().filter_map(Figure::read), 3).expect("an axis");
    assert_eq!(small.decimals, 2);
}

#[test]
fn an_axis_on_both_sides_has_room_for_the_farthest() {
    let reach = |texts: &[&str]| Figure::reach(texts.iter().filter_map(|text| Figure::read(text))).fixed(2);
    assert_eq!(reach(&["-2.61", "2.10"]), "3.00");
    assert_eq!(
        [reach(&[]), reach(&["0"]), reach(&["0.04"]), reach(&["-6.1"]), reach(&["9"])],
        ["1.00", "1.00", "0.04", "8.00", "10.00"]
    );
}
