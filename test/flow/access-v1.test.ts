import { afterAll, beforeAll, describe, expect, test } from "bun:test";

import type { requestsV1 } from "../../src/transport/v1/requests.ts";
import { overhear, type Scene, secret_words, setScene } from "../support/access-scene.ts";
import type { Frame } from "../support/frame-socket.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { PeerV1, some_password } from "../support/v1-peer.ts";

type StandingV1 = "guest" | "outsider" | "member";

/** `ok`: no error. `refused`: a login that did not succeed. Otherwise the code of the error. */
type Expected = "ok" | "refused" | "not_authenticated" | "not_found" | "exists" | "invalid";

interface Row {
  fields: (scene: Scene, channel: string) => Frame;
  answers: Record<StandingV1, Expected>;
}

const for_members = { guest: "not_authenticated", outsider: "not_found", member: "ok" } as const;
const own = { guest: "not_authenticated", outsider: "ok", member: "ok" } as const;
const before_login = { guest: "ok", outsider: "refused", member: "refused" } as const;

/** A request of protocol 1 without a row does not compile. */
const table: Record<keyof typeof requestsV1, Row> = {
  auth_register: {
    fields: ({ number }) => ({ username: `new_${number}`, password: some_password }),
    answers: before_login,
  },
  auth_login: {
    fields: ({ outsider }) => ({ username: outsider.user.username, password: some_password }),
    answers: before_login,
  },
  channel_list: { fields: () => ({}), answers: own },
  channel_join: { fields: (_scene, channel) => ({ channel }), answers: for_members },
  channel_leave: { fields: (_scene, channel) => ({ channel }), answers: for_members },
  channel_create: { fields: ({ number }) => ({ name: `open-${number}` }), answers: own },
  user_list: { fields: (_scene, channel) => ({ channel }), answers: for_members },
  message: { fields: (_scene, channel) => ({ channel, content: "hello" }), answers: for_members },
  action: { fields: (_scene, channel) => ({ channel, content: "waves" }), answers: for_members },
  private_message: {
    fields: ({ owner }) => ({ to: owner.user.username, content: "hello" }),
    answers: own,
  },
};

const types = Object.keys(table) as (keyof typeof table)[];
const cells = types.flatMap((type) =>
  (["guest", "outsider", "member"] as const).map((standing) => ({
    type,
    standing,
    expected: table[type].answers[standing],
  })),
);

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const come = ({ outsider, member }: Scene, standing: StandingV1): Promise<PeerV1> =>
  standing === "guest"
    ? PeerV1.connect(server)
    : PeerV1.login(server, (standing === "member" ? member : outsider).user.username);

/** What a request brought, up to the answer to a login that cannot succeed, which everybody may try. */
async function framesAfter(peer: PeerV1, type: string, fields: Frame): Promise<Frame[]> {
  peer.send(type, fields);
  peer.send("auth_login", { username: "no such name", password: "no password" });
  const frames: Frame[] = [];
  for (;;) {
    const frame = await peer.nextFrame();
    frames.push(frame);
    const results = frames.filter((each) => each["type"] === "auth_result").length;
    if (frame["type"] === "auth_result" && results === (type.startsWith("auth_") ? 2 : 1))
      return frames.slice(0, -1);
  }
}

/** Without the events of others that came in between. */
const errorsIn = (frames: readonly Frame[]) => frames.filter(({ type }) => type === "error");

function outcomeOf(frames: readonly Frame[]): unknown {
  if (frames.some(({ type, success }) => type === "auth_result" && success === false)) return "refused";
  return frames.find(({ type }) => type === "error")?.["code"] ?? "ok";
}

describe("every request of protocol 1 and every standing", () => {
  test.each(cells)("$type by $standing: $expected", async ({ type, standing, expected }) => {
    using scene = await setScene(server);
    using peer = await come(scene, standing);
    const told = overhear(peer);
    const frames = await framesAfter(peer, type, table[type].fields(scene, scene.channel_name));
    expect(outcomeOf(frames)).toBe(expected);
    if (standing === "member") return;
    const echo = `Channel '${scene.channel_name}' not found.`; // what one wrote oneself is no secret
    expect(told.text().replaceAll(echo, "")).not.toMatch(secret_words);
    if (expected !== "not_found") return;
    const of_nothing = await framesAfter(peer, type, table[type].fields(scene, "nothing"));
    const answer = JSON.stringify(errorsIn(of_nothing)).replaceAll("nothing", scene.channel_name);
    expect(JSON.parse(answer)).toEqual(errorsIn(frames));
  });
});
