import type { Socket, TCPSocketListener } from "bun";

import { systemClock } from "../../src/system/clock.ts";
import type { Address } from "./frame-socket.ts";
import type { Random } from "./random.ts";

export const faults = ["fin", "rst", "silence", "delay"] as const;
/** fin and rst end both sides. silence: nothing is forwarded any more, nothing is closed. delay: all of it later. */
export type Fault = (typeof faults)[number];

export interface ProxyOptions {
  target: () => Address;
  random: Random;
  /** How often it does something to its client; afterwards it only forwards. */
  cuts: number;
  /** After at most so many bytes, of both directions together, and at most so long after the connect. */
  bytes_max?: number;
  lifetime_ms_max?: number;
  onCut?: (fault: Fault) => void;
}

export interface Proxy extends Address, Disposable {
  /** How often each fault was done. */
  readonly done: Record<Fault, number>;
}

/** A half-open connection is forgotten by the path so long after its client has given it up. */
const forgotten_after_ms = 2_000;
const delay_ms_max = 200;
const login_bytes = 2_000;

/** A bad path between one client and a server on this machine: it ends, breaks, blocks or holds up what goes through. */
export function startProxy(options: ProxyOptions): Proxy {
  const done: Record<Fault, number> = { fin: 0, rst: 0, silence: 0, delay: 0 };
  const paths = new Set<Path>();
  const takeFault = () => {
    const is_left = faults.reduce((sum, fault) => sum + done[fault], 0) < options.cuts;
    const fault = is_left ? options.random.pick(faults) : undefined;
    if (fault) done[fault]++;
    return fault;
  };
  const listener: TCPSocketListener<Path> = Bun.listen<Path>({
    hostname: "127.0.0.1",
    port: 0,
    allowHalfOpen: false,
    socket: {
      open(socket) {
        socket.data = new Path(socket, options, takeFault);
        paths.add(socket.data);
      },
      data: (socket, chunk) => socket.data.forward("up", chunk),
      drain: (socket) => socket.data.flush(),
      error() {},
      close(socket) {
        socket.data.lostClient();
        paths.delete(socket.data);
      },
    },
  });
  return {
    host: "127.0.0.1",
    port: listener.port,
    tls: false,
    done,
    [Symbol.dispose]() {
      listener.stop(true);
      for (const path of paths) path.end();
    },
  };
}

type Direction = "up" | "down";

/** One connection through the proxy. */
class Path {
  #server: Socket | undefined;
  /** Bytes on their way, per direction: before the server is reached, while it is held up, while a socket is full. */
  readonly #waiting: Record<Direction, Uint8Array> = { up: new Uint8Array(), down: new Uint8Array() };
  #state: "open" | "held" | "silent" | "ended" = "open";
  /** Bytes until the next fault; Infinity when there is none. */
  #left = Infinity;
  #cancelFault = () => {};

  constructor(
    readonly client: Socket<Path>,
    readonly options: ProxyOptions,
    readonly takeFault: () => Fault | undefined,
  ) {
    this.#planFault();
    void this.#connect();
  }

  forward(direction: Direction, chunk: Uint8Array): void {
    if (this.#state === "silent" || this.#state === "ended") return;
    this.#waiting[direction] = Buffer.concat([this.#waiting[direction], chunk.slice(0, this.#left)]);
    this.#left -= chunk.length;
    this.flush();
    if (this.#left > 0) return;
    const rest = chunk.slice(chunk.length + this.#left);
    this.#doFault();
    if (rest.length > 0) this.forward(direction, rest);
  }

  flush(): void {
    if (this.#state !== "open") return;
    this.#waiting.up = send(this.#server, this.#waiting.up);
    this.#waiting.down = send(this.client, this.#waiting.down);
  }

  /** The client has gone. The server hears of it, but not when the path was silent: then much later. */
  lostClient(): void {
    if (this.#state === "silent") systemClock.after(forgotten_after_ms, () => this.end());
    else this.end();
  }

  end(): void {
    this.#state = "ended";
    this.#cancelFault();
    this.client.terminate();
    this.#server?.terminate();
  }

  async #connect(): Promise<void> {
    const { host, port } = this.options.target();
    try {
      await Bun.connect({
        hostname: host,
        port,
        socket: {
          open: (socket) => {
            this.#server = socket;
            if (this.#state === "ended") socket.terminate();
            this.flush();
          },
          data: (_socket, chunk) => this.forward("down", chunk),
          drain: () => this.flush(),
          error() {},
          close: () => this.#lostServer(),
        },
      });
    } catch {
      this.end(); // nobody listens there
    }
  }

  #lostServer(): void {
    if (this.#state === "silent") return;
    this.#state = "ended";
    this.client.end(this.#waiting.down);
  }

  #planFault(): void {
    const { random, bytes_max = 40_000, lifetime_ms_max = 600 } = this.options;
    // Every third time within the greeting and the login, which is about the first two thousand bytes.
    this.#left = 1 + random.below(random.below(3) === 0 ? login_bytes : bytes_max);
    const cancel = systemClock.after(random.below(lifetime_ms_max), () => this.#doFault());
    this.#cancelFault = cancel;
  }

  #doFault(): void {
    this.#cancelFault();
    this.#left = Infinity;
    if (this.#state !== "open") return;
    const fault = this.takeFault();
    if (!fault) return;
    this.#faults[fault]();
    this.options.onCut?.(fault);
  }

  readonly #faults: Record<Fault, () => void> = {
    fin: () => {
      this.#state = "ended";
      this.client.end();
      this.#server?.end();
    },
    rst: () => this.end(),
    silence: () => {
      this.#state = "silent";
    },
    delay: () => {
      this.#state = "held";
      systemClock.after(this.options.random.below(delay_ms_max), () => {
        if (this.#state !== "held") return;
        this.#state = "open";
        this.#planFault();
        this.flush();
      });
    },
  };
}

/** Writes what a socket takes and returns the rest. */
function send(socket: Socket<Path> | Socket | undefined, bytes: Uint8Array): Uint8Array {
  if (!socket || bytes.length === 0) return bytes;
  return bytes.subarray(Math.max(0, socket.write(bytes)));
}
