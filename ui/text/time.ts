import { preferences, systemLanguages } from "../state/preferences.ts";
import { language, words } from "../words/words.ts";

/** Times as people read them. `zone` is an IANA name; left out, the computer's own; likewise `locale` and the hours. */
export interface TimePlace {
  locale?: string;
  zone?: string;
  hours?: "h12" | "h23";
}

/**
 * As the person chose it, else in the system's kind of the language: British English writes dates otherwise than American. Where
 * the system has none, its clock is as in its own language, and English is not that of America.
 */
function chosenPlace(): TimePlace {
  const { clock } = preferences.value;
  const spoken = language.value;
  const languages = systemLanguages();
  const own = languages.find((tag) => tag.startsWith(spoken));
  const locale = own ?? (spoken === "en" ? "en-GB" : spoken);
  if (clock !== "system") return { locale, hours: clock === "24" ? "h23" : "h12" };
  const [first] = languages;
  return own !== undefined || first === undefined ? { locale } : { locale, hours: hoursOf(first) };
}

const hoursOf = (locale: string): "h12" | "h23" =>
  formatter({ locale }, { timeStyle: "short" }).resolvedOptions().hour12 === true ? "h12" : "h23";

/** "Today at 15:04", "Yesterday at 15:04", else the date and the time. `today_ms` is the start of the present day. */
export function timeWords(at_ms: number, today_ms: number, place: TimePlace = chosenPlace()): string {
  const time = clockTime(at_ms, place);
  const day = nearDay(at_ms, today_ms, place);
  if (day !== undefined) return words().times[`${day}_at`](time);
  return `${formatter(place, { dateStyle: "short" }).format(at_ms)} ${time}`;
}

/** "15:04" or "3:04 PM", as the locale has it. */
export const clockTime = (at_ms: number, place: TimePlace = chosenPlace()): string =>
  formatter(place, { timeStyle: "short" }).format(at_ms);

/** The whole of a moment: "Sunday 22 November 2026 at 15:04". */
export const fullTime = (at_ms: number, place: TimePlace = chosenPlace()): string =>
  formatter(place, { dateStyle: "full", timeStyle: "short" }).format(at_ms);

/** A day by its name: "Today", "Yesterday", else the long date. */
export function dayWords(at_ms: number, today_ms: number, place: TimePlace = chosenPlace()): string {
  const day = nearDay(at_ms, today_ms, place);
  return day === undefined ? formatter(place, { dateStyle: "long" }).format(at_ms) : words().times[day];
}

/** The start of the local day that at_ms lies in. */
export function dayStart(at_ms: number): number {
  const date = new Date(at_ms);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
}

/** "Today" and "Yesterday" by the calendar, so that days of 23 and 25 hours are right too; undefined for any other day. */
function nearDay(at_ms: number, today_ms: number, place: TimePlace): "today" | "yesterday" | undefined {
  const date = (moment_ms: number) => formatter(place, { dateStyle: "short" }).format(moment_ms);
  const day = date(at_ms);
  if (day === date(today_ms)) return "today";
  return day === date(today_ms - 1) ? "yesterday" : undefined;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs a thousand times what using it does. */
function formatter(
  { locale, zone, hours }: TimePlace,
  style: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, zone, hours, style]);
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, {
    ...style,
    ...(zone === undefined ? {} : { timeZone: zone }),
    ...(hours === undefined || style.timeStyle === undefined ? {} : { hourCycle: hours }),
  });
  formatters.set(key, made);
  return made;
}
