// The presenter's tablet: keys for the three buttons. Each press is a form of its own, with the step that was shown; the
// page stays as the server has it, also where another tablet steps.

import './once.js';
import { Live } from './live.js';

const KEYS = {
  ' ': 'next', Spacebar: 'next', Enter: 'next', ArrowRight: 'next', PageDown: 'next',
  ArrowLeft: 'back', PageUp: 'back', b: 'black', B: 'black',
};
/** Keys that a button or a link which has the focus has for itself. */
const OWN = [' ', 'Spacebar', 'Enter'];

function hasKeysOfItsOwn(element) {
  return Boolean(element) && ['A', 'BUTTON', 'INPUT', 'SUMMARY'].includes(element.tagName);
}

function show() {
  const at = document.querySelector('.steps .at');
  if (at) at.scrollIntoView({ block: 'center' });
}

document.addEventListener('keydown', (event) => {
  const what = KEYS[event.key];
  if (!what || event.ctrlKey || event.altKey || event.metaKey) return;
  if (OWN.includes(event.key) && hasKeysOfItsOwn(document.activeElement)) return;
  const button = document.querySelector(`[data-key="${what}"]`);
  if (!button) return;
  event.preventDefault();
  // a key that is held down is one press
  if (!event.repeat && !button.disabled) button.click();
});

document.addEventListener('guanmo-parts', show);
show();
new Live(document.getElementById('live'), 'wall').start();
