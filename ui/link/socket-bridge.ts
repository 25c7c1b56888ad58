import type { HostCommand, HostMessage } from "../../src/protocol/bridge.ts";
import type { Bridge } from "./bridge.ts";
import { handOver } from "./hand-over.ts";
import type { SpeakerLock } from "./speaker-lock.ts";

/** The bridge of `chat connect --browser`: a WebSocket to the client program on the loopback address. */
export class SocketBridge implements Bridge {
  readonly #socket: WebSocket;
  readonly #waiting: string[] = [];

  constructor(
    host: string,
    readonly speaker: Pick<SpeakerLock, "is_held">,
  ) {
    this.#socket = new WebSocket(`ws://${host}/bridge`);
    this.#socket.addEventListener("open", () => {
      for (const text of this.#waiting.splice(0)) this.#socket.send(text);
    });
  }

  post(command: HostCommand): void {
    // Of several tabs the one used last tells: no other knows what is being read there.
    if (command.type === "notify" && !this.speaker.is_held) return;
    const text = JSON.stringify(command);
    if (this.#socket.readyState === WebSocket.CONNECTING) this.#waiting.push(text);
    // A program that has ended hears nothing more.
    else if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  listen(receive: (message: HostMessage) => void, ended: () => void): void {
    this.#socket.addEventListener("message", (event: MessageEvent<string>) => {
      handOver(JSON.parse(event.data) as HostMessage[], receive);
    });
    this.#socket.addEventListener("close", ended, { once: true });
  }
}
