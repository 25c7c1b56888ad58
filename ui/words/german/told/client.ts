/** What the client program says, and the part of a browser's page that takes its place. */
export const client: readonly (readonly [RegExp, string])[] = [
  [/^Nobody answers at (.+)\. Is the server running\?$/, "Unter $1 antwortet niemand. Läuft der Server?"],
  [
    /^There is no host named (.+)\. Is it spelled right\?$/,
    "Einen Rechner namens $1 gibt es nicht. Ist er richtig geschrieben?",
  ],
  [/^(.+) cannot be reached from here( \(\w+\))?\.$/, "$1 ist von hier nicht zu erreichen$2."],
  [
    /^(.+) does not answer\. Is the address right, and does a firewall let it through\?$/,
    "$1 antwortet nicht. Stimmt die Adresse, und lässt eine Firewall sie durch?",
  ],
  [
    /^(.+) takes the connection but does not answer with TLS\.$/,
    "$1 nimmt die Verbindung an, antwortet aber nicht mit TLS.",
  ],
  [
    /^(.+) does not speak TLS\. Turn off "Use TLS" to connect without it; then others on the network can read along\.$/,
    "$1 spricht kein TLS. Schalte „TLS verwenden“ aus, um ohne zu verbinden; dann können andere im Netz mitlesen.",
  ],
  [
    /^The connection to (.+) broke before it was encrypted\.$/,
    "Die Verbindung zu $1 ist abgerissen, bevor sie verschlüsselt war.",
  ],
  [
    /^No encrypted connection could be agreed on with (.+) \((.*)\)\.$/,
    "Mit $1 kam keine verschlüsselte Verbindung zustande ($2).",
  ],
  [
    /^The server seems to want TLS: turn on Use TLS\.$/,
    "Der Server will wohl TLS: Schalte „TLS verwenden“ ein.",
  ],
  [
    /^What answers at (.+) is not a chat server that this client understands\.$/,
    "Was unter $1 antwortet, ist kein Chat-Server, den dieses Programm versteht.",
  ],
  [/^The connection to the server was lost\.$/, "Die Verbindung zum Server ist abgerissen."],
  [/^The connection was lost\.$/, "Die Verbindung ist abgerissen."],
  [/^The connection was closed\.$/, "Die Verbindung wurde beendet."],
  [/^There is no connection\.$/, "Es gibt keine Verbindung."],
  [/^The server has gone silent\.$/, "Vom Server ist nichts mehr zu hören."],
  [/^The server did not answer in time\.$/, "Der Server hat nicht rechtzeitig geantwortet."],
  [/^The server cannot be reached\.$/, "Der Server ist nicht zu erreichen."],
  [/^The server has stopped taking what is sent\.$/, "Der Server nimmt nichts mehr an."],
  [/^That is more than the server takes at once\.$/, "Das ist mehr, als der Server auf einmal annimmt."],
  [/^Too many requests are waiting for an answer\.$/, "Zu viele Anfragen warten auf eine Antwort."],
  [/^Too many connections are open\.$/, "Zu viele Verbindungen sind offen."],

  // What a device is called.
  [/^Window on (\w+)$/, "Fenster auf $1"],
  [/^Window$/, "Fenster"],
  [/^(Edge|Opera|Firefox|Chromium|Safari|Browser) on (\w+)$/, "$1 auf $2"],

  [/^The disk is full\.$/, "Auf diesem Rechner ist kein Platz mehr."],
  [/^(.+) may not be written\.$/, "In $1 darf nicht geschrieben werden."],
  [/^(.+) cannot be used\.$/, "$1 lässt sich nicht benutzen."],
  [
    /^This browser keeps nothing: what is not sent when you close the page is lost\.$/,
    "Dieser Browser behält nichts: Was beim Schließen der Seite nicht gesendet ist, geht verloren.",
  ],
  [
    /^(.+) cannot be used now\. Unless that changes, messages not sent, drafts and logins are lost when chat ends\.$/,
    "$1 lässt sich gerade nicht benutzen. Bleibt das so, gehen Ungesendetes, Entwürfe und Anmeldungen verloren, wenn chat endet.",
  ],

  // Why a message is not sent; it stands behind a colon.
  [
    /^an earlier version of chat kept it and did not note for which server\. “Try again” sends it here\.$/,
    "eine frühere Version von chat hat sie behalten, ohne den Server zu nennen. Mit „Noch einmal“ geht sie hierher.",
  ],
  [
    /^it was written to (.+), which may be another server\. “Try again” sends it here\.$/,
    "sie ging an $1, was ein anderer Server sein kann. Mit „Noch einmal“ geht sie hierher.",
  ],
  [
    /^the certificate of the server it was written to was another one\. “Try again” sends it here\.$/,
    "das Zertifikat ihres Servers war ein anderes. Mit „Noch einmal“ geht sie hierher.",
  ],
];
