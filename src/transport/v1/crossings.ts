import type { Broadcast, Crossing } from "../../domain/broadcast.ts";
import type { ClientV1 } from "./client.ts";
import type { Step } from "./crossing-trail.ts";
import { frameV1 } from "./frames.ts";

/** So much is looked at for one client in one turn of the loop: a millisecond at most, and some 50 KB of frames. */
export const looks_max = 500;
/** So much for all of them together in the turn in which it happens. */
const looks_at_once_max = 4_000;

/** Frames that are still to be told, made as they are taken; nothing where a channel is not shared. */
export type Untold = Iterator<Uint8Array | undefined>;

/**
 * Tells a client who came and who went, in each channel that it shares with them and then at all. There may be hundreds of channels, of
 * users and of clients: each frame is made once for all who read it alike, and what one client gets goes out in one go. Returns what
 * was too much for one turn, or for the client, if anything was.
 */
export function tellCrossings(client: ClientV1, broadcast: Broadcast): Untold | undefined {
  if (broadcast.crossings.length === 0) return undefined;
  const crossings = client.trail.of(broadcast);
  const untold = framesFor(client, crossings.steps);
  if (crossings.looks >= looks_at_once_max || !client.line.has_room) return untold;
  const { looks, is_all } = tellSome(client, untold);
  crossings.looks += looks;
  return is_all ? undefined : untold;
}

/** As much as one turn has time for. */
export function tellSome(client: ClientV1, untold: Untold): { looks: number; is_all: boolean } {
  const frames: Uint8Array[] = [];
  let looks = 0;
  let is_all = false;
  for (; looks < looks_max && !is_all; looks++) {
    const { done, value } = untold.next();
    is_all = done === true;
    if (value !== undefined) frames.push(value);
  }
  if (frames.length > 0) client.line.send(Buffer.concat(frames));
  return { looks, is_all };
}

/** Of whom several crossings wait they are told of with the last one only. */
export function* framesFor(client: ClientV1, steps: Iterable<Step>): Generator<Uint8Array | undefined, void> {
  for (const step of steps) {
    const { crossing } = step;
    yield undefined; // a look at it, whatever comes of it
    if (crossing === undefined || client.isSelf(crossing.user_id)) continue;
    for (const channel_id of crossing.channel_ids) {
      const name = nameOfShared(client, channel_id);
      yield name === undefined ? undefined : frameOf(step, crossing, name);
    }
    yield frameOf(step, crossing, undefined);
  }
}

/** The name of a channel that both are in. */
function nameOfShared(client: ClientV1, channel_id: number): string | undefined {
  const own_id = client.session.login?.user_id;
  if (own_id === undefined || !client.context.hub.hears(own_id, channel_id)) return undefined;
  return client.nameOf(channel_id);
}

/** By the name and not the channel: a client may know it by another one than others do. */
function frameOf(
  { frames }: Step,
  { username, is_online }: Crossing,
  channel: string | undefined,
): Uint8Array {
  const known = frames.get(channel);
  if (known !== undefined) return known;
  const frame =
    channel === undefined
      ? frameV1("status_change", { username, status: is_online ? "online" : "offline" })
      : frameV1(is_online ? "user_joined" : "user_left", { channel, username });
  frames.set(channel, frame);
  return frame;
}
