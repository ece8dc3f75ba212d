// One request to our own server over a line that may be anything: what was said by whom. Knows nothing of cards.

import { optional } from './patience.js';

const LATER = 60000;
const PATIENCE = 20000; // milliseconds in which something has to come
const PACE = 1; // bytes a millisecond of a line on which a request may still take its time
const SMALL = 1000; // characters that are not worth packing

/** Nobody answered: no line, or nothing in time. */
export class Unreached extends Error {}

/**
 * Somebody answered, and not with what was asked for: `status`; `own` where it was our server; `page` where it was a page;
 * `after`, the milliseconds to wait where they said so; `told`, what our server said.
 */
export class Refused extends Error {
  constructor({ status, own, page, after, told }) {
    super('refused with ' + status);
    Object.assign(this, { status, own, page, after: after || 0, told });
  }

  /** Whether our server has enough for now: nothing is wrong with what was sent. */
  isEnough() { return this.own && this.status === 429; }

  /** Milliseconds that it asks to be left alone for, as far as it is obeyed: the desk has to hear of the tablet meanwhile. */
  later() { return this.isEnough() ? Math.min(this.after, LATER) : 0; }
}

/** The body as it comes: time is up when nothing more comes, not when it is long. */
async function textOf(response, alive) {
  if (!response.body || !response.body.getReader) return response.text();
  const [reader, decoder] = [response.body.getReader(), new TextDecoder()];
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    alive();
    text += decoder.decode(value, { stream: true });
  }
}

function parsed(text) {
  try { return JSON.parse(text); } catch (error) { return null; }
}

export class Line {
  constructor() {
    this.plain = typeof CompressionStream === 'undefined'; // whether bodies go as they are
  }

  async packed(text) {
    if (this.plain || text.length < SMALL) return null;
    const pack = () => new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
    const packed = await optional(PATIENCE / 10, pack, null);
    this.plain = !packed;
    return packed;
  }

  /** Posts JSON; gives `{status, body, headers}` of an answer in JSON, which the caller still has to look at. */
  async post(url, text) {
    const packed = await this.packed(text);
    if (!packed) return this.ask(url, text, {});
    try {
      return await this.ask(url, packed, { 'content-encoding': 'gzip' });
    } catch (error) {
      if (!(error instanceof Refused) || error.isEnough()) throw error;
      // somebody on the way, or an older server, does not take it so
      this.plain = true;
      return this.ask(url, text, {});
    }
  }

  async ask(url, body, headers) {
    const control = new AbortController();
    let timer = null;
    const alive = (more) => {
      clearTimeout(timer);
      timer = setTimeout(() => control.abort(), PATIENCE + (more || 0));
    };
    alive((body.length || body.byteLength) / PACE);
    try {
      const response = await fetch(url, {
        method: 'POST', headers: Object.assign({ 'content-type': 'application/json' }, headers), body,
        cache: 'no-store', credentials: 'same-origin', redirect: 'manual', signal: control.signal,
      });
      alive();
      const json = response.type === 'opaqueredirect' ? null : parsed(await textOf(response, alive));
      const own = Boolean(json) && (response.ok || typeof json.error === 'string');
      if (response.ok && own) return { status: response.status, body: json, headers: response.headers };
      const page = !own && (response.status < 400 || response.status === 401 || response.status === 407 || response.status === 511);
      const after = 1000 * Number(response.headers.get('retry-after'));
      throw new Refused({ status: response.status, own, page, after, told: own ? json : undefined });
    } catch (error) {
      if (error instanceof Refused) throw error;
      throw new Unreached(String(error && error.message ? error.message : error));
    } finally {
      clearTimeout(timer);
    }
  }
}
