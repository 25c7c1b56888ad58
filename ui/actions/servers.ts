import { effect } from "@preact/signals";

import type { KnownServer, ServerAddress } from "../../src/protocol/bridge.ts";
import type { App } from "../app.ts";
import type { Servers } from "../servers.ts";
import { unreadCount } from "../state/channels.ts";
import { isBlank, isFresh, servers_max } from "../state/rail.ts";
import { withSignIn } from "../state/sign-in.ts";
import type { State } from "../state/state.ts";
import { isSameAddress } from "../text/same-account.ts";
import { words } from "../words/words.ts";
import { say } from "./say.ts";
import { endSession } from "./sign-out.ts";
import { markAllRead } from "./unread.ts";

/**
 * Shows the choice of a server to join or to host, or the form of one whose address is known: the one that was left filled in
 * or on its way, if there is one. Undefined, and a word on it, where there are too many.
 */
export function addServer(servers: Servers, server?: ServerAddress): App | undefined {
  const shown = servers.shown.value;
  const left = servers.list.value.findLast(
    (app) => !isBlank(app) && isFresh(app) && (server === undefined ? app !== shown : isFormOf(app, server)),
  );
  if (left !== undefined) {
    servers.show(left);
    return left;
  }
  if (servers.list.value.length >= servers_max && !isBlank(shown)) {
    say(shown, words().servers.too_many(servers_max));
    return undefined;
  }
  // Always another one: what was typed for one server does not come into the form of another.
  const app = servers.add();
  const fresh = { host: "", port: app.store.state.sign_in.server.port, tls: true };
  app.store.commit({
    ...withSignIn(app.store.state, {
      // Who comes for the first time has most likely no account there.
      mode: "register",
      server: server ?? fresh,
      server_name: null,
      // What somebody else's link wants has to be seen.
      advanced: server?.tls === false,
      problem: null,
    }),
    screen: server === undefined ? "welcome" : "sign_in",
  });
  servers.show(app);
  return app;
}

const isFormOf = ({ store: { state } }: App, server: ServerAddress): boolean =>
  isSameAddress(state.sign_in.server, server) && state.sign_in.server.tls === server.tls;

/** Back from a fresh form to the server that was shown before. What is filled in or on its way stays. */
export function leaveFresh(app: App): void {
  if (isFresh(app)) app.servers.goBack();
}

/** The one after or before, round and round. */
export function showNeighbour(servers: Servers, step: 1 | -1): void {
  const all = servers.list.value;
  const next = all[(all.indexOf(servers.shown.value) + step + all.length) % all.length];
  if (next !== undefined) servers.show(next);
}

/** Shows it; on a phone, where the rail lies in the drawer, its channels stay in view. */
export function showFromRail(app: App): void {
  const { shown } = app.servers;
  if (shown.value.store.state.narrow) {
    const { sidebar_shown } = shown.value.store.state;
    shown.value.store.commit({ sidebar_shown: false });
    app.store.commit({ sidebar_shown });
  }
  app.servers.show(app);
}

/** Up or down by one. */
export function moveServer(app: App, step: 1 | -1): void {
  const { list } = app.servers;
  const count = list.value.filter((one) => !isFresh(one)).length;
  const to = list.value.indexOf(app) + step;
  if (to < count) app.servers.move(app, to);
}

/** Marks all that is unread on a server as read, one channel after another: there may be a thousand. */
export async function markServerRead(app: App): Promise<void> {
  for (const channel of app.store.state.channels.values())
    if (unreadCount(channel) > 0) await markAllRead(app, channel.id);
}

/** How many messages to a server were written and not sent. */
export const unsentCount = ({ outbox, left_waiting }: Pick<State, "outbox" | "left_waiting">): number =>
  outbox.length + left_waiting.length;

/** Signs out of a server and takes it out of the window, with what could not be sent there. Its certificate stays known. */
export async function removeServer(app: App): Promise<void> {
  const { account } = app.store.state;
  const { servers } = app;
  app.token = null;
  app.outbox_disk.letGo();
  app.kept.letGo();
  // Before the server answers, which it may never do: what was removed must not be there at the next start.
  if (account !== null) {
    const { server, username } = account;
    app.bridge.post({ type: "forget", server, username, unsent_too: true });
  }
  try {
    await endSession(app);
  } finally {
    servers.remove(app);
    if (isBlank(servers.shown.value)) addServer(servers);
  }
}

/** Has the client program keep the order of the servers, what they call themselves, and which one is shown. */
export function keepArrangement({ list, shown, bridge }: Servers): () => void {
  let kept = "";
  return effect(() => {
    const rows = list.value.flatMap(({ store, part }) => {
      const account = store.view.account.value;
      return account === null ? [] : [{ account, part }];
    });
    const { part, store } = shown.value;
    if (store.view.host.value !== "there" || store.view.place.value === "web") return;
    const at = rows.findIndex((row) => row.part === part);
    const servers: KnownServer[] = rows.map(({ account }) => account);
    const now = JSON.stringify([servers, at]);
    if (now === kept) return;
    // What the program told is what it has.
    if (kept !== "" || rows.length > 0)
      bridge.post({ type: "arrange", servers, shown: at === -1 ? null : at });
    kept = now;
  });
}
