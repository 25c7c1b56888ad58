import type { HostCommand, HostMessage } from "../../src/protocol/bridge.ts";
import { startChat } from "./program.ts";

type Message<T extends HostMessage["type"]> = Extract<HostMessage, { type: T }>;

/** A page of `chat connect --browser` that is only its bridge: posts commands, waits for messages. */
export class BridgePeer implements AsyncDisposable {
  readonly messages: HostMessage[] = [];
  #more = Promise.withResolvers<void>();

  private constructor(
    readonly program: ReturnType<typeof startChat>,
    readonly socket: WebSocket,
  ) {
    socket.addEventListener("message", ({ data }) => {
      this.messages.push(...(JSON.parse(String(data)) as HostMessage[]));
      this.#more.resolve();
      this.#more = Promise.withResolvers();
    });
  }

  /** Starts the program in a folder, with settings of its own there, and follows its link. */
  static async open(folder: string, ...args: string[]): Promise<BridgePeer> {
    const program = startChat(["connect", "--browser", "--no-open", ...args], { cwd: folder });
    const [link] = await program.out.until(/http:\/\/127\.0\.0\.1:\d+\/\S+/);
    const { origin } = new URL(link);
    const opened = await fetch(link, { redirect: "manual" });
    const [cookie = ""] = opened.headers.get("set-cookie")?.split(";") ?? [];
    const socket = new WebSocket(`${origin.replace("http", "ws")}/bridge`, {
      headers: { Cookie: cookie, Origin: origin },
    } as unknown as string[]); // Bun takes headers, which the browsers' declaration does not know
    const peer = new BridgePeer(program, socket);
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve);
      socket.addEventListener("error", reject);
    });
    return peer;
  }

  post(command: HostCommand): void {
    this.socket.send(JSON.stringify(command));
  }

  /** The next message of a type that is as wanted, from the one numbered `from` on. */
  async next<T extends HostMessage["type"]>(
    type: T,
    isWanted: (message: Message<T>) => boolean = () => true,
    from = 0,
  ): Promise<Message<T>> {
    for (;;) {
      const found = this.messages
        .slice(from)
        .find((message): message is Message<T> => message.type === type && isWanted(message as Message<T>));
      if (found) return found;
      await this.#more.promise;
    }
  }

  /** Posts a command and waits for what it makes the host say. */
  async ask<T extends HostMessage["type"]>(command: HostCommand, type: T): Promise<Message<T>> {
    const from = this.messages.length;
    this.post(command);
    return this.next(type, () => true, from);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.program.kill("SIGTERM");
    await this.program.exited;
  }
}
