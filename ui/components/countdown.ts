import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

import { useApp } from "./app-context.ts";

const tick_ms = 250;

/** "Trying again in 4 s", counting down to a moment; "Trying again now" when it has come. */
export function Countdown({ what, to_ms }: { what: string; to_ms: number }) {
  const { timers } = useApp();
  const [now_ms, setNow] = useState(timers.now_ms());
  useEffect(() => timers.after(tick_ms, () => setNow(timers.now_ms())), [now_ms]);
  const left_s = Math.ceil((to_ms - now_ms) / 1_000);
  return html`<span class="countdown">${what} ${left_s > 0 ? `in ${left_s} s` : "now"}</span>`;
}
