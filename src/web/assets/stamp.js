// Ids, secrets and times that a tablet gives.

/** Bytes in hexadecimal. */
export function digits(bytes) { return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''); }

/** What nobody else knows or guesses, in so many digits of hexadecimal. */
export function randomDigits(count) { return digits(crypto.getRandomValues(new Uint8Array(count / 2))); }

/** A new id, of an operation or of a device. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = digits(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Local time with its offset, as the server reads it. */
export function localTime(date) {
  const minutes = -date.getTimezoneOffset();
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, '0');
  const local = new Date(date.getTime() + minutes * 60000).toISOString().slice(0, 19);
  return local + (minutes < 0 ? '-' : '+') + two(minutes / 60) + ':' + two(minutes % 60);
}

/** The beginning of an id, as people read it to each other. */
export function spoken(id) { return id.slice(0, 8).toUpperCase(); }
