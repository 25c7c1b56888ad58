import { describe, expect, test } from "bun:test";

import { receiveHostMessage } from "../../ui/actions/host.ts";
import { addServer } from "../../ui/actions/servers.ts";
import { escapeForm, setSignIn, signIn } from "../../ui/actions/sign-in.ts";
import { typedIn } from "../../ui/state/sign-in.ts";
import { added, address, known, windowWith } from "../support/page-window.ts";

const credentials = { username: "ana", password: "correct horse", stay: true };

describe("a form that is left", () => {
  test("on its way goes on, and what comes of it has its place", async () => {
    const scene = await windowWith([known(1)], known(1));
    const fresh = added(scene.servers, 2);
    scene.bridge.hold = true;
    const done = signIn(fresh, credentials);
    scene.servers.show(scene.app);
    expect(scene.ports()).toEqual([1, null]);
    scene.bridge.hold = false;
    scene.bridge.deliver();
    await done;
    expect([scene.ports(), scene.shown()]).toEqual([[1, 2], 1]);
    expect(fresh.store.state.sign_in.typed).toBeNull();
  });

  test("filled in is there again where one adds a server, and goes with what was typed", async () => {
    const scene = await windowWith([known(1)], known(1));
    const fresh = added(scene.servers, 2);
    const typed = { username: "zoe", password: "", stay: false };
    setSignIn(fresh, { typed });
    scene.servers.show(scene.app);
    expect(addServer(scene.servers)).toBe(fresh);
    expect([scene.servers.shown.value, fresh.store.state.sign_in.typed]).toEqual([fresh, typed]);
    setSignIn(fresh, { typed: { username: "", password: "", stay: true } });
    scene.servers.show(scene.app);
    expect(scene.ports()).toEqual([1]);
  });

  test("logs in as it says when one is back, for this page only where it was begun so", async () => {
    const scene = await windowWith([known(1)], known(1));
    const fresh = added(scene.servers, 2);
    const { sign_in } = fresh.store.view;
    expect(typedIn(sign_in.value)).toEqual({ username: "", password: "", stay: true });
    setSignIn(fresh, { typed: { ...credentials, stay: false } });
    scene.servers.show(scene.app);
    scene.servers.show(fresh);
    await signIn(fresh, typedIn(sign_in.value));
    expect(scene.bridge.posted("remember").at(-1)).toMatchObject({ username: "ana", stay: false });
    expect(typedIn(sign_in.value).stay).toBe(true);
  });

  test("by Esc is given up while it is on its way, stays when it is filled in, and is gone when it is blank", async () => {
    const scene = await windowWith([known(1)], known(1));
    const fresh = added(scene.servers, 2);
    setSignIn(fresh, { typed: credentials });
    scene.bridge.hold = true;
    const done = signIn(fresh, credentials);
    expect(fresh.store.state.sign_in.busy).toBe(true);
    escapeForm(fresh);
    expect(scene.servers.shown.value).toBe(fresh);
    expect(fresh.store.state.sign_in).toMatchObject({ busy: false, typed: credentials });
    scene.bridge.hold = false;
    scene.bridge.deliver();
    await done;
    escapeForm(fresh);
    expect([scene.ports(), scene.shown()]).toEqual([[1, null], 1]);
    expect(addServer(scene.servers)?.store.state.sign_in.typed).toEqual(credentials);
    setSignIn(fresh, { typed: null });
    escapeForm(fresh);
    expect([scene.ports(), scene.shown()]).toEqual([[1], 1]);
  });

  test("filled in stands after the accounts, also after one that was begun later", async () => {
    const scene = await windowWith([known(1)], known(1));
    setSignIn(added(scene.servers, 2), { typed: { username: "zoe", password: "", stay: true } });
    await signIn(added(scene.servers, 3), credentials);
    expect(scene.ports()).toEqual([1, 3, null]);
  });
});

test("a link to another server takes nothing that was typed along, and one to the same server nothing away", async () => {
  const scene = await windowWith([known(1)], known(1));
  const fresh = added(scene.servers, 2);
  setSignIn(fresh, { typed: { username: "zoe", password: "correct horse", stay: true } });
  const come = (port: number) =>
    receiveHostMessage(scene.servers, {
      type: "open",
      sign_in: { server: address(port), username: "", token: null },
      go_to: null,
    });
  come(3);
  const other = scene.servers.shown.value;
  expect(other.store.state.sign_in).toMatchObject({ server: { port: 3 }, typed: null });
  come(2);
  expect(scene.servers.shown.value).toBe(fresh);
  expect(fresh.store.state.sign_in.typed).toMatchObject({ username: "zoe" });
  // The view of another begins anew, also where nothing was typed.
  expect(scene.servers.list.value).not.toContain(other);
  come(3);
  const again = scene.servers.shown.value;
  come(4);
  expect(scene.servers.shown.value.part).not.toBe(again.part);
});
