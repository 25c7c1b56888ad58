import { limits } from "../../../src/protocol/limits.ts";
import { requestNames, wrongBodies, wrongRequestsV1 } from "./bodies.ts";
import { costly_texts, invalid_utf8, odd_payloads, odd_texts } from "./odd-texts.ts";
import { announced_lengths, isV1, requestText, type Role, roles, type Visit } from "./plans.ts";

const encoder = new TextEncoder();
const encode = (text: string): Uint8Array => encoder.encode(text);

/** Every field of every request with everything odd, by one who may do much and by one who may not. */
export const wrongFields = (): Visit[][] =>
  requestNames.map((name) => {
    const payloads = wrongBodies(name).map((body) => encoder.encode(requestText(name, body)));
    return [visit("owner", payloads), visit("spy", payloads), visit("guest", payloads.filter(isSmall))];
  });

export const wrongFieldsV1 = (): Visit[][] => {
  const payloads = wrongRequestsV1().map((text) => encoder.encode(text));
  return [
    [visit("member_v1", payloads), visit("spy_v1", payloads), visit("guest_v1", payloads.filter(isSmall))],
  ];
};

/**
 * The same with everything that may cost more than its length, by those who are logged in: before that no frame is long
 * enough. One kind of request after the other, as all of it at once would be a hundred megabytes.
 */
export function* costlyFields(): Generator<Visit[]> {
  for (const name of requestNames) {
    const texts = wrongBodies(name, costly_texts).map((body) => requestText(name, body));
    yield [visit("owner", texts.map(encode))];
  }
  for (const costly of costly_texts) yield [visit("member_v1", wrongRequestsV1([costly]).map(encode))];
}

/** Whatever is no request, each on a connection of its own, over both wires and in both protocols. */
export const oddPayloads = (): Visit[][] =>
  [...odd_payloads, ...invalid_utf8, ...odd_texts.map((text) => encoder.encode(text))].map((payload) =>
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

const visit = (role: Role, payloads: Uint8Array[], web = false): Visit => ({
  role,
  web,
  payloads,
  cuts: [],
  ending: { how: "asked" },
});

const isSmall = ({ length }: Uint8Array): boolean => length <= limits.frame_bytes_max_before_login;
