// Templates of the page, filled with values. Knows nothing of what they show.

function filled(element, attribute) {
  const inside = Array.from(element.querySelectorAll(`[${attribute}]`));
  return element.hasAttribute(attribute) ? [element].concat(inside) : inside;
}

/**
 * A copy of the template `name`: `data-text` takes the words of a value, `data-show` is there where the value is,
 * `data-set="attribute:key"` takes it as an attribute (and none where there is no value).
 */
export function clone(name, values) {
  const given = values || {};
  const copy = document.importNode(document.getElementById('t-' + name).content, true).firstElementChild;
  const value = (key) => (given[key] === undefined || given[key] === null ? '' : String(given[key]));
  for (const element of filled(copy, 'data-show')) element.hidden = value(element.getAttribute('data-show')) === '';
  for (const element of filled(copy, 'data-text')) element.textContent = value(element.getAttribute('data-text'));
  for (const element of filled(copy, 'data-set')) {
    for (const pair of element.getAttribute('data-set').split(' ')) {
      const [attribute, key] = pair.split(':');
      if (value(key) !== '') element.setAttribute(attribute, value(key));
    }
  }
  return copy;
}

/**
 * Puts a fresh drawing in the place of the last one, and only where it differs: a finger on its way to a button must
 * find the same button. What has the focus stays in focus.
 */
export function redraw(place, fresh) {
  if (place.innerHTML === fresh.outerHTML) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  place.textContent = '';
  place.appendChild(fresh);
  const again = focused && Array.from(place.querySelectorAll('a')).find((link) => link.getAttribute('href') === focused);
  if (again) again.focus({ preventScroll: true });
}

/** Writes words where they differ: a live region is read out again on every write. */
export function say(element, words) {
  if (element && element.textContent !== words) element.textContent = words;
}

/** Disables a button for hand, keyboard and screen reader, and leaves it where it is. */
export function disable(button, yes) {
  if (yes) button.setAttribute('aria-disabled', 'true');
  else button.removeAttribute('aria-disabled');
}

/** A text without halves of characters, as a cut emoji leaves them: no server can read those. */
export function wellFormed(text) {
  return text.replace(/([\ud800-\udbff][\udc00-\udfff])|[\ud800-\udfff]/g, (found, pair) => pair || '');
}
