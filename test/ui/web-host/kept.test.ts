import { expect, test } from "bun:test";

import type { Account } from "../../../src/protocol/bridge.ts";
import { Kept } from "../../../ui/web-host/kept.ts";
import { Memory } from "../../../ui/web-host/memory.ts";
import { asStorage, FakeStorage } from "../../support/fake-storage.ts";

const account = (user_id: number): Account => ({
  server_id: "srv",
  user_id,
  met: { server: { host: "chat.test", port: 443, tls: true }, certificate: null, username: "ana" },
});

function browser(stay: boolean) {
  const [lasting, passing] = [new FakeStorage(), new FakeStorage()];
  const memory = new Memory(
    () => asStorage(lasting),
    () => asStorage(passing),
  );
  memory.remember("ana", "abc", stay);
  return { lasting, passing, tab: () => new Kept(memory) };
}

test("each account finds its own texts again, also what another tab has kept meanwhile", () => {
  const { tab } = browser(true);
  const [one, other] = [tab(), tab()];
  one.put(account(1), "draft/3", "half a thought");
  other.put(account(1), "draft/4", "another");
  one.put(account(2), "draft/3", "not ana's");
  expect(tab().load(account(1))).toEqual({ "draft/3": "half a thought", "draft/4": "another" });
  one.put(account(1), "draft/3", "");
  other.put(account(1), "draft/4", "");
  expect(tab().load(account(1))).toEqual({});
  expect(tab().load(account(2))).toEqual({ "draft/3": "not ana's" });
});

test("who does not stay signed in leaves nothing in the lasting store", () => {
  const { lasting, passing, tab } = browser(false);
  tab().put(account(1), "draft/3", "secret");
  expect([...lasting.texts.values()].join()).not.toContain("secret");
  expect([...passing.texts.values()].join()).toContain("secret");
  expect(tab().load(account(1))).toEqual({ "draft/3": "secret" });
});

test.each(["", "{", "7", "null", '{"draft/3":7}'])("a store with %p in it is as good as empty", (text) => {
  const { lasting, tab } = browser(true);
  tab().put(account(1), "draft/3", "x");
  for (const key of lasting.texts.keys()) if (key.includes("kept")) lasting.texts.set(key, text);
  expect(tab().load(account(1))).toEqual({});
});
