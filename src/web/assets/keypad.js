// The keypad beside a card: types into the current criterion. Knows nothing of cards.

import { ZERO, compare, format, isMultiple, multiply, parse } from './decimal.js';
import { clone } from './template.js';

const TENTHS = ['0.5', '0.6', '0.7', '0.8', '0.9', '1'].map(parse);

/** Fifty to a hundred per cent of the maximum by tenths; what the step does not allow is left out. */
export function quickValues({ min, max, step }) {
  return TENTHS.map((tenth) => multiply(max, tenth))
    .filter((value) => isMultiple(value, step) && compare(value, min) >= 0 && compare(value, ZERO) !== 0)
    .map((value) => format(value));
}

export class Keypad {
  /** `press(key)`: a digit, `.`, `back`, `clear`, `undo`, `next`, or `=VALUE` for a quick value. */
  constructor(press) {
    this.element = clone('keypad');
    // the field keeps the focus while keys are tapped
    this.element.addEventListener('pointerdown', (event) => { if (event.target.closest('button')) event.preventDefault(); });
    this.element.addEventListener('mousedown', (event) => { if (event.target.closest('button')) event.preventDefault(); });
    this.element.addEventListener('click', (event) => {
      const button = event.target.closest('[data-key]');
      if (button) press(button.getAttribute('data-key'));
    });
  }

  /** Names the criterion and offers its quick values. */
  name(field) {
    const quick = this.element.querySelector('.quick');
    this.element.querySelector('h2 b').textContent = field.name;
    this.element.querySelector('h2 span').textContent = `${format(field.min)}–${format(field.max)}，间隔 ${format(field.step)}`;
    quick.textContent = '';
    for (const value of quickValues(field)) {
      const button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('data-key', '=' + value);
      button.textContent = value;
      quick.appendChild(button);
    }
    this.element.querySelector('[data-quick]').hidden = !quick.firstChild;
  }

  /** Shows what is typed, and in short what is wrong with it or how it is read. */
  show(text, brief, isBad) {
    const shown = this.element.querySelector('.show');
    shown.classList.toggle('over', isBad);
    shown.querySelector('small').textContent = brief;
    shown.querySelector('span').textContent = text;
  }
}
