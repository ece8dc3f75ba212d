// Puts looks into cells of the matrix: what a cell shows changes, and where it stands does not. The server draws the
// same in `views/matrix.rs`.

/** What a cell is about, as its title begins: the seat over it and the unit before it. */
function about(row, place) {
  const seats = row.closest('table').querySelector('tr.seat');
  const unit = row.cells[0].querySelector('a');
  return `${seats.cells[place].textContent} · ${unit.textContent.slice(unit.firstElementChild.textContent.length)}：`;
}

/** `cells`: triples of a row, a place in it and the number of a look; false where the page has no such cell. */
export function lookAll(looks, cells) {
  for (const [number, place, known] of cells) {
    const row = document.getElementById('row-' + number);
    const cell = row && row.cells[place];
    const link = cell && cell.querySelector('a');
    if (!link || !looks[known]) return false;
    const [look, said, drawn] = looks[known];
    cell.className = look;
    link.title = about(row, place) + said;
    link.innerHTML = drawn;
  }
  return true;
}
