import { limits } from "../../src/protocol/limits.ts";
import { shownServerName } from "../../src/protocol/rules.ts";
import type { App } from "../app.ts";
import type { Resumed } from "../link/keeper.ts";
import type { Tls } from "../link/link.ts";
import { firstChannelId } from "../state/sections.ts";
import { catchUpAll, stayOn } from "./catch-up.ts";
import { isOfAbsence } from "./error-words.ts";
import { arrive } from "./follow-link.ts";
import { refreshMembers } from "./load-members.ts";
import { loadTimeline } from "./load-messages.ts";
import { notifyMissed } from "./notify.ts";
import { openChannel } from "./open-channel.ts";
import { refreshPeople } from "./people.ts";
import { attempt } from "./say.ts";
import { searchAgain } from "./search.ts";
import { restoreDrafts } from "./sign-out.ts";

/** After a login, the first or a later one: brings everything on screen up to date, and sends what waits. */
export async function enterChat(app: App, { hello, tls, user, presence }: Resumed): Promise<void> {
  const { store } = app;
  const before = store.state;
  store.commit({ me: user, presence, typing: new Map() });
  restoreDrafts(app);
  app.kept_drafts = undefined;
  forgetLoading(app);
  app.loader.doubt();
  await catchUpAll(app);
  const { server } = store.state.sign_in;
  const met = { server, certificate: acceptedCertificate(tls), username: user.username };
  const account = { server_id: hello.server.id, user_id: user.user_id, met };
  app.kept.load(account);
  const { number } = app.link;
  const name = serverName({ hello });
  await app.outbox_disk.load(account);
  stayOn(app, number);
  store.commit({
    connection: { stage: "up" },
    ...(isOfAbsence(store.state.composer_error) && { composer_error: null }),
    server: { id: hello.server.id, name, address: server, proof: tls?.trust ?? null },
    file_bytes_max: hello.limits.file_bytes_max ?? null,
    screen: "chat",
    left_waiting: [],
    account: { server, username: user.username, name },
  });
  showChannel(app);
  arrive(app);
  if (store.state.emoji === null) app.bridge.post({ type: "part.load", part: "emoji" });
  attempt(app, app.outbox.flush());
  attempt(app, app.uploader.run());
  if (store.state.idle) app.idle_watch.tell();
  if (before.screen !== "chat") return;
  notifyMissed(app, before.channels);
  attempt(app, refreshPeople(app));
  searchAgain(app);
}

/** What a server calls itself, on one line that is no longer than ours may be; one that breaks the rule otherwise is nameless. */
export const serverName = ({ hello }: Pick<Resumed, "hello">): string => {
  const shown = [...shownServerName(hello.server.name)].slice(0, limits.server_name_chars_max).join("");
  return shown.trim() || "chat";
};

/** Where an authority vouches for the host, the certificate may change and the server is the same. */
const acceptedCertificate = (tls: Tls): string | null =>
  tls === null || tls.trust === "authority" ? null : tls.fingerprint;

/** What was being loaded over the connection before is not coming. Members on screen stay until they are asked for again. */
function forgetLoading({ store }: App): void {
  const idle = { loading_older: false, loading_newer: false };
  const { timelines, members, open_channel_id } = store.state;
  store.commit({
    timelines: new Map([...timelines].map(([id, timeline]) => [id, { ...timeline, ...idle }])),
    members: new Map([...members].filter(([id]) => id === open_channel_id)),
  });
}

function showChannel(app: App): void {
  const channel_id = firstChannelId(app.store.state);
  const channel = channel_id === null ? undefined : app.store.state.channels.get(channel_id);
  if (channel === undefined) return app.store.commit({ open_channel_id: null });
  if (channel_id !== app.store.state.open_channel_id) return openChannel(app, channel.id);
  attempt(app, loadTimeline(app, channel.id));
  if (channel.kind !== "dm") attempt(app, refreshMembers(app, channel.id));
}
