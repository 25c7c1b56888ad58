import { isIP } from "node:net";
import type { PeerCertificate } from "node:tls";

import type { Socket, SocketHandler } from "bun";

import { errorCode } from "../os/error-code.ts";
import type { ServerAddress } from "../protocol/bridge.ts";
import { bareHost } from "./address.ts";
import {
  connectionLost,
  connectProblem,
  connectTimedOut,
  type Down,
  handshakeTimedOut,
  speaksNoTls,
  tlsFailed,
  tlsInterrupted,
} from "./dial-words.ts";
import { clientLimits } from "./limits.ts";
import { judge, type Pins } from "./trust.ts";
import { SocketWire, type Wire } from "./wire.ts";

export interface DialOptions {
  server: ServerAddress;
  pins: Pins;
  /** A fingerprint the person accepted for this server just now. */
  trust?: string | undefined;
  /** Gives up; the promise then never comes to anything. */
  signal?: AbortSignal | undefined;
  /** PEM certificates of authorities to know instead of the usual ones. */
  authorities?: string[] | undefined;
  connect_timeout_ms?: number | undefined;
  handshake_timeout_ms?: number | undefined;
}

export type Dialed =
  | {
      outcome: "up";
      wire: Wire;
      tls: { fingerprint: string; trust: "authority" | "pinned" | "accepted" } | null;
    }
  | { outcome: "untrusted"; fingerprint: string; pinned: string | null }
  | ({ outcome: "down" } & Down);

/**
 * Opens a connection. With TLS it is up only when the server's certificate is trusted; otherwise it is
 * closed before a single byte of ours goes out. Never rejects.
 */
export const dial = (options: DialOptions): Promise<Dialed> => new Attempt(options).run();

/** What the TLS library says of bytes that begin no TLS record. */
const not_tls = /WRONG_VERSION_NUMBER|HTTP_REQUEST/;

class Attempt {
  readonly #result = Promise.withResolvers<Dialed>();
  readonly #server: ServerAddress;
  #wire: SocketWire | undefined;
  #timer: Timer | undefined;
  #settled = false;

  constructor(readonly options: DialOptions) {
    this.#server = { ...options.server, host: bareHost(options.server.host) };
  }

  run(): Promise<Dialed> {
    const { signal, connect_timeout_ms = clientLimits.connect_timeout_ms } = this.options;
    signal?.addEventListener("abort", () => this.#giveUp(), { once: true });
    this.#allow(connect_timeout_ms, connectTimedOut);
    Bun.connect({ ...this.#target(), socket: this.#handlers() }).catch((error: unknown) =>
      this.#fail(connectProblem(this.#server, error)),
    );
    return this.#result.promise;
  }

  #target() {
    const { host, port, tls } = this.#server;
    if (!tls) return { hostname: host, port };
    const { authorities } = this.options;
    return {
      hostname: host,
      port,
      tls: {
        // Whom to trust is decided in `judge`, once the certificate has been seen.
        rejectUnauthorized: false,
        ...(isIP(host) === 0 && { serverName: host }),
        ...(authorities && { ca: authorities }),
      },
    };
  }

  #handlers(): SocketHandler<unknown> {
    return {
      open: (socket) => this.#opened(socket),
      // For an address instead of a name, Bun calls the handshake a success even when nobody vouches for
      // the certificate: only the absence of an error means that somebody does.
      handshake: (socket, success, error) => this.#shookHands(socket, success, error),
      data: (_, chunk) => this.#wire?.received(chunk),
      drain: () => this.#wire?.drained(),
      close: () => this.#closed(),
      error: () => this.#closed(),
    };
  }

  #opened(socket: Socket<unknown>): void {
    this.#wire = new SocketWire(socket);
    if (this.#settled) return this.#wire.close();
    if (!this.#server.tls) return this.#settle({ outcome: "up", wire: this.#wire, tls: null });
    this.#allow(this.options.handshake_timeout_ms ?? clientLimits.handshake_timeout_ms, handshakeTimedOut);
  }

  #shookHands(socket: Socket<unknown>, success: boolean, error: Error | null): void {
    if (this.#settled || !this.#wire) return;
    // Typed as anything by Bun; absent when the handshake failed.
    const certificate: PeerCertificate | undefined = socket.getPeerCertificate();
    if (!certificate?.fingerprint256) return this.#fail(this.#handshakeProblem(error));
    const authorized = success && error === null;
    const { pins, trust } = this.options;
    const verdict = judge(this.#server, { certificate, authorized }, pins.pinned(this.#server), trust);
    if (!verdict.trusted) {
      const { fingerprint, pinned } = verdict;
      return this.#settle({ outcome: "untrusted", fingerprint, pinned });
    }
    if (verdict.trust === "accepted") pins.pin(this.#server, verdict.fingerprint);
    const tls = { fingerprint: verdict.fingerprint, trust: verdict.trust };
    this.#settle({ outcome: "up", wire: this.#wire, tls });
  }

  #closed(): void {
    if (this.#settled) return this.#wire?.closed();
    this.#fail(this.#server.tls ? tlsInterrupted(this.#server) : connectionLost());
  }

  #handshakeProblem(error: Error | null): Down {
    const is_cut = error === null || errorCode(error) === "ECONNRESET";
    if (is_cut || this.options.pins.hasSpokenTls(this.#server)) return tlsInterrupted(this.#server);
    return not_tls.test(error.message) ? speaksNoTls(this.#server) : tlsFailed(this.#server, error);
  }

  /** Fails with `late` unless the next step comes in time. */
  #allow(delay_ms: number, late: (server: ServerAddress) => Down): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail(late(this.#server)), delay_ms);
  }

  #fail(down: Down): void {
    this.#settle({ outcome: "down", ...down });
  }

  #settle(result: Dialed): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    if (result.outcome !== "up") this.#wire?.close();
    this.#result.resolve(result);
  }

  #giveUp(): void {
    const was_settled = this.#settled;
    this.#settled = true;
    clearTimeout(this.#timer);
    if (!was_settled) this.#wire?.close();
  }
}
