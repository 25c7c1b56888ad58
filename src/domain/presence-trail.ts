import type { Member, User } from "../protocol/fields.ts";
import { encodeFrame } from "../protocol/frame.ts";
import { limits } from "../protocol/limits.ts";
import type { ChatEvent } from "../protocol/registry.ts";
import { userOf } from "./user.ts";

interface Step {
  readonly mark: number;
  members: readonly Member[];
  /** Of protocol 2; made when first asked for. */
  frame: Uint8Array | undefined;
}

/**
 * What was told of how users show, for those who could not take it just then: each keeps a mark and is sent later what
 * came after it, in frames that all share. Of who changed often all but the last is forgotten, so it does not grow with time.
 */
export class PresenceTrail {
  #steps: Step[] = [];
  #members_count = 0;
  readonly #last = new Map<number, Member>();
  #mark = 0;

  /** Where the trail ends: all that was noted comes after lower marks. */
  get mark(): number {
    return this.#mark;
  }

  /** What is told next: as many members as one event has. */
  note(members: readonly Member[]): void {
    if (this.#members_count > 2 * this.#last.size + limits.presence_users_max) this.#shorten();
    for (const member of members) this.#last.set(member.user_id, member);
    this.#add(members);
  }

  /** Who has another name is told under that one from here on. */
  rename(user: User): void {
    const renamed = (member: Member): Member => {
      const { status, status_text } = member;
      return member.user_id === user.user_id ? { ...userOf(user), status, status_text } : member;
    };
    const last = this.#last.get(user.user_id);
    if (last === undefined) return;
    this.#last.set(user.user_id, renamed(last));
    for (const step of this.#steps) {
      if (!step.members.some(({ user_id }) => user_id === user.user_id)) continue;
      step.members = step.members.map(renamed);
      step.frame = undefined;
    }
  }

  /** What was told after a mark, in order: frames of protocol 2, which are shared and never written to, each with its own mark. */
  *after(mark: number): Iterable<{ mark: number; frame: Uint8Array }> {
    const from = this.#steps.findLastIndex((step) => step.mark <= mark) + 1;
    for (const step of this.#steps.slice(from)) {
      step.frame ??= encodeFrame({
        type: "presence.changed",
        body: { users: [...step.members] },
      } satisfies ChatEvent);
      yield { mark: step.mark, frame: step.frame };
    }
  }

  /** Everybody once, as they were told last: who was anywhere on the trail is sent all of it. */
  #shorten(): void {
    const members = [...this.#last.values()];
    this.#steps = [];
    this.#members_count = 0;
    for (let from = 0; from < members.length; from += limits.presence_users_max)
      this.#add(members.slice(from, from + limits.presence_users_max));
  }

  #add(members: readonly Member[]): void {
    this.#steps.push({ mark: ++this.#mark, members, frame: undefined });
    this.#members_count += members.length;
  }
}
