// A form is sent once, however often its button is pressed. A page that comes back from the history, or that has had
// no answer for long, may send again.

const LONG = 10000;
let sent = null;

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post') return;
  if (sent) {
    event.preventDefault();
    return;
  }
  sent = form;
  form.setAttribute('aria-busy', 'true');
  setTimeout(again, LONG);
});

window.addEventListener('pageshow', again);

function again() {
  if (sent) sent.removeAttribute('aria-busy');
  sent = null;
}
