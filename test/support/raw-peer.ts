import { encodeFrame } from "../../src/protocol/frame.ts";
import { type Frame, FrameSocket } from "./frame-socket.ts";

/** A socket to this machine that speaks frames and nothing more: what came is kept until it is asked for. */
export async function connectRaw(port: number, tls: boolean | "none-yet" = false) {
  const socket = await FrameSocket.connect({ host: "127.0.0.1", port, tls: tls === true });
  return {
    closed: socket.closed,
    write: (bytes: Uint8Array) => socket.write(bytes),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    say: (...values: unknown[]) => socket.write(Buffer.concat(values.map(encodeFrame))),
    /** The next frame that fits, dropping those before it. Throws when the connection ends first. */
    async next(fits: (frame: Frame) => boolean = () => true): Promise<Frame> {
      for (;;) {
        const frame = await socket.nextFrame();
        if (fits(frame)) return frame;
      }
    },
    [Symbol.dispose]: () => socket[Symbol.dispose](),
  };
}
