import { ChatError, type ErrorCode } from "../../src/protocol/errors.ts";
import type {
  EventBody,
  EventName,
  Reply,
  ReplyError,
  RequestInput,
  RequestName,
} from "../../src/protocol/registry.ts";
import { type Address, type Frame, FrameSocket } from "./frame-socket.ts";
import { some_password } from "./v1-peer.ts";

/** A client of protocol 2, with the types of its declarations and nothing else of our client in it. */
export class PeerV2 extends FrameSocket {
  user = { user_id: 0, username: "" };
  token = "";
  /** What the server said of itself; nothing before the first answer. */
  server: Partial<Reply<"hello">["server"]> = {};
  #last_id = 0;

  /** A connection that has said hello. */
  static override async connect(address: Address): Promise<PeerV2> {
    const peer = new PeerV2();
    await peer.open(address);
    const hello = { protocol: 2, client: { name: "test", version: "1" } };
    peer.server = (await peer.request("hello", hello)).server;
    return peer;
  }

  static async register(address: Address, username: string, password = some_password): Promise<PeerV2> {
    const peer = await PeerV2.connect(address);
    Object.assign(peer, await peer.request("session.register", { username, password }));
    return peer;
  }

  static async login(address: Address, username: string, password = some_password): Promise<PeerV2> {
    const peer = await PeerV2.connect(address);
    Object.assign(peer, await peer.request("session.login", { username, password }));
    return peer;
  }

  static async resume(address: Address, token: string): Promise<PeerV2> {
    const peer = await PeerV2.connect(address);
    Object.assign(peer, { token }, await peer.request("session.resume", { token }));
    return peer;
  }

  /** Throws a ChatError when the answer is an error. */
  async request<N extends RequestName>(type: N, body: RequestInput<N>): Promise<Reply<N>> {
    const id = ++this.#last_id;
    this.sendFrame({ id, type, body });
    const frame = await this.nextFrame(({ re }) => re === id);
    const error = frame["error"] as ReplyError | undefined;
    if (error) throw new ChatError(error.code as ErrorCode, error.message, error.retry_after_ms);
    return frame["ok"] as Reply<N>;
  }

  /** The body of the oldest unread event of this type; others stay. */
  async next<N extends EventName>(type: N): Promise<EventBody<N>> {
    const frame = await this.nextFrame((each) => each["type"] === type);
    return frame["body"] as EventBody<N>;
  }

  /** Sends a text with a nonce of its own. */
  say(channel_id: number, content: string): Promise<Reply<"message.send">> {
    return this.request("message.send", { channel_id, content, nonce: crypto.randomUUID() });
  }

  /** Everything unread that was sent to this client before the answer to a ping sent now. */
  async fence(): Promise<Frame[]> {
    await this.request("ping", {});
    return this.waiting.splice(0);
  }
}
