// Two versions of one card: the judge picks the one that counts. What was picked is a new operation.

export class Picker {
  /** `lines(marks)` gives the `[name, value]` pairs of a version. */
  constructor(editor, lines) {
    this.editor = editor;
    this.lines = lines;
    this.place = document.querySelector('.picks');
    this.shown = '';
  }

  draw(card, state) {
    const open = card.rivals.length > 0 && state.state === 'fix';
    const versions = open ? [{ op: card.op, at: card.received_at, marks: card.marks, comment: card.comment }].concat(card.rivals) : [];
    const key = versions.map((version) => version.op).join();
    if (key === this.shown) return;
    this.shown = key;
    this.place.hidden = !open;
    this.place.textContent = '';
    versions.forEach((version, index) => this.place.appendChild(this.version(card, version, index)));
  }

  version(card, version, index) {
    const make = (tag, text) => { const element = document.createElement(tag); element.textContent = text; return element; };
    const box = document.createElement('section');
    box.className = 'pick';
    box.appendChild(make('h2', index === 0 ? '现在计入的一份' : '另一处提交的一份'));
    box.appendChild(make('small', (version.at || '').slice(0, 16).replace('T', ' ')));
    const list = document.createElement('dl');
    for (const [name, value] of this.lines(version.marks)) {
      list.appendChild(make('dt', name));
      list.appendChild(make('dd', value));
    }
    box.appendChild(list);
    if (version.comment) box.appendChild(make('p', version.comment));
    const button = make('button', '选定这一份');
    button.type = 'button';
    button.addEventListener('click', () => this.pick(card, version));
    box.appendChild(button);
    return box;
  }

  async pick(card, version) {
    const { marks, comment } = version;
    this.editor.base = card.op;
    this.editor.form.show({ marks, comment });
    await this.editor.hand({ marks, comment });
  }
}
