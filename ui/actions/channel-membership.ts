import type { Channel } from "../../src/protocol/channel.ts";
import { ChatError } from "../../src/protocol/errors.ts";
import type { RequestInput } from "../../src/protocol/registry.ts";
import type { App } from "../app.ts";
import { publicChannels } from "../state/channels.ts";
import { channelLeft } from "../state/reducers/member.ts";
import { firstChannelId } from "../state/sections.ts";
import { words } from "../words/words.ts";
import { openChannel } from "./open-channel.ts";
import { say } from "./say.ts";

/** Makes a channel, joins and opens it; `done` is called in between. Rejects with the ChatError of the server. */
export async function createChannel(
  app: App,
  made: RequestInput<"channel.create">,
  done = () => {},
): Promise<void> {
  const { channel } = await app.link.request("channel.create", made, {
    settle: (reply) => putChannel(app, reply.channel),
  });
  done();
  openChannel(app, channel.id);
}

/** Changes what is given of a channel. */
export async function updateChannel(
  app: App,
  channel_id: number,
  change: Omit<RequestInput<"channel.update">, "channel_id">,
): Promise<void> {
  await app.link.request(
    "channel.update",
    { channel_id, ...change },
    { settle: ({ channel }) => putChannel(app, channel) },
  );
}

/** Makes others members of a private channel, one after another until `closed`; `left` hears who still waits. Rejects at the first who cannot be added. */
export async function addMembers(
  app: App,
  channel_id: number,
  usernames: readonly string[],
  left: (usernames: readonly string[]) => void,
  closed?: AbortSignal,
): Promise<void> {
  let count = 0;
  for (const username of usernames) {
    if (closed?.aborted === true || !(await addMember(app, channel_id, username, closed))) break;
    left(usernames.slice(++count));
  }
  if (count > 0) say(app, words().people.added(usernames.slice(0, count)));
}

/** So long it waits by itself when it is quicker than the server lets anybody be. */
const pause_ms_max = 2_000;

/** False when it is closed while it waits. */
async function addMember(
  app: App,
  channel_id: number,
  username: string,
  closed: AbortSignal | undefined,
): Promise<boolean> {
  for (;;)
    try {
      await app.link.request("channel.add_member", { channel_id, username });
      return true;
    } catch (error) {
      const wait_ms = error instanceof ChatError ? (error.retry_after_ms ?? Infinity) : Infinity;
      if (wait_ms > pause_ms_max) throw error;
      await new Promise<void>((resolve) => void app.timers.after(wait_ms, resolve));
      if (closed?.aborted === true) return false;
    }
}

/** Joins a public channel and opens it. */
export async function joinChannel(app: App, channel_id: number): Promise<void> {
  await app.link.request(
    "channel.join",
    { channel_id },
    { settle: ({ channel }) => putChannel(app, channel) },
  );
  openChannel(app, channel_id);
}

/** Opens a channel; a public one that one is not in is joined first. */
export async function visitChannel(app: App, channel_id: number): Promise<void> {
  if (app.store.state.channels.get(channel_id)?.joined === false) await joinChannel(app, channel_id);
  else openChannel(app, channel_id);
}

/** Leaves a public or private channel and opens another. */
export async function leaveChannel(app: App, channel_id: number): Promise<void> {
  const { store } = app;
  await app.link.request(
    "channel.leave",
    { channel_id },
    {
      settle: () => store.commit({ ...channelLeft(store.state, channel_id), ...browsedTo(app, channel_id) }),
    },
  );
  openAnother(app);
}

/** All public channels there are have been looked through. */
export function noteBrowsed(app: App): void {
  const ids = publicChannels(app.store.state.channels).map(({ id }) => id);
  app.store.commit(browsedTo(app, Math.max(0, ...ids)));
}

const browsedTo = ({ store }: App, channel_id: number) => ({
  browsed_id: Math.max(store.state.browsed_id ?? 0, channel_id),
});

/** When no channel is open, opens the one to begin with. */
export function openAnother(app: App): void {
  if (app.store.state.open_channel_id !== null) return;
  const next = firstChannelId(app.store.state);
  if (next !== null) openChannel(app, next);
}

/** Finds or begins the direct messages with one or several users and opens them. Rejects with ChatError `not_found` for an unknown name. */
export async function openDirectMessage(app: App, usernames: readonly string[]): Promise<number> {
  const { channel } = await app.link.request(
    "dm.open",
    { usernames: [...usernames] },
    { settle: (reply) => putChannel(app, reply.channel) },
  );
  openChannel(app, channel.id);
  return channel.id;
}

/** Events may have overtaken the answer: what they counted is not counted back. */
function putChannel({ store }: App, answer: Channel): void {
  const known = store.state.channels.get(answer.id);
  const newer = known !== undefined && known.joined && known.last_rev > answer.last_rev;
  const channel = newer ? { ...answer, ...countersOf(known) } : answer;
  store.commit({ channels: new Map(store.state.channels).set(channel.id, channel) });
}

const countersOf = ({ last_rev, last_seq, last_message_at_ms, read_seq, mention_count }: Channel) => ({
  last_rev,
  last_seq,
  last_message_at_ms,
  read_seq,
  mention_count,
});
