import { limits } from "../../../src/protocol/limits.ts";
import { requests } from "../../../src/protocol/registry.ts";
import { valuesIn } from "../../../src/transport/overgrown.ts";
import { requestNames, wrongBodies, wrongRequestsV1 } from "./bodies.ts";
import { costly_texts, invalid_utf8, odd_payloads, odd_texts, overgrown_texts } from "./odd-texts.ts";
import { announced_lengths, isV1, requestText, type Role, roles, type Visit } from "./plans.ts";

const encoder = new TextEncoder();
const encode = (text: string): Uint8Array => encoder.encode(text);

/** An account that is there already would be refused before anything else is looked at. */
const asNewGuest = (text: string, at: number): string => text.replace('"guest_1"', `"guest_${100 + at}"`);

/** Every field of every request with everything odd, by one who may do much and by one who may not. */
export function* wrongFields(): Generator<Visit[]> {
  for (const name of requestNames) {
    const texts = wrongBodies(name).map((body) => requestText(name, body));
    // By what is small one may have logged out: it comes when the rest, too much for a guest, has been said.
    const in_order = [...texts.filter((text) => !isSmall(text)), ...texts.filter(isSmall)];
    yield [answered("owner", in_order), answered("spy", in_order)];
    // Who is let in meanwhile would be no guest for the next.
    const [few, each] = requests[name].access === "guest" ? [20, 1] : [1, texts.length];
    const small = texts.map((text, at) => asNewGuest(text, at)).filter(isSmall);
    for (const some of chunksOf(small, few * each))
      yield chunksOf(some, each).map((payloads) => answered("guest", payloads));
  }
}

export const wrongFieldsV1 = (): Visit[][] => {
  const texts = wrongRequestsV1();
  return [
    [answered("member_v1", texts), answered("spy_v1", texts), visit("guest_v1", texts.filter(isSmall))],
  ];
};

/**
 * The same with everything that may cost more than its length, by those who are logged in: before that no frame is long
 * enough. One kind of request after the other, as all of it at once would be a hundred megabytes.
 */
export function* costlyFields(): Generator<Visit[]> {
  for (const name of requestNames) {
    const texts = wrongBodies(name, costly_texts).map((body) => requestText(name, body));
    yield [answered("owner", texts)];
  }
  for (const costly of costly_texts) yield [answered("member_v1", wrongRequestsV1([costly]))];
  for (const text of overgrown_texts)
    yield [visit("owner", [requestText("ping", text)]), visit("member_v1", [text])];
}

/** Whatever is no request, each on a connection of its own, over both wires and in both protocols. */
export const oddPayloads = (): Visit[][] =>
  [...odd_payloads, ...invalid_utf8, ...odd_texts.map(encode)].map((payload) =>
    roles.flatMap((role) => (isV1(role) ? [false] : [false, true]).map((web) => visit(role, [payload], web))),
  );

export const announcements = (): Visit[][] =>
  announced_lengths.map((length_bytes) =>
    roles.map((role): Visit => ({ ...visit(role, []), ending: { how: "announced", length_bytes } })),
  );

/** The largest frame there may be, and one that is a byte too long. */
export const largest = (): Visit[][] =>
  [limits.frame_bytes_max, limits.frame_bytes_max + 1].map((bytes) =>
    roles.map((role) => visit(role, [new Uint8Array(bytes).fill(0x20)])),
  );

const visit = (role: Role, payloads: readonly (Uint8Array | string)[], web = false): Visit => ({
  role,
  web,
  payloads: payloads.map((payload) => (typeof payload === "string" ? encode(payload) : payload)),
  cuts: [],
  ending: { how: "asked" },
});

const answered = (role: Role, texts: readonly string[]): Visit => ({
  ...visit(role, texts),
  must_be_answered: true,
});

const isSmall = (text: string): boolean =>
  encode(text).length <= limits.frame_bytes_max_before_login &&
  valuesIn(encode(text)) <= limits.values_max_before_login;

const chunksOf = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
