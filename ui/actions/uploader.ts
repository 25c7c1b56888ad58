import { ChatError } from "../../src/protocol/errors.ts";
import type { FileInfo } from "../../src/protocol/file.ts";
import { limits } from "../../src/protocol/limits.ts";
import { fileNameProblem, safeFileName, sizeWords } from "../../src/protocol/rules.ts";
import { isPassing } from "../link/link-error.ts";
import type { Link } from "../link/link.ts";
import type { Timers } from "../link/timers.ts";
import { type ChosenFile, chosenIn } from "../state/files.ts";
import type { Store } from "../state/store.ts";
import { told, words } from "../words/words.ts";
import { errorWords } from "./error-words.ts";
import { Cancelled, FileSender } from "./file-sender.ts";
import { say } from "./say.ts";
import { makeThumbnail } from "./thumbnail.ts";

/**
 * Brings chosen files to the server, one after another in the order chosen, while the message is still being
 * written. What finds no connection waits for the next login.
 */
export class Uploader {
  readonly #senders = new Map<string, FileSender>();
  #last_key = 0;
  #running = false;
  #waiting = false;

  constructor(
    private readonly store: Store,
    private readonly link: Link,
    private readonly timers: Timers,
    /** Called when a file of this channel has come up, failed or gone. */
    private readonly changed: (channel_id: number) => void,
  ) {}

  /** Takes files for the next message of a channel. What cannot be taken is said. */
  add(channel_id: number, files: readonly File[]): void {
    const room = limits.files_per_message_max - this.#of(channel_id).length;
    const fit = files.filter((file) => this.#isFit(file)).slice(0, room);
    if (files.length > room) this.#say(words().uploads.too_many(limits.files_per_message_max));
    this.#commit(channel_id, [...this.#of(channel_id), ...fit.map((file) => this.#chosen(channel_id, file))]);
    void this.run();
  }

  remove(channel_id: number, key: string): void {
    const chosen = this.#of(channel_id).find((one) => one.key === key);
    if (chosen === undefined) return;
    const sender = this.#senders.get(key);
    this.#commit(
      channel_id,
      this.#of(channel_id).filter((one) => one !== chosen),
    );
    this.#letGo([chosen]);
    const told =
      chosen.file === null
        ? sender?.cancel()
        : this.link.request("file.discard", { file_id: chosen.file.id });
    told?.catch(() => undefined); // the server finds out by itself what is not sent
  }

  retry(channel_id: number, key: string): void {
    this.#patch(channel_id, key, { problem: null });
    void this.run();
  }

  /** The files of a message that goes out now: they are chosen no more. */
  take(channel_id: number): FileInfo[] {
    const chosen = this.#of(channel_id);
    this.#commit(channel_id, []);
    this.#letGo(chosen);
    return chosen.flatMap(({ file }) => file ?? []);
  }

  /** Forgets everything: somebody signs out. */
  clear(): void {
    for (const [channel_id, chosen] of this.store.state.chosen_files) {
      for (const { key } of chosen) this.remove(channel_id, key);
    }
  }

  /** Goes on with what waits: to be called when files were chosen and when a login succeeded. */
  async run(): Promise<void> {
    if (this.#running || this.#waiting) return;
    this.#running = true;
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next())
        await this.#send(next.channel_id, next.key);
    } finally {
      this.#running = false;
    }
  }

  #next(): { channel_id: number; key: string } | undefined {
    if (this.#waiting || !this.link.is_up || this.store.state.connection.stage !== "up") return undefined;
    for (const [channel_id, chosen] of this.store.state.chosen_files) {
      const next = chosen.find(({ file, problem }) => file === null && problem === null);
      if (next !== undefined) return { channel_id, key: next.key };
    }
    return undefined;
  }

  async #send(channel_id: number, key: string): Promise<void> {
    const sender = this.#senders.get(key);
    const url = this.#of(channel_id).find((one) => one.key === key)?.preview_url ?? null;
    if (sender === undefined) return this.#patch(channel_id, key, { problem: words().uploads.not_there });
    try {
      const thumbnail = url === null ? undefined : await makeThumbnail(sender.blob, url);
      const file = await sender.send(thumbnail);
      if (sender.is_cancelled) return;
      this.#patch(channel_id, key, { file, sent_bytes: file.size_bytes });
    } catch (error) {
      this.#fail(channel_id, key, error);
    }
    this.changed(channel_id);
  }

  #fail(channel_id: number, key: string, error: unknown): void {
    if (error instanceof Cancelled) return;
    const busy = error instanceof ChatError && (error.code === "rate_limited" || error.code === "busy");
    if (isPassing(error)) this.#pause(this.link.is_up ? 1_000 : 0);
    else if (busy && error.retry_after_ms !== undefined) this.#pause(error.retry_after_ms);
    else {
      const unreadable = error instanceof DOMException;
      this.#patch(channel_id, key, { problem: unreadable ? words().uploads.unreadable : errorWords(error) });
    }
  }

  #pause(pause_ms: number): void {
    this.#waiting = true;
    this.timers.after(pause_ms, () => {
      this.#waiting = false;
      void this.run();
    });
  }

  #isFit(file: File): boolean {
    const { file_bytes_max } = this.store.state;
    if (file_bytes_max === null) return this.#refuse(words().uploads.not_taken);
    if (file.size === 0) return this.#refuse(words().uploads.empty(file.name));
    if (file.size > file_bytes_max)
      return this.#refuse(words().uploads.too_large(file.name, told(sizeWords(file_bytes_max))));
    const problem = fileNameProblem(file.name || "file");
    return problem === undefined || this.#refuse(told(problem));
  }

  #refuse(why: string): false {
    this.#say(why);
    return false;
  }

  #say(text: string): void {
    say({ store: this.store, timers: this.timers }, text);
  }

  #chosen(channel_id: number, file: File): ChosenFile {
    const key = `f${++this.#last_key}`;
    const name = safeFileName(file.name || "file");
    const sent = (sent_bytes: number) => this.#patch(channel_id, key, { sent_bytes });
    this.#senders.set(key, new FileSender(this.link, this.timers, name, file, sent));
    const preview_url = /^image\/(png|jpeg|gif|webp|avif)$/.test(file.type)
      ? URL.createObjectURL(file)
      : null;
    return { key, name, size_bytes: file.size, file: null, sent_bytes: 0, problem: null, preview_url };
  }

  #letGo(chosen: readonly ChosenFile[]): void {
    for (const { key, preview_url } of chosen) {
      this.#senders.delete(key);
      if (preview_url !== null) URL.revokeObjectURL(preview_url);
    }
  }

  #of = (channel_id: number) => chosenIn(this.store.state.chosen_files, channel_id);

  #patch(channel_id: number, key: string, patch: Partial<ChosenFile>): void {
    this.#commit(
      channel_id,
      this.#of(channel_id).map((one) => (one.key === key ? { ...one, ...patch } : one)),
    );
  }

  #commit(channel_id: number, chosen: readonly ChosenFile[]): void {
    const chosen_files = new Map(this.store.state.chosen_files);
    if (chosen.length === 0) chosen_files.delete(channel_id);
    else chosen_files.set(channel_id, chosen);
    this.store.commit({ chosen_files });
  }
}
