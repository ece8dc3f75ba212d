// What ids are called, for people: entries by their table, components and criteria by the few lines of the rules that
// name them. Whatever is not found keeps its id.

import { utf8 } from './bytes.js';
import { plain, Table } from './csv.js';

/** Ids and names of the rules: `{components, criteria}`. */
function ofRules(text) {
  const [components, criteria] = [new Map(), new Map()];
  let [component, into, id, inText] = ['', null, '', false];
  for (const line of text.split('\n')) {
    // nothing that stands in a text of several lines is a table or a name
    const quotes = (line.match(/"""|'''/g) || []).length;
    if (quotes % 2) inText = !inText;
    if (inText || quotes) continue;
    const [, table] = /^\s*\[\[?\s*([\w.]+)\s*\]\]?/.exec(line) || [];
    if (table) into = { component: components, 'component.criterion': criteria }[table] || null;
    const [, name, value] = /^\s*(id|name)\s*=\s*"([^"\\]*)"/.exec(line) || [];
    if (!into || !name) continue;
    if (name === 'id') id = into === criteria ? `${component}\n${value}` : value;
    if (name === 'id' && into === components) component = value;
    if (name === 'name' && id) into.set(id, value);
  }
  return { components, criteria };
}

export function readNames(files) {
  const entries = new Map();
  for (const row of new Table(files.get('entries.csv'), 'entries.csv', ['entry', 'name', 'unit']).rows()) {
    entries.set(row.entry, { name: plain(row.name), unit: plain(row.unit) });
  }
  const { components, criteria } = ofRules(utf8(files.get('scoring-rules.toml'), 'scoring-rules.toml'));
  return {
    entry: (id) => entries.get(id) || { name: id, unit: '' },
    component: (id) => components.get(id) || id,
    /** What a mark is for: a criterion, an entry of a ballot, or the grade. */
    mark: (component, id) => {
      if (id === 'grade') return '等次';
      if (entries.has(id)) return entries.get(id).unit || entries.get(id).name;
      return criteria.get(`${component}\n${id}`) || id;
    },
  };
}
