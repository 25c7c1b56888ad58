import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";

import type { App } from "./app.ts";
import { createApp } from "./create-app.ts";
import type { Bridge } from "./link/bridge.ts";
import { Switchboard } from "./link/switchboard.ts";
import type { Timers } from "./link/timers.ts";
import { isBlank } from "./state/rail.ts";
import type { State } from "./state/state.ts";

/** What is about the page, and the same in all its parts. */
const shared = [
  "host",
  "place",
  "version",
  "notifying",
  "told_notices",
  "hosting",
  "nearby",
  "narrow",
  "sidebar_shown",
  "members_shown",
  "today_ms",
  "idle",
  "emoji",
] as const;

/**
 * The servers of one window: a whole App for each, all of them alive, and one of them shown. Apart from the bridge they
 * share nothing, so what a server says reaches its own App alone. There is always one.
 */
export class Servers {
  readonly #switchboard: Switchboard;
  readonly #list: Signal<readonly App[]> = signal([]);
  readonly #shown: Signal<App>;
  /** What was shown before. */
  #back: App | undefined;
  #last_part: number;

  constructor(
    readonly bridge: Bridge,
    readonly timers: Timers,
    private readonly user_agent = "",
  ) {
    // Numbers begin at the clock, so that a page that was loaded again uses none that the host has seen.
    this.#switchboard = new Switchboard(bridge, timers.now_ms());
    this.#last_part = timers.now_ms();
    const first = this.#make();
    this.#list.value = [first];
    this.#shown = signal(first);
  }

  /** In the order of the rail. */
  get list(): ReadonlySignal<readonly App[]> {
    return this.#list;
  }

  get shown(): ReadonlySignal<App> {
    return this.#shown;
  }

  get switchboard(): Pick<Switchboard, "route"> {
    return this.#switchboard;
  }

  /** A fresh one without a server, before another one or as the last. */
  add(before?: App): App {
    const app = this.#make();
    app.store.commit(sharedPart(this.#shown.value.store.state));
    const list = this.#list.value;
    this.#list.value = list.toSpliced(before === undefined ? list.length : list.indexOf(before), 0, app);
    return app;
  }

  /** What was shown and is blank goes. */
  show(app: App): void {
    const before = this.#shown.value;
    if (app === before || !this.#list.value.includes(app)) return;
    const goes = isBlank(before);
    if (!goes) this.#back = before;
    // Who goes elsewhere goes on; the window is asked about as a whole.
    before.store.commit({ closing: false });
    batch(() => {
      this.#shown.value = app;
      if (goes) this.remove(before);
    });
  }

  /** Shows what was shown before, or a neighbour, where there is one. */
  goBack(): void {
    const next = this.#nextTo(this.#shown.value);
    if (next !== undefined) this.show(next);
  }

  /** What was shown before takes its place on screen, or its neighbour does; a fresh one when it was the last. */
  remove(app: App): void {
    if (!this.#list.value.includes(app)) return;
    batch(() => {
      const next = this.#nextTo(app) ?? this.add();
      if (this.#shown.value === app) this.#shown.value = next;
      this.#list.value = this.#list.value.filter((one) => one !== app);
    });
    app.sign_in_try++;
    app.keeper.stop();
    app.link.hangUp();
    this.#switchboard.drop(app.part);
  }

  /** Puts it at another place in the order, counted without it. */
  move(app: App, to: number): void {
    const list = this.#list.value;
    const at = list.indexOf(app);
    if (at === -1 || at === to || to < 0 || to >= list.length) return;
    this.#list.value = list.toSpliced(at, 1).toSpliced(to, 0, app);
  }

  /** Changes what is about the page, in all its parts. */
  commitAll(patch: Partial<Pick<State, (typeof shared)[number]>>): void {
    batch(() => {
      for (const { store } of this.#list.value) store.commit(patch);
    });
  }

  #nextTo(app: App): App | undefined {
    const list = this.#list.value;
    const at = list.indexOf(app);
    const back = this.#back !== app && this.#back && list.includes(this.#back) ? this.#back : undefined;
    return back ?? list[at + 1] ?? list[at - 1];
  }

  #make(): App {
    const part = ++this.#last_part;
    return createApp({
      servers: this,
      part,
      bridge: this.#switchboard.portOf(part),
      timers: this.timers,
      user_agent: this.user_agent,
    });
  }
}

const sharedPart = (state: State): Partial<State> =>
  Object.fromEntries(shared.map((key) => [key, state[key]]));
