import { ChatError } from "../../../src/protocol/errors.ts";
import { overhear, secret_words } from "../access-scene.ts";
import type { Address, FrameSocket } from "../frame-socket.ts";
import type { TestServer } from "../server.ts";
import { PeerV1, some_password } from "../v1-peer.ts";
import { PeerV2 } from "../v2-peer.ts";
import { isV1, requestText, type Role, roles } from "./plans.ts";
import type { Crowd } from "./rushes.ts";

/** The people of one server whose clients are fuzzed, and the keeper, whose client is a good one. */
export class People {
  /** All that those outside have been sent. */
  readonly #overheard: { text(): string }[] = [];
  readonly #tokens = new Map<Role, string>();

  private constructor(
    readonly server: TestServer,
    readonly keeper: PeerV2,
    readonly keeper_v1: PeerV1,
  ) {}

  static async gather(server: TestServer): Promise<People> {
    const keeper = await PeerV2.register(server, "keeper");
    const people = new People(server, keeper, await PeerV1.register(server, "keeper_v1"));
    for (const name of ["owner", "member", "member_v1", "spy", "spy_v1"]) {
      using _ = await PeerV2.register(server, name);
    }
    using owner = await PeerV2.login(server, "owner");
    await makePrivate(keeper, "plans-1", "hush-1", ["owner", "member", "member_v1"]);
    await makePrivate(owner, "inner", "hush-2", ["keeper", "member", "member_v1"]);
    return people;
  }

  /** A connection of its own for somebody, logged in where the role is. */
  async come(role: Role, web: boolean): Promise<FrameSocket> {
    const { host, port, web_port, tls } = this.server;
    const address = { host, port: web ? web_port : port, tls, web };
    if (role === "guest_v1") return PeerV1.connect(address);
    if (role === "guest") return PeerV2.connect(address);
    const peer = isV1(role) ? await PeerV1.login(address, role) : await this.#comeBack(address, role);
    if (role.startsWith("spy")) this.#overheard.push(overhear(peer));
    return peer;
  }

  /** So many connections for somebody, or for guests who are about to log in as them, and the payload that does so. */
  async gatherAround({ role, web, connections, is_coming }: Crowd) {
    using _ = await this.come(role, web); // from now on there is a token that works
    const as = is_coming ? (isV1(role) ? "guest_v1" : "guest") : role;
    const coming = Array.from({ length: connections }, () => this.come(as, web).catch(endedMeanwhile));
    const sockets = (await Promise.all(coming)).filter((socket) => socket !== undefined);
    if (is_coming && role.startsWith("spy")) this.#overheard.push(...sockets.map(overhear));
    return { sockets, login: is_coming ? this.#loginOf(role) : undefined };
  }

  #loginOf(role: Role): string {
    if (!isV1(role)) return requestText("session.resume", JSON.stringify({ token: this.#tokens.get(role) }));
    return JSON.stringify({ type: "auth_login", username: role, password: some_password });
  }

  /** By token while there is one that works: a login with the password leaves a session behind each time. */
  async #comeBack(address: Address, role: Role): Promise<PeerV2> {
    const token = this.#tokens.get(role);
    if (token !== undefined) {
      try {
        return await PeerV2.resume(address, token);
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
      }
    }
    const peer = await PeerV2.login(address, role);
    this.#tokens.set(role, peer.token);
    return peer;
  }

  /** Ends the sessions that the logins of protocol 1 have left behind, so that long runs have no more of them than short ones. */
  async endOldSessions(): Promise<void> {
    for (const role of roles.filter((each) => isV1(each) && !each.startsWith("guest"))) {
      using peer = await PeerV2.login(this.server, role);
      await peer.request("session.end_others", {});
    }
  }

  /** The private words that those outside were told since this was asked last, if any. */
  takeLeaked(): string | undefined {
    const told = this.#overheard.splice(0).map((each) => each.text());
    return secret_words.exec(told.join("\n"))?.[0];
  }

  /** Resolves when good clients have been answered, in both protocols. */
  async seeThatItServes(): Promise<void> {
    const { id } = await this.keeper.say(1, "still here");
    if (!(id > 0)) throw new Error("a good client's message was not taken");
    await this.keeper_v1.say("still here", "general");
    await this.keeper.fence();
    await this.keeper_v1.fence();
  }

  /** Says something, and how long the answer took. */
  async answerMs(): Promise<number> {
    const said_ms = performance.now();
    await this.keeper.say(1, "meanwhile");
    return performance.now() - said_ms;
  }

  [Symbol.dispose](): void {
    this.keeper[Symbol.dispose]();
    this.keeper_v1[Symbol.dispose]();
  }
}

/** Another connection of the same person may end all others at any moment, also one that is just coming: before or after its answer. */
export function endedMeanwhile(error: unknown): undefined {
  if (error instanceof ChatError && error.code === "session_ended") return;
  if (!String(error).includes("the connection was closed")) throw error;
}

async function makePrivate(
  owner: PeerV2,
  name: string,
  description: string,
  members: string[],
): Promise<void> {
  const { channel } = await owner.request("channel.create", { kind: "private", name, description });
  for (const username of members)
    await owner.request("channel.add_member", { channel_id: channel.id, username });
  await owner.say(channel.id, `whisper-${channel.id}`);
}
