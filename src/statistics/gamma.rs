//! The upper tail of the chi-square distribution, by the regularised incomplete gamma function.
//!
//! Series and continued fraction as in Abramowitz & Stegun, Handbook of Mathematical Functions (1964), 6.5.29 and 6.5.31;
//! the logarithm of the gamma function by Stirling's series (6.1.41) with the argument lifted above 10. About twelve digits.

/// How probable a chi-square value of `statistic` or more is with so many degrees of freedom, where nothing but chance is at
/// work: 0 to 1. `None` without a degree of freedom.
pub(super) fn tail(statistic: f64, degrees: f64) -> Option<f64> {
    if degrees <= 0.0 || !statistic.is_finite() || statistic < 0.0 {
        return None;
    }
    let (shape, x) = (degrees / 2.0, statistic / 2.0);
    if x == 0.0 {
        return Some(1.0);
    }
    let front = (shape * x.ln() - x - log_gamma(shape)).exp();
    let tail = if x < shape + 1.0 { 1.0 - front * series(shape, x) } else { front * fraction(shape, x) };
    Some(tail.clamp(0.0, 1.0))
}

/// The lower part by its power series.
fn series(shape: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut at) = (1.0 / shape, 1.0 / shape, shape);
    for _ in 0..100_000 {
        at += 1.0;
        term *= x / at;
        sum += term;
        if term < sum * 1e-15 {
            break;
        }
    }
    sum
}

/// The upper part by its continued fraction, after Lentz.
fn fraction(shape: f64, x: f64) -> f64 {
    const LEAST: f64 = 1e-300;
    let mut below = x + 1.0 - shape;
    let mut over = 1.0 / LEAST;
    let mut under = 1.0 / below;
    let mut result = under;
    for step in 1..100_000u32 {
        let step = f64::from(step);
        let above = -step * (step - shape);
        below += 2.0;
        under = above * under + below;
        over = below + above / over;
        under = 1.0 / if under.abs() < LEAST { LEAST } else { under };
        over = if over.abs() < LEAST { LEAST } else { over };
        let factor = under * over;
        result *= factor;
        if (factor - 1.0).abs() < 1e-15 {
            break;
        }
    }
    result
}

/// The logarithm of the gamma function of a number above 0.
fn log_gamma(of: f64) -> f64 {
    let (mut x, mut lifted) = (of, 0.0);
    while x < 10.0 {
        lifted += x.ln();
        x += 1.0;
    }
    let square = x * x;
    let series = (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / (1680.0 * square)) / square) / square) / x;
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - lifted
}
