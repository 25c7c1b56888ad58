import type { Channel } from "../../src/protocol/channel.ts";
import { ChatError } from "../../src/protocol/errors.ts";
import type { User } from "../../src/protocol/fields.ts";
import type { Message } from "../../src/protocol/message.ts";
import type { ChatEvent, Reply, RequestBody, RequestName } from "../../src/protocol/registry.ts";
import { PageChanges } from "./page-changes.ts";
import { PageData } from "./page-data.ts";
import { PageFiles } from "./page-files.ts";
import { changesSince, historyPage } from "./page-history.ts";
import { PagePeople } from "./page-people.ts";
import { preferenceAnswers } from "./page-preferences.ts";
import { PageProfiles } from "./page-profiles.ts";
import { pageSearch } from "./page-search.ts";

type Answers = { [N in RequestName]: (body: RequestBody<N>) => Reply<N> };

/** Stands in for the server behind the bridge: answers every request from PageData, as one user sees it. */
export class PageServer {
  readonly data = new PageData();
  readonly me: User;
  readonly changes: PageChanges;
  readonly people: PagePeople;
  readonly files = new PageFiles();
  readonly profiles = new PageProfiles(
    this.data,
    () => this.me.user_id,
    (event) => this.tell(event),
  );
  /** Requests that have come, oldest first. */
  readonly heard: { type: RequestName; body: unknown }[] = [];
  /** What it calls itself, and by which id it is known. */
  about = { name: "Willow Street", version: "0.1.0", id: "7c9e6679-7425-40de-944b-e07fc1f90ae7" };
  /** Answers put here stand in for the usual ones; thrown ChatErrors become error replies. Undefined: no answer at all. */
  readonly instead: { [N in RequestName]?: (body: RequestBody<N>) => Reply<N> | undefined } = {};
  /** To be called for each event; set by the host. */
  tell: (event: ChatEvent) => void = () => {};

  constructor(username = "ana") {
    this.me = this.data.person(username);
    this.changes = new PageChanges(this.data, this.me);
    this.people = new PagePeople(this.data, this.me);
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
      server: this.about,
      limits: {
        frame_bytes_max: 1_048_576,
        content_chars_max: 2_000,
        history_page_max: 100,
        file_bytes_max: 25_000_000,
        messages_per_second: 5,
      },
      heartbeat_interval_ms: 30_000,
      registration: "open",
      capabilities: ["files"],
    }),
    ping: () => ({}),
    "session.register": ({ username }) => this.#session(username),
    "session.login": ({ username }) => this.#session(username),
    "session.resume": () => this.#session(this.me.username),
    "session.logout": () => ({}),
    "session.list": () => ({ sessions: this.people.sessions }),
    "session.end": ({ session_id }) => {
      this.people.end((session) => session.session_id === session_id);
      return {};
    },
    "session.end_others": () => this.people.end(() => true),
    "password.change": (body) => this.people.changePassword(body),
    "presence.choose": (body) => this.people.choose(body),
    "presence.set_idle": () => ({}),
    "typing.start": () => ({}),
    "sync.catch_up": (body) => changesSince(this.data, body),
    "channel.list": () => ({ channels: [...this.data.channels.values()] }),
    "channel.create": ({ kind = "public", name, description }) => {
      if ([...this.data.channels.values()].some((channel) => channel.name === name))
        throw new ChatError("exists", "A channel of this name is there already.");
      const channel = this.data.channel(name, description, true, kind);
      channel.created_by = this.me.user_id;
      return { channel };
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
      return this.#mark(channel, Math.max(channel.read_seq, read_seq));
    },
    "channel.mark_unread": ({ channel_id, seq }) => {
      const channel = this.#channel(channel_id);
      return this.#mark(channel, Math.min(channel.read_seq, seq - 1));
    },
    "channel.add_member": ({ channel_id, username }) => {
      const member = this.people.find(username);
      this.tell({ type: "member.joined", body: { channel_id, member } });
      return { member };
    },
    "channel.update": ({ channel_id, name, description, archived }) => {
      const channel = this.#channel(channel_id);
      if (name !== undefined) channel.name = name;
      if (description !== undefined) channel.description = description;
      if (archived !== undefined) channel.archived_at_ms = archived ? Date.now() : null;
      return { channel };
    },
    "dm.open": ({ usernames }) => ({ channel: this.people.openDm(usernames) }),
    "member.list": () => ({
      members: [...this.data.people.values()].sort((a, b) =>
        a.username.toLowerCase() < b.username.toLowerCase() ? -1 : 1,
      ),
    }),
    "message.send": ({ channel_id, nonce, kind = "text", content, reply_to_seq = null, file_ids = [] }) => {
      const known = this.data.messages.get(channel_id)?.find((message) => message.nonce === nonce);
      const message =
        known ??
        this.data.say(this.#channel(channel_id), this.me, content, {
          kind,
          nonce,
          reply_to_seq,
          attachments: this.files.infoOf(file_ids),
        });
      if (known === undefined) this.tell({ type: "message.created", body: { message } });
      return { id: message.id, seq: message.seq, rev: message.rev, created_at_ms: message.created_at_ms };
    },
    "message.edit": ({ id, content }) => {
      const { rev, edited_at_ms } = this.#told(id, this.changes.edit(id, content));
      return { rev, edited_at_ms: edited_at_ms ?? 0 };
    },
    "message.delete": ({ id }) => {
      const { rev, deleted_at_ms } = this.#told(id, this.changes.remove(id));
      return { rev, deleted_at_ms: deleted_at_ms ?? 0 };
    },
    "message.react": ({ id, emoji, on }) => this.#told(id, this.changes.react(id, this.me, emoji, on)),
    "message.pin": ({ id, on }) => this.#told(id, this.changes.pin(id, this.me, on)),
    "message.search": (wish) => pageSearch(this.data, wish),
    "message.edits": ({ id }) => ({ edits: this.changes.edits(id) }),
    "message.reactors": ({ id, emoji }) => ({ users: this.changes.reactors(id, emoji) }),
    "message.pins": ({ channel_id }) => {
      const all = this.data.messages.get(channel_id) ?? [];
      const pinned = all.filter(({ pinned_at_ms }) => pinned_at_ms !== null);
      return { messages: pinned.sort((a, b) => (b.pinned_at_ms ?? 0) - (a.pinned_at_ms ?? 0)) };
    },
    "message.get": ({ channel_id, seqs }) => ({
      messages: (this.data.messages.get(channel_id) ?? []).filter(({ seq }) => seqs.includes(seq)),
    }),
    "message.history": (body) => historyPage(this.data, body),
    ...preferenceAnswers(
      (channel_id) => this.#channel(channel_id),
      (event) => this.tell(event),
    ),
    ...this.files.answers,
    ...this.profiles.answers,
  };

  /** The message after a change, which everybody is told of. */
  #told(id: number, event: ChatEvent | undefined): Message {
    if (event !== undefined) this.tell(event);
    return this.changes.find(id);
  }

  #session(username: string) {
    return {
      user: { user_id: this.me.user_id, username: username.trim() },
      session_id: 1,
      presence: this.people.presence,
      token: "5".repeat(64),
      expires_at_ms: Date.now() + 86_400_000,
    };
  }

  #channel(channel_id: number): Channel {
    const channel = this.data.channels.get(channel_id);
    if (channel === undefined) throw new ChatError("not_found", "No such channel.");
    return channel;
  }

  /** Moves the marker and tells it; unread mentions are counted by their names alone. */
  #mark(channel: Channel, read_seq: number): { read_seq: number } {
    const unread = (this.data.messages.get(channel.id) ?? []).filter(({ seq }) => seq > read_seq);
    const mention_count = unread.filter(({ content }) => content.includes(`@${this.me.username}`)).length;
    const moved = channel.read_seq !== read_seq;
    Object.assign(channel, { read_seq, mention_count });
    const body = { channel_id: channel.id, read_seq, mention_count };
    if (moved) this.tell({ type: "channel.marked_read", body });
    return { read_seq };
  }
}
