/** Times as people read them. `zone` is an IANA name; left out, the computer's own; likewise `locale`. */
export interface TimePlace {
  locale?: string;
  zone?: string;
}

/** "Today at 15:04", "Yesterday at 15:04", else the date and the time. `today_ms` is the start of the present day. */
export function timeWords(at_ms: number, today_ms: number, place: TimePlace = {}): string {
  const time = clockTime(at_ms, place);
  const day = nearDay(at_ms, today_ms, place);
  if (day !== undefined) return `${day} at ${time}`;
  return `${formatter(place, { dateStyle: "short" }).format(at_ms)} ${time}`;
}

/** "15:04" or "3:04 PM", as the locale has it. */
export const clockTime = (at_ms: number, place: TimePlace = {}): string =>
  formatter(place, { timeStyle: "short" }).format(at_ms);

/** The whole of a moment: "Sunday 22 November 2026 at 15:04". */
export const fullTime = (at_ms: number, place: TimePlace = {}): string =>
  formatter(place, { dateStyle: "full", timeStyle: "short" }).format(at_ms);

/** A day by its name: "Today", "Yesterday", else the long date. */
export function dayWords(at_ms: number, today_ms: number, place: TimePlace = {}): string {
  return nearDay(at_ms, today_ms, place) ?? formatter(place, { dateStyle: "long" }).format(at_ms);
}

/** The start of the local day that at_ms lies in. */
export function dayStart(at_ms: number): number {
  const date = new Date(at_ms);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
}

/** "Today" and "Yesterday" by the calendar, so that days of 23 and 25 hours are right too; undefined for any other day. */
function nearDay(at_ms: number, today_ms: number, place: TimePlace): "Today" | "Yesterday" | undefined {
  const date = (moment_ms: number) => formatter(place, { dateStyle: "short" }).format(moment_ms);
  const day = date(at_ms);
  if (day === date(today_ms)) return "Today";
  return day === date(today_ms - 1) ? "Yesterday" : undefined;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs a thousand times what using it does. */
function formatter({ locale, zone }: TimePlace, style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, zone, style]);
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, {
    ...style,
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  formatters.set(key, made);
  return made;
}
