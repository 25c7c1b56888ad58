import * as fc from "fast-check";

import { limits } from "../../../src/protocol/limits.ts";
import { frameOf } from "../frame-socket.ts";
import { bodyText, requestNames, requestV1 } from "./bodies.ts";
import { invalid_utf8, odd_payloads, odd_texts } from "./odd-texts.ts";

/** Who comes: how they stand to the private channels, and in which protocol they speak. */
export type Role = "owner" | "member" | "spy" | "guest" | "member_v1" | "spy_v1" | "guest_v1";
export const roles: readonly Role[] = ["owner", "member", "spy", "guest", "member_v1", "spy_v1", "guest_v1"];

export const isV1 = (role: Role): boolean => role.endsWith("_v1");

/** How a visit ends. `announce`: a header, and less than it promises. */
export type Ending =
  | { how: "asked" } // all of it has been answered
  | { how: "hung up" } // in good order
  | { how: "broken off" } // in the middle of whatever is under way
  | { how: "announced"; length_bytes: number };

/** One connection: what it sends, where that is cut into writes, and how it ends. */
export interface Visit {
  role: Role;
  web: boolean;
  payloads: Uint8Array[];
  /** In thousandths of all bytes. */
  cuts: number[];
  ending: Ending;
  /** Whether each of its payloads must have an answer: else a server that ends the connection at the first would pass. */
  must_be_answered?: boolean;
}

/** Lengths at which readers err. */
export const announced_lengths: readonly number[] = [
  1,
  limits.frame_bytes_max_before_login,
  limits.frame_bytes_max_before_login + 1,
  limits.frame_bytes_max,
  limits.frame_bytes_max + 1,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
];

/** Connections that are there at the same time. */
export const visits = (): fc.Arbitrary<Visit[]> => fc.array(visit(), { minLength: 1, maxLength: 8 });

const visit = (): fc.Arbitrary<Visit> =>
  fc.constantFrom(...roles).chain((role) =>
    fc.record({
      role: fc.constant(role),
      web: isV1(role) ? fc.constant(false) : fc.boolean(),
      payloads: fc.array(payload(role), { maxLength: 12 }),
      cuts: fc.array(fc.nat(1_000), { maxLength: 6 }),
      ending: ending(),
    }),
  );

const ending = (): fc.Arbitrary<Ending> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Ending>({ how: "asked" }) },
    { weight: 1, arbitrary: fc.constantFrom<Ending>({ how: "hung up" }, { how: "broken off" }) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...announced_lengths)
        .map((length_bytes): Ending => ({ how: "announced", length_bytes })),
    },
  );

function payload(role: Role): fc.Arbitrary<Uint8Array> {
  const request = isV1(role) ? requestV1() : requestV2();
  return fc.oneof(
    { weight: 60, arbitrary: request.map(encode) },
    { weight: 2, arbitrary: fc.tuple(request.map(encode), fc.nat(), fc.nat(255)).map(oneByteOther) },
    {
      weight: 1,
      arbitrary: fc.tuple(request.map(encode), fc.nat(), fc.constantFrom(...invalid_utf8)).map(spliced),
    },
    { weight: 1, arbitrary: fc.constantFrom(...odd_payloads, ...odd_texts.map(encode)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  );
}

const requestV2 = (): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 30,
      arbitrary: fc
        .constantFrom(...requestNames)
        .chain((name) => bodyText(name).map((body) => requestText(name, body))),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom("__proto__", "constructor", "toString", "", "message.created")
        .map((name) => requestText(name, "{}")),
    },
    { weight: 1, arbitrary: fc.constantFrom(...odd_texts).map((id) => `{"id":${id},"type":"ping"}`) },
    { weight: 1, arbitrary: fc.constantFrom(...odd_texts).map((type) => `{"id":1,"type":${type}}`) },
  );

export const requestText = (name: string, body: string): string =>
  `{"id":1,"type":${JSON.stringify(name)},"body":${body}}`;

const encoder = new TextEncoder();
const encode = (text: string): Uint8Array => encoder.encode(text);

function oneByteOther([bytes, at, byte]: [Uint8Array, number, number]): Uint8Array {
  return bytes.with(at % bytes.length, byte);
}

function spliced([bytes, at, more]: [Uint8Array, number, Uint8Array]): Uint8Array {
  const place = at % bytes.length;
  return Buffer.concat([bytes.subarray(0, place), more, bytes.subarray(place)]);
}

/** What a visit sends, cut where it says. */
export function piecesOf({ payloads, cuts }: Pick<Visit, "payloads" | "cuts">): Uint8Array[] {
  const bytes = Buffer.concat(payloads.map(frameOf));
  const places = cuts.map((cut) => Math.floor((cut * bytes.length) / 1_000)).toSorted((a, b) => a - b);
  return [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length));
}
