// The form of a grade ballot for one entry: one large button a grade.

import { Remark } from './remark.js';
import { clone } from './template.js';

export class GradeForm {
  constructor(component, work, foot, { changed }) {
    this.foot = foot;
    const group = clone('grades');
    this.choices = component.grades.map((grade) => {
      const label = clone('grade', { id: grade.id, name: grade.name });
      group.querySelector('.grades').appendChild(label);
      const input = label.querySelector('input');
      input.addEventListener('change', () => { this.draw(); changed(); });
      return { id: grade.id, name: grade.name, needs: Boolean(grade.needs_comment), input };
    });
    const note = clone('note');
    this.remark = new Remark(note, { none: (component.commenting || {}).none }, changed);
    work.classList.add('one');
    work.appendChild(group);
    work.appendChild(note);
    this.foot.querySelector('[data-total="word"]').textContent = '已选';
  }

  chosen() { return this.choices.find((one) => one.input.checked) || null; }

  content() {
    const chosen = this.chosen();
    return { marks: chosen ? { grade: chosen.id } : {}, comment: this.remark.text, filled: chosen ? 1 : 0, fields: 1 };
  }

  show({ marks, comment }) {
    for (const one of this.choices) one.input.checked = one.id === marks.grade;
    this.remark.show(comment);
    this.draw();
  }

  check() {
    const chosen = this.chosen();
    if (!chosen) return '选定等次后可提交';
    return chosen.needs && this.remark.text.trim() === '' ? `选“${chosen.name}”须写评语，写好后可提交` : '';
  }

  shown() {}

  draw() {
    const chosen = this.chosen();
    this.foot.querySelector('[data-total="figure"]').textContent = chosen ? chosen.name : '—';
  }
}
