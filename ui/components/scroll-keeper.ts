/** What the keeper tells and asks; see ScrollKeeper. */
export interface ScrollWatch {
  isAtEnd(): boolean;
  /** distance_px: how far the end is below the view. */
  scrolled(at_end: boolean, distance_px: number): void;
  nearStart(): void;
  nearEnd(): void;
}

/** Where the line before what is new is; `seen` once it has been on screen. */
export type LinePlace = "none" | "above" | "below" | "seen";

const end_slack_px = 24;
const near_px = 1_200;
const flash_ms = 2_000;

/**
 * Keeps what is read in its place while the list grows at both ends: at the end the list stays at the end, else the
 * row at the top of the view stays where it is. WebKit has no scroll anchoring of its own.
 */
export class ScrollKeeper {
  #anchor: { row: HTMLElement; offset_px: number } | undefined;
  #line_seen: Element | undefined;
  #seen = { scrollTop: 0, scrollHeight: 0, clientHeight: 0, at_end: false };
  #observer: ResizeObserver;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly rows: HTMLElement,
    private readonly watch: ScrollWatch,
  ) {
    this.#observer = new ResizeObserver(() => this.restore());
    this.#observer.observe(scroller);
    this.#observer.observe(rows);
  }

  stop(): void {
    this.#observer.disconnect();
  }

  /** The first view: the line before what is new a third down, when there is one, else the end. */
  place(): void {
    const line = this.rows.querySelector<HTMLElement>(".new-line");
    if (line === null) this.#toEnd();
    else this.scroller.scrollTop = line.offsetTop - this.scroller.clientHeight / 3;
    this.look();
  }

  /** Puts a message in the middle and has it flash. */
  reveal(seq: number): void {
    const row = this.rows.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
    if (row === null) return;
    this.scroller.scrollTop = row.offsetTop - (this.scroller.clientHeight - row.offsetHeight) / 2;
    row.animate([{ background: "var(--accent-soft)" }, { background: "transparent" }], {
      duration: flash_ms,
      easing: "ease-in",
    });
    row.focus({ preventScroll: true });
    this.look();
  }

  /** `looked_at`: whether someone sees what is on screen. */
  linePlace(looked_at: boolean): LinePlace {
    const line = this.rows.querySelector<HTMLElement>(".new-line");
    if (line === null) return "none";
    if (line === this.#line_seen) return "seen";
    const top_px = line.offsetTop - this.scroller.scrollTop;
    if (top_px < 0) return "above";
    if (top_px > this.scroller.clientHeight) return "below";
    if (looked_at) this.#line_seen = line;
    return "seen";
  }

  /** After a change of the rows or of the size. */
  restore(): void {
    if (this.#wasScrolled()) return this.look();
    if (this.watch.isAtEnd()) this.#toEnd();
    else if (this.#anchor?.row.isConnected === true) {
      const moved_px = this.#anchor.row.offsetTop - this.scroller.scrollTop - this.#anchor.offset_px;
      if (moved_px !== 0) this.scroller.scrollTop += moved_px;
    }
    this.look();
  }

  /** After someone scrolled. */
  look(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const distance_px = scrollHeight - scrollTop - clientHeight;
    const row = this.#firstInView(scrollTop);
    this.#anchor = row === undefined ? undefined : { row, offset_px: row.offsetTop - scrollTop };
    const at_end = distance_px < end_slack_px;
    this.#seen = { scrollTop, scrollHeight, clientHeight, at_end };
    this.watch.scrolled(at_end, distance_px);
    if (scrollTop < near_px) this.watch.nearStart();
    if (distance_px < near_px) this.watch.nearEnd();
  }

  /** Someone has scrolled and the event of that is still to come: what was drawn meanwhile must not take it back. */
  #wasScrolled(): boolean {
    const { scrollTop, scrollHeight, clientHeight, at_end } = this.#seen;
    const now = this.scroller;
    const is_same_size = now.scrollHeight === scrollHeight && now.clientHeight === clientHeight;
    if (is_same_size) return at_end === this.watch.isAtEnd();
    return now.scrollTop < scrollTop && now.scrollHeight >= scrollHeight && now.clientHeight <= clientHeight;
  }

  #toEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /**
   * By halving, since a long list has many rows and this runs with every scroll. What stands before the first message
   * or between days comes and goes when older ones load, so a message is looked for.
   */
  #firstInView(top_px: number): HTMLElement | undefined {
    const rows = this.rows.children;
    let low = 0;
    let high = rows.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = rows[middle] as HTMLElement;
      if (row.offsetTop + row.offsetHeight <= top_px) low = middle + 1;
      else high = middle;
    }
    let row = rows[low];
    while (row !== undefined && !row.matches(".message")) row = rows[++low];
    return row as HTMLElement | undefined;
  }
}
