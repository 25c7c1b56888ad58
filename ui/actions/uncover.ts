import type { App } from "../app.ts";

/** Shows a hidden text, here and wherever it is drawn again. */
export function uncover({ store }: App, name: string): void {
  store.commit({ uncovered: new Set(store.state.uncovered).add(name) });
}
