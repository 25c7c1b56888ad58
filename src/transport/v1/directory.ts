import type { Channel } from "../../protocol/channel.ts";

/** What protocol 1 says of a channel: it knows channels by name and private messages by the two names. */
export type Place =
  | { kind: "named"; id: number; name: string; description: string }
  | { kind: "dm"; id: number; usernames: string[] };

/** Channels by id, as the connections of protocol 1 have met them. Shared by all of them: names are the same for all. */
export class Directory {
  readonly #places = new Map<number, Place>();

  learn({ id, name, description, members }: Channel): void {
    this.#places.set(
      id,
      name === null
        ? { kind: "dm", id, usernames: members.map(({ username }) => username) }
        : { kind: "named", id, name, description },
    );
  }

  /** A channel has another name or description now. */
  rename(id: number, name: string, description: string): void {
    this.#places.set(id, { kind: "named", id, name, description });
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
}
