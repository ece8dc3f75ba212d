// An operation's bytes: what is signed, and how it goes out with its signature; and bytes as texts carry them.

/** Code points in their order, which is not the one of a text's halves of characters. */
function byCodePoint(one, other) {
  const [left, right] = [Array.from(one), Array.from(other)];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at < 0) return left.length - right.length;
  return at < right.length ? left[at].codePointAt(0) - right[at].codePointAt(0) : 1;
}

/** A value in the one JSON text that there is of it: keys in their order at each level, nothing between. */
export function canonical(value) {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Object.keys(value).filter((name) => value[name] !== undefined).sort(byCodePoint);
  return '{' + names.map((name) => JSON.stringify(name) + ':' + canonical(value[name])).join(',') + '}';
}

/** The operation of a row with its signature, where it has one. */
export function signed({ body, key, sig }) {
  return sig ? `${body.slice(0, -1)},"key":${JSON.stringify(key)},"sig":${JSON.stringify(sig)}}` : body;
}

/** Bytes in the letters of base64url, without padding. */
export function letters(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}
