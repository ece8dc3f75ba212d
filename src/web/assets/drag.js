// Drags a row of a list to another place, with a finger, a pen or the mouse. Knows nothing of what the rows are.

const SLACK = 8; // pixels: a tap that trembles is no drag
const EDGE = 90; // pixels from the edges of what is seen, in which the page scrolls by itself
const FAST = 24; // pixels a frame at the very edge

/**
 * `rows()` gives the rows among which one may be put; `foot` covers the lower edge of the screen; `show(row, index)` is
 * told where the row would be put, counted without it (null: not at all any more), and `drop(row, index)` where it is.
 */
export class Drag {
  constructor(root, { rows, foot, show, drop }) {
    Object.assign(this, { rows, foot, show, drop, row: null, isOn: false, wasDrag: false });
    this.moved = (event) => { if (event.pointerId === this.pointer) this.follow(event.clientY); };
    this.ended = (event) => { if (event.pointerId === this.pointer) this.end(event.type === 'pointerup'); };
    this.given = (event) => { if (event.type === 'resize' || event.key === 'Escape') this.end(false); };
    root.addEventListener('pointerdown', (event) => this.begin(event));
    root.addEventListener('keydown', () => { this.wasDrag = false; });
    // a row let go of in full motion is no fling to the browser, which would take the next tap for its end
    root.addEventListener('touchmove', (event) => { if (this.row && event.cancelable) event.preventDefault(); }, { passive: false });
  }

  begin(event) {
    const handle = event.target.closest('[data-drag]');
    if (!handle || !event.isPrimary || event.button !== 0) { this.wasDrag = false; return; }
    this.end(false);
    Object.assign(this, { row: handle.closest('li'), pointer: event.pointerId, from: event.clientY, scrolled: window.scrollY, wasDrag: false });
    handle.setPointerCapture(event.pointerId);
    this.listen('addEventListener');
  }

  listen(how) {
    window[how]('pointermove', this.moved);
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) window[how](end, this.ended);
    for (const given of ['resize', 'keydown']) window[how](given, this.given);
  }

  follow(y) {
    this.y = y;
    if (this.isOn || Math.abs(y - this.from) < SLACK) return;
    this.isOn = true;
    this.row.classList.add('dragged');
    this.step();
  }

  /** Once a frame: the page scrolls near its edges, also under a finger that rests. */
  step() {
    if (this.row && !this.row.isConnected) this.end(false);
    if (!this.isOn) return;
    const bottom = Math.min(window.innerHeight, this.foot.getBoundingClientRect().top);
    const beyond = Math.max(0, EDGE - this.y) - Math.max(0, this.y - bottom + EDGE);
    if (beyond) window.scrollBy(0, -FAST * Math.max(-1, Math.min(1, beyond / EDGE)));
    this.row.style.transform = `translateY(${this.y - this.from + window.scrollY - this.scrolled}px)`;
    // where the others stand without what `show` moves
    const above = this.rows().filter((one) => one !== this.row && one.offsetTop + one.offsetHeight / 2 < this.y + window.scrollY);
    this.index = above.length;
    this.show(this.row, this.index);
    requestAnimationFrame(() => this.step());
  }

  /** Nothing is changed by a drag that ends in another way than by letting go. */
  end(isDrop) {
    const { row, isOn, index } = this;
    if (!row) return;
    this.listen('removeEventListener');
    Object.assign(this, { row: null, isOn: false, wasDrag: isOn });
    if (!isOn) return;
    row.classList.remove('dragged');
    row.style.transform = '';
    this.show(row, null);
    if (isDrop) this.drop(row, index);
  }
}
