import type { User } from "../../src/protocol/fields.ts";
import { limits } from "../../src/protocol/limits.ts";
import { words } from "../words/words.ts";
import { nameIn, type Profiles } from "./profiles.ts";
import type { State } from "./state.ts";

/** Someone who is writing, until a moment at which that is no longer said. */
export interface Typist {
  user_id: number;
  username: string;
  until_ms: number;
}

export type Typing = ReadonlyMap<number, readonly Typist[]>;

const named_max = 3;

/** Notes that someone writes in a channel; who writes already stays in their place. */
export function withTypist(
  typing: Typing,
  channel_id: number,
  { user_id, username }: User,
  now_ms: number,
): Typing {
  const list = typing.get(channel_id) ?? [];
  const typist = { user_id, username, until_ms: now_ms + limits.typing_shown_ms };
  const known = list.some((one) => one.user_id === user_id);
  return new Map(typing).set(
    channel_id,
    known ? list.map((one) => (one.user_id === user_id ? typist : one)) : [...list, typist],
  );
}

/** A message has come: its author writes no more. The same map when they did not. */
export function withoutTypist(typing: Typing, channel_id: number, user_id: number): Typing {
  const list = typing.get(channel_id);
  if (list?.some((one) => one.user_id === user_id) !== true) return typing;
  return put(
    typing,
    channel_id,
    list.filter((one) => one.user_id !== user_id),
  );
}

/** Without those who have not been heard of for too long. */
export function stillTyping({ typing }: State, now_ms: number): Partial<State> {
  let rest = typing;
  for (const [channel_id, list] of typing)
    if (list.some(({ until_ms }) => until_ms <= now_ms))
      rest = put(
        rest,
        channel_id,
        list.filter(({ until_ms }) => until_ms > now_ms),
      );
  return rest === typing ? {} : { typing: rest };
}

function put(typing: Typing, channel_id: number, list: readonly Typist[]): Typing {
  const next = new Map(typing);
  if (list.length === 0) next.delete(channel_id);
  else next.set(channel_id, list);
  return next;
}

/** "ana is typing…", or undefined when nobody is. */
export function typingWords(typists: readonly Typist[], profiles: Profiles): string | undefined {
  const names = typists.map((typist) => nameIn(profiles, typist));
  if (names.length === 0) return undefined;
  if (names.length > named_max) return words().people.several_typing;
  const last = names.pop() ?? "";
  return names.length === 0 ? words().people.is_typing(last) : words().people.are_typing(names, last);
}
