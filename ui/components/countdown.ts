import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

import { useApp } from "./app-context.ts";

const tick_ms = 250;

/** "Trying again in 4 s", counting down to a moment: `say` gives the words, for 0 s and less those that it has come. */
export function Countdown({ say, to_ms }: { say: (left_s: number) => string; to_ms: number }) {
  const { timers } = useApp();
  const [now_ms, setNow] = useState(timers.now_ms());
  useEffect(() => timers.after(tick_ms, () => setNow(timers.now_ms())), [now_ms]);
  const left_s = Math.ceil((to_ms - now_ms) / 1_000);
  return html`<span class="countdown">${say(left_s)}</span>`;
}
