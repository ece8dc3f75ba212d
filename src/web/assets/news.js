// What an answer tells of the event: all of it, or what has changed since the version that this tablet has.

function nameOf({ component, entry }) { return JSON.stringify([component, entry]); }

function named(list) { return new Map((list || []).map((one) => [nameOf(one), one])); }

/** Whether it is what the server says of the judge's own word; where it names no cards, none have changed since. */
function isWord(told) { return Boolean(told) && typeof told.op === 'string' && (told.changed === undefined || Array.isArray(told.changed)); }

/** Whether an answer tells all of an event, or changes of just this view. */
export function isNews(event, view) {
  if (event.since === undefined) return Array.isArray(event.my_cards) && Array.isArray(event.components) && (!event.confirmed || isWord(event.confirmed));
  return Boolean(view) && event.since === view.version && Number.isSafeInteger(event.version)
    && [event.cards, event.open, event.missing].every((list) => list === undefined || Array.isArray(list))
    && (event.confirmed === undefined || isWord(event.confirmed));
}

/** The event as it is after an answer: what does not hang on a version is told of all cards, or of none. */
export function renewed(view, event) {
  if (event.since === undefined) return event;
  const [cards, open, missing] = [named(event.cards), named(event.open), named(event.missing)];
  const closes = (component) => event.open && component.release && component.release.closes_after !== null;
  const closing = new Set(view.components.filter(closes).map((component) => component.id));
  const renew = (old) => {
    const name = nameOf(old);
    const card = Object.assign({}, cards.get(name) || old, { missing: missing.has(name) ? missing.get(name).missing : [] });
    return closing.has(card.component) ? Object.assign(card, { open: open.has(name) }) : card;
  };
  // told whenever something has changed, and then what is not told is not there
  const confirmed = event.version > view.version ? event.confirmed || null : view.confirmed || null;
  return Object.assign({}, view, { version: event.version, access: event.access || null, confirmed, my_cards: view.my_cards.map(renew) });
}

/** The event as the server told it last, and the tip of that answer: what the next answer goes on from. */
export class Known {
  constructor(journal) {
    this.journal = journal;
    this.told = undefined;
  }

  /** `{view, tip}`, or null where nothing is known, or a server told it that names no tip. */
  async had() {
    if (this.told === undefined) {
      const seen = await this.journal.seen();
      this.told = seen && seen.tip ? { view: seen.view, tip: seen.tip } : null;
    }
    return this.told;
  }

  renewed(event) { return renewed(this.told ? this.told.view : null, event); }

  /** Keeps the event as it is now. */
  async keep(view, home, tip) {
    await this.journal.keepView(view, home, tip);
    this.told = tip ? { view, tip } : null;
  }

  /** The next answer has to tell all of it. */
  forget() { this.told = null; }
}
