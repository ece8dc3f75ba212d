// The matrix with a keyboard: one stop of Tab for all of it, and the arrow keys from cell to cell.

let here = ''; // the address of the cell where the keyboard was last

function links(table) { return Array.from(table.querySelectorAll('a')); }

/** Leaves one cell in the order of Tab. */
export function reach() {
  for (const table of document.querySelectorAll('[data-cells]')) {
    const all = links(table);
    const stop = all.find((link) => link.getAttribute('href') === here) || all[0];
    for (const link of all) link.tabIndex = link === stop ? 0 : -1;
  }
}

function beside(cell, step) {
  for (let next = step < 0 ? cell.previousElementSibling : cell.nextElementSibling; next;) {
    const link = next.querySelector('a');
    if (link) return link;
    next = step < 0 ? next.previousElementSibling : next.nextElementSibling;
  }
  return null;
}

function above(table, cell, step) {
  const rows = Array.from(table.rows);
  for (let row = rows.indexOf(cell.parentNode) + step; rows[row]; row += step) {
    const link = rows[row].cells[cell.cellIndex] && rows[row].cells[cell.cellIndex].querySelector('a');
    if (link) return link;
  }
  return null;
}

const KEYS = {
  ArrowLeft: (table, cell) => beside(cell, -1),
  ArrowRight: (table, cell) => beside(cell, 1),
  ArrowUp: (table, cell) => above(table, cell, -1),
  ArrowDown: (table, cell) => above(table, cell, 1),
};

document.addEventListener('keydown', (event) => {
  const table = event.target.closest && event.target.closest('[data-cells]');
  const move = table && KEYS[event.key];
  if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const next = move(table, event.target.closest('td, th'));
  if (next) next.focus();
});

document.addEventListener('focusin', (event) => {
  const link = event.target.closest && event.target.closest('[data-cells] a');
  if (!link || link.getAttribute('href') === here) return;
  here = link.getAttribute('href');
  reach();
});
