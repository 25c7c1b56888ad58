import { ChatError } from "../../src/protocol/errors.ts";
import { limits } from "../../src/protocol/limits.ts";
import { fileNameProblem, safeFileName, sizeWords } from "../../src/protocol/rules.ts";
import { isPassing } from "../link/link-error.ts";
import type { Link } from "../link/link.ts";
import type { Timers } from "../link/timers.ts";
import { type ChosenFile, chosenIn, isUp } from "../state/files.ts";
import type { Pending } from "../state/state.ts";
import type { Store } from "../state/store.ts";
import { filesOf, nextUpload, withChosen, withFile } from "../state/uploads.ts";
import { told, words } from "../words/words.ts";
import { errorWords } from "./error-words.ts";
import { FileSender } from "./file-sender.ts";
import { say } from "./say.ts";
import { makeThumbnail } from "./thumbnail.ts";

/**
 * Brings chosen files to the server, one after another in the order chosen, while the message is still being
 * written and when it was sent off. What finds no connection waits for the next login.
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
    /** Called when a file has come up, failed or gone: what waited behind it may be sent. */
    private readonly settled: () => void,
  ) {}

  /** Takes files for the next message of a channel. What cannot be taken is said. */
  add(channel_id: number, files: readonly File[]): void {
    const room = limits.files_per_message_max - this.#of(channel_id).length;
    const fit = files.filter((file) => this.#isFit(file)).slice(0, room);
    if (files.length > room) this.#say(words().uploads.too_many(limits.files_per_message_max));
    const chosen = [...this.#of(channel_id), ...fit.map((file) => this.#chosen(file))];
    this.store.commit(withChosen(this.store.state, channel_id, chosen));
    void this.run();
  }

  remove(key: string): void {
    this.forget(filesOf(this.store.state).filter((one) => one.key === key));
    this.#change(key, () => undefined);
    this.settled();
    void this.run(); // the others of a message that had failed for this one
  }

  retry(key: string): void {
    this.#patch(key, { problem: null });
    void this.run();
  }

  /** The files of a message that is sent off: they are chosen no more. Those that are not all up go on as its uploads. */
  take(channel_id: number): Pick<Pending, "attachments" | "uploads"> {
    const uploads = this.#of(channel_id);
    this.store.commit(withChosen(this.store.state, channel_id, []));
    if (!uploads.every(isUp)) return { uploads };
    this.#letGo(uploads);
    return uploads.length === 0 ? {} : { attachments: uploads.flatMap(({ file }) => file ?? []) };
  }

  /** Gives files up that are with no message any more; none twice. */
  forget(files: readonly ChosenFile[]): void {
    for (const { key, file } of files) {
      const sender = this.#senders.get(key);
      const told = file === null ? sender?.cancel() : sender?.discard(file.id);
      told?.catch(() => undefined); // the server finds out by itself what is not sent
    }
    this.#letGo(files);
  }

  /** Forgets everything, and nothing goes on: somebody signs out. */
  clear(): void {
    this.forget(filesOf(this.store.state));
  }

  /** Goes on with what waits: to be called when files were chosen and when a login succeeded. */
  async run(): Promise<void> {
    if (this.#running || this.#waiting) return;
    this.#running = true;
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#send(next);
    } finally {
      this.#running = false;
    }
  }

  #next(): (ChosenFile & { sender: FileSender }) | undefined {
    if (this.#waiting || !this.link.is_up || this.store.state.connection.stage !== "up") return undefined;
    const next = nextUpload(this.store.state);
    const sender = next && this.#senders.get(next.key);
    return sender && { ...next, sender };
  }

  async #send({ key, preview_url, sender }: ChosenFile & { sender: FileSender }): Promise<void> {
    try {
      const thumbnail = preview_url === null ? undefined : await makeThumbnail(sender.blob, preview_url);
      const file = await sender.send(thumbnail);
      if (!sender.is_cancelled) this.#patch(key, { file, sent_bytes: file.size_bytes });
    } catch (error) {
      if (!sender.is_cancelled) this.#fail(key, error);
    }
    this.settled();
  }

  #fail(key: string, error: unknown): void {
    const busy = error instanceof ChatError && (error.code === "rate_limited" || error.code === "busy");
    if (isPassing(error)) this.#pause(this.link.is_up ? 1_000 : 0);
    else if (busy && error.retry_after_ms !== undefined) this.#pause(error.retry_after_ms);
    else {
      const unreadable = error instanceof DOMException;
      this.#patch(key, { problem: () => (unreadable ? words().uploads.unreadable : errorWords(error)) });
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

  #chosen(file: File): ChosenFile {
    const key = `f${++this.#last_key}`;
    const name = safeFileName(file.name || "file");
    const sent = (sent_bytes: number) => this.#patch(key, { sent_bytes });
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

  #patch(key: string, patch: Partial<ChosenFile>): void {
    this.#change(key, (one) => ({ ...one, ...patch }));
  }

  /** When the last file of a message is up, this page needs none of them any more. */
  #change(key: string, change: (file: ChosenFile) => ChosenFile | undefined): void {
    const before = filesOf(this.store.state);
    this.store.commit(withFile(this.store.state, key, change));
    const left = new Set(filesOf(this.store.state).map((one) => one.key));
    this.#letGo(before.filter((one) => !left.has(one.key)));
  }
}
