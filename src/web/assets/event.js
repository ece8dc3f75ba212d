// The event as this judge may see it: names, stops, addresses. Reads the server's data, decides nothing.

/** A project's name, or that there is none. */
export function project(entry) { return entry.name || '未列项目名称'; }

export function site(entry) { return entry.site || project(entry); }

/** Stops with their entries in the order of visits; where the event has no route, the entries in their order. */
export function stops(view) {
  const entry = (id) => view.entries.find((one) => one.id === id);
  if (!view.route.length) return view.entries.map((one, index) => ({ number: index + 1, stop: null, entry: one }));
  return view.route.map((stop) => ({ number: stop.number, stop, entry: entry(stop.entry) })).filter((one) => one.entry);
}

export function cardOf(view, component, entry) {
  return view.my_cards.find((card) => card.component === component && card.entry === entry) || null;
}

export function componentOf(view, id) { return view.components.find((one) => one.id === id) || null; }

/** Whether one card is given over all entries. */
export function isBallot(component) { return component.kind === 'ranking' || component.kind === 'votes'; }

export function ballotName(component) { return component.kind === 'ranking' ? '名次票' : '推荐票'; }

/** The address of a card's screen. */
export function address(card) {
  const part = encodeURIComponent(card.component);
  return card.entry === '' ? `/judge/ballot/${part}` : `/judge/card/${part}/${encodeURIComponent(card.entry)}`;
}

export function routeAddress(component) { return '/judge?component=' + encodeURIComponent(component); }

/** A part of an address as text; '' where it is none. */
export function decoded(part) {
  try { return decodeURIComponent(part); } catch (error) { return ''; }
}

/** Whether cards may still come to count. */
export function isBeforeClose(view) { return view.state === 'draft' || view.state === 'open'; }

function inChina(moment) {
  return new Date((typeof moment === 'number' ? moment : Date.parse(moment)) + 8 * 3600000).toISOString();
}

/** `HH:MM` in the one time of the whole country, whatever the tablet's clock believes to be its zone. */
export function chinaClock(moment) { return inChina(moment).slice(11, 16); }

/** The day of a moment in that time, as people write it. */
export function chinaDay(moment) { return `${Number(inChina(moment).slice(5, 7))}月${Number(inChina(moment).slice(8, 10))}日`; }
