import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";

import type { State } from "./state.ts";

/** A signal for each part of the state, for components and effects to read. */
export type View = { readonly [K in keyof State]: ReadonlySignal<State[K]> };

export interface Store {
  readonly view: View;
  /** The state as it is now, without subscribing to it. */
  readonly state: State;
  /** The only writer: one change of the screen, whatever the number of parts. */
  commit(patch: Partial<State>): void;
}

export function createStore(initial: State): Store {
  const signals = Object.fromEntries(
    Object.entries(initial).map(([key, value]) => [key, signal<unknown>(value)]),
  );
  let state = initial;
  return {
    view: signals as unknown as View,
    get state() {
      return state;
    },
    commit(patch) {
      state = { ...state, ...patch };
      batch(() => {
        for (const [key, value] of Object.entries(patch)) (signals[key] as Signal<unknown>).value = value;
      });
    },
  };
}
