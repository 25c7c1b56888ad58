import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";

import { common_headers, nothing_policy } from "./web-headers.ts";

/** Bytes that a Response takes. */
export type Bytes = Uint8Array<ArrayBuffer>;

type Encoding = "br" | "gzip" | "identity";

const compressors: Record<Encoding, (bytes: Bytes) => Promise<Bytes>> = {
  br: promisify(brotliCompress),
  gzip: promisify(gzip),
  identity: (bytes) => Promise.resolve(bytes),
};

/** Something the server shows: known at the start, compressed when it is first asked for, off the loop, and then kept. */
export class WebFile {
  readonly #bytes: Bytes;
  readonly #tag: string;
  readonly #encoded = new Map<Encoding, Promise<Bytes>>();

  constructor(
    readonly type: string,
    content: string | Bytes,
  ) {
    this.#bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    this.#tag = new Bun.CryptoHasher("sha256").update(this.#bytes).digest("base64url").slice(0, 22);
  }

  /** The answer to a GET or HEAD; without a body when the browser has it already. */
  async answer({ headers: asked }: Request, policy = nothing_policy): Promise<Response> {
    const encoding = this.#encodingFor(asked.get("accept-encoding") ?? "");
    const tag = `"${this.#tag}-${encoding}"`;
    const headers = {
      ...common_headers,
      "Content-Type": this.type,
      "Content-Security-Policy": policy,
      "Cache-Control": "no-cache",
      ETag: tag,
      Vary: "Accept-Encoding",
      ...(encoding !== "identity" && { "Content-Encoding": encoding }),
    };
    if (isKnown(tag, asked.get("if-none-match") ?? "")) return new Response(null, { status: 304, headers });
    return new Response(await this.#bytesAs(encoding), { headers });
  }

  /** Pictures are compressed already. */
  #encodingFor(accepted: string): Encoding {
    if (this.type === "image/png") return "identity";
    return (["br", "gzip"] as const).find((encoding) => accepts(accepted, encoding)) ?? "identity";
  }

  #bytesAs(encoding: Encoding): Promise<Bytes> {
    const kept = this.#encoded.get(encoding);
    if (kept !== undefined) return kept;
    const made = compressors[encoding](this.#bytes);
    this.#encoded.set(encoding, made);
    return made;
  }
}

/** Whether a list like "gzip, br;q=0.8" has an encoding, and not at a quality of 0. */
const accepts = (list: string, encoding: string): boolean =>
  list.split(",").some((entry) => {
    const [name = "", ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });

const isKnown = (tag: string, list: string): boolean =>
  list.split(",").some((entry) => entry.trim() === "*" || entry.trim().replace(/^W\//, "") === tag);
