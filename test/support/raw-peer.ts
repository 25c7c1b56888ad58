import { encodeFrame, FrameDecoder } from "../../src/protocol/frame.ts";

type Fields = Record<string, unknown>;

/** A socket that speaks frames and nothing more: what came is kept until it is asked for. */
export async function connectRaw(port: number, tls: boolean | "none-yet" = false) {
  const decoder = new FrameDecoder();
  const frames: Fields[] = [];
  let wake = () => {};
  let unsent: Uint8Array = new Uint8Array();
  const closed = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<void>();
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    ...(tls === true ? { tls: { rejectUnauthorized: false } } : {}),
    socket: {
      data(_socket, chunk) {
        for (const frame of decoder.push(chunk)) frames.push(frame as Fields);
        wake();
      },
      handshake: () => ready.resolve(),
      drain: () => flush(),
      close() {
        closed.resolve();
        wake();
      },
      error() {},
    },
  });
  const flush = () => {
    unsent = unsent.subarray(Math.max(0, socket.write(unsent)));
  };
  const write = (bytes: Uint8Array) => {
    unsent = Buffer.concat([unsent, bytes]);
    flush();
  };
  if (tls === true) await ready.promise;
  let is_closed = false;
  void closed.promise.then(() => (is_closed = true));

  return {
    closed: closed.promise,
    write,
    say: (...values: unknown[]) => write(Buffer.concat(values.map(encodeFrame))),
    /** The next frame that fits, dropping those before it. Throws when the connection ends first. */
    async next(fits: (frame: Fields) => boolean = () => true): Promise<Fields> {
      for (;;) {
        const frame = frames.shift();
        if (frame && fits(frame)) return frame;
        if (frame) continue;
        if (is_closed) throw new Error("the connection was closed");
        await new Promise<void>((resolve) => (wake = resolve));
        await Promise.resolve();
      }
    },
    [Symbol.dispose]: () => socket.terminate(),
  };
}
