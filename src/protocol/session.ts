import { z } from "zod";

import { event, request } from "./define.ts";
import { type CloseReason, closeReasons } from "./errors.ts";
import { DeviceLabel, NewUsername, Password, TimeMs, Token, User } from "./fields.ts";
import { ChosenStatus } from "./presence.ts";

const SessionId = z.int().positive().describe("a session's id; no secret");

const LoggedIn = z.object({
  user: User,
  session_id: SessionId,
  presence: z.object({ status: ChosenStatus, status_text: z.string() }).describe("what the user chose last"),
  token: Token,
  expires_at_ms: TimeMs.describe("when the token stops to work"),
});

const DeviceSession = z
  .object({
    session_id: SessionId,
    device: z.string(),
    created_at_ms: TimeMs,
    last_used_at_ms: TimeMs,
    is_current: z.boolean(),
    is_connected: z.boolean(),
  })
  .describe("a device that is logged in");
export type DeviceSession = z.infer<typeof DeviceSession>;

export const sessionRequests = {
  hello: request({
    summary:
      "Opens the connection: must be its first frame. A connection that begins otherwise speaks protocol 1.",
    access: "guest",
    body: z.object({
      protocol: z.int().describe("the version the client speaks: 2"),
      client: z.object({ name: z.string().max(60), version: z.string().max(60) }),
      device: DeviceLabel.optional(),
    }),
    reply: z.object({
      protocol: z.int(),
      server: z.object({
        name: z.string(),
        version: z.string(),
        id: z.string().describe("a UUID, made with the database: tells servers apart whatever their address"),
      }),
      limits: z.object({
        frame_bytes_max: z.int(),
        content_chars_max: z.int(),
        history_page_max: z.int(),
        file_bytes_max: z.int().optional().describe("the largest file it takes; left out when it takes none"),
        messages_per_second: z.int().describe("messages a user may send in any second; 0 means no limit"),
      }),
      heartbeat_interval_ms: z.int().describe("after 80 to 100 % of this in silence the server sends ping"),
      registration: z.enum(["open"]).describe("how an account is made"),
      capabilities: z.array(z.string()).describe("parts beyond the core that this server has: files"),
    }),
  }),
  ping: request({
    summary: "Shows that both ends live. Its reply comes after the replies to all that was sent before it.",
    access: "anyone",
    body: z.object({}),
    reply: z.object({}),
  }),
  "session.register": request({
    summary: "Makes an account and logs in to it. The new user is a member of general.",
    access: "guest",
    body: z.object({ username: NewUsername, password: Password }),
    reply: LoggedIn,
  }),
  "session.login": request({
    summary:
      "Logs in with the password. An unknown name and a wrong password get the same answer in the same time.",
    access: "guest",
    body: z.object({ username: z.string(), password: z.string() }),
    reply: LoggedIn,
  }),
  "session.resume": request({
    summary: "Logs in with the token of an earlier login; no password is hashed.",
    access: "guest",
    body: z.object({ token: Token }),
    reply: LoggedIn.omit({ token: true }),
  }),
  "session.list": request({
    summary: "One's sessions: each device that is logged in, the last used first.",
    access: "user",
    body: z.object({}),
    reply: z.object({ sessions: z.array(DeviceSession) }),
  }),
  "session.end": request({
    summary: "Ends another session of one's own: its token is worth nothing, its connections close.",
    access: "user",
    body: z.object({ session_id: SessionId }),
    reply: z.object({}),
  }),
  "session.end_others": request({
    summary: "Ends all of one's sessions but this one.",
    access: "user",
    body: z.object({}),
    reply: z.object({ ended: z.int().nonnegative().describe("how many") }),
  }),
  "password.change": request({
    summary:
      "Sets a new password and ends all other sessions. A wrong present password is wrong_credentials.",
    access: "user",
    body: z.object({ password: z.string(), new_password: Password }),
    reply: z.object({ ended: z.int().nonnegative().describe("how many sessions ended") }),
  }),
  "session.logout": request({
    summary: "Ends the session: its token is worth nothing from here on. The connection may log in again.",
    access: "user",
    body: z.object({}),
    reply: z.object({}),
  }),
};

export const sessionEvents = {
  "session.ended": event({
    summary: "One of one's other sessions was ended.",
    body: z.object({ session_id: SessionId }),
  }),
  ping: event({
    summary: "The server has heard nothing for a while. Answer with any frame, best with the request ping.",
    body: z.object({}),
  }),
  "connection.closing": event({
    summary: "The last frame before the server closes the connection.",
    body: z.object({
      reason: z.enum(Object.keys(closeReasons) as [CloseReason, ...CloseReason[]]),
      message: z.string().describe("the reason in words"),
      retry: z.boolean().describe("whether connecting again can help"),
      retry_after_ms: z
        .int()
        .nonnegative()
        .optional()
        .describe("when to come back, spread so that not all come at once"),
    }),
  }),
};
