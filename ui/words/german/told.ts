/**
 * Sentences that come from the server, the client program or the rules both share, which are English: what they say, and
 * what German says. Dots that change stand as groups: $1 is the first.
 */
export const told: readonly (readonly [RegExp, string])[] = [
  [/^Username required\.$/, "Der Benutzername fehlt."],
  [/^Password required\.$/, "Das Passwort fehlt."],
];
