import type { Channel } from "../../src/protocol/channel.ts";
import { ChatError } from "../../src/protocol/errors.ts";
import type { User } from "../../src/protocol/fields.ts";
import type { ChatEvent, Reply, RequestBody, RequestName } from "../../src/protocol/registry.ts";
import { PageData } from "./page-data.ts";

type Answers = { [N in RequestName]: (body: RequestBody<N>) => Reply<N> };

/** Stands in for the server behind the bridge: answers every request from PageData, as one user sees it. */
export class PageServer {
  readonly data = new PageData();
  readonly me: User;
  /** Requests that have come, oldest first. */
  readonly heard: { type: RequestName; body: unknown }[] = [];
  /** Answers put here stand in for the usual ones; thrown ChatErrors become error replies. Undefined: no answer at all. */
  readonly instead: { [N in RequestName]?: (body: RequestBody<N>) => Reply<N> | undefined } = {};
  /** To be called for each event; set by the host. */
  tell: (event: ChatEvent) => void = () => {};

  constructor(username = "ana") {
    this.me = this.data.person(username);
  }

  /** The reply frame to a request frame, or undefined when it is left without an answer. */
  answer(frame: Record<string, unknown>): unknown {
    const { id, type, body } = frame as { id: number; type: RequestName; body: never };
    this.heard.push({ type, body });
    try {
      const reply = (this.instead[type] ?? this.#answers[type])(body) as unknown;
      return reply === undefined ? undefined : { re: id, ok: structuredClone(reply) };
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      const { code, message, retry_after_ms } = error;
      return {
        re: id,
        error: { code, message, ...(retry_after_ms === undefined ? {} : { retry_after_ms }) },
      };
    }
  }

  readonly #answers: Answers = {
    hello: () => ({
      protocol: 2,
      server: { name: "Willow Street", version: "0.1.0", id: "7c9e6679-7425-40de-944b-e07fc1f90ae7" },
      limits: {
        frame_bytes_max: 1_048_576,
        content_chars_max: 2_000,
        history_page_max: 100,
        messages_per_second: 5,
      },
      heartbeat_interval_ms: 30_000,
      registration: "open",
      capabilities: [],
    }),
    ping: () => ({}),
    "session.register": ({ username }) => this.#session(username),
    "session.login": ({ username }) => this.#session(username),
    "session.resume": () => ({ user: this.me, expires_at_ms: Date.now() + 86_400_000 }),
    "session.logout": () => ({}),
    "channel.list": () => ({ channels: [...this.data.channels.values()] }),
    "channel.create": ({ name, description }) => {
      if ([...this.data.channels.values()].some((channel) => channel.name === name))
        throw new ChatError("exists", "A channel of this name is there already.");
      return { channel: this.data.channel(name, description) };
    },
    "channel.join": ({ channel_id }) => {
      const channel = this.#channel(channel_id);
      channel.joined = true;
      return { channel };
    },
    "channel.leave": ({ channel_id }) => {
      this.#channel(channel_id).joined = false;
      return {};
    },
    "channel.mark_read": ({ channel_id, read_seq }) => {
      const channel = this.#channel(channel_id);
      channel.read_seq = Math.max(channel.read_seq, read_seq);
      return { read_seq: channel.read_seq };
    },
    "dm.open": ({ username }) => ({ channel: this.#openDm(username) }),
    "member.list": () => ({
      members: [...this.data.people.values()].sort((a, b) =>
        a.username.toLowerCase() < b.username.toLowerCase() ? -1 : 1,
      ),
    }),
    "message.send": ({ channel_id, nonce, kind = "text", content }) => {
      const known = this.data.messages.get(channel_id)?.find((message) => message.nonce === nonce);
      const message = known ?? this.data.say(this.#channel(channel_id), this.me, content, { kind, nonce });
      if (known === undefined) this.tell({ type: "message.created", body: { message } });
      return { id: message.id, seq: message.seq, created_at_ms: message.created_at_ms };
    },
    "message.history": ({ channel_id, before_seq, after_seq, limit = 50 }) => {
      const all = this.data.messages.get(channel_id) ?? [];
      if (after_seq !== undefined) {
        const after = all.filter(({ seq }) => seq > after_seq);
        return { messages: after.slice(0, limit), has_more: after.length > limit };
      }
      const before = all.filter(({ seq }) => seq < (before_seq ?? Infinity));
      return { messages: before.slice(-limit), has_more: before.length > limit };
    },
  };

  #session(username: string) {
    return {
      user: { user_id: this.me.user_id, username: username.trim() },
      token: "5".repeat(64),
      expires_at_ms: Date.now() + 86_400_000,
    };
  }

  #channel(channel_id: number): Channel {
    const channel = this.data.channels.get(channel_id);
    if (channel === undefined) throw new ChatError("not_found", "No such channel.");
    return channel;
  }

  #openDm(username: string): Channel {
    const name = username.toLowerCase();
    const other = [...this.data.people.values()].find((one) => one.username.toLowerCase() === name);
    if (other === undefined) throw new ChatError("not_found", `Nobody is called ${username}.`);
    const dms = [...this.data.channels.values()].filter(({ kind }) => kind === "dm");
    const peers = (channel: Channel) =>
      channel.members
        .map(({ user_id }) => user_id)
        .sort()
        .join();
    const wanted = [this.me.user_id, other.user_id].sort().join();
    return dms.find((channel) => peers(channel) === wanted) ?? this.data.dm(this.me, other);
  }
}
