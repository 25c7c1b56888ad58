import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import type { RecogniseMedia } from "../ports/file-contents.ts";
import type { Avatars } from "../ports/file-store.ts";
import type { ContentReader } from "./content-reader.ts";
import type { Shelf } from "./shelf.ts";
import { small_picture_types } from "./small-pictures.ts";

interface AvatarDeskParts {
  shelf: Shelf;
  reader: ContentReader;
  records: Avatars;
  recognise: RecogniseMedia;
  /** Throws ChatError `no_room` when all files together would take too much. */
  requireRoom: (size_bytes: number) => void;
}

/** Takes pictures of people in and hands them out. What a picture is its bytes say, never who sends it. */
export class AvatarDesk {
  constructor(readonly parts: AvatarDeskParts) {}

  /** Bytes are on disk before the record tells of them; those of the one before go with the next `clearDropped`. */
  async set(user_id: number, bytes: Uint8Array): Promise<void> {
    const { shelf, records, requireRoom } = this.parts;
    const media_type = this.#requirePicture(bytes);
    await shelf.counted();
    await shelf.recording(async (keep) => {
      requireRoom(bytes.length);
      const sha256 = await shelf.put(keep, bytes);
      await records.set({ user_id, sha256, media_type, size_bytes: bytes.length });
    });
  }

  /** In turn with `set`: the last one asked for is what stays. */
  remove(user_id: number): Promise<void> {
    return this.parts.shelf.exclusively(() => this.parts.records.remove(user_id));
  }

  async read(avatar_id: number): Promise<{ media_type: string; bytes: Uint8Array }> {
    const { records, reader } = this.parts;
    const avatar = await records.find(avatar_id);
    if (!avatar) throw notThere();
    const { sha256, media_type, size_bytes } = avatar;
    const whole = await reader.read({
      sha256,
      offset: 0,
      bytes: size_bytes,
      total_bytes: size_bytes,
      of: { avatar_id },
      isRecorded: async () => (await records.find(avatar_id)) !== undefined,
    });
    if (!whole) throw notThere();
    return { media_type, bytes: whole.bytes };
  }

  /** The media type of a square picture of a kind, size and number of pixels that is taken. */
  #requirePicture(bytes: Uint8Array): string {
    const { media_type, size } = this.parts.recognise(bytes);
    if (!small_picture_types.has(media_type) || !size)
      throw new ChatError("invalid", "A person's picture must be a PNG, JPEG or WebP.");
    const { avatar_pixels_max: side } = limits;
    if (size.width !== size.height || size.width > side)
      throw new ChatError(
        "invalid",
        `A person's picture must be square and at most ${side} by ${side} pixels; this one has ${size.width} by ${size.height}.`,
      );
    if (bytes.length > limits.avatar_bytes_max)
      throw new ChatError(
        "invalid",
        `A person's picture has at most ${limits.avatar_bytes_max / 1_024} KiB. Take a smaller one.`,
      );
    return media_type;
  }
}

const notThere = () => new ChatError("not_found", "This picture is not there any more.");
