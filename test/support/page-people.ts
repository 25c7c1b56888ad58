import type { Channel } from "../../src/protocol/channel.ts";
import { ChatError } from "../../src/protocol/errors.ts";
import type { Member, User } from "../../src/protocol/fields.ts";
import type { RequestBody } from "../../src/protocol/registry.ts";
import type { DeviceSession } from "../../src/protocol/session.ts";
import type { PageData } from "./page-data.ts";

const hour_ms = 3_600_000;

/** What the page's fake server knows of sessions, presence and direct messages, as one user sees it. */
export class PagePeople {
  presence: { status: "online" | "dnd" | "invisible"; status_text: string } = {
    status: "online",
    status_text: "",
  };
  password = "correct horse";
  sessions: DeviceSession[] = [device(1, "Chromium on Linux", 0, true)];

  constructor(
    private readonly data: PageData,
    private readonly me: User,
  ) {}

  choose({ status, status_text }: RequestBody<"presence.choose">) {
    this.presence = {
      status: status ?? this.presence.status,
      status_text: status_text ?? this.presence.status_text,
    };
    return this.presence;
  }

  end(wanted: (session: DeviceSession) => boolean): { ended: number } {
    const before = this.sessions.length;
    this.sessions = this.sessions.filter((session) => session.is_current || !wanted(session));
    return { ended: before - this.sessions.length };
  }

  changePassword({ password, new_password }: RequestBody<"password.change">) {
    if (password !== this.password)
      throw new ChatError("wrong_credentials", "That is not your present password.");
    this.password = new_password;
    return this.end(() => true);
  }

  find(username: string): Member {
    const name = username.toLowerCase();
    const found = [...this.data.people.values()].find((one) => one.username.toLowerCase() === name);
    if (found === undefined) throw new ChatError("not_found", `There is no user named ${username}.`);
    return found;
  }

  openDm(usernames: readonly string[]): Channel {
    const others = usernames.map((username) => this.find(username));
    const dms = [...this.data.channels.values()].filter(({ kind }) => kind === "dm");
    const known = dms.find(({ members }) => key(members) === key([this.me, ...others]));
    return known ?? this.data.dm(this.me, ...others);
  }
}

const key = (users: readonly User[]): string =>
  [...new Set(users.map(({ user_id }) => user_id))].sort((a, b) => a - b).join();

/** A device that was used some hours ago. */
export const device = (
  session_id: number,
  name: string,
  hours: number,
  is_current = false,
): DeviceSession => ({
  session_id,
  device: name,
  created_at_ms: Date.now() - (hours + 30) * hour_ms,
  last_used_at_ms: Date.now() - hours * hour_ms,
  is_current,
  is_connected: hours === 0,
});
