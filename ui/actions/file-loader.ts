import { type ReadonlySignal, type Signal, signal } from "@preact/signals";

import { ChatError } from "../../src/protocol/errors.ts";
import type { FileInfo } from "../../src/protocol/file.ts";
import { limits } from "../../src/protocol/limits.ts";
import { isPassing } from "../link/link-error.ts";
import type { Link } from "../link/link.ts";
import { PartSize } from "../link/part-size.ts";
import type { Timers } from "../link/timers.ts";
import { fromBase64 } from "../text/base64.ts";

/** What becomes of a picture: an address for this page alone, that it is not to be had just now, or that the server has it no more. */
export type Loaded = { url: string } | "loading" | "failed" | "gone";

interface Entry {
  state: Signal<Loaded>;
  bytes: number;
  bring: () => Promise<Blob>;
}

/** Pictures kept at hand; those shown longest ago go first. */
const kept_bytes_max = 48_000_000;

const avatar_lanes = 4;

/** Brings files from the server, part by part, one file at a time. */
export class FileLoader {
  readonly #entries = new Map<string, Entry>();
  readonly #size = new PartSize(limits.file_part_bytes_max);
  #last: Promise<unknown> = Promise.resolve();
  /** Each brings one picture of a person at a time. */
  readonly #lanes: Promise<unknown>[] = Array.from({ length: avatar_lanes }, () => Promise.resolve());

  constructor(
    private readonly link: Link,
    private readonly timers: Timers,
  ) {}

  /** A picture, or its thumbnail. It is brought when first asked for. */
  picture(file: FileInfo, thumbnail: boolean): ReadonlySignal<Loaded> {
    return this.#kept(`${file.id}${thumbnail ? "t" : ""}`, () => this.#bring(file, thumbnail));
  }

  /** Somebody's picture. A few are brought at once, beside the files: they are small, and many are shown together. */
  avatar(avatar_id: number): ReadonlySignal<Loaded> {
    return this.#kept(`a${avatar_id}`, () => {
      const lane = avatar_id % this.#lanes.length;
      const brought = (this.#lanes[lane] ?? Promise.resolve()).then(() => this.#bringAvatar(avatar_id));
      this.#lanes[lane] = brought.catch(() => undefined); // whoever asked hears of it
      return brought;
    });
  }

  /** Calls `take` with each part in order. Rejects with what the server or the link says, or what `take` throws. */
  read(
    file_id: number,
    thumbnail: boolean,
    take: (part: string, done_bytes: number, total_bytes: number) => Promise<void> | void,
  ): Promise<void> {
    const done = this.#last.then(() => this.#read(file_id, thumbnail, take));
    this.#last = done.catch(() => undefined); // whoever asked hears of it
    return done;
  }

  /** Of another connection the next who asks for a file that was gone tries again: its folder may have been away, or oneself. */
  doubt(): void {
    for (const [key, { state }] of this.#entries)
      if (state.peek() === "gone" && !key.startsWith("a")) this.#entries.delete(key);
  }

  /** Somebody wants a picture that may be gone: it is asked for once more. */
  retry(file_id: number): void {
    for (const key of [`${file_id}`, `${file_id}t`]) {
      const entry = this.#entries.get(key);
      if (entry?.state.peek() !== "gone") continue;
      entry.state.value = "loading";
      void this.#load(entry);
    }
  }

  clear(): void {
    for (const { state } of this.#entries.values()) revoke(state);
    this.#entries.clear();
  }

  #kept(key: string, bring: () => Promise<Blob>): ReadonlySignal<Loaded> {
    const known = this.#entries.get(key);
    if (known !== undefined && known.state.peek() !== "failed") {
      this.#entries.delete(key); // to the end: shown last
      this.#entries.set(key, known);
      return known.state;
    }
    const entry: Entry = { state: signal<Loaded>("loading"), bytes: 0, bring };
    this.#entries.set(key, entry);
    void this.#load(entry);
    return entry.state;
  }

  async #bring(file: FileInfo, thumbnail: boolean): Promise<Blob> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    await this.read(file.id, thumbnail, (part) => void parts.push(fromBase64(part)));
    // A thumbnail's kind is what it begins with; an image element looks at that and at nothing else.
    return new Blob(parts, { type: thumbnail ? "image/webp" : file.media_type });
  }

  async #bringAvatar(avatar_id: number): Promise<Blob> {
    const { media_type, data } = await this.#patiently(() =>
      this.link.request("profile.read_avatar", { avatar_id }),
    );
    return new Blob([fromBase64(data)], { type: media_type });
  }

  async #load(entry: Entry): Promise<void> {
    try {
      const blob = await entry.bring();
      entry.bytes = blob.size;
      entry.state.value = { url: URL.createObjectURL(blob) };
      this.#forgetOldest();
    } catch (error) {
      entry.state.value = isGone(error) ? "gone" : "failed"; // after a failure the next who asks tries again
    }
  }

  async #read(
    file_id: number,
    thumbnail: boolean,
    take: (part: string, done_bytes: number, total_bytes: number) => Promise<void> | void,
  ): Promise<void> {
    for (let offset = 0, total = 1; offset < total;) {
      const began_ms = this.timers.now_ms();
      const part = { file_id, thumbnail, offset, bytes: this.#size.bytes };
      const { data, total_bytes } = await this.#patiently(() => this.link.request("file.read", part));
      this.#size.note(this.timers.now_ms() - began_ms);
      const bytes = (data.length / 4) * 3 - (data.endsWith("==") ? 2 : data.endsWith("=") ? 1 : 0);
      if (bytes === 0) throw new Error("the server sent nothing");
      offset += bytes;
      total = total_bytes;
      await take(data, offset, total_bytes);
    }
  }

  /** Asks again after the wait that a server which finds this too fast asks for. */
  async #patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (let tries = 0; ; tries++) {
      try {
        return await ask();
      } catch (error) {
        const wait_ms = error instanceof ChatError ? error.retry_after_ms : undefined;
        if (wait_ms === undefined || isPassing(error) || tries >= 5) throw error;
        await new Promise<void>((resolve) => this.timers.after(wait_ms, resolve));
      }
    }
  }

  #forgetOldest(): void {
    let bytes = 0;
    for (const entry of this.#entries.values()) bytes += entry.bytes;
    for (const [key, { state, bytes: own }] of this.#entries) {
      if (bytes <= kept_bytes_max || this.#entries.size <= 1) return;
      if (own === 0) continue;
      bytes -= own;
      revoke(state);
      this.#entries.delete(key);
    }
  }
}

/** Whether the server has no such file, or not its bytes any more. */
export const isGone = (error: unknown): boolean => error instanceof ChatError && error.code === "not_found";

function revoke(state: Signal<Loaded>): void {
  const loaded = state.peek();
  if (typeof loaded === "object") URL.revokeObjectURL(loaded.url);
}
