//! Plain numbers: the one form in which people type figures, `-?digits[.digits]`.

use rust_decimal::Decimal;

/// Most digits of a plain number, before and after the point together.
pub const MAX_DIGITS: usize = 28;

/// Why a text is not a plain number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberFault {
    /// It has another form.
    NotPlain,
    /// It has more than [`MAX_DIGITS`] digits.
    TooLong,
}

/// Reads a plain number: `-?digits[.digits]`, at most 28 digits. No exponent, no plus sign, no
/// thousands separator, no white space.
///
/// # Errors
/// Says which of the two was wrong.
pub fn parse(text: &str) -> Result<Decimal, NumberFault> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return Err(NumberFault::NotPlain),
        None => (digits, ""),
    };
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return Err(NumberFault::NotPlain);
    }
    if whole.len() + fraction.len() > MAX_DIGITS {
        return Err(NumberFault::TooLong);
    }
    let mantissa = whole.bytes().chain(fraction.bytes()).fold(0i128, |n, b| n * 10 + i128::from(b - b'0'));
    let scale = u32::try_from(fraction.len()).map_err(|_| NumberFault::TooLong)?;
    // 28 digits always fit the 96 bits of a Decimal
    Decimal::try_from_i128_with_scale(if negative { -mantissa } else { mantissa }, scale)
        .map_err(|_| NumberFault::TooLong)
}
