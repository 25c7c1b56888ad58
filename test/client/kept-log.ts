import type { Log } from "../../src/client/log.ts";

/** Keeps what was logged, for the test to look at. */
export class KeptLog implements Log {
  readonly lines: string[] = [];

  info(text: string): void {
    this.lines.push(text);
  }

  warn(text: string): void {
    this.lines.push(text);
  }
}
