import { expect, spyOn, test } from "bun:test";

import { Session } from "../../src/domain/session.ts";
import type { Channel } from "../../src/protocol/channel.ts";
import { ClientV1 } from "../../src/transport/v1/client.ts";
import { CrossingTrail } from "../../src/transport/v1/crossing-trail.ts";
import { Directory } from "../../src/transport/v1/directory.ts";
import { tellV1 } from "../../src/transport/v1/events.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";

const [ana_id, eve_id] = [1, 2];

/** Connections of ana over protocol 1, who is in these channels with eve. Resolves with what each is told of eve's going. */
async function street(connections: number, channel_ids: readonly number[]) {
  const context = await createTestContext(new FakeClock());
  const directory = new Directory();
  const trail = new CrossingTrail();
  for (const id of channel_ids) directory.learn({ id, kind: "public", name: `c-${id}` } as Channel);
  const chosen = { chosen_status: "online", status_text: "" } as const;
  const enter = (user_id: number, username: string) => {
    const { wire, connection } = fakeConnection(context);
    const session = new Session({ close: () => {}, deliver: (broadcast) => tellV1(client, broadcast) });
    const client = new ClientV1(context, session, connection, directory, trail);
    session.login = { user_id, username, session_id: 1 };
    context.hub.enter(user_id, session, channel_ids, chosen);
    return { wire, client };
  };
  const anas = Array.from({ length: connections }, () => enter(ana_id, "ana"));
  const eve = { user_id: eve_id, username: "eve" };
  const go = () =>
    context.bus.publish({
      audience: "everyone",
      event: {
        type: "presence.changed",
        body: { users: [{ ...eve, status: "offline", status_text: "" }] },
      },
      crossings: [{ ...eve, is_online: false, channel_ids }],
    });
  return { anas, go };
}

const leftIn = (channel: string) => ({ type: "user_left", channel, username: "eve" });
const offline = { type: "status_change", username: "eve", status: "offline" };

test("who goes is told to many connections by frames that are made once, and to each in one write", async () => {
  const channel_ids = Array.from({ length: 30 }, (_, at) => at + 1);
  const { anas, go } = await street(9, channel_ids);
  using encoded = spyOn(JSON, "stringify");
  go();
  expect(encoded).toHaveBeenCalledTimes(channel_ids.length + 1);
  const told = [...channel_ids.map((id) => leftIn(`c-${id}`)), offline];
  for (const { wire } of anas) {
    expect(wire.writes).toBe(1);
    expect(wire.frames()).toEqual(told);
  }
});

test("who calls a channel otherwise than others is told of it by that name", async () => {
  const { anas, go } = await street(3, [7, 8]);
  anas[1]?.client.addId(8, "c-8");
  go();
  for (const [at, { wire }] of anas.entries())
    expect(wire.frames()).toEqual([leftIn("c-7"), leftIn(at === 1 ? "c-8~8" : "c-8"), offline]);
});
