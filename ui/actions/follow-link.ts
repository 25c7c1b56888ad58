import type { HostMessage, ServerAddress } from "../../src/protocol/bridge.ts";
import type { App } from "../app.ts";
import { channelNamed } from "../state/channels.ts";
import { nothing_open } from "../state/dialogs.ts";
import { isOwnAddress } from "../state/own-server.ts";
import { isBlank } from "../state/rail.ts";
import { withSignIn } from "../state/sign-in.ts";
import { type ChatLink, type LinkPlace, readChatLink } from "../text/chat-link.ts";
import { isSameAccount, isSameAddress } from "../text/same-account.ts";
import { words } from "../words/words.ts";
import { openDirectMessage, visitChannel } from "./channel-membership.ts";
import { jumpTo } from "./jump.ts";
import { attempt, say } from "./say.ts";
import { addServer } from "./servers.ts";

/**
 * Goes where a link of our own leads, in this window. A server that is not known is not connected to: its address stands in the
 * form, and the person decides. `options` win over what the link says.
 */
export function followLink(app: App, text: string, options: { tls?: boolean } = {}): void {
  const read = readChatLink(text);
  if (typeof read === "string") return say(app, words().servers.bad_link[read]);
  const link = { ...read, ...options };
  const { servers } = app;
  const found = placeOf(app, link);
  if (found !== undefined) {
    servers.show(found);
    return setOut(found, link.place);
  }
  if (app.store.state.place === "web") return say(app, words().servers.elsewhere);
  const { host, port, tls = true } = link;
  const server: ServerAddress = { host, port, tls };
  const added = addServer(servers, server);
  if (added !== undefined) setOut(added, link.place);
}

/** Another start of the program leads to a server: to its place in this window, or to a form beside what is there. */
export function openFromOutside(
  app: App,
  { sign_in: { server, username }, go_to }: Extract<HostMessage, { type: "open" }>,
): void {
  if (go_to !== null) return followLink(app, go_to, { tls: server.tls });
  const there = app.servers.list.value.filter(({ store }) => {
    const { account } = store.state;
    return account !== null && isSameAddress(account.server, server);
  });
  const found = there.find(({ store }) =>
    isSameAccount(store.state.account ?? { server, username: "" }, { server, username }),
  );
  const known = found ?? (username === "" ? there[0] : undefined);
  if (known !== undefined) return app.servers.show(known);
  const added = addServer(app.servers, server);
  const mode = username === "" ? "register" : "login";
  if (added !== undefined && isBlank(added))
    added.store.commit(withSignIn(added.store.state, { username, mode }));
}

/** Goes there now, or as soon as one is connected. */
export function setOut(app: App, place: LinkPlace | null): void {
  const at = app.store.state.sign_in.server;
  app.go_to = place === null ? undefined : { place, at };
  if (app.store.state.screen === "chat" && app.store.state.connection.stage === "up") arrive(app);
}

/** To be called after a login: goes where one has set out to. */
export function arrive(app: App): void {
  const { place, at } = app.go_to ?? {};
  app.go_to = undefined;
  // Whoever went to another server instead has nothing to look for there.
  if (place === undefined || at === undefined || !isSameAddress(at, app.store.state.sign_in.server)) return;
  app.store.commit(nothing_open);
  attempt(app, goTo(app, place));
}

/** The server of a link: this one first, then by the address, then by the id it tells, which another could copy. */
function placeOf(app: App, { host, port, tls, place }: ChatLink): App | undefined {
  const all = [app, ...app.servers.list.value.filter((one) => one !== app)];
  const id = place?.kind === "message" ? place.server_id : undefined;
  const hasId = ({ store }: App) => id !== undefined && store.state.server?.id === id;
  if (hasId(app)) return app;
  const { hosting } = app.store.state;
  const is_own = isOwnAddress(hosting, { host, port });
  const there = all.filter(({ store }) => {
    const { account, server } = store.state;
    const address = account?.server ?? server?.address;
    if (address === undefined) return false;
    return isSameAddress(address, { host, port }) || (is_own && isOwnAddress(hosting, address));
  });
  return (
    there.find(({ store }) => tls === undefined || store.state.account?.server.tls === tls) ??
    there[0] ??
    all.find(hasId)
  );
}

async function goTo(app: App, place: LinkPlace): Promise<void> {
  const { channels, server } = app.store.state;
  if (place.kind === "person") return void (await openDirectMessage(app, [place.username]));
  if (place.kind === "message" && place.server_id !== server?.id) return say(app, words().servers.elsewhere);
  const channel =
    place.kind === "channel" ? channelNamed(channels, place.name) : channels.get(place.channel_id);
  if (channel === undefined) return say(app, words().servers.no_such_channel);
  await visitChannel(app, channel.id);
  if (place.seq !== null) await jumpTo(app, channel.id, place.seq);
}
