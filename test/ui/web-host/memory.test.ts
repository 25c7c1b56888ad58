import { expect, test } from "bun:test";

import { Memory } from "../../../ui/web-host/memory.ts";
import { asStorage, FakeStorage } from "../../support/fake-storage.ts";

function stores() {
  const [lasting, passing] = [new FakeStorage(), new FakeStorage()];
  const memory = new Memory(
    () => asStorage(lasting),
    () => asStorage(passing),
  );
  return { lasting, passing, memory };
}

test("the token of who stays lies in the lasting store, and goes when it is worth nothing", () => {
  const { lasting, passing, memory } = stores();
  memory.remember("ana", "abc", true);
  expect([...lasting.texts.values()]).toEqual(["ana", "abc"]);
  expect(passing.texts.size).toBe(0);
  expect(memory.recall()).toEqual({ username: "ana", token: "abc" });
  memory.remember("ana", null, false);
  expect(memory.recall()).toEqual({ username: "ana", token: null });
  expect([...lasting.texts.values()]).toEqual(["ana"]);
});

test("the token of who does not stay lies in the tab's store, and the earlier one is gone", () => {
  const { lasting, passing, memory } = stores();
  memory.remember("ana", "abc", true);
  memory.remember("ana", "def", false);
  expect([...lasting.texts.values()]).toEqual(["ana"]);
  expect([...passing.texts.values()]).toEqual(["def"]);
  expect(memory.recall().token).toBe("def");
});

test("where nothing may be stored, nothing is remembered and nothing breaks", () => {
  const forbidden = (): never => {
    throw new DOMException("no", "SecurityError");
  };
  const memory = new Memory(forbidden, forbidden);
  memory.remember("ana", "abc", true);
  expect(memory.recall()).toEqual({ username: "", token: null });
});
