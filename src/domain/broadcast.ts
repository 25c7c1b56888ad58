import { compactMessage } from "../protocol/compact.ts";
import { encodeFrames } from "../protocol/frame.ts";
import type { ChatEvent } from "../protocol/registry.ts";

/** Who hears an event: the members of a channel who are connected, certain users, or all who are logged in. */
export type Audience = { channel_id: number; except_user_id?: number } | { user_ids: number[] } | "everyone";

/** For protocol 1, which knows only online and offline: someone crossed that line, and is or was in these channels. */
export interface Crossing {
  user_id: number;
  username: string;
  is_online: boolean;
  channel_ids: readonly number[];
}

/** What travels over the bus. */
export interface Delivery {
  audience: Audience;
  event: ChatEvent;
  /** With presence.changed only. */
  crossings?: readonly Crossing[];
  /** With channel.updated only: the name that the channel had, when it has another one now. For protocol 1, which knows no ids. */
  former_name?: string | undefined;
}

/** What a connection may be sent without asking its protocol: frames of protocol 2, or what another made of them for all. */
export type Form = "frames" | "translated";

/** Events of one moment on their way to the same many, encoded once however many there are. */
export class Broadcast {
  /** Whether they show only for a moment: who misses them is no worse off soon after. */
  readonly is_passing: boolean;
  /** What another protocol makes of them, when that is the same for all who hear them. */
  translated: Uint8Array | undefined;
  #frames: Uint8Array | undefined;

  constructor(
    readonly events: readonly ChatEvent[],
    readonly crossings: readonly Crossing[] = [],
    /** Given when all of them are about messages of this channel. */
    readonly of_channel_id?: number,
    readonly former_name?: string,
  ) {
    this.is_passing = events.every(({ type }) => type === "typing.started" || type === "presence.changed");
  }

  /** What a connection that takes this form is sent; nothing where its protocol has to be asked. */
  as(form: Form | undefined): Uint8Array | undefined {
    if (form === "translated") return this.translated;
    return form === undefined || this.is_passing ? undefined : this.frames;
  }

  /** What has been made of it in this form. Makes nothing, and so cannot fail. */
  made(form: Form): Uint8Array | undefined {
    return form === "translated" ? this.translated : this.#frames;
  }

  /** The events as frames of protocol 2, one after the other. Shared: must not be written to. */
  get frames(): Uint8Array {
    return (this.#frames ??= encodeFrames(this.events.map(compactEvent)));
  }
}

/** A message in an event goes to many: it takes no more room than it must. */
const compactEvent = (event: ChatEvent): unknown =>
  event.type === "message.created"
    ? { type: event.type, body: { message: compactMessage(event.body.message) } }
    : event;
