import { type Address, type Frame, FrameSocket } from "./frame-socket.ts";

export const some_password = "correct horse";

/** A client of protocol 1, as bare as a bot: it sends what it is told to and hands out what comes. */
export class PeerV1 extends FrameSocket {
  /** As the server spells it, once logged in. */
  username = "";
  token = "";

  static override async connect(address: Address): Promise<PeerV1> {
    const peer = new PeerV1();
    await peer.open(address);
    return peer;
  }

  /** A connection that is registered under this name; what the login brought is read. */
  static async register(address: Address, username: string, password = some_password): Promise<PeerV1> {
    return PeerV1.#enter(address, "auth_register", username, password);
  }

  static async login(address: Address, username: string, password = some_password): Promise<PeerV1> {
    return PeerV1.#enter(address, "auth_login", username, password);
  }

  static async #enter(address: Address, type: string, username: string, password: string): Promise<PeerV1> {
    const peer = await PeerV1.connect(address);
    const result = await peer.ask(type, { username, password }, "auth_result");
    if (result["success"] !== true) throw new Error(`${username}: ${String(result["error"])}`);
    peer.username = String(result["username"]);
    peer.token = String(result["token"]);
    await peer.next("channel_info");
    await peer.next("channel_joined");
    return peer;
  }

  send(type: string, fields: Frame = {}): void {
    this.sendFrame({ type, ...fields });
  }

  /** The oldest unread frame of this type; others stay. */
  next(type: string): Promise<Frame> {
    return this.nextFrame((frame) => frame["type"] === type);
  }

  /** The oldest unread frames, whatever their types. */
  async take(count: number): Promise<Frame[]> {
    const frames: Frame[] = [];
    while (frames.length < count) frames.push(await this.nextFrame());
    return frames;
  }

  async ask(type: string, fields: Frame, answer_type: string): Promise<Frame> {
    this.send(type, fields);
    return this.next(answer_type);
  }

  /** Says something and waits until the own copy is back: whoever is online has it on the way by then. */
  async say(content: string, channel?: string): Promise<Frame> {
    this.send("message", channel === undefined ? { content } : { channel, content });
    return this.next("message");
  }

  /** Everything unread that was sent to this client before the answer to a question asked now. Needs a login. */
  async fence(): Promise<Frame[]> {
    this.send("channel_list");
    const frames: Frame[] = [];
    for (;;) {
      const frame = await this.nextFrame();
      if (frame["type"] === "channel_info") return frames;
      frames.push(frame);
    }
  }
}
