// Exact decimals: a BigInt of units and how many decimal places they have. No floating point anywhere.

const TEN = BigInt(10);
const PLAIN = /^-?\d+(\.\d+)?$/;
const TYPED = /^(-?)(\d*)(?:\.(\d*))?$/;
const DIGITS = 28; // the most that the server reads

export const ZERO = { units: BigInt(0), places: 0 };

/** Reads a plain number; null where the text is none. */
export function parse(text) {
  if (!PLAIN.test(text)) return null;
  if (text.replace(/\D/g, '').length > DIGITS) return null;
  const point = text.indexOf('.');
  const places = point < 0 ? 0 : text.length - point - 1;
  return { units: BigInt(text.replace('.', '')), places };
}

function scaled(number, places) {
  return number.units * TEN ** BigInt(places - number.places);
}

function together(a, b, combine) {
  const places = Math.max(a.places, b.places);
  return { units: combine(scaled(a, places), scaled(b, places)), places };
}

export function add(a, b) { return together(a, b, (x, y) => x + y); }
export function subtract(a, b) { return together(a, b, (x, y) => x - y); }
export function multiply(a, b) { return { units: a.units * b.units, places: a.places + b.places }; }

/** -1, 0 or 1. */
export function compare(a, b) {
  const units = subtract(a, b).units;
  return units < 0 ? -1 : units > 0 ? 1 : 0;
}

/** How many `of`ths of `whole` lie below `part`, a whole number; half of them where `whole` is nothing. */
export function share(part, whole, of) {
  const all = BigInt(of);
  return Number(together(part, whole, (x, y) => (y === BigInt(0) ? all / BigInt(2) : (x * all) / y)).units);
}

export function isMultiple(number, step) {
  const places = Math.max(number.places, step.places);
  return scaled(number, places) % scaled(step, places) === BigInt(0);
}

/** Rounded to so many decimals: `half-up` (away from zero), `half-even` or `down` (towards zero). */
export function round(number, decimals, mode) {
  if (number.places <= decimals) return number;
  const unit = TEN ** BigInt(number.places - decimals);
  const rest = number.units % unit;
  let units = (number.units - rest) / unit;
  const twice = rest < 0 ? -rest * BigInt(2) : rest * BigInt(2);
  const odd = units % BigInt(2) !== BigInt(0);
  if (mode !== 'down' && (twice > unit || (twice === unit && (mode === 'half-up' || odd)))) units += rest < 0 ? -BigInt(1) : BigInt(1);
  return { units, places: decimals };
}

/** A number without needless zeros, or with at least so many decimals. */
export function format(number, least) {
  let { units, places } = number;
  while (places > 0 && units % TEN === BigInt(0)) { units /= TEN; places -= 1; }
  if (least && places < least) { units *= TEN ** BigInt(least - places); places = least; }
  const negative = units < 0;
  const digits = String(negative ? -units : units).padStart(places + 1, '0');
  const text = places === 0 ? digits : digits.slice(0, -places) + '.' + digits.slice(-places);
  return (negative ? '-' : '') + text;
}

/**
 * A mark as people type it: its number, the plain text that the server reads (`5.` is 5, `.5` is 0.5), and whether it is
 * clear as it stands: `028.5` and `-0` may be slips of the finger. Null where the text is no number.
 */
export function readMark(text) {
  const [, sign, whole, part] = TYPED.exec(text) || [];
  if (!whole && !part) return null;
  const spelt = (whole || '0') + (part ? '.' + part : '');
  const short = spelt.replace(/^0+(?=\d)/, '');
  const plain = (/[1-9]/.test(short) ? sign : '') + short;
  const number = parse(plain);
  return number && { number, plain, isClear: plain === sign + spelt };
}

/** What people type with a Chinese keyboard, as plain digits. */
export function halfWidth(text) {
  return text
    .replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[\uff0e\u3002]/g, '.')
    .replace(/[\uff0d\u2212]/g, '-')
    .replace(/\s/g, '');
}
