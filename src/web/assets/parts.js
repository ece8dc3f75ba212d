// Puts fresh parts in the place of old ones, so that whoever works on the page does not notice: what has the focus
// keeps it, an open menu stays open, a table stays scrolled, and a button does not go away under a finger.

import { lookAll } from './cells.js';

let pressed = false;
let waiting = [];

function flush() {
  if (pressed || document.querySelector('[aria-busy]')) return;
  const due = waiting;
  waiting = [];
  for (const [{ parts, looks, cells }, done] of due) {
    for (const [id, html] of parts) put(id, html);
    const whole = lookAll(looks, cells);
    if (parts.length) document.dispatchEvent(new CustomEvent('guanmo-parts'));
    done(whole);
  }
}

function released() {
  pressed = false;
  // the click comes after this
  setTimeout(flush, 0);
}

document.addEventListener('pointerdown', () => { pressed = true; });
document.addEventListener('pointerup', released);
document.addEventListener('pointercancel', released);
document.addEventListener('dragend', released);

/**
 * `change`: `parts`, pairs of an id and what stands there from now on, and `looks` for `cells`. `done` is called when they
 * do, with whether the page had a place for everything.
 */
export function putAll(change, done) {
  waiting.push([change, done]);
  flush();
}

/** What a control is, however often it is drawn. */
function name(element) {
  const words = element.getAttribute('href') || element.getAttribute('aria-label') || element.textContent;
  return `${element.tagName} ${words}`;
}

function put(id, html) {
  const old = document.getElementById(id);
  const template = document.createElement('template');
  template.innerHTML = html;
  const fresh = template.content.firstElementChild;
  if (!old || !fresh) return;
  const focused = old.contains(document.activeElement) ? name(document.activeElement) : '';
  for (const menu of old.querySelectorAll('details[open]')) {
    const again = fresh.querySelector('#' + menu.id);
    if (again) again.open = true;
  }
  const scrolled = Array.from(old.querySelectorAll('.wide')).map((one) => one.scrollLeft);
  old.replaceWith(fresh);
  fresh.querySelectorAll('.wide').forEach((one, index) => { one.scrollLeft = scrolled[index] || 0; });
  if (focused) refocus(fresh, focused);
}

function refocus(fresh, focused) {
  let again = Array.from(fresh.querySelectorAll('a, button, summary')).find((one) => name(one) === focused);
  if (!again) {
    // it is gone: the keyboard stays where it was
    fresh.setAttribute('tabindex', '-1');
    again = fresh;
  }
  again.focus({ preventScroll: true });
}
