import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import type { ContentWriter } from "../ports/file-contents.ts";

/** A file on its way in. Its steps run one after the other, in the order they were asked for. */
export class Upload {
  received_bytes = 0;
  /** What it takes of the room, in whole blocks: what has come, and what is being written just now. */
  taken_bytes = 0;
  is_over = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly id: string,
    readonly user_id: number,
    readonly about: { name: string; size_bytes: number; sha256?: string | undefined },
    readonly writer: ContentWriter,
    public used_at_ms: number,
    /** Of the login under which it was begun. */
    readonly session_id: number | undefined,
  ) {}

  /** Runs a step when those before it have settled. Throws ChatError `not_found` when the upload is over by then. */
  run<Result>(step: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(() => {
      if (this.is_over) throw noSuchUpload();
      return step();
    });
    this.#last = result.catch(() => undefined); // whoever asked for the step hears of it
    return result;
  }

  /** Resolves when every step asked for until now has settled. */
  settled(): Promise<unknown> {
    return this.#last;
  }
}

/**
 * The uploads under way: so many of a user, so many in all, none that nobody has touched for long. When all places are
 * taken, who has most gives one up to who has fewer, so that a few accounts cannot keep everybody else from sending files.
 */
export class Uploads {
  readonly #uploads = new Map<string, Upload>();

  /** What they take together. What is only announced takes nothing, so that nobody can hold room without filling it. */
  get taken_bytes(): number {
    let bytes = 0;
    for (const upload of this.#uploads.values()) bytes += upload.taken_bytes;
    return bytes;
  }

  /**
   * Adds one, and returns the one that had to give way to it, to be ended. Throws ChatError `busy` when this user has too
   * many, or everybody together, and nobody has more than this user would have.
   */
  add(upload: Upload): Upload | undefined {
    const by_user = Map.groupBy(this.#uploads.values(), ({ user_id }) => user_id);
    const own = by_user.get(upload.user_id)?.length ?? 0;
    if (own >= limits.uploads_per_user_max)
      throw new ChatError(
        "busy",
        "Too many of your uploads are under way. Finish or cancel one first.",
        2_000,
      );
    let gives_way: Upload | undefined;
    if (this.#uploads.size >= limits.uploads_max) {
      const most = [...by_user.values()].reduce((a, b) => (b.length > a.length ? b : a));
      if (most.length <= own + 1)
        throw new ChatError("busy", "The server takes too many uploads just now. Try again soon.", 2_000);
      gives_way = most.reduce((a, b) => (b.used_at_ms < a.used_at_ms ? b : a));
      gives_way.is_over = true;
      this.#uploads.delete(gives_way.id);
    }
    this.#uploads.set(upload.id, upload);
    return gives_way;
  }

  /** Of this user; undefined for those of others, as for those that are not there. */
  find(user_id: number, id: string): Upload | undefined {
    const upload = this.#uploads.get(id);
    return upload?.user_id === user_id ? upload : undefined;
  }

  require(user_id: number, id: string, now_ms: number): Upload {
    const upload = this.find(user_id, id);
    if (!upload) throw noSuchUpload();
    upload.used_at_ms = now_ms;
    return upload;
  }

  /** Ends it, as one of its steps; what was written goes unless it was kept. */
  async end(upload: Upload): Promise<void> {
    upload.is_over = true;
    this.#uploads.delete(upload.id);
    await upload.writer.drop();
  }

  /** Ends it after the steps that are under way, if none of them does. */
  async stop(upload: Upload): Promise<void> {
    await upload.settled();
    if (!upload.is_over) await this.end(upload);
  }

  /** Of one that gave way: what it has written goes, unless a step that was under way has kept it. */
  async clear(upload: Upload): Promise<void> {
    await upload.settled();
    await upload.writer.drop();
  }

  async stopIdle(now_ms: number): Promise<void> {
    for (const upload of this.#uploads.values())
      if (now_ms - upload.used_at_ms > limits.upload_idle_ms) await this.stop(upload);
  }

  /** Of these logins. */
  async stopOf(session_ids: readonly number[]): Promise<void> {
    for (const upload of this.#uploads.values())
      if (upload.session_id !== undefined && session_ids.includes(upload.session_id)) await this.stop(upload);
  }

  async stopAll(): Promise<void> {
    for (const upload of this.#uploads.values()) await this.stop(upload);
  }
}

const noSuchUpload = () =>
  new ChatError("not_found", "This upload is not under way any more. Begin it again.");
