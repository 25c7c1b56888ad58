import type { HostMessage, KnownServer, RememberedServer } from "../../src/protocol/bridge.ts";
import type { App } from "../app.ts";
import type { Servers } from "../servers.ts";
import { isFresh } from "../state/rail.ts";
import { withSignIn } from "../state/sign-in.ts";
import { isSameAccount } from "../text/same-account.ts";

type Started = Extract<HostMessage, { type: "started" }>;

/** What the client program remembers: each account gets its place, and those with a token are connected. */
export function startServers(
  servers: Servers,
  { place, version, sign_in, is_first = false, waiting, servers: known }: Started,
): void {
  const first = servers.shown.value;
  servers.commitAll({ host: "there", place, version });
  const at = known.findIndex((one) => isSameAccount(one, sign_in));
  for (const [index, one] of known.entries())
    if (index !== at) begin(servers.add(at === -1 || index < at ? first : undefined), one);
  const account = known[at] ?? (sign_in.token === null ? null : { ...sign_in, name: null });
  begin(first, { name: null, ...sign_in, waiting }, account);
  if (is_first) first.store.commit({ screen: "welcome" });
}

/** Takes up the session of a token, or asks for the password. */
function begin(
  app: App,
  { server, username, name, token, waiting }: RememberedServer,
  account: KnownServer | null = { server, username, name },
): void {
  const screen = token === null ? "sign_in" : "connecting";
  app.token = token;
  app.store.commit({
    ...withSignIn(app.store.state, { server, username }),
    account: account && { server, username: account.username, name: account.name },
    screen,
    left_waiting: waiting,
  });
  if (token !== null) app.keeper.start(server, token);
}

/** One who is signed in there already, in another place of the window. */
export const signedInTwin = (app: App, whose: Pick<KnownServer, "server" | "username">): App | undefined =>
  twins(app, whose).find(({ token }) => token !== null);

/** From here on this is the place of an account. Who was signed in here before gets another one; who had signed out has none any more. */
export function takePlace(app: App, account: KnownServer, token: string): void {
  const { servers, bridge, store } = app;
  const before = store.state.account;
  const token_before = app.token;
  for (const twin of twins(app, account)) servers.remove(twin);
  app.token = token;
  store.commit({ account });
  // Forms come after all that have an account.
  const first_form = servers.list.value.findIndex(isFresh);
  if (first_form < servers.list.value.indexOf(app)) servers.move(app, first_form);
  if (before === null || isSameAccount(before, account)) return;
  if (token_before === null) {
    const { server, username } = before;
    bridge.post({ type: "forget", server, username, unsent_too: false });
  } else begin(servers.add(app), { ...before, token: token_before, waiting: [] });
}

const twins = (app: App, whose: Pick<KnownServer, "server" | "username">): App[] =>
  app.servers.list.value.filter(({ store }) => {
    const { account } = store.state;
    return store !== app.store && account !== null && isSameAccount(account, whose);
  });
