// Whether this tablet trusts the encrypted address: asks there, and says what came of it.

const PATIENCE = 8000;
const panel = document.getElementById('check');

function show(name) {
  for (const state of panel.querySelectorAll('[data-state]')) state.hidden = state.dataset.state !== name;
}

/** Whether an answer came, whatever it says: a certificate that is not trusted gives none. */
async function answers(url) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    await fetch(url, { mode: 'no-cors', cache: 'no-store', credentials: 'omit', signal: patience.signal });
    return true;
  } catch (error) {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Whether this tablet's clock is outside of the days for which the certificate holds. */
function strayed() {
  const now = Date.now() / 1000;
  const { from, until } = panel.dataset;
  return Boolean(from && until) && (now < Number(from) || now > Number(until));
}

let checking = false;

async function check() {
  // a page that was let through in spite of a warning would find everything well
  if (location.protocol === 'https:') return show('here');
  if (checking) return undefined;
  checking = true;
  show('wait');
  const trusted = await answers(panel.dataset.url + '/healthz');
  if (trusted) show('ok');
  else if (strayed()) show('clock');
  else show(await answers(location.pathname) ? 'fix' : 'off');
  checking = false;
  return undefined;
}

// the system whose screens are shown first; the other can be opened
const huawei = /HarmonyOS|OpenHarmony|HUAWEI|HONOR/i.test(navigator.userAgent);
for (const system of document.querySelectorAll('[data-system]')) {
  system.open = (system.dataset.system === 'harmony') === huawei;
}

document.getElementById('again').addEventListener('click', check);
// somebody who comes back from the tablet's settings wants to know at once
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) check();
});
check();
