import { expect, test } from "bun:test";

import type { EventBody } from "../../src/protocol/registry.ts";
import { Directory } from "../../src/transport/v1/directory.ts";

const named = (name: string): EventBody<"channel.updated"> => ({
  channel_id: 7,
  name,
  description: "",
  archived_at_ms: null,
});

test("an event that somebody is told late makes names older for nobody", () => {
  const directory = new Directory();
  const renamings = [named("one"), named("two"), named("three")];
  const told = (body: EventBody<"channel.updated">) => directory.learnFrom({ type: "channel.updated", body });
  for (const body of renamings) told(body);
  for (const body of renamings) {
    told(body);
    expect(directory.nameOf(7)).toBe("three");
  }
  expect([...directory.idsNamed("THREE")]).toEqual([7]);
  expect([...directory.idsNamed("one")]).toEqual([]);
});
