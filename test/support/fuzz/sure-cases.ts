import { limits } from "../../../src/protocol/limits.ts";
import { requestNames, wrongBodies, wrongRequestsV1 } from "./bodies.ts";
import { invalid_utf8, odd_payloads, odd_texts } from "./odd-texts.ts";
import { announced_lengths, isV1, requestText, type Role, roles, type Visit } from "./plans.ts";

const encoder = new TextEncoder();

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
