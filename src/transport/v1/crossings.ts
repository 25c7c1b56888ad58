import type { Broadcast, Crossing } from "../../domain/broadcast.ts";
import { limits } from "../../protocol/limits.ts";
import type { ClientV1 } from "./client.ts";
import { frameV1 } from "./frames.ts";

/**
 * Tells a client who came and who went, in each channel that it shares with them and then at all. There may be hundreds of channels
 * and of clients: each frame is made once for all who read it alike, and what one client gets goes out in one go.
 */
export function tellCrossings(client: ClientV1, broadcast: Broadcast): void {
  let frames: Uint8Array[] = [];
  let bytes = 0;
  for (const frame of framesFor(client, broadcast)) {
    frames.push(frame);
    bytes += frame.length;
    if (bytes <= limits.outbox_bytes_comfortable) continue;
    client.line.send(Buffer.concat(frames)); // in between it is seen who does not take so much
    if (client.session.is_closed) return;
    frames = [];
    bytes = 0;
  }
  if (frames.length > 0) client.line.send(Buffer.concat(frames));
}

function* framesFor(client: ClientV1, broadcast: Broadcast): Iterable<Uint8Array> {
  for (const crossing of broadcast.crossings) {
    if (client.isSelf(crossing.user_id)) continue;
    const made = madeOf(broadcast, crossing);
    for (const name of namesOfShared(client, crossing)) yield frameOf(made, crossing, name);
    yield frameOf(made, crossing, undefined);
  }
}

/** The frames of a crossing that have been made already. */
function madeOf(broadcast: Broadcast, crossing: Crossing): Map<string | undefined, Uint8Array> {
  const all = (broadcast.translated_crossings ??= new Map());
  const made = all.get(crossing) ?? new Map<string | undefined, Uint8Array>();
  all.set(crossing, made);
  return made;
}

/** The names of the channels that both are in. */
function* namesOfShared(client: ClientV1, { channel_ids }: Crossing): Iterable<string> {
  const own_id = client.session.login?.user_id;
  if (own_id === undefined) return;
  for (const channel_id of channel_ids) {
    const name = client.context.hub.hears(own_id, channel_id) ? client.nameOf(channel_id) : undefined;
    if (name !== undefined) yield name;
  }
}

/** By the name and not the channel: a client may know it by another one than others do. */
function frameOf(
  made: Map<string | undefined, Uint8Array>,
  { username, is_online }: Crossing,
  channel: string | undefined,
): Uint8Array {
  const known = made.get(channel);
  if (known !== undefined) return known;
  const frame =
    channel === undefined
      ? frameV1("status_change", { username, status: is_online ? "online" : "offline" })
      : frameV1(is_online ? "user_joined" : "user_left", { channel, username });
  made.set(channel, frame);
  return frame;
}
