import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { type Address, FrameSocket, headerOf } from "./frame-socket.ts";
import { PeerV2 } from "./v2-peer.ts";

/** Sockets that cost a server something and give it nothing, open until the end of the scope. */
export class HostileSockets {
  readonly sockets: FrameSocket[] = [];
  #closed = 0;

  constructor(readonly server: Address) {}

  /** How many of them the server has closed. */
  get closed(): number {
    return this.#closed;
  }

  /** Reach the port and never send a ClientHello. */
  async withoutHandshake(count: number): Promise<void> {
    await this.#open(count, () => FrameSocket.connect({ ...this.server, tls: false }));
  }

  /** Finish the handshake and say nothing. */
  async silent(count: number): Promise<void> {
    await this.#open(count, () => FrameSocket.connect(this.server));
  }

  /** Announce as much as a frame may have and send one byte of it, before a login. */
  async announcing(count: number): Promise<void> {
    await this.#open(count, async () => {
      const socket = await FrameSocket.connect(this.server);
      socket.write(announcement);
      return socket;
    });
  }

  /** The same, logged in with a token. Resolves when the server has read it all. */
  async announcingLoggedIn(count: number, token: string): Promise<void> {
    await this.#open(count, async () => {
      const peer = await PeerV2.resume(this.server, token);
      // Answered with what came before it in the same write, so that the announcement has been read by then.
      peer.write(Buffer.concat([encodeFrame({ id: 0, type: "ping" }), announcement]));
      await peer.nextFrame(({ re }) => re === 0);
      return peer;
    });
  }

  [Symbol.dispose](): void {
    for (const socket of this.sockets) socket[Symbol.dispose]();
  }

  /** A few at a time: the queue of connections that wait to be accepted is short. */
  async #open(count: number, open: () => Promise<FrameSocket>): Promise<void> {
    for (let left = count; left > 0; left -= at_a_time) {
      const batch = Array.from({ length: Math.min(at_a_time, left) }, open);
      for (const socket of await Promise.all(batch)) {
        this.sockets.push(socket);
        void socket.closed.then(() => this.#closed++);
      }
    }
  }
}

const at_a_time = 50;

const announcement = Buffer.concat([headerOf(limits.frame_bytes_max), Buffer.from("{")]);
