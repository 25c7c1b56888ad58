import type { ErrorCode } from "../../src/protocol/errors.ts";
import type { RequestInput, RequestName } from "../../src/protocol/registry.ts";
import type { Scene, Standing } from "./access-scene.ts";
import { some_password } from "./v1-peer.ts";

export type Expected = "ok" | ErrorCode;

interface Row<N extends RequestName> {
  body: (scene: Scene) => RequestInput<N>;
  answers: Record<Standing, Expected>;
}

const for_all = (expected: Expected) => ({
  guest: expected,
  ended: expected,
  outsider: expected,
  member: expected,
  owner: expected,
});

const after_login = (outsider: Expected, member: Expected, owner: Expected) => ({
  ...for_all("not_authenticated"),
  outsider,
  member,
  owner,
});

/** Logging in is for those who have not. */
const before_login = { ...for_all("invalid"), guest: "ok", ended: "ok" } as const;
const own = after_login("ok", "ok", "ok");
const for_members = after_login("not_found", "ok", "ok");
const for_the_owner = after_login("not_found", "forbidden", "ok");

const channel = ({ ids: { channel_id } }: Scene) => ({ channel_id });
const upload = ({ ids: { upload_id } }: Scene) => ({ upload_id });
const message = ({ ids: { message_id: id } }: Scene) => ({ id });

/** What each request answers to each standing. A request without a row, or a standing without an answer, does not compile. */
export const accessTable: { [N in RequestName]: Row<N> } = {
  hello: { body: () => ({ protocol: 2, client: { name: "test", version: "1" } }), answers: before_login },
  ping: { body: () => ({}), answers: for_all("ok") },
  "session.register": {
    body: ({ number }) => ({ username: `new_${number}`, password: some_password }),
    answers: before_login,
  },
  "session.login": {
    body: ({ outsider }) => ({ username: outsider.user.username, password: some_password }),
    answers: before_login,
  },
  "session.resume": { body: ({ outsider }) => ({ token: outsider.token }), answers: before_login },
  "session.logout": { body: () => ({}), answers: own },
  "session.list": { body: () => ({}), answers: own },
  // The owner's: nobody else may even know that there is one.
  "session.end": {
    body: ({ ids: { session_id } }) => ({ session_id }),
    answers: after_login("not_found", "not_found", "ok"),
  },
  "session.end_others": { body: () => ({}), answers: own },
  "password.change": {
    body: () => ({ password: some_password, new_password: "another horse" }),
    answers: own,
  },
  "sync.catch_up": {
    body: ({ ids: { channel_id } }) => ({ channels: [{ channel_id, rev: 0 }] }),
    answers: own,
  },
  "channel.list": { body: () => ({}), answers: own },
  "channel.create": { body: ({ number }) => ({ name: `open-${number}` }), answers: own },
  "channel.join": { body: channel, answers: for_members },
  "channel.leave": { body: channel, answers: for_members },
  "channel.add_member": {
    body: (scene) => ({ ...channel(scene), username: scene.owner.user.username }),
    answers: for_members,
  },
  "channel.update": { body: (scene) => ({ ...channel(scene), archived: true }), answers: for_the_owner },
  "channel.mark_read": { body: (scene) => ({ ...channel(scene), read_seq: 1 }), answers: for_members },
  "channel.mark_unread": { body: (scene) => ({ ...channel(scene), seq: 1 }), answers: for_members },
  "channel.set_preferences": { body: (scene) => ({ ...channel(scene), muted: true }), answers: for_members },
  "channel.arrange": {
    body: ({ ids: { channel_id } }) => ({ channel_ids: [channel_id] }),
    answers: for_members,
  },
  "dm.open": { body: ({ owner }) => ({ usernames: [owner.user.username] }), answers: own },
  "member.list": { body: channel, answers: for_members },
  "message.send": {
    body: (scene) => ({ ...channel(scene), nonce: crypto.randomUUID(), content: "hello" }),
    answers: for_members,
  },
  "message.edit": { body: (scene) => ({ ...message(scene), content: "other" }), answers: for_the_owner },
  "message.delete": { body: message, answers: for_the_owner },
  "message.react": { body: (scene) => ({ ...message(scene), emoji: "👍", on: true }), answers: for_members },
  "message.pin": { body: (scene) => ({ ...message(scene), on: true }), answers: for_members },
  "message.history": { body: channel, answers: for_members },
  "message.get": { body: (scene) => ({ ...channel(scene), seqs: [1] }), answers: for_members },
  "message.search": {
    body: ({ ids: { channel_id } }) => ({ channel_ids: [channel_id] }),
    answers: for_members,
  },
  "message.edits": { body: message, answers: for_members },
  "message.reactors": { body: (scene) => ({ ...message(scene), emoji: "👍" }), answers: for_members },
  "message.pins": { body: channel, answers: for_members },
  "typing.start": { body: channel, answers: for_members },
  "file.begin": { body: () => ({ name: "a.txt", size_bytes: 3 }), answers: own },
  // An upload is its owner's alone.
  "file.put": {
    body: (scene) => ({ ...upload(scene), offset: 3, data: "" }),
    answers: after_login("not_found", "not_found", "ok"),
  },
  "file.status": { body: upload, answers: after_login("not_found", "not_found", "ok") },
  "file.finish": { body: upload, answers: after_login("not_found", "not_found", "ok") },
  "file.cancel": { body: upload, answers: own },
  "file.discard": { body: ({ ids: { file_id } }) => ({ file_id }), answers: own },
  "file.read": { body: ({ ids: { file_id } }) => ({ file_id }), answers: for_members },
  "presence.choose": { body: () => ({ status: "dnd" }), answers: own },
  "presence.set_idle": { body: () => ({ idle: true }), answers: own },
  "profile.set": { body: () => ({ display_name: "Ana" }), answers: own },
  "profile.set_avatar": { body: () => ({ data: null }), answers: own },
  "profile.read_avatar": {
    body: () => ({ avatar_id: 1 }),
    answers: after_login("not_found", "not_found", "not_found"),
  },
  "user.get": { body: () => ({ user_ids: [1] }), answers: own },
};
