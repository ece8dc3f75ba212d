// A grid of values: a block that was copied out of a spreadsheet goes into the cells from the one it is pasted into on;
// Enter goes on to the cell below. What is written is the server's to say, and without this a grid is typed into.

import './once.js';

const grid = document.querySelector('table.grid');
const said = document.getElementById('pasted');

// The cells that can be typed into, by row.
function rows() {
  return Array.from(grid.tBodies[0].rows, (row) => Array.from(row.querySelectorAll('input')));
}

function placeOf(cell, all) {
  for (let row = 0; row < all.length; row += 1) {
    const column = all[row].indexOf(cell);
    if (column >= 0) return { row, column };
  }
  return null;
}

function mark(cell) {
  cell.classList.toggle('other', cell.value.trim() !== cell.dataset.was);
}

// A spreadsheet ends each row with a line's end, and each cell but the last with a tab.
export function cells(text) {
  return text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n').map((row) => row.split('\t').map((cell) => cell.trim()));
}

function paste(event) {
  const text = event.clipboardData ? event.clipboardData.getData('text/plain') : '';
  if (!(event.target instanceof HTMLInputElement) || !/[\t\n\r]/.test(text.trim())) return;
  event.preventDefault();
  const all = rows();
  const from = placeOf(event.target, all);
  let filled = 0;
  let beyond = 0;
  cells(text).forEach((row, down) => row.forEach((value, right) => {
    const cell = (all[from.row + down] || [])[from.column + right];
    if (cell) {
      cell.value = value;
      mark(cell);
      filled += 1;
    } else if (value !== '') {
      beyond += 1;
    }
  }));
  said.textContent = `已粘贴 ${filled} 格，还没有写入。` + (beyond > 0 ? `另有 ${beyond} 格超出表格，没有粘贴，请核对起始的格子。` : '');
}

function key(event) {
  if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
  event.preventDefault();
  const all = rows();
  const from = placeOf(event.target, all);
  const below = (all[from.row + 1] || [])[from.column];
  if (below) {
    below.focus();
    below.select();
  }
}

if (grid && said) {
  grid.addEventListener('paste', paste);
  grid.addEventListener('keydown', key);
  grid.addEventListener('input', (event) => mark(event.target));
  rows().forEach((row) => row.forEach(mark));
}
