import { compactMessage } from "../protocol/compact.ts";
import { encodeFrame } from "../protocol/frame.ts";
import type { ChatEvent } from "../protocol/registry.ts";

/** Who hears an event: the members of a channel who are connected, certain users, or all who are logged in. */
export type Audience = { channel_id: number; except_user_id?: number } | { user_ids: number[] } | "everyone";

/** For protocol 1, which knows only online and offline: someone crossed that line, and is or was in these channels. */
export interface Crossing {
  user_id: number;
  username: string;
  is_online: boolean;
  channel_ids: number[];
}

/** What travels over the bus. */
export interface Delivery {
  audience: Audience;
  event: ChatEvent;
  /** With presence.changed only. */
  crossings?: readonly Crossing[];
}

/** An event on its way to many connections, encoded once however many there are. */
export class Broadcast {
  /** Whether it shows only for a moment: who misses it is no worse off soon after. */
  readonly is_passing: boolean;
  #frame: Uint8Array | undefined;
  /** What another protocol makes of the event, when that is the same for all who hear it. */
  translated: Uint8Array | undefined;

  constructor(
    readonly event: ChatEvent,
    readonly crossings: readonly Crossing[] = [],
  ) {
    this.is_passing = event.type === "typing.started" || event.type === "presence.changed";
  }

  /** The event as a frame of protocol 2. Shared: must not be written to. */
  get frame(): Uint8Array {
    return (this.#frame ??= encodeFrame(compactEvent(this.event)));
  }
}

/** A message in an event goes to many: it takes no more room than it must. */
const compactEvent = (event: ChatEvent): unknown =>
  event.type === "message.created"
    ? { type: event.type, body: { message: compactMessage(event.body.message) } }
    : event;
