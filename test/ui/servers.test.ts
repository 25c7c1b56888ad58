import { describe, expect, test } from "bun:test";

import { readPreferences } from "../../src/protocol/preferences.ts";
import { receiveHostMessage } from "../../ui/actions/host.ts";
import { addServer, keepArrangement, leaveFresh, removeServer } from "../../ui/actions/servers.ts";
import { cancelSignIn, setSignIn, signIn } from "../../ui/actions/sign-in.ts";
import { logOut } from "../../ui/actions/sign-out.ts";
import { servers_max } from "../../ui/state/rail.ts";
import { settled } from "../support/page-timers.ts";
import { added, address, known, windowWith } from "../support/page-window.ts";

test("one that is removed is forgotten at once, also when it does not answer", async () => {
  const { servers, bridge, at, ports, timers } = await windowWith([known(5050), known(5051)], known(5050));
  const app = at(5051) ?? expect.unreachable();
  bridge.hold = true;
  const done = removeServer(app);
  await settled();
  expect(bridge.posted("forget")).toMatchObject([{ server: { port: 5051 }, unsent_too: true }]);
  expect(
    bridge.commands.slice(bridge.commands.findIndex(({ type }) => type === "forget")),
  ).not.toContainEqual(expect.objectContaining({ type: "remember" }));
  await timers.pass(3_000);
  await done;
  expect(ports()).toEqual([5050]);
  expect(servers.list.value).toHaveLength(1);
});

const credentials = { username: "ana", password: "correct horse", stay: true };

describe("what the client program remembers", () => {
  test("has its places in its order; those with a token are connected, one is shown", async () => {
    const scene = await windowWith([known(1), known(2, { token: null }), known(3)], known(3));
    expect([scene.ports(), scene.shown()]).toEqual([[1, 2, 3], 3]);
    expect(scene.bridge.posted("dial").map(({ server }) => server.port)).toEqual([1, 3]);
    expect(scene.at(2)?.store.state).toMatchObject({ screen: "sign_in", sign_in: { username: "ana" } });
    expect(scene.servers.list.value.map(({ store }) => store.state.place)).toEqual(Array(3).fill("window"));
  });

  test("an address from the command line that is none of them gets a form beside them", async () => {
    const scene = await windowWith([known(1), known(2)], { server: address(9) });
    expect([scene.ports(), scene.shown()]).toEqual([[1, 2, null], null]);
    expect(scene.servers.shown.value.store.state.sign_in.server.port).toBe(9);
    scene.servers.show(scene.servers.list.value[0] ?? scene.app);
    expect(scene.ports()).toEqual([1, 2]);
  });

  test("a link from the command line leads to its channel", async () => {
    const scene = await windowWith([known(1)], known(1), "chat://192.168.1.20:1/@ben?tls=0");
    await settled();
    expect(scene.bridge.heard("dm.open")).toEqual([{ usernames: ["ben"] }]);
  });
});

describe("signing in", () => {
  test("on a fresh form makes a place of it; going back takes the form away", async () => {
    const scene = await windowWith([known(1)], known(1));
    const fresh = added(scene.servers, 2);
    expect([scene.ports(), scene.shown()]).toEqual([[1, null], null]);
    leaveFresh(fresh);
    expect([scene.ports(), scene.shown()]).toEqual([[1], 1]);
    await signIn(added(scene.servers, 2), credentials);
    await settled();
    expect([scene.ports(), scene.shown()]).toEqual([[1, 2], 2]);
    expect(scene.servers.shown.value.store.state.account).toMatchObject({ name: "Willow Street" });
  });

  test("where one is signed in already goes there", async () => {
    const scene = await windowWith([known(1)], known(1));
    await signIn(added(scene.servers, 1), { ...credentials, username: "Ana" });
    expect([scene.ports(), scene.shown()]).toEqual([[1], 1]);
    expect(scene.bridge.heard("session.login")).toEqual([]);
  });

  test("as another after signing out takes the place over; what waits for the first is not lost", async () => {
    const scene = await windowWith([known(1)], known(1));
    await logOut(scene.app);
    await settled();
    setSignIn(scene.app, { server: address(2) });
    await signIn(scene.app, credentials);
    expect(scene.ports()).toEqual([2]);
    expect(scene.bridge.posted("forget")).toMatchObject([{ server: { port: 1 }, unsent_too: false }]);
  });

  test("in another way while a server is away leaves that its place", async () => {
    const scene = await windowWith([]);
    scene.bridge.dial = ({ server }) =>
      server.port === 1 ? { type: "down", code: "refused" } : { type: "up" };
    receiveHostMessage(scene.servers, {
      type: "started",
      place: "window",
      version: "0.1.0",
      sign_in: known(1),
      waiting: [],
      servers: [known(1)],
      go_to: null,
      preferences: readPreferences({}),
    });
    await settled();
    cancelSignIn(scene.app);
    setSignIn(scene.app, { server: address(2) });
    await signIn(scene.app, credentials);
    expect([scene.ports(), scene.shown()]).toEqual([[1, 2], 2]);
    expect(scene.bridge.posted("forget")).toEqual([]);
    expect(scene.at(1)?.store.state).toMatchObject({
      screen: "connecting",
      connection: { stage: "waiting" },
    });
  });
});

test("whether the window may close is asked no more of who went to another server, nor when they are back", async () => {
  const scene = await windowWith([known(1), known(2)], known(1));
  const other = scene.at(2) ?? expect.unreachable();
  scene.app.store.commit({ closing: true });
  scene.servers.show(scene.app);
  expect(scene.app.store.state.closing).toBe(true);
  scene.servers.show(other);
  scene.servers.show(scene.app);
  expect(scene.app.store.state.closing).toBe(false);
});

test("the last one that is removed leaves a fresh form, and what it still hears is no news", async () => {
  const scene = await windowWith([known(1)], known(1));
  const [dial] = scene.bridge.posted("dial");
  scene.servers.remove(scene.app);
  expect([scene.ports(), scene.servers.list.value.length]).toEqual([[null], 1]);
  expect(scene.bridge.posted("hang_up")).toMatchObject([{ link: dial?.link }]);
  scene.bridge.tell({ type: "ping", body: {} });
  await settled();
  expect(scene.servers.shown.value.store.state).toMatchObject({ screen: "sign_in", host: "there" });
});

test("order, names and what is shown are kept, once each", async () => {
  const scene = await windowWith([known(1), known(2)], known(1));
  keepArrangement(scene.servers);
  const last = () => scene.bridge.posted("arrange").at(-1);
  const [one, two] = scene.servers.list.value;
  if (one === undefined || two === undefined) throw new Error("two were given");
  scene.servers.show(two);
  expect(last()).toMatchObject({ servers: [{ server: { port: 1 } }, { server: { port: 2 } }], shown: 1 });
  scene.servers.move(two, 0);
  expect(last()).toMatchObject({ servers: [{ server: { port: 2 } }, { server: { port: 1 } }], shown: 0 });
  const count = scene.bridge.posted("arrange").length;
  scene.servers.move(two, 0);
  scene.servers.move(two, 9);
  two.store.commit({ typing: new Map() });
  expect(scene.bridge.posted("arrange")).toHaveLength(count);
});

test("there are as many as one window has, and no more", async () => {
  const many = Array.from({ length: servers_max }, (_, at) => known(at + 1, { token: null }));
  const scene = await windowWith(many, known(1, { token: null }));
  expect(addServer(scene.servers)).toBeUndefined();
  expect(scene.servers.list.value).toHaveLength(servers_max);
});
