/** Times as people read them. `zone` is an IANA name; left out, the computer's own; likewise `locale`. */
export interface TimePlace {
  locale?: string;
  zone?: string;
}

/** "Today at 15:04", "Yesterday at 15:04", else the date and the time. `today_ms` is the start of the present day. */
export function timeWords(at_ms: number, today_ms: number, place: TimePlace = {}): string {
  const time = clockTime(at_ms, place);
  const days = daysBefore(at_ms, today_ms);
  if (days === 0) return `Today at ${time}`;
  if (days === 1) return `Yesterday at ${time}`;
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
  const days = daysBefore(at_ms, today_ms);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return formatter(place, { dateStyle: "long" }).format(at_ms);
}

/** The start of the local day that at_ms lies in. */
export function dayStart(at_ms: number): number {
  const date = new Date(at_ms);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
}

/** Whole days before the day that begins at today_ms; negative for later ones (a clock may be wrong). Days of 23 or 25 hours round right. */
function daysBefore(at_ms: number, today_ms: number): number {
  const half_day_ms = 43_200_000;
  if (at_ms >= today_ms) return at_ms < today_ms + 2 * half_day_ms ? 0 : -1;
  return Math.max(1, Math.ceil((today_ms - at_ms) / (2 * half_day_ms)));
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
