import { ChatError } from "../../protocol/errors.ts";
import type { FileInfo } from "../../protocol/file.ts";
import { limits } from "../../protocol/limits.ts";
import { sizeWords } from "../../protocol/rules.ts";
import { describeFault } from "../fault.ts";
import type { Clock } from "../ports/clock.ts";
import type { FileContents, RecogniseMedia } from "../ports/file-contents.ts";
import type { Avatars, FileRecord, FileRecords } from "../ports/file-store.ts";
import type { Log } from "../ports/log.ts";
import { AvatarDesk } from "./avatar-desk.ts";
import { inBlocks } from "./blocks.ts";
import { ContentReader } from "./content-reader.ts";
import { orNoRoom } from "./room.ts";
import { Shelf } from "./shelf.ts";
import { small_picture_types } from "./small-pictures.ts";
import { Upload, Uploads } from "./uploads.ts";

export interface FileDeskParts {
  records: FileRecords;
  avatar_records: Avatars;
  contents: FileContents;
  recognise: RecogniseMedia;
  log: Log;
  /** The largest file. */
  file_bytes_max: number;
  /** All together, on disk; 0 for no limit. */
  total_bytes_max: number;
  clock: Pick<Clock, "now" | "steady">;
}

/** Takes files in and hands them out. Bytes are on disk before a record tells of them. */
export class FileDesk {
  readonly #uploads = new Uploads();
  readonly #shelf: Shelf;
  readonly #reader: ContentReader;
  /** Pictures of people, which have the room of files. */
  readonly avatars: AvatarDesk;
  /** Of which the log will hear, if it fails. */
  #heard_clearing: Promise<void> | undefined;

  constructor(readonly parts: FileDeskParts) {
    this.#shelf = new Shelf(parts.contents, parts.records);
    this.#reader = new ContentReader(parts.contents, parts.log);
    this.avatars = new AvatarDesk({
      shelf: this.#shelf,
      reader: this.#reader,
      records: parts.avatar_records,
      recognise: parts.recognise,
      requireRoom: (size_bytes) => this.#requireRoom(size_bytes),
    });
  }

  async begin(
    user_id: number,
    about: { name: string; size_bytes: number; sha256?: string | undefined },
    session_id?: number,
  ): Promise<Upload> {
    const { file_bytes_max, records, contents, clock } = this.parts;
    if (about.size_bytes > file_bytes_max)
      throw new ChatError("invalid", `This server takes files of at most ${sizeWords(file_bytes_max)}.`);
    if ((await records.unsentCount(user_id)) >= limits.files_unsent_per_user_max)
      throw new ChatError(
        "busy",
        "Too many of your files were uploaded and not sent. Send some of them first.",
      );
    await this.#shelf.counted();
    await this.#shelf.room.require(inBlocks(about.size_bytes));
    const writer = await orNoRoom(() => contents.create());
    const upload = new Upload(crypto.randomUUID(), user_id, about, writer, clock.steady(), session_id);
    await this.#admit(upload);
    return upload;
  }

  /** Nothing is waited for between looking and adding: many may begin in the same moment. */
  async #admit(upload: Upload): Promise<void> {
    let gave_way: Upload | undefined;
    try {
      this.#requireRoom(upload.about.size_bytes);
      gave_way = this.#uploads.add(upload);
    } catch (error) {
      await upload.writer.drop();
      throw error;
    }
    if (gave_way) await this.#uploads.clear(gave_way);
  }

  async put(user_id: number, upload_id: string, offset: number, bytes: Uint8Array): Promise<number> {
    const upload = this.#uploads.require(user_id, upload_id, this.parts.clock.steady());
    return upload.run(async () => {
      if (offset !== upload.received_bytes)
        throw new ChatError("invalid", `The next part begins at ${upload.received_bytes}, not at ${offset}.`);
      if (offset + bytes.length > upload.about.size_bytes) {
        await this.#uploads.end(upload);
        throw new ChatError("invalid", "More came than the file was said to have. The upload was ended.");
      }
      await this.#orEnd(upload, async () => {
        const more_bytes = inBlocks(offset + bytes.length) - upload.taken_bytes;
        this.#requireRoom(more_bytes);
        upload.taken_bytes += more_bytes;
        await this.#shelf.room.write(more_bytes, () => upload.writer.append(bytes));
      });
      upload.received_bytes += bytes.length;
      return upload.received_bytes;
    });
  }

  /** How far an upload has come, after what was sent of it before. */
  async status(user_id: number, upload_id: string): Promise<number> {
    const upload = this.#uploads.require(user_id, upload_id, this.parts.clock.steady());
    return upload.run(async () => upload.received_bytes);
  }

  async finish(user_id: number, upload_id: string, thumbnail: Uint8Array | undefined): Promise<FileInfo> {
    const upload = this.#uploads.require(user_id, upload_id, this.parts.clock.steady());
    return upload.run(async () => {
      const { size_bytes, sha256 } = upload.about;
      if (upload.received_bytes < size_bytes)
        throw new ChatError("invalid", `Only ${upload.received_bytes} of ${size_bytes} bytes have come.`);
      return this.#orEnd(upload, async () => {
        if (thumbnail) this.#requireThumbnail(thumbnail);
        if (sha256 !== undefined && sha256 !== upload.writer.digest())
          throw new ChatError("invalid", "What arrived is not what was sent. Please try again.");
        const file = await this.#store(upload, thumbnail);
        await this.#uploads.end(upload);
        return file;
      });
    });
  }

  async cancel(user_id: number, upload_id: string): Promise<void> {
    const upload = this.#uploads.find(user_id, upload_id);
    if (upload) await this.#uploads.stop(upload);
  }

  /** Ends what was begun under logins that have ended: nobody goes on with it. */
  endSessions(session_ids: readonly number[]): Promise<void> {
    return this.#uploads.stopOf(session_ids);
  }

  async discard(user_id: number, file_id: number): Promise<void> {
    await this.parts.records.discard(user_id, file_id);
    this.clearSoon();
  }

  async read(
    file: FileRecord,
    { thumbnail, offset, bytes }: { thumbnail: boolean; offset: number; bytes: number },
  ): Promise<{ bytes: Uint8Array; total_bytes: number }> {
    const sha256 = thumbnail ? file.thumbnail_sha256 : file.sha256;
    if (sha256 === null) throw new ChatError("not_found", "This file has no thumbnail.");
    const part = await this.#reader.read({
      sha256,
      offset,
      bytes,
      total_bytes: thumbnail ? undefined : file.size_bytes,
      of: { file_id: file.id },
      isRecorded: async () => (await this.parts.records.find(file.id)) !== undefined,
    });
    if (!part) throw new ChatError("not_found", "The file is missing on the server.");
    return part;
  }

  /** Takes what nothing refers to any more off the disk. */
  clearDropped(): Promise<void> {
    return this.#shelf.clearDropped();
  }

  /**
   * Begins to, for a deletion: nobody waits until all of it has gone, which may be what many have deleted. What cannot go
   * just now is tried again by the upkeep.
   */
  clearSoon(): void {
    const clearing = this.clearDropped();
    if (clearing === this.#heard_clearing) return;
    this.#heard_clearing = clearing;
    clearing.catch((error: unknown) =>
      this.parts.log.error("files_not_removed", { error: describeFault(error) }),
    );
  }

  /** Upkeep: ends uploads that nobody goes on with, forgets files that were not sent for long. */
  async sweep(): Promise<void> {
    const { clock, records } = this.parts;
    try {
      await this.#uploads.stopIdle(clock.steady());
      await records.expire(clock.now() - limits.file_unsent_ms);
    } finally {
      await this.#shelf.clearDropped(); // makes room also while the database can note nothing
    }
  }

  /** Ends the uploads and the clearing under way. */
  async close(): Promise<void> {
    await Promise.all([this.#uploads.stopAll(), this.#shelf.close()]);
  }

  async #store(upload: Upload, thumbnail: Uint8Array | undefined): Promise<FileInfo> {
    const { records, recognise, clock } = this.parts;
    const { user_id, about, writer } = upload;
    const { media_type, size } = recognise(await writer.head(limits.image_head_bytes));
    const small = size && thumbnail;
    return this.#shelf.recording(async (keep) => {
      if (small) this.#requireRoom(small.length);
      const thumbnail_sha256 = small ? await this.#shelf.put(keep, small) : null;
      const sha256 = await keep(writer);
      upload.taken_bytes = 0;
      const { name, size_bytes } = about;
      const { width = null, height = null } = size ?? {};
      const file = {
        owner_id: user_id,
        name,
        size_bytes,
        sha256,
        media_type,
        width,
        height,
        thumbnail_sha256,
      };
      return records.add({ ...file, now_ms: clock.now() });
    });
  }

  #requireThumbnail(bytes: Uint8Array): void {
    const { media_type, size } = this.parts.recognise(bytes);
    const side = Math.max(size?.width ?? Infinity, size?.height ?? Infinity);
    if (!small_picture_types.has(media_type) || side > limits.thumbnail_pixels_max)
      throw new ChatError("invalid", "The thumbnail is no small png, jpeg or webp.");
  }

  /** The last block counts too, so that a file as large as all together may be is taken. */
  #requireRoom(size_bytes: number): void {
    const { total_bytes_max } = this.parts;
    const taken_bytes = this.#shelf.used_bytes + this.#uploads.taken_bytes;
    if (total_bytes_max > 0 && taken_bytes + inBlocks(size_bytes) > inBlocks(total_bytes_max))
      throw new ChatError("no_room", "The server has no room for this file. Ask who runs it.");
  }

  /** What fails ends the upload: nothing of it is left. */
  async #orEnd<Result>(upload: Upload, step: () => Promise<Result>): Promise<Result> {
    try {
      return await orNoRoom(step);
    } catch (error) {
      await this.#uploads.end(upload);
      throw error;
    }
  }
}
