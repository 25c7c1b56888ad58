import type { User } from "../../src/protocol/fields.ts";
import type { State } from "./state.ts";

/** What a user wants to be called, and their picture; either may be unset. */
export interface Profile {
  readonly display_name: string | undefined;
  readonly avatar_id: number | undefined;
}

/** Of those who have set either, by user. Whatever was said of somebody last holds for all that shows them. */
export type Profiles = ReadonlyMap<number, Profile>;

/** What a frame of the server changes in the profiles, whatever kind of frame it is. */
export function profilesSeen({ profiles }: Pick<State, "profiles">, body: unknown): Partial<State> {
  let next: Map<number, Profile> | undefined;
  for (const { user_id, display_name, avatar_id } of usersIn(body)) {
    const known = (next ?? profiles).get(user_id);
    if (known?.display_name === display_name && known?.avatar_id === avatar_id) continue;
    next ??= new Map(profiles);
    if (display_name === undefined && avatar_id === undefined) next.delete(user_id);
    else next.set(user_id, { display_name, avatar_id });
  }
  return next === undefined ? {} : { profiles: next };
}

/** What to call somebody. */
export const nameIn = (profiles: Profiles, { user_id, username }: User): string =>
  profiles.get(user_id)?.display_name ?? username;

/** Every user that a frame tells of, in order. The host has checked frames against their declarations. */
function* usersIn(value: unknown): Iterable<User> {
  if (typeof value !== "object" || value === null) return;
  if (isUser(value)) yield value;
  for (const part of Array.isArray(value) ? value : Object.values(value)) yield* usersIn(part);
}

const isUser = (value: object): value is User =>
  "user_id" in value && "username" in value && typeof value.username === "string";
