import type { ErrorCode } from "../../src/protocol/errors.ts";
import type { limits } from "../../src/protocol/limits.ts";
import type { EventName, RequestName } from "../../src/protocol/registry.ts";

/** What the declarations cannot say. Each table has a row for every name, or the type check fails. */

/** Errors of one request, beside those that any request can get. */
export const errorsOf: Record<RequestName, readonly ErrorCode[]> = {
  hello: ["unsupported"],
  ping: [],
  "session.register": ["exists", "busy"],
  "session.login": ["wrong_credentials", "busy"],
  "session.resume": ["session_ended"],
  "session.logout": [],
  "channel.list": [],
  "channel.create": ["exists"],
  "channel.join": ["not_found", "forbidden"],
  "channel.leave": ["not_found", "forbidden"],
  "channel.mark_read": ["not_found", "forbidden"],
  "dm.open": ["not_found"],
  "member.list": ["not_found"],
  "message.send": ["not_found", "forbidden", "nonce_reused", "rate_limited"],
  "message.history": ["not_found"],
};

/** Whether sending the same request again can help. */
export const errorWords: Record<ErrorCode, { when: string; again: string }> = {
  invalid: { when: "a field breaks a rule; the message says which", again: "not unchanged" },
  not_authenticated: { when: "the request needs a login first", again: "after a login" },
  unknown: { when: "no request has this type", again: "no" },
  not_found: { when: "no such channel or user, or none that this user may see", again: "no" },
  exists: { when: "the name is taken", again: "with another name" },
  forbidden: { when: "it is there, but not for this user just now", again: "after joining the channel" },
  no_channel: { when: "protocol 1 only: no channel was joined", again: "after joining a channel" },
  wrong_credentials: {
    when: "the same answer for an unknown name and a wrong password",
    again: "with the right ones",
  },
  session_ended: { when: "the token is unknown, expired or ended", again: "no: log in with the password" },
  rate_limited: { when: "too many messages in a second", again: "after `retry_after_ms`" },
  busy: { when: "too many logins are waiting", again: "after `retry_after_ms`" },
  nonce_reused: { when: "this user used the nonce for another message", again: "with a new nonce" },
  too_large: { when: "protocol 1 only: a frame over the limit; the connection closes", again: "no" },
  unsupported: { when: "the server does not speak this version of the protocol", again: "no" },
  internal: { when: "a fault of the server, which logs it", again: "later, with the same nonce" },
};

/** Limits that a client meets; null for those that concern only the server itself. */
export const limitWords: Record<keyof typeof limits, string | null> = {
  protocol_version: null,
  port_default: "the port, unless told otherwise",
  frame_header_bytes: "the length before each payload",
  frame_bytes_max: "the largest payload, both ways",
  frame_bytes_max_before_login: "the largest payload a client may send before it has logged in",
  username_chars_min: "the shortest username",
  username_chars_max: "the longest username",
  password_chars_min: "the shortest password",
  password_bytes_max: "the longest password, as UTF-8",
  channel_name_chars_min: "the shortest channel name",
  channel_name_chars_max: "the longest channel name",
  channel_description_chars_max: "the longest channel description",
  content_chars_max: "the longest message",
  nonce_chars_max: "the longest nonce",
  device_chars_max: "the longest device label; a longer one is cut",
  history_page_max: "the most messages in one page of history",
  history_page_v1: "protocol 1: the messages in the history of channel_joined",
  messages_per_second:
    "messages of one user in any second, over all connections; a server may have another value",
  rate_window_ms: "the window in which messages are counted",
  requests_in_flight_max: "requests of one connection under way at once; more wait unread, none is refused",
  outbox_bytes_max:
    "what may wait for a client that does not read; over it the server closes with `slow_consumer`",
  farewell_ms_max: "how long a client has to take the last frame",
  login_timeout_ms: "to finish TLS and log in; each try to log in starts it anew",
  heartbeat_interval_ms: "silence after which the server sends the event ping; after twice as much it closes",
  silence_v1_ms: "protocol 1: silence after which the server closes",
  passwords_waiting_max: "logins with a password that may wait for their turn, all together; more get `busy`",
  upkeep_interval_ms: null,
  check_interval_ms: null,
};

/** Events in the order in which the document has them. */
export const eventOrder: Record<EventName, number> = {
  "message.created": 1,
  "channel.created": 2,
  "member.joined": 3,
  "member.left": 4,
  "channel.marked_read": 5,
  "presence.changed": 6,
  ping: 7,
  "connection.closing": 8,
};
