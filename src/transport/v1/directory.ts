import type { ChannelView } from "../../domain/ports/store.ts";
import type { Channel } from "../../protocol/channel.ts";
import type { ChatEvent, EventBody } from "../../protocol/registry.ts";
import { normalChannelName } from "../../protocol/rules.ts";

/** What protocol 1 says of a channel: it knows channels by name and private messages by the two names. */
export type Place = NamedPlace | { kind: "dm"; id: number; usernames: string[] };
type NamedPlace = { kind: "named"; id: number; name: string; description: string; is_public: boolean };

/** Channels by id, as the connections of protocol 1 have met them. Shared by all of them: what a channel is, is the same for all. */
export class Directory {
  readonly #places = new Map<number, Place>();
  /** Ids of channels by name; the names as they are compared. */
  readonly #named = new Map<string, Set<number>>();
  readonly #learnt = new WeakSet<object>();

  learn({ id, kind, name, description, members }: Channel | ChannelView): void {
    if (name !== null) this.#put({ kind: "named", id, name, description, is_public: kind === "public" });
    else this.#places.set(id, { kind: "dm", id, usernames: members.map(({ username }) => username) });
  }

  /** What an event tells, by the first who is told: another may be told much later, when this is not true any more. */
  learnFrom(event: ChatEvent): void {
    if (event.type !== "channel.created" && event.type !== "channel.updated") return;
    if (this.#learnt.has(event.body)) return;
    this.#learnt.add(event.body);
    if (event.type === "channel.created") this.learn(event.body.channel);
    else this.#update(event.body);
  }

  #update({ channel_id: id, name, description }: EventBody<"channel.updated">): void {
    const known = this.#places.get(id);
    this.#put({
      kind: "named",
      id,
      name,
      description,
      is_public: known?.kind === "named" && known.is_public,
    });
  }

  get(channel_id: number): Place | undefined {
    return this.#places.get(channel_id);
  }

  /** The names of a dm's members. */
  membersOf(channel_id: number): readonly string[] {
    const place = this.#places.get(channel_id);
    return place?.kind === "dm" ? place.usernames : [];
  }

  /** The name of a channel that is no dm. */
  nameOf(channel_id: number): string | undefined {
    const place = this.#places.get(channel_id);
    return place?.kind === "named" ? place.name : undefined;
  }

  isPublic(channel_id: number): boolean {
    const place = this.#places.get(channel_id);
    return place?.kind === "named" && place.is_public;
  }

  /** All channels of this name. */
  idsNamed(name: string): Iterable<number> {
    return this.#named.get(normalChannelName(name)) ?? [];
  }

  #put(place: NamedPlace): void {
    const { id, name } = place;
    const before = this.nameOf(id);
    this.#places.set(id, place);
    if (before === name) return;
    if (before !== undefined) this.#forgetName(normalChannelName(before), id);
    const key = normalChannelName(name);
    const ids = this.#named.get(key);
    if (ids) ids.add(id);
    else this.#named.set(key, new Set([id]));
  }

  #forgetName(key: string, id: number): void {
    const ids = this.#named.get(key);
    ids?.delete(id);
    if (ids?.size === 0) this.#named.delete(key);
  }
}
