// Whose page this is.

import { decoded } from './event.js';
import { cookie } from './small.js';
import { read, result, write } from './store.js';

/** Who the server last signed in on this browser: `{event, judge}`, or null. Not a secret, and no proof. */
export function signedIn() {
  const [event, judge] = cookie('guanmo-seat').split('/').map(decoded);
  return event && judge ? { event, judge } : null;
}

/**
 * Whose page this is: who was signed in last. A browser that dies may lose its youngest cookies, and with them the
 * session; the journal's owner is then the one whom the tablet's database names.
 */
export async function seat() {
  const now = signedIn();
  const known = await read(['facts'], (facts) => result(facts.get('seat')));
  if (!now) return known ? known.value : null;
  if (!known || known.value.event !== now.event || known.value.judge !== now.judge) {
    await write(['facts'], (facts) => result(facts.put({ key: 'seat', value: now })));
  }
  return now;
}

/** The judge has signed out: without a cookie this page is nobody's. */
export function forget() { return write(['facts'], (facts) => result(facts.delete('seat'))); }
