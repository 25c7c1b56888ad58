import type { App } from "../app.ts";

const recent_max = 24;

/** Notes that an emoji was chosen: it comes first the next time. */
export function noteEmoji({ store }: App, emoji: string): void {
  const others = store.state.recent_emoji.filter((other) => other !== emoji);
  store.commit({ recent_emoji: [emoji, ...others].slice(0, recent_max) });
}

/** The next tone of skin; after the darkest none. */
export function nextTone({ store }: App): void {
  store.commit({ skin_tone: (store.state.skin_tone + 1) % 6 });
}
