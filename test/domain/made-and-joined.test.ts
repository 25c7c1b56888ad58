import { expect, test } from "bun:test";

import type { Broadcast } from "../../src/domain/broadcast.ts";
import { dispatch } from "../../src/domain/dispatch.ts";
import { makeChannel } from "../../src/domain/handlers/channels.ts";
import { Session } from "../../src/domain/session.ts";
import type { ChatEvent } from "../../src/protocol/registry.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";

/** Ana and Ben, on a server where nobody joins a channel that is there. */
async function street() {
  const made = await createTestContext(new FakeClock());
  const members = { ...made.store.members, add: () => Promise.reject(new Error("not stored")) };
  const context = { ...made, store: { ...made.store, members } };
  const person = async (username: string) => {
    const heard: ChatEvent[] = [];
    const deliver = ({ events }: Broadcast) => void heard.push(...events);
    const session = new Session({ deliver, close() {} });
    await dispatch(context, session, "session.register", { username, password: "secret" });
    return { heard, session };
  };
  const [ana, ben] = [await person("ana"), await person("ben")];
  ana.heard.length = ben.heard.length = 0;
  return { context, ana, ben };
}

const typesOf = ({ heard }: { heard: ChatEvent[] }) => heard.map(({ type }) => type);

test.each(["public", "private"] as const)(
  "a %s channel and the membership of who makes it are stored as one, and told in this order",
  async (kind) => {
    const { context, ana, ben } = await street();
    const { channel } = await dispatch(context, ana.session, "channel.create", { kind, name: "plans" });
    expect(channel).toMatchObject({ kind, name: "plans", joined: true });
    expect(typesOf(ana)).toEqual(["channel.created", "member.joined"]);
    expect(typesOf(ben)).toEqual(kind === "public" ? ["channel.created"] : []);
    await context.store.close();
  },
);

test("protocol 1 makes a channel without joining it", async () => {
  const { context, ana } = await street();
  const body = { kind: "public", name: "plans" } as const;
  const { id } = await makeChannel(context, ana.session, body, { joins: false });
  expect(await context.store.members.list(id)).toEqual([]);
  expect(typesOf(ana)).toEqual(["channel.created"]);
  await context.store.close();
});
