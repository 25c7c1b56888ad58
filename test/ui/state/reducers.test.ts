import { describe, expect, test } from "bun:test";

import type { EventBody, EventName } from "../../../src/protocol/registry.ts";
import { type Reducer, reducers } from "../../../ui/state/reducers.ts";
import { initialState, type State } from "../../../ui/state/state.ts";
import { PageData } from "../../support/page-data.ts";
import { timelineOf } from "../../support/page-timeline.ts";

function street(): { state: State; data: PageData } {
  const data = new PageData();
  const ana = data.person("ana");
  const ben = data.person("ben");
  data.person("Dalia", "offline");
  const general = data.channel("general");
  data.say(general, ben, "hello");
  data.dm(ana, ben);
  const messages = data.messages.get(general.id) ?? [];
  const state: State = {
    ...initialState(0),
    me: ana,
    channels: new Map(data.channels),
    timelines: new Map([[general.id, timelineOf(messages)]]),
    members: new Map([[general.id, [...data.people.values()]]]),
    open_channel_id: general.id,
  };
  return { state, data };
}

function reduce<N extends EventName>(state: State, type: N, body: EventBody<N>): State {
  const reducer: Reducer<N> = reducers[type];
  return { ...state, ...reducer(state, body, 1_000) };
}

const names = (state: State) => state.members.get(1)?.map(({ username }) => username);

describe("members", () => {
  test("one who joins is there in order of name, with a notice", () => {
    const { state, data } = street();
    const { user_id, username } = data.person("chidi");
    const member = { user_id, username, status: "online", status_text: "" } as const;
    const next = reduce(state, "member.joined", { channel_id: 1, member });
    expect(names(next)).toEqual(["ana", "ben", "chidi", "Dalia"]);
    expect(next.timelines.get(1)?.notices).toEqual([
      {
        id: 1,
        kind: "joined",
        user: member,
        at_ms: 1_000,
        after_seq: 1,
      },
    ]);
    expect(reduce(next, "member.joined", { channel_id: 1, member })).toEqual(next);
  });

  test("one who leaves is gone, with a notice", () => {
    const { state, data } = street();
    const next = reduce(state, "member.left", { channel_id: 1, user: data.person("ben") });
    expect(names(next)).toEqual(["ana", "Dalia"]);
    expect(next.timelines.get(1)?.notices.map(({ kind }) => kind)).toEqual(["left"]);
  });

  test("when I leave on another device, the channel closes here and stays to be joined", () => {
    const { state, data } = street();
    const next = reduce(state, "member.left", { channel_id: 1, user: data.person("ana") });
    expect(next.open_channel_id).toBeNull();
    expect(next.timelines.has(1)).toBe(false);
    expect(next.channels.get(1)?.joined).toBe(false);
    const member = { ...data.person("ana"), status: "online", status_text: "" } as const;
    expect(reduce(next, "member.joined", { channel_id: 1, member }).channels.get(1)?.joined).toBe(true);
  });

  test("direct messages that are gone since nobody wrote there are in the list no more", () => {
    const { state, data } = street();
    const open = { ...state, open_channel_id: 2 };
    const next = reduce(open, "member.left", { channel_id: 2, user: data.person("ana") });
    expect(next.open_channel_id).toBeNull();
    expect(next.channels.has(2)).toBe(false);
    expect(reduce(next, "member.left", { channel_id: 4_711, user: data.person("ana") }).channels).toEqual(
      next.channels,
    );
  });
});

describe("presence", () => {
  test("changes wherever someone is shown", () => {
    const { state, data } = street();
    const { user_id } = data.person("ben");
    const next = reduce(state, "presence.changed", {
      users: [{ user_id, username: "ben", status: "offline", status_text: "" }],
    });
    expect(next.members.get(1)?.find((one) => one.user_id === user_id)?.status).toBe("offline");
    expect(next.channels.get(2)?.members.find((one) => one.user_id === user_id)?.status).toBe("offline");
  });

  test("of a stranger draws nothing again", () => {
    const { state } = street();
    const stranger = { user_id: 99, username: "x", status: "online", status_text: "" } as const;
    expect(reducers["presence.changed"](state, { users: [stranger] }, 0)).toEqual({});
  });
});

describe("channels", () => {
  test("a new one is there; one already here knows better what is mine", () => {
    const { state, data } = street();
    const garden = data.channel("garden", "", false);
    const next = reduce(state, "channel.created", { channel: garden });
    expect(next.channels.get(garden.id)?.joined).toBe(false);
    const mine = { ...next, channels: new Map(next.channels).set(garden.id, { ...garden, joined: true }) };
    expect(reduce(mine, "channel.created", { channel: garden }).channels.get(garden.id)?.joined).toBe(true);
  });

  test("a read marker goes where another device put it, also back", () => {
    const { state } = street();
    const read = { channel_id: 1, read_seq: 1, mention_count: 0 };
    expect(reducers["channel.marked_read"](state, read, 0)).toEqual({});
    const back = reduce(state, "channel.marked_read", { ...read, read_seq: 0, mention_count: 1 });
    expect(back.channels.get(1)).toMatchObject({ read_seq: 0, mention_count: 1 });
  });

  test("a new name and an archive are there", () => {
    const { state } = street();
    const change = { name: "square", description: "The old square", archived_at_ms: 5 };
    const next = reduce(state, "channel.updated", { channel_id: 1, ...change });
    expect(next.channels.get(1)).toMatchObject(change);
    expect(reducers["channel.updated"](state, { channel_id: 99, ...change }, 0)).toEqual({});
  });
});
