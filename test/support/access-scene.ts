import { putAll, upload } from "./files.ts";
import type { Address, FrameSocket } from "./frame-socket.ts";
import { some_password } from "./v1-peer.ts";
import { PeerV2 } from "./v2-peer.ts";

/** How somebody stands to a private channel and to the message in it. */
export type Standing =
  | "guest" // has said hello and not logged in
  | "ended" // was a member, and has logged out on this connection
  | "outsider" // logged in, no member
  | "member" // neither made the channel nor wrote the message
  | "owner"; // made the channel and wrote the message

export const standings: readonly Standing[] = ["guest", "ended", "outsider", "member", "owner"];

/** Words that only members may ever see. */
export const secret_words = /(plans|hush|whisper)-\d/;

/** A private channel with a message, and three people who stand differently to it. */
export interface Scene extends Disposable {
  readonly number: number;
  readonly owner: PeerV2;
  readonly member: PeerV2;
  readonly outsider: PeerV2;
  readonly channel_name: string;
  /** Or those of nothing, in a scene that is asked for what does not exist. */
  readonly ids: Ids;
  /** A connection of its own for somebody of this standing. */
  come(standing: Standing): Promise<PeerV2>;
}

export interface Ids {
  channel_id: number;
  message_id: number;
  session_id: number;
  /** Of a file in the channel, sent by its owner. */
  file_id: number;
  /** An upload of the owner's, whole and not finished. */
  upload_id: string;
}

let scenes = 0;

export async function setScene(address: Address): Promise<Scene> {
  const number = ++scenes;
  const owner = await PeerV2.register(address, `ana_${number}`);
  const member = await PeerV2.register(address, `ben_${number}`);
  const outsider = await PeerV2.register(address, `eve_${number}`);
  const channel_name = `plans-${number}`;
  const made = { kind: "private", name: channel_name, description: `hush-${number}` } as const;
  const channel_id = (await owner.request("channel.create", made)).channel.id;
  await owner.request("channel.add_member", { channel_id, username: member.user.username });
  const message_id = (await owner.say(channel_id, `whisper-${number}`)).id;
  const file_ids = [(await upload(owner, `whisper-${number}.txt`, new Uint8Array(3))).id];
  await owner.request("message.send", { channel_id, nonce: "file", content: "", file_ids });
  const { upload_id } = await owner.request("file.begin", { name: `hush-${number}.txt`, size_bytes: 3 });
  await putAll(owner, upload_id, new Uint8Array(3));
  const sessions = await owner.request("session.list", {});
  const session_id = sessions.sessions[0]?.session_id ?? 0;
  const people = { outsider, member, owner };
  return {
    number,
    ...people,
    channel_name,
    ids: { channel_id, message_id, session_id, file_id: file_ids[0] ?? 0, upload_id },
    async come(standing) {
      if (standing === "guest") return PeerV2.connect(address);
      if (standing !== "ended") return PeerV2.login(address, people[standing].user.username);
      const peer = await PeerV2.login(address, member.user.username, some_password);
      await peer.request("session.logout", {});
      return peer;
    },
    [Symbol.dispose]() {
      for (const peer of [owner, member, outsider]) peer[Symbol.dispose]();
    },
  };
}

/** All that a socket hears from now on, as text. */
export function overhear(socket: FrameSocket): { text(): string } {
  const decoder = new TextDecoder();
  let text = "";
  socket.tap = (bytes) => {
    text += decoder.decode(bytes, { stream: true });
  };
  return { text: () => text };
}
