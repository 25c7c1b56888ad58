import type { ServerAddress } from "../protocol/bridge.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import { encodeFrame, FrameDecoder, FrameTooLarge, malformed } from "../protocol/frame.ts";
import { connectionLost, type Down, noChatServer, wantsTls } from "./dial-words.ts";
import { BrokenServer, Incoming, requestOf } from "./incoming.ts";
import { clientLimits } from "./limits.ts";
import type { Log } from "./log.ts";
import { Outgoing } from "./outgoing.ts";
import type { Wire, WireListener } from "./wire.ts";

export interface ServerLinkListener {
  frames(frames: unknown[]): void;
  /** Once, and the last thing that comes. `heard` tells whether the server ever sent a byte. */
  down(down: Down, heard: boolean): void;
}

/** Ids of the link's own requests lie above those of the page, which counts from 0. */
const own_ids_start = 2 ** 52;

/** One connection to a server: frames out, checked frames in. Answers the server's pings itself, as a sleeping page could not. */
export class ServerLink implements WireListener {
  readonly #decoder = new FrameDecoder();
  readonly #incoming = new Incoming();
  readonly #outgoing: Outgoing;
  #next_own_id = own_ids_start;
  #is_pinging = false;
  #heard = false;
  #is_down = false;

  constructor(
    readonly server: ServerAddress,
    readonly wire: Wire,
    readonly listener: ServerLinkListener,
    readonly log: Log,
  ) {
    this.#outgoing = new Outgoing((bytes) => wire.write(bytes), clientLimits.outgoing_bytes_max);
  }

  /** Begins to hear the server. */
  start(): void {
    this.wire.listen(this);
  }

  /** Sends a request frame. What cannot be sent is answered with an error, as the server would. */
  send(frame: Record<string, unknown>): void {
    if (this.#is_down) return;
    const request = requestOf(frame);
    if (!request) return this.log.warn("the page sent a frame that is no request of protocol 2");
    if (this.#incoming.awaited_count >= clientLimits.replies_awaited_max)
      return this.#refuse(request.id, "busy", "Too many requests are waiting for an answer.");
    const bytes = encoded(frame);
    if (!bytes) return this.#refuse(request.id, "too_large", "That is more than the server takes at once.");
    this.#incoming.expect(request.id, request.name);
    if (!this.#outgoing.push(bytes))
      this.#end({ code: "lost", message: "The server has stopped taking what is sent." });
  }

  /** Ends the connection; nothing more comes of it. */
  hangUp(): void {
    this.#is_down = true;
    this.wire.close();
  }

  received(chunk: Uint8Array): void {
    if (this.#is_down) return;
    if (!this.#heard && !this.server.tls && isTlsAlert(chunk)) return this.#end(wantsTls());
    this.#heard = true;
    const frames: unknown[] = [];
    const problem = this.#read(chunk, frames);
    if (frames.length > 0) this.listener.frames(frames);
    if (problem) this.#end(problem);
  }

  drained(): void {
    this.#outgoing.drain();
  }

  closed(): void {
    this.#end(connectionLost());
  }

  /** Puts the good frames of a chunk into `frames`; returns what is wrong with the one after them, if anything. */
  #read(chunk: Uint8Array, frames: unknown[]): Down | undefined {
    try {
      for (const value of this.#decoder.read(chunk)) {
        if (value === malformed) throw new BrokenServer("a frame that is no JSON");
        this.#take(value, frames);
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof BrokenServer) && !(error instanceof FrameTooLarge)) throw error;
      this.log.warn(`the server sent what no chat server sends: ${error.message}`);
      return noChatServer(this.server);
    }
  }

  #take(value: unknown, frames: unknown[]): void {
    const checked = this.#incoming.check(value);
    if (!checked) return;
    if (isPing(checked.frame)) return this.#answerPing();
    if (isOwnReply(checked.frame)) this.#is_pinging = false;
    else frames.push(checked.frame);
  }

  /** One at a time: a server that pings without end gets no more answers than it takes. */
  #answerPing(): void {
    if (this.#is_pinging) return;
    this.#is_pinging = true;
    this.send({ id: this.#next_own_id++, type: "ping", body: {} });
  }

  #refuse(id: number, code: ErrorCode, message: string): void {
    this.listener.frames([{ re: id, error: { code, message } }]);
  }

  #end(down: Down): void {
    if (this.#is_down) return;
    this.hangUp();
    this.listener.down(down, this.#heard);
  }
}

function encoded(frame: Record<string, unknown>): Uint8Array | undefined {
  try {
    return encodeFrame(frame);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A TLS record of type alert. The length of a frame of ours never begins with that byte: it would be over 300 MB. */
const isTlsAlert = (chunk: Uint8Array): boolean => chunk[0] === 0x15;

const isPing = (frame: unknown): boolean =>
  typeof frame === "object" && frame !== null && "type" in frame && frame.type === "ping";

const isOwnReply = (frame: unknown): boolean =>
  typeof frame === "object" &&
  frame !== null &&
  "re" in frame &&
  typeof frame.re === "number" &&
  frame.re >= own_ids_start;
