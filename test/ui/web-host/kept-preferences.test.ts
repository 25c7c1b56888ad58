import { expect, test } from "bun:test";

import { KeptPreferences } from "../../../ui/web-host/kept-preferences.ts";
import { Memory } from "../../../ui/web-host/memory.ts";
import { asStorage, FakeStorage } from "../../support/fake-storage.ts";

test("what one tab has chosen holds beside what another one chooses, and what is not known here stays", () => {
  const lasting = new FakeStorage();
  const memory = new Memory(
    () => asStorage(lasting),
    () => asStorage(new FakeStorage()),
  );
  const [one, other] = [new KeptPreferences(memory), new KeptPreferences(memory)];
  memory.keep("chat.preferences", '{"of_a_newer_version":["kept"]}');
  one.choose("theme", "contrast");
  other.choose("density", "compact");
  expect(one.read()).toMatchObject({ theme: "contrast", density: "compact", clock: "system" });
  expect(memory.text("chat.preferences")).toContain('"of_a_newer_version":["kept"]');
});

test("a store that somebody has changed is as good as empty", () => {
  const lasting = new FakeStorage();
  const memory = new Memory(
    () => asStorage(lasting),
    () => asStorage(new FakeStorage()),
  );
  memory.keep("chat.preferences", '"dark"}');
  const preferences = new KeptPreferences(memory);
  expect(preferences.read()).toMatchObject({ theme: "dark", density: "cozy" });
  preferences.choose("theme", "light");
  expect(preferences.read()).toMatchObject({ theme: "light", density: "cozy" });
});
