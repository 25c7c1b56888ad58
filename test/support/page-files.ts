import { ChatError } from "../../src/protocol/errors.ts";
import type { FileInfo } from "../../src/protocol/file.ts";
import type { Reply, RequestBody } from "../../src/protocol/registry.ts";
import { recogniseMedia } from "../../src/system/media.ts";

type FileRequest =
  "file.begin" | "file.put" | "file.status" | "file.finish" | "file.cancel" | "file.discard" | "file.read";
type Answers = { [N in FileRequest]: (body: RequestBody<N>) => Reply<N> };

interface Kept {
  info: FileInfo;
  bytes: Uint8Array;
  thumbnail: Uint8Array | undefined;
}

/** What the page's fake server knows of files, in memory. */
export class PageFiles {
  readonly kept = new Map<number, Kept>();
  readonly #uploads = new Map<
    string,
    { name: string; size_bytes: number; bytes: Uint8Array; received_bytes: number }
  >();
  #last_upload = 0;

  /** A file as if it had been uploaded. */
  add(name: string, bytes: Uint8Array, thumbnail?: Uint8Array): FileInfo {
    const { media_type, size } = recogniseMedia(bytes);
    const info: FileInfo = {
      id: this.kept.size + 1,
      name,
      size_bytes: bytes.length,
      media_type,
      width: size?.width ?? null,
      height: size?.height ?? null,
      has_thumbnail: thumbnail !== undefined,
    };
    this.kept.set(info.id, { info, bytes, thumbnail });
    return info;
  }

  infoOf(ids: readonly number[]): FileInfo[] {
    return ids.map((id) => this.#find(id).info);
  }

  readonly answers: Answers = {
    "file.begin": ({ name, size_bytes }) => {
      const upload_id = `upload-${++this.#last_upload}`;
      this.#uploads.set(upload_id, {
        name,
        size_bytes,
        bytes: new Uint8Array(size_bytes),
        received_bytes: 0,
      });
      return { upload_id, received_bytes: 0 };
    },
    "file.put": ({ upload_id, offset, data }) => {
      const upload = this.#upload(upload_id);
      if (offset !== upload.received_bytes) throw new ChatError("invalid", "The next part begins elsewhere.");
      const bytes = Uint8Array.fromBase64(data);
      upload.bytes.set(bytes, offset);
      upload.received_bytes += bytes.length;
      return { received_bytes: upload.received_bytes };
    },
    "file.status": ({ upload_id }) => ({ received_bytes: this.#upload(upload_id).received_bytes }),
    "file.finish": ({ upload_id, thumbnail }) => {
      const { name, bytes } = this.#upload(upload_id);
      this.#uploads.delete(upload_id);
      return {
        file: this.add(name, bytes, thumbnail === undefined ? undefined : Uint8Array.fromBase64(thumbnail)),
      };
    },
    "file.cancel": ({ upload_id }) => {
      this.#uploads.delete(upload_id);
      return {};
    },
    "file.discard": ({ file_id }) => {
      this.kept.delete(file_id);
      return {};
    },
    "file.read": ({ file_id, thumbnail = false, offset = 0, bytes = 131_072 }) => {
      const kept = this.#find(file_id);
      const all = (thumbnail ? kept.thumbnail : kept.bytes) ?? new Uint8Array();
      return { data: all.subarray(offset, offset + bytes).toBase64(), total_bytes: all.length };
    },
  };

  #find(id: number): Kept {
    const kept = this.kept.get(id);
    if (!kept) throw new ChatError("not_found", "No such file.");
    return kept;
  }

  #upload(id: string) {
    const upload = this.#uploads.get(id);
    if (!upload) throw new ChatError("not_found", "This upload is not under way any more. Begin it again.");
    return upload;
  }
}
