// Tables as the program writes them: a row a line, cells in quotes where they hold a comma, a quote or a line's end.

import { utf8 } from './bytes.js';
import { must } from './fault.js';

export class Table {
  /** `columns` must be in the header; `cell` gives one of a row by its column. */
  constructor(bytes, name, columns) {
    this.text = utf8(bytes, name);
    this.name = name;
    this.at = 0;
    this.header = this.next() || [];
    this.places = new Map(this.header.map((column, i) => [column, i]));
    for (const column of columns) must(this.places.has(column), `${name} 缺少“${column}”一列`);
  }

  /** The next row, or null. */
  next() {
    if (this.at >= this.text.length) return null;
    const end = this.text.indexOf('\n', this.at);
    must(end >= 0, `${this.name} 的最后一行不完整`);
    const line = this.text.slice(this.at, end);
    if (line.includes('"')) return this.quoted();
    this.at = end + 1;
    return this.whole(line.split(','));
  }

  quoted() {
    const row = [];
    const cell = /"((?:[^"]|"")*)"([,\n])|([^",\n]*)([,\n])/y;
    cell.lastIndex = this.at;
    for (;;) {
      const found = cell.exec(this.text);
      must(found, `${this.name} 的引号不成对`);
      row.push(found[1] === undefined ? found[3] : found[1].replace(/""/g, '"'));
      if ((found[2] || found[4]) === '\n') break;
    }
    this.at = cell.lastIndex;
    return this.whole(row);
  }

  whole(row) {
    must(!this.header || row.length === this.header.length, `${this.name} 有一行的列数与表头不同`);
    return row;
  }

  cell(row, column) { return row[this.places.get(column)]; }

  /** All rows that are left, as objects by column. */
  rows() {
    const all = [];
    for (let row = this.next(); row; row = this.next()) {
      all.push(Object.fromEntries(this.header.map((column, i) => [column, row[i]])));
    }
    return all;
  }
}

/** A cell that would look like a formula has got an apostrophe, for spreadsheets. */
export function plain(cell) { return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell; }
