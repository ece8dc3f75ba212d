//! How large a text may be written, by how long it is: a class that the stylesheet gives a size.

/// Widths in Chinese characters, and the class of what is no wider.
const CLASSES: [(usize, &str); 8] =
    [(3, "w3"), (4, "w4"), (5, "w5"), (6, "w6"), (9, "w9"), (14, "w14"), (20, "w20"), (30, "w30")];

/// How wide a text is, in halves of a Chinese character.
fn halves(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// The class of a text.
pub(super) fn class(text: &str) -> &'static str {
    let wide = halves(text).div_ceil(2);
    CLASSES.iter().find(|(most, _)| wide <= *most).map_or("w60", |(_, class)| class)
}

/// Whether a text fits into so many Chinese characters.
pub(super) fn fits(text: &str, characters: usize) -> bool {
    halves(text).div_ceil(2) <= characters
}

#[cfg(test)]
mod tests {
    use super::{class, fits};

    #[test]
    fn a_class_goes_by_how_wide_a_text_is() {
        assert_eq!([class("白甸镇"), class("滨海新区"), class("")], ["w3", "w4", "w3"]);
        assert_eq!([class("城东街道办"), class("ABCDEFGHIJ"), class("ABCDEFGHIJK")], ["w5", "w5", "w6"]);
        assert_eq!([class(&"字".repeat(30)), class(&"字".repeat(31)), class(&"字".repeat(60))], ["w30", "w60", "w60"]);
        assert!(fits("三个字", 3) && !fits("四个字x", 3));
    }
}
