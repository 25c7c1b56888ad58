/** Error codes and close reasons of both protocols. Dependency-free: the page imports it too. */
export const errorCodes = [
  "invalid", // a field breaks a rule; the message says which
  "not_authenticated", // the request needs a login first
  "unknown", // no request of this type
  "not_found", // no such channel, user or message, or none that this user may see
  "exists", // the name is taken
  "forbidden", // seen, but not allowed
  "no_channel", // v1: no channel joined
  "wrong_credentials", // the same answer for an unknown name and a wrong password
  "session_ended", // the token is unknown, expired or ended: log in with the password
  "rate_limited", // too fast; retry_after_ms says how long to wait
  "busy", // too many logins are waiting; retry_after_ms says how long to wait
  "unavailable", // the server cannot use its database or its files just now; retry_after_ms says when to try again
  "nonce_reused", // the nonce was used for another message
  "too_large", // a frame over the limit; the connection closes
  "unsupported", // a protocol version this server does not speak
  "no_room", // the server takes no more files: its limit is reached, or its disk full
  "internal", // a fault of the server; logged there
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Why the server ends a connection, and whether trying again can help. */
export const closeReasons = {
  server_closing: { retry: true, text: "The server is shutting down." },
  login_timeout: { retry: true, text: "The login took too long." },
  silent: { retry: true, text: "Nothing was heard from the client." },
  slow_consumer: { retry: true, text: "The client reads too slowly." },
  too_many_connections: { retry: true, text: "Too many connections come from your address." },
  bad_frame: { retry: false, text: "The bytes that came are no frame of this protocol." },
  too_large: { retry: false, text: "A frame was larger than the server takes." },
  session_ended: { retry: false, text: "The session was ended. Please log in again." },
  internal: { retry: true, text: "The server had a fault." },
} as const;

export type CloseReason = keyof typeof closeReasons;

/** An answer for a person: crosses the wire as it is. Any other error is a bug and is never shown. */
export class ChatError extends Error {
  readonly code: ErrorCode;
  readonly retry_after_ms: number | undefined;

  constructor(code: ErrorCode, message: string, retry_after_ms?: number) {
    super(message);
    this.name = "ChatError";
    this.code = code;
    this.retry_after_ms = retry_after_ms;
  }
}
