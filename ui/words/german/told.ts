/**
 * Sentences that come from the server, the client program or the rules both share, which are English: what they say, and
 * what German says. Dots that change stand as groups: $1 is the first.
 */
export const told: readonly (readonly [RegExp, string])[] = [
  [/^Username required\.$/, "Der Benutzername fehlt."],
  [/^Password required\.$/, "Das Passwort fehlt."],
  [/^1 byte$/, "1 Byte"],
  [/^(\d+) bytes$/, "$1 Bytes"],
  [/^(\d+)\.(\d) ([KMG]B)$/, "$1,$2 $3"],
  [/^Window on (\w+)$/, "Fenster auf $1"],
  [/^Window$/, "Fenster"],
  [/^(Edge|Opera|Firefox|Chromium|Safari|Browser) on (\w+)$/, "$1 auf $2"],
];
