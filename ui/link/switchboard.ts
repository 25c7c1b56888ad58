import type { Account, HostCommand, HostMessage } from "../../src/protocol/bridge.ts";
import type { Bridge, HostPort } from "./bridge.ts";

type LinkMessage = Extract<HostMessage, { link: number }>;
type LinkCommand = Extract<HostCommand, { link: number }>;
type DialCommand = Extract<HostCommand, { type: "dial" }>;

/** A message, and the part of the page it is for; undefined for one that is for no part alone. */
export interface Routed {
  part: number | undefined;
  message: HostMessage;
}

/**
 * Shares one bridge among the parts of a page, each about one server: a part hears of the connections it has
 * dialled, the accounts it has asked about and the files it saves, and of no others. Connections are numbered here, so
 * that no part can name one of another's.
 */
export class Switchboard {
  #last_link: number;
  /** By the number that the host knows. */
  readonly #links = new Map<number, { part: number; own: number }>();
  readonly #accounts = new Map<string, number>();
  readonly #saves = new Map<number, number>();

  /** Numbers come after `link`, which no page before this one has reached. */
  constructor(
    private readonly bridge: Bridge,
    link: number,
  ) {
    this.#last_link = link;
  }

  /** What a part posts by. */
  portOf(part: number): HostPort {
    return { post: (command) => this.#post(part, command) };
  }

  /** Undefined for what is no news: about a connection or a file that nobody has any more. */
  route(message: HostMessage): Routed | undefined {
    if ("link" in message) return this.#routeLink(message);
    if ("account" in message) return known(this.#accounts.get(keyOf(message.account)), message);
    if (message.type === "save.told") return known(this.#saves.get(message.save), message);
    return { part: ofPart(message) ? message.part : undefined, message };
  }

  /** The part is gone: nothing is for it any more. */
  drop(part: number): void {
    for (const [link, { part: owner }] of this.#links)
      if (owner === part) {
        this.bridge.post({ type: "hang_up", link });
        this.#links.delete(link);
      }
    for (const [key, owner] of this.#accounts) if (owner === part) this.#accounts.delete(key);
    for (const [save, owner] of this.#saves) if (owner === part) this.#saves.delete(save);
  }

  #post(part: number, command: HostCommand): void {
    if (command.type === "dial") return this.#dial(part, command);
    if ("link" in command) return this.#postOnLink(part, command);
    if (command.type === "outbox.load" || command.type === "kept.load")
      this.#accounts.set(keyOf(command.account), part);
    if (command.type === "save.put") this.#saves.set(command.save, part);
    this.bridge.post(command);
  }

  #dial(part: number, command: DialCommand): void {
    const link = ++this.#last_link;
    this.#links.set(link, { part, own: command.link });
    this.bridge.post({ ...command, link });
  }

  #postOnLink(part: number, command: LinkCommand): void {
    const link = [...this.#links].find(
      ([, { part: owner, own }]) => owner === part && own === command.link,
    )?.[0];
    if (link === undefined) return; // it has ended, as the part has been told or is about to be
    if (command.type === "hang_up") this.#links.delete(link);
    this.bridge.post({ ...command, link });
  }

  #routeLink(message: LinkMessage): Routed | undefined {
    const link = this.#links.get(message.link);
    if (link === undefined) return undefined;
    if (message.type === "link.down" || message.type === "link.untrusted") this.#links.delete(message.link);
    return { part: link.part, message: { ...message, link: link.own } };
  }
}

const known = (part: number | undefined, message: HostMessage): Routed | undefined =>
  part === undefined ? undefined : { part, message };

const keyOf = ({ server_id, user_id, met: { server, certificate, username } }: Account): string =>
  JSON.stringify([server_id, user_id, server.host, server.port, server.tls, certificate, username]);

type PartMessage = Extract<HostMessage, { type: "notification.clicked" | "notify.told" }>;

const ofPart = (message: HostMessage): message is PartMessage =>
  message.type === "notification.clicked" || message.type === "notify.told";
