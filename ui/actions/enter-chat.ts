import type { Channel } from "../../src/protocol/channel.ts";
import type { App } from "../app.ts";
import type { Resumed } from "../link/keeper.ts";
import { firstChannelId } from "../state/channels.ts";
import type { State } from "../state/state.ts";
import { refreshMembers } from "./load-members.ts";
import { catchUp, loadTimeline } from "./load-messages.ts";
import { notifyMissed } from "./notify.ts";
import { openChannel } from "./open-channel.ts";
import { attempt } from "./say.ts";

/** After a login, the first or a later one: brings everything on screen up to date, and sends what waits. */
export async function enterChat(app: App, { hello, tls, user }: Resumed): Promise<void> {
  const { store } = app;
  const before = store.state;
  store.commit({ me: user });
  await app.link.request(
    "channel.list",
    {},
    { settle: ({ channels }) => store.commit(listed(store.state, channels)) },
  );
  const { server } = store.state.sign_in;
  store.commit({
    connection: { stage: "up" },
    server: { name: hello.server.name, address: server, proof: tls?.trust ?? null },
    screen: "chat",
  });
  showChannel(app);
  for (const channel_id of store.state.timelines.keys()) attempt(app, catchUp(app, channel_id));
  attempt(app, app.outbox.flush());
  if (before.screen === "chat") notifyMissed(app, before.channels);
}

/** The list is the whole truth: what is gone from it goes. Members are asked for again; those on screen stay until then. */
function listed(state: State, list: readonly Channel[]): Partial<State> {
  const channels = new Map(list.map((channel) => [channel.id, channel]));
  const timelines = new Map([...state.timelines].filter(([id]) => channels.get(id)?.joined === true));
  for (const [id, timeline] of timelines) timelines.set(id, { ...timeline, loading_older: false });
  const members = new Map([...state.members].filter(([id]) => id === state.open_channel_id));
  return { channels, timelines, members };
}

function showChannel(app: App): void {
  const channel_id = firstChannelId(app.store.state);
  const channel = channel_id === null ? undefined : app.store.state.channels.get(channel_id);
  if (channel === undefined) return app.store.commit({ open_channel_id: null });
  if (channel_id !== app.store.state.open_channel_id) return openChannel(app, channel.id);
  attempt(app, loadTimeline(app, channel.id));
  if (channel.kind === "public") attempt(app, refreshMembers(app, channel.id));
}
