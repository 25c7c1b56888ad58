/** Why there is no connection, or no login. `place` is host and port. */
export const link = {
  refused: (place: string) => `Nobody answers at ${place}. Is the server running there?`,
  not_tls: (place: string) =>
    `The server at ${place} does not use TLS. Only if you trust the network, turn off “Use TLS”.`,
  hung_up: (place: string) =>
    `The server at ${place} hung up. It may want an encrypted connection: turn on “Use TLS”.`,
  broken: (place: string) => `What answers at ${place} is not a chat server of this kind.`,
  lost: (place: string) => `The connection to ${place} was lost.`,
  wrong_credentials: "Wrong username or password.",
  name_taken: "This username is taken.",
  host_missing: "Which server? Its host is missing.",
  password_missing: "Password required.",
  in_line: "Many people are logging in just now. You are next in a moment …",
};
