import { expect, test } from "bun:test";

import { dispatch } from "../../src/domain/dispatch.ts";
import { Session } from "../../src/domain/session.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";

test("what a search has found is told when it is on the disk", async () => {
  const context = await createTestContext(new FakeClock());
  const session = new Session({ deliver: () => {}, close: () => {} });
  await dispatch(context, session, "session.register", { username: "ana", password: "secret" });
  const steps: string[] = [];
  const reply = { hits: [], next_before_id: null, indexing: null };
  context.search.find = async () => {
    steps.push("found");
    return reply;
  };
  const disk = Promise.withResolvers<void>();
  context.store.settled = () => {
    steps.push("settling");
    return disk.promise;
  };
  const told = dispatch(context, session, "message.search", { words: ["roses"] }).then((answer) => {
    steps.push("told");
    return answer;
  });
  while (steps.length < 2) await new Promise(setImmediate);
  await new Promise(setImmediate);
  expect(steps).toEqual(["found", "settling"]);
  disk.resolve();
  expect(await told).toEqual(reply);
});
