// Finds rows of a long list: those that have the words that are typed, and, where that is chosen, only those that
// something is said of. Without it the whole list is there.
import './once.js';

for (const tools of document.querySelectorAll('[data-find]')) {
  const lists = document.querySelectorAll(`[data-list="${tools.getAttribute('data-find')}"]`);
  const rows = Array.from(lists).flatMap((list) => Array.from(list.children));
  const words = tools.querySelector('input[type="search"]');
  const only = tools.querySelector('input[type="checkbox"]');
  const count = tools.querySelector('output');
  tools.hidden = false;
  // said again where nothing was typed yet: a browser may bring back what stood there
  const find = () => {
    const wanted = words.value.trim().toLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const fits = wanted.every((word) => text.includes(word)) && (!only || !only.checked || row.hasAttribute('data-said'));
      row.hidden = !fits;
      shown += Number(fits);
    }
    count.textContent = shown === rows.length ? `共 ${shown} 行` : `找到 ${shown} 行，共 ${rows.length} 行`;
  };
  words.addEventListener('input', find);
  if (only) only.addEventListener('change', find);
  find();
}
