import * as fc from "fast-check";

/** Whom the fuzzed clients may name. Those who must hear nothing are not among them: nobody can invite them. */
const members = ["keeper", "owner", "member", "member_v1", "nobody"];

/** Accounts that come and go; the passwords are never those of the people whose logins must go on working. */
const guests = ["guest_1", "guest_2", "guest_3", "x", "a name with spaces"];
const passwords = ["another horse", "wrong horse", "short", "p".repeat(1_100)];
const channels = ["general", "inner", "open-1", "open-2", "#general", "Open 3"];
const contents = [
  "hello",
  "@here look",
  "see https://example.org",
  "`code`",
  "\n\n",
  "a\u0000b",
  "👩‍👩‍👧 @owner",
];
const tokens = ["0".repeat(64), "f".repeat(64), "none"];

/** Words for fields in which random ones would never get past the first look. */
const pools: Record<string, readonly string[]> = {
  "channel.add_member.username": members,
  "dm.open.usernames": members,
  "message.search.from": members,
  "v1.to": members,
  "v1.channel": channels,
  username: guests,
  password: passwords,
  new_password: passwords,
  name: channels,
  content: contents,
  display_name: ["Ana Lund", "  ", "\u202eevil", "n".repeat(33), "👩‍👩‍👧"],
  words: ["hello", "look", "code", "h*", '"'],
  token: tokens,
  sha256: tokens,
  emoji: ["👍", "❤️", "no", "👍👍"],
  data: ["", "AAAA", "not base64!", "A".repeat(175_000)],
};

/** Text for the field at this path, as `message.send.content`. */
export function wordsOf(path: string): fc.Arbitrary<string> {
  const pool = pools[path] ?? pools[path.slice(path.lastIndexOf(".") + 1)];
  const random = fc.string({ unit: "binary", maxLength: 40 });
  if (pool === undefined) return random;
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pool) }, { weight: 1, arbitrary: random });
}
