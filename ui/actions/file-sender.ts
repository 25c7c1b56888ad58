import { ChatError } from "../../src/protocol/errors.ts";
import type { FileInfo } from "../../src/protocol/file.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { Link } from "../link/link.ts";
import { PartSize } from "../link/part-size.ts";
import type { Timers } from "../link/timers.ts";
import { toBase64 } from "../text/base64.ts";

/** A few, so that the line is never idle; few, so that what is said meanwhile does not wait behind them. */
const parts_under_way_max = 2;

/** The file was taken away by the person while it was on its way. */
class Cancelled extends Error {}

/** Sends one file in parts. It can be begun again after whatever went wrong, and goes on where the server stands. */
export class FileSender {
  is_cancelled = false;
  #upload_id: string | undefined;
  readonly #size = new PartSize(limits.file_part_bytes_max);

  constructor(
    private readonly link: Link,
    private readonly timers: Timers,
    readonly name: string,
    readonly blob: Blob,
    private readonly sent: (bytes: number) => void,
  ) {}

  /** Rejects with Cancelled, the server's answer, or what says that there is no connection. */
  async send(thumbnail: Blob | undefined): Promise<FileInfo> {
    await this.#sendParts(await this.#received());
    const small = thumbnail && { thumbnail: await toBase64(thumbnail) };
    const upload_id = this.#requireUpload();
    const { file } = await this.link.request("file.finish", { upload_id, ...small }, { timeout_ms: 60_000 });
    if (this.is_cancelled) await this.discard(file.id); // it was an upload no more when that was said
    return file;
  }

  /** Tells the server, where it can be told; otherwise it notices in time. */
  async cancel(): Promise<void> {
    this.is_cancelled = true;
    const upload_id = this.#upload_id;
    if (upload_id !== undefined && this.link.is_up) await this.link.request("file.cancel", { upload_id });
  }

  /** It is on the server, and goes with no message. */
  async discard(file_id: number): Promise<void> {
    if (this.link.is_up) await this.link.request("file.discard", { file_id });
  }

  /** How much the server has: nothing of a file it does not know, or does not know any more. */
  async #received(): Promise<number> {
    if (this.#upload_id !== undefined) {
      try {
        return (await this.link.request("file.status", { upload_id: this.#upload_id })).received_bytes;
      } catch (error) {
        if (!(error instanceof ChatError && error.code === "not_found")) throw error;
      }
    }
    if (this.is_cancelled) throw new Cancelled("The upload was cancelled.");
    const about = { name: this.name, size_bytes: this.blob.size };
    this.#upload_id = (await this.link.request("file.begin", about)).upload_id;
    if (this.is_cancelled) await this.cancel(); // it could not be named to the server before
    return 0;
  }

  async #sendParts(from: number): Promise<void> {
    let offset = from;
    const failures: unknown[] = [];
    const under_way = new Set<Promise<unknown>>();
    this.sent(offset);
    while (offset < this.blob.size && failures.length === 0) {
      const part = this.blob.slice(offset, offset + this.#size.bytes);
      const put = this.#put(offset, await toBase64(part))
        .catch((error: unknown) => failures.push(error))
        .finally(() => under_way.delete(put));
      under_way.add(put);
      offset += part.size;
      if (under_way.size >= parts_under_way_max) await Promise.race(under_way);
    }
    await Promise.all(under_way);
    if (failures.length > 0) throw failures[0];
  }

  async #put(offset: number, data: string): Promise<void> {
    const upload_id = this.#requireUpload();
    const began_ms = this.timers.now_ms();
    const { received_bytes } = await this.link.request("file.put", { upload_id, offset, data });
    this.#size.note(this.timers.now_ms() - began_ms);
    this.sent(received_bytes);
  }

  #requireUpload(): string {
    if (this.is_cancelled || this.#upload_id === undefined) throw new Cancelled("The upload was cancelled.");
    return this.#upload_id;
  }
}
