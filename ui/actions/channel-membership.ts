import type { Channel } from "../../src/protocol/channel.ts";
import type { App } from "../app.ts";
import { firstChannelId } from "../state/channels.ts";
import { channelLeft } from "../state/reducers/member.ts";
import { openChannel } from "./open-channel.ts";

/** Makes a public channel, joins and opens it. Rejects with the ChatError of the server. */
export async function createChannel(app: App, name: string, description: string): Promise<void> {
  const { channel } = await app.link.request(
    "channel.create",
    { name, description },
    { settle: (reply) => putChannel(app, reply.channel) },
  );
  app.store.commit({ dialog: null });
  openChannel(app, channel.id);
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

/** Leaves a public channel and opens another. */
export async function leaveChannel(app: App, channel_id: number): Promise<void> {
  const { store } = app;
  await app.link.request(
    "channel.leave",
    { channel_id },
    { settle: () => store.commit(channelLeft(store.state, channel_id)) },
  );
  openAnother(app);
}

/** When no channel is open, opens the one to begin with. */
export function openAnother(app: App): void {
  if (app.store.state.open_channel_id !== null) return;
  const next = firstChannelId(app.store.state);
  if (next !== null) openChannel(app, next);
}

/** Finds or begins the direct messages with a user and opens them. Rejects with ChatError `not_found` for an unknown name. */
export async function openDirectMessage(app: App, username: string): Promise<number> {
  const { channel } = await app.link.request(
    "dm.open",
    { usernames: [username] },
    { settle: (reply) => putChannel(app, reply.channel) },
  );
  openChannel(app, channel.id);
  return channel.id;
}

function putChannel({ store }: App, channel: Channel): void {
  store.commit({ channels: new Map(store.state.channels).set(channel.id, channel) });
}
