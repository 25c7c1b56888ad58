import type { Socket, TCPSocketListener } from "bun";

import { FrameDecoder, malformed } from "../../src/protocol/frame.ts";
import type { ServerCertificate } from "./authority.ts";

/** A server of the test's own, on a free port of the loopback address, that remembers what it got. */
export class Listener implements Disposable {
  readonly #server: TCPSocketListener<undefined>;
  readonly sockets: Socket<undefined>[] = [];
  readonly chunks: Buffer[] = [];
  #heard = Promise.withResolvers<void>();
  readonly #decoder = new FrameDecoder();
  readonly #frames: unknown[] = [];
  #emptied = Promise.withResolvers<void>();
  #came = Promise.withResolvers<void>();

  constructor(
    options: { certificate?: ServerCertificate; hostname?: string; greet?: string | Uint8Array } = {},
  ) {
    const { certificate, hostname = "127.0.0.1", greet } = options;
    this.#server = Bun.listen<undefined>({
      hostname,
      port: 0,
      ...(certificate && { tls: { cert: certificate.cert, key: certificate.key } }),
      socket: {
        open: (socket) => {
          this.sockets.push(socket);
          this.#emptied = Promise.withResolvers<void>();
          if (greet !== undefined) socket.write(greet);
          this.#came.resolve();
        },
        data: (_, chunk) => {
          this.chunks.push(Buffer.from(chunk));
          this.#heard.resolve();
        },
        close: (socket) => {
          this.sockets.splice(this.sockets.indexOf(socket), 1);
          if (this.sockets.length === 0) this.#emptied.resolve();
        },
        error: () => {},
      },
    });
  }

  get port(): number {
    return this.#server.port;
  }

  get received(): Buffer {
    return Buffer.concat(this.chunks);
  }

  /** Comes when somebody has connected. */
  async connection(): Promise<Socket<undefined>> {
    await this.#came.promise;
    const [socket] = this.sockets;
    if (!socket) throw new Error("the connection has ended");
    return socket;
  }

  /** Comes when all who connected are gone. */
  empty(): Promise<void> {
    return this.#emptied.promise;
  }

  /** The next whole frame that comes, in order. */
  async frame(): Promise<unknown> {
    while (this.#frames.length === 0) {
      if (this.chunks.length === 0) await this.#heard.promise;
      this.#heard = Promise.withResolvers<void>();
      for (const chunk of this.chunks.splice(0))
        for (const frame of this.#decoder.read(chunk)) {
          if (frame === malformed) throw new Error("malformed frame");
          this.#frames.push(frame);
        }
    }
    return this.#frames.shift();
  }

  [Symbol.dispose](): void {
    this.#server.stop(true);
  }
}
