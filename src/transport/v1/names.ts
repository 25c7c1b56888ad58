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

  shown(channel_id: number): string | undefined {
    return this.#shown.get(channel_id);
  }

  bound(name: string): number | undefined {
    return this.#bound.get(name);
  }

  bind(name: string, channel_id: number): void {
    this.#bound.set(name, channel_id);
  }

  /** Another channel has the name: this one is called so with its id, in a form that no name can have. */
  addId(channel_id: number, name: string): void {
    const shown = `${name}~${channel_id}`;
    this.#shown.set(channel_id, shown);
    this.bind(shown, channel_id);
  }

  /** The channel is called by its own name. */
  dropId(channel_id: number): void {
    this.#shown.delete(channel_id);
  }

  get has_shown(): boolean {
    return this.#shown.size > 0;
  }
}
