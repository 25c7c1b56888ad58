import type { LinkDownCode } from "../../src/protocol/bridge.ts";
import type { EventBody } from "../../src/protocol/registry.ts";

/** What the server said before it closed the connection. */
export type Closing = EventBody<"connection.closing">;

/** The connection could not be made, or has ended; what was asked over it has no answer. */
export class LinkDown extends Error {
  constructor(
    /** `silent`: nothing was heard for too long. `hung_up`: this page closed it. */
    readonly code: LinkDownCode | "silent" | "hung_up",
    message: string,
    readonly closing?: Closing,
  ) {
    super(message);
    this.name = "LinkDown";
  }
}

/** No known authority signed the server's certificate and it is not the pinned one. */
export class Untrusted extends Error {
  constructor(
    readonly fingerprint: string,
    /** The one accepted before; null at the first meeting. */
    readonly pinned: string | null,
  ) {
    super("the server's certificate is not trusted");
    this.name = "Untrusted";
  }
}

/** The connection failed, not what was asked: the next login mends it. */
export const isPassing = (error: unknown): boolean => error instanceof LinkDown || error instanceof NoAnswer;

/** The link is up but this request was not answered in time. */
export class NoAnswer extends Error {
  constructor() {
    super("The server did not answer in time.");
    this.name = "NoAnswer";
  }
}
