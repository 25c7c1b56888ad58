import * as fc from "fast-check";

import { limits } from "../../../src/protocol/limits.ts";
import type { RequestName } from "../../../src/protocol/registry.ts";
import { bodyText, requestNames, requestV1 } from "./bodies.ts";
import { isV1, requestText, type Role, roles } from "./plans.ts";

/** Many connections of one account, or of guests, and what each of them sends in the same moment as all others. */
export interface Crowd {
  role: Role;
  web: boolean;
  connections: number;
  /** Whether they log in only then, before all else. */
  is_coming: boolean;
  payloads: Uint8Array[];
}

/** Some sixty to a hundred connections of one account or of several, that all ask for something costly in one turn of the loop. */
export const rushes = (): fc.Arbitrary<Crowd[]> =>
  fc
    .integer({ min: 1, max: 4 })
    .chain((count) => fc.array(crowd(Math.floor(100 / count)), { minLength: count, maxLength: count }));

const crowd = (connections_max: number): fc.Arbitrary<Crowd> =>
  fc.tuple(fc.constantFrom(...roles), fc.boolean()).chain(([role, comes]) => {
    const is_coming = comes && !isGuest(role);
    // Before a login no frame is longer.
    const bytes_max =
      is_coming || isGuest(role) ? limits.frame_bytes_max_before_login : limits.frame_bytes_max;
    return fc.record({
      role: fc.constant(role),
      web: isV1(role) ? fc.constant(false) : fc.boolean(),
      connections: fc.integer({ min: Math.ceil(connections_max * 0.6), max: connections_max }),
      is_coming: fc.constant(is_coming),
      payloads: costlyPayloads(role, bytes_max),
    });
  });

const costlyPayloads = (role: Role, bytes_max: number): fc.Arbitrary<Uint8Array[]> =>
  fc.oneof(
    { weight: 2, arbitrary: nested(bytes_max).map((text) => [encode(text)]) },
    { weight: 2, arbitrary: fc.array(costlyRequest(role).map(encode), { minLength: 1, maxLength: 5 }) },
    { weight: 1, arbitrary: fc.tuple(anyRequest(role), fc.integer({ min: 1, max: 10 })).map(repeated) },
  );

/** What takes longest to parse for its length: deep, or of many, well-formed or breaking off. */
const nested = (bytes_max: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(bytes_max, bytes_max, Math.floor(bytes_max / 4), Math.floor(bytes_max / 50)),
      fc.constantFrom(
        { opening: "[", closing: "]" },
        { opening: '{"":', closing: "}" },
        { opening: "[],", closing: "" },
        // For a name that is a number JavaScript makes room for all up to it.
        { opening: '{"999":', closing: "}" },
        { opening: '{"999":0},', closing: "" },
      ),
      fc.boolean(),
    )
    .map(([bytes, { opening, closing }, is_whole]) =>
      is_whole ? ping(bytes, opening, closing) : opening.repeat(Math.floor(bytes / opening.length)),
    );

function ping(bytes: number, opening: string, closing: string): string {
  const [head, middle, tail] = ['{"id":1,"type":"ping","body":{"x":[', "0", "]}}"];
  const left = bytes - head.length - middle.length - tail.length;
  const count = Math.floor(left / (opening.length + closing.length));
  return head + opening.repeat(count) + middle + closing.repeat(count) + tail;
}

const costlyRequest = (role: Role): fc.Arbitrary<string> => {
  if (isV1(role)) return fc.constantFrom(...(isGuest(role) ? logins_v1 : costly_v1));
  const names = isGuest(role) ? logins : costly_names;
  return fc.constantFrom(...names).chain((name) => bodyText(name).map((body) => requestText(name, body)));
};

/** Lists of all there is, what was missed, and what else looks through much. */
const costly_names: readonly RequestName[] = [
  "sync.catch_up",
  "channel.list",
  "member.list",
  "message.history",
  "message.search",
  "session.list",
  "channel.join",
  "dm.open",
];

const logins: readonly RequestName[] = ["session.login", "session.register", "session.resume"];

const costly_v1: readonly string[] = [
  { type: "channel_join", channel: "general" },
  { type: "channel_list" },
  { type: "user_list", channel: "general" },
  { type: "channel_create", name: "open-1" },
  { type: "private_message", to: "member", content: "hello" },
].map((request) => JSON.stringify(request));

const logins_v1: readonly string[] = ["auth_login", "auth_register"].map((type) =>
  JSON.stringify({ type, username: "guest_1", password: "another horse" }),
);

const anyRequest = (role: Role): fc.Arbitrary<string> =>
  isV1(role)
    ? requestV1()
    : fc.constantFrom(...requestNames).chain((name) => bodyText(name).map((body) => requestText(name, body)));

const repeated = ([text, times]: [string, number]): Uint8Array[] =>
  Array.from({ length: times }, () => encode(text));

const isGuest = (role: Role): boolean => role.startsWith("guest");

const encoder = new TextEncoder();
const encode = (text: string): Uint8Array => encoder.encode(text);

/** What rushes are about, all of it at once: over both wires, in both protocols, by those who are there and those who come. */
export function heaviestRush(): Crowd[] {
  const deep = [new Uint8Array(limits.frame_bytes_max).fill(0x5b)];
  const many = [encode(ping(limits.frame_bytes_max, "[],", ""))];
  const all = costly_names
    .filter((name) => name !== "dm.open")
    .map((name) => encode(requestText(name, wholeBodies[name] ?? "{}")));
  const all_v1 = costly_v1.map(encode);
  const none = { web: false, connections: 15, is_coming: false };
  return [
    { ...none, role: "owner", payloads: deep },
    { ...none, role: "owner", web: true, payloads: many },
    { ...none, role: "member", payloads: all },
    { ...none, role: "spy", is_coming: true, payloads: all },
    { ...none, role: "member_v1", payloads: all_v1 },
    { ...none, role: "spy_v1", is_coming: true, payloads: all_v1 },
    { ...none, role: "guest", payloads: logins.map((name) => encode(requestText(name, loginBodies))) },
    { ...none, role: "guest_v1", payloads: logins_v1.map(encode) },
  ];
}

const wholeBodies: Partial<Record<RequestName, string>> = {
  "sync.catch_up": '{"channels":[{"channel_id":1,"rev":0}]}',
  "member.list": '{"channel_id":1}',
  "message.history": '{"channel_id":1}',
  "message.search": '{"words":"here"}',
  "channel.join": '{"channel_id":1}',
};

/** As any of them takes it. */
const loginBodies = `{"username":"guest_1","password":"another horse","token":"${"0".repeat(64)}"}`;
