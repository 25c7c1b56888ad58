import { expect } from "bun:test";

import type { Action } from "./actions.ts";
import type { Markers, Model, Room } from "./model.ts";
import { pick, type Random } from "./random.ts";

type Place = [room: Room, user_id: number, markers: Markers];

const randomMember = (model: Model, random: Random): Place =>
  pick(
    random,
    [...model.rooms.values()].flatMap((room) =>
      [...room.members].map(([user_id, markers]): Place => [room, user_id, markers]),
    ),
  );

/** Moves a marker in the model as `move` says and expects the store to have answered the same. */
const marking =
  (which: "markRead" | "markUnread", move: (read: number, seq: number, newest: number) => number): Action =>
  (model, random) => {
    const [{ id, entries }, user_id] = randomMember(model, random);
    const seq = random(entries.length + 3);
    return {
      ask: (store) => store.members[which](id, user_id, seq),
      judge(model, settled) {
        const room = model.room(id);
        const markers = room.members.get(user_id);
        if (!markers)
          return expect(settled).toMatchObject({ status: "rejected", reason: { code: "not_found" } });
        const before = markers.read;
        markers.read = move(before, seq, room.entries.length);
        const mention_count = model.mentionCount(user_id, id);
        const value = { read_seq: model.readSeq(user_id, id), moved: markers.read !== before, mention_count };
        expect(settled).toEqual({ status: "fulfilled", value });
      },
    };
  };

export const markRead = marking("markRead", (read, seq, newest) => Math.max(read, Math.min(seq, newest)));

export const markUnread = marking("markUnread", (read, seq) => Math.min(read, Math.max(seq - 1, 0)));

export const markDelivered: Action = (model, random) => {
  const [{ id, entries }, user_id] = randomMember(model, random);
  const seq = random(entries.length + 3);
  return {
    ask: (store) => store.members.markDelivered(id, user_id, seq),
    judge(model, settled) {
      const room = model.room(id);
      const markers = room.members.get(user_id);
      if (markers) markers.delivered = Math.max(markers.delivered, Math.min(seq, room.entries.length));
      expect(settled).toEqual({ status: "fulfilled", value: undefined });
    },
  };
};

const publicPlace = (model: Model, random: Random): [channel_id: number, user_id: number] => {
  const rooms = [...model.rooms.values()].filter(({ kind }) => kind === "public");
  return [pick(random, rooms).id, pick(random, [...model.users.keys()])];
};

export const join: Action = (model, random) => {
  const [channel_id, user_id] = publicPlace(model, random);
  return {
    ask: (store) => store.members.add(channel_id, user_id, 1),
    judge(model, settled) {
      const { members, entries } = model.room(channel_id);
      const newest = entries.length;
      const seen = { id: channel_id, joined: true, last_seq: newest, read_seq: newest };
      const added = {
        user: expect.objectContaining({ user_id }),
        channel: expect.objectContaining(seen),
      };
      const value = members.has(user_id) ? undefined : added;
      expect(settled).toEqual({ status: "fulfilled", value });
      if (!members.has(user_id)) members.set(user_id, { read: newest, delivered: newest });
    },
  };
};

export const leave: Action = (model, random) => {
  const [channel_id, user_id] = publicPlace(model, random);
  return {
    ask: (store) => store.members.remove(channel_id, user_id),
    judge(model, settled) {
      const { members } = model.room(channel_id);
      expect(settled).toEqual({ status: "fulfilled", value: members.delete(user_id) });
    },
  };
};

/** Archives a public channel, or opens it again. */
export const archive: Action = (model, random) => {
  const [channel_id, user_id] = publicPlace(model, random);
  const archived_at_ms = random(3) === 0 ? 5_000 : null;
  return {
    ask: (store) => store.channels.update({ channel_id, user_id, archived_at_ms, now_ms: 4_000 }),
    judge(model, settled) {
      const channel = expect.objectContaining({ id: channel_id, archived_at_ms });
      expect(settled).toEqual({ status: "fulfilled", value: { former_name: undefined, channel } });
      model.room(channel_id).is_archived = archived_at_ms !== null;
    },
  };
};
