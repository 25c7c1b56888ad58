/** So many names that a channel had are remembered: enough for who renames it, too few to fill the memory. */
const former_max = 3;

/**
 * Names by which one client knows channels, where they are not simply the channel's own. Protocol 1 knows channels by nothing
 * else, and somebody may see two of one name: a private one, and one made or renamed by who does not know of it. What led to
 * one channel must not lead to another over the same connection.
 */
export class Names {
  /** What channels are called instead of their own name. */
  readonly #shown = new Map<number, string>();
  /** Names that lead to one channel whatever it, or another, is called now. */
  readonly #bound = new Map<string, number>();
  /** The bound names of a channel that it was called by once, the oldest first. */
  readonly #former = new Map<number, string[]>();

  shown(channel_id: number): string | undefined {
    return this.#shown.get(channel_id);
  }

  bound(name: string): number | undefined {
    return this.#bound.get(name);
  }

  /** The client has known the channel by this name. */
  bind(name: string, channel_id: number): void {
    const former = this.#former.get(channel_id) ?? [];
    if (former.includes(name) || (this.#bound.get(name) ?? channel_id) !== channel_id) return;
    this.#bound.set(name, channel_id);
    this.#former.set(channel_id, former);
    former.push(name);
    const oldest = former.length > former_max ? former.shift() : undefined;
    if (oldest !== undefined && oldest !== this.#shown.get(channel_id)) this.#bound.delete(oldest);
  }

  /** Another channel has the name: this one is called so with its id, in a form that no name can have. */
  addId(channel_id: number, name: string): void {
    const shown = `${name}~${channel_id}`;
    this.dropId(channel_id);
    this.#shown.set(channel_id, shown);
    this.#bound.set(shown, channel_id);
  }

  /** The channel is called by its own name. */
  dropId(channel_id: number): void {
    const shown = this.#shown.get(channel_id);
    this.#shown.delete(channel_id);
    if (shown !== undefined && !this.#former.get(channel_id)?.includes(shown)) this.#bound.delete(shown);
  }

  get has_shown(): boolean {
    return this.#shown.size > 0;
  }
}
