import type { HostCommand, HostMessage, LinkDownCode } from "../../src/protocol/bridge.ts";
import type { ChatEvent, RequestName } from "../../src/protocol/registry.ts";
import type { Bridge } from "../../ui/link/bridge.ts";
import type { DialOutcome } from "./page-host.ts";
import { PageOutbox } from "./page-outbox.ts";
import type { PageServer } from "./page-server.ts";

/** Plays the client program without a network: answers dials and frames a moment later, in order. */
export class FakeBridge implements Bridge {
  readonly commands: HostCommand[] = [];
  dial: (command: Extract<HostCommand, { type: "dial" }>) => DialOutcome | undefined = () => ({ type: "up" });
  /** What is put here and not yet delivered; `hold` keeps it back. */
  readonly #due: HostMessage[] = [];
  hold = false;
  /** How the chat server proves itself. */
  tls: Extract<HostMessage, { type: "link.up" }>["tls"] = null;
  #receive: (message: HostMessage) => void = () => {};
  #link = 0;

  constructor(
    readonly chat: PageServer,
    readonly outbox = new PageOutbox(),
  ) {
    chat.tell = (event) => this.tell(event);
  }

  post(command: HostCommand): void {
    this.commands.push(command);
    const answer = this.outbox.receive(command);
    // The outbox is the program's own: nothing of the network holds its answers up.
    if (answer !== undefined) queueMicrotask(() => this.#receive(answer));
    if (command.type === "dial") this.#dialed(command);
    if (command.type === "hang_up" && command.link === this.#link) this.#link = 0;
    if (command.type !== "send" || command.link !== this.#link) return;
    const reply = this.chat.answer(command.frame);
    if (reply !== undefined) this.put({ type: "link.frames", link: command.link, frames: [reply] });
  }

  listen(receive: (message: HostMessage) => void): void {
    this.#receive = receive;
  }

  tell(...events: ChatEvent[]): void {
    this.put({ type: "link.frames", link: this.#link, frames: events });
  }

  lose(code: LinkDownCode = "lost"): void {
    const link = this.#link;
    this.#link = 0;
    this.put({ type: "link.down", link, code, message: code });
  }

  put(message: HostMessage): void {
    this.#due.push(message);
    queueMicrotask(() => {
      if (!this.hold) this.deliver();
    });
  }

  /** Hands over everything that is due. */
  deliver(): void {
    for (const message of this.#due.splice(0)) this.#receive(message);
  }

  /** What is due is lost on the way. */
  dropDue(): void {
    this.#due.length = 0;
  }

  /** The bodies of the requests of a type that the chat server has heard, oldest first. */
  heard(type: RequestName): unknown[] {
    return this.chat.heard.filter((one) => one.type === type).map(({ body }) => body);
  }

  posted<T extends HostCommand["type"]>(type: T): Extract<HostCommand, { type: T }>[] {
    return this.commands.filter(
      (command): command is Extract<HostCommand, { type: T }> => command.type === type,
    );
  }

  #dialed(command: Extract<HostCommand, { type: "dial" }>): void {
    const { link } = command;
    const outcome = this.dial(command);
    if (outcome?.type === "up") {
      this.#link = link;
      this.put({ type: "link.up", link, tls: this.tls });
    } else if (outcome?.type === "down")
      this.put({ type: "link.down", link, code: outcome.code, message: outcome.code });
    else if (outcome !== undefined) this.put({ ...outcome, type: "link.untrusted", link });
  }
}
