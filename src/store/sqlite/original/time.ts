/**
 * The original's times: "YYYY-MM-DD HH:MM:SS" as SQLite writes them, ISO 8601 as Python does (with a zone or
 * without: then UTC too), or seconds or milliseconds since 1970. Undefined for what is no time after 1970.
 */
export function originalTimeMs(value: unknown): number | undefined {
  if (typeof value === "number") return sinceEpoch(value);
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return /^\d{9,13}(\.\d+)?$/.test(text) ? sinceEpoch(Number(text)) : calendarTime(text);
}

/** Seconds reach this in the year 5138; milliseconds did in 1973. */
const least_as_ms = 100_000_000_000;
const year_10000_ms = 253_402_300_800_000;

function sinceEpoch(value: number): number | undefined {
  return inRange(Math.round(value >= least_as_ms ? value : value * 1000));
}

const form =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(?:Z|([+-])(\d\d):?(\d\d)?)?$/i;

function calendarTime(text: string): number | undefined {
  const parts = form.exec(text);
  if (!parts) return undefined;
  const number = (at: number) => Number(parts[at] ?? 0);
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map(number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
  const day_exists = date.getUTCDate() === day && date.getUTCMonth() + 1 === month;
  if (!day_exists || (hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 60) return undefined;
  const offset_minutes = (number(9) * 60 + number(10)) * (parts[8] === "-" ? -1 : 1);
  const milliseconds = Math.floor(Number(`0.${parts[7] ?? 0}`) * 1000);
  const minutes = (hour ?? 0) * 60 + (minute ?? 0) - offset_minutes;
  return inRange(date.getTime() + minutes * 60_000 + (second ?? 0) * 1000 + milliseconds);
}

const inRange = (time_ms: number): number | undefined =>
  time_ms > 0 && time_ms < year_10000_ms ? time_ms : undefined;
