import type { Log, LogFields } from "../domain/ports/log.ts";

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];
export const logFormats = ["pretty", "json"] as const;
export type LogFormat = (typeof logFormats)[number];

export interface LogOptions {
  level: LogLevel;
  format: LogFormat;
  write: (line: string) => void;
  now: () => Date;
}

/** One line an entry. pretty: for a terminal; json: one object with time (ISO 8601, UTC), level, event and the fields. */
export function createLog({ level, format, write, now }: LogOptions): Log {
  const least = logLevels.indexOf(level);
  const entry =
    (of: LogLevel) =>
    (event: string, fields: LogFields = {}) => {
      if (logLevels.indexOf(of) < least) return;
      write(lines[format](now(), of, event, fields));
    };
  return { debug: entry("debug"), info: entry("info"), warn: entry("warn"), error: entry("error") };
}

type Line = (time: Date, level: LogLevel, event: string, fields: LogFields) => string;

const lines: Record<LogFormat, Line> = {
  json: (time, level, event, fields) =>
    JSON.stringify({ time: time.toISOString(), level, event, ...fields }) + "\n",
  pretty(time, level, event, fields) {
    const pairs = Object.entries(fields).map(([name, value]) => ` ${name}=${quote(value)}`);
    return `${time.toISOString().slice(11, 23)} ${level.padEnd(5)} ${event}${pairs.join("")}\n`;
  },
};

/** Quoted where white space, quotes or control characters could pass for something else. */
const quote = (value: LogFields[string]): string => {
  const text = String(value);
  return /^[^\s"\\\p{C}]+$/u.test(text) ? text : JSON.stringify(text);
};
