import { afterAll } from "bun:test";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

import type { Log, LogFields } from "../../src/domain/ports/log.ts";
import { newFolder } from "../support/folders.ts";

/** A folder for the tests of one file, gone after them. */
export function scratchFolder(): { path: string; file: (name: string) => string } {
  const path = newFolder("chat-store-");
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return { path, file: (name) => join(path, name) };
}

/** Remembers the events by name. */
export function listeningLog(): Log & { heard: Map<string, LogFields> } {
  const heard = new Map<string, LogFields>();
  const listen = (event: string, fields: LogFields = {}) => void heard.set(event, fields);
  return { heard, debug: listen, info: listen, warn: listen, error: listen };
}

/** The SHA-256 of each file in the folder, and its mode: equal before and after means untouched. */
export function fingerprints(folder: string): Record<string, string> {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ name }) => {
      const path = join(folder, name);
      const hash = createHash("sha256").update(readFileSync(path)).digest("hex");
      return [name, `${(statSync(path).mode & 0o777).toString(8)} ${hash}`];
    }),
  );
}

/** A clock that stands still: 2026-05-04 12:30:15 UTC. */
export const standing_clock = { now: () => Date.UTC(2026, 4, 4, 12, 30, 15) };
