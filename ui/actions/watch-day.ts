import type { Servers } from "../servers.ts";
import { dayStart } from "../text/time.ts";

/** The clock may be set, or go on in a computer that sleeps. */
const look_ms = 60_000;
/** From the start of a day this leads into the next one, be it of 23 or of 25 hours. */
const into_next_ms = 36 * 3_600_000;

/** At midnight what was today is yesterday. */
export function watchDay(servers: Servers): void {
  const { timers } = servers;
  renewDay(servers);
  const midnight_ms = dayStart(dayStart(timers.now_ms()) + into_next_ms);
  timers.after(Math.min(look_ms, midnight_ms - timers.now_ms()), () => watchDay(servers));
}

/** To be called also when one comes to look: timers of a page that nobody sees are late. */
export function renewDay(servers: Servers): void {
  const today_ms = dayStart(servers.timers.now_ms());
  if (today_ms !== servers.shown.value.store.state.today_ms) servers.commitAll({ today_ms });
}
