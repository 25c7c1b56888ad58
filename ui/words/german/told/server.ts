/** How long to wait, as the server says it. */
const waits = [
  [String.raw`(\d+)\.(\d) s`, "$1,$2 s"],
  [String.raw`(\d+) s`, "$1 s"],
  [String.raw`(\d+) minutes`, "$1 Minuten"],
  [String.raw`(\d+) hours`, "$1 Stunden"],
] as const;

const withWait = (what: string, said: string): [RegExp, string][] =>
  waits.map(([time, said_time]) => [
    new RegExp(String.raw`^${what} Try again in ${time}\.$`),
    `${said} Versuch es in ${said_time} noch einmal.`,
  ]);

/** What the server answers, and why it ends a connection. */
export const server: readonly (readonly [RegExp, string])[] = [
  ...withWait("You are too fast\\.", "Du bist zu schnell."),
  ...withWait(
    "This person was added (?:here too often|too often from your address)\\.",
    "Diese Person wurde zu oft hinzugefügt.",
  ),
  ...withWait(
    "You have called all of a large channel too often\\.",
    "Du hast zu oft alle eines großen Kanals gerufen.",
  ),
  ...withWait("Too many failed logins\\.", "Zu viele Anmeldungen sind fehlgeschlagen."),
  ...withWait(
    "Too many accounts were made from your address\\.",
    "Von deiner Adresse aus wurden zu viele Konten angelegt.",
  ),
  ...withWait(
    "Too many channels were made from your address\\.",
    "Von deiner Adresse aus wurden zu viele Kanäle angelegt.",
  ),

  [/^You must log in first\.$/, "Du musst dich erst anmelden."],
  [/^You are already logged in\.$/, "Du bist schon angemeldet."],
  [/^Invalid username or password\.$/, "Benutzername oder Passwort ist falsch."],
  [/^Username already taken\.$/, "Dieser Benutzername ist vergeben."],
  [/^That is not your present password\.$/, "Das ist nicht dein jetziges Passwort."],
  [/^Your session has ended\. Please log in again\.$/, "Deine Sitzung ist beendet. Melde dich neu an."],
  [/^The session was ended\. Please log in again\.$/, "Die Sitzung wurde beendet. Melde dich neu an."],
  [/^That session has ended already\.$/, "Diese Sitzung ist schon beendet."],
  [
    /^Many people are logging in just now\. Please try again in a moment\.$/,
    "Gerade melden sich viele an. Versuch es gleich noch einmal.",
  ],
  [/^This server speaks protocol (\d+), not (\d+)\.$/, "Dieser Server spricht Protokoll $1, nicht $2."],

  [
    /^A person's picture must be a PNG, JPEG or WebP\.$/,
    "Das Bild einer Person muss ein PNG, JPEG oder WebP sein.",
  ],
  [
    /^A person's picture must be square and at most (\d+) by (\d+) pixels; this one has (\d+) by (\d+)\.$/,
    "Das Bild einer Person muss quadratisch und höchstens $1 mal $2 Pixel groß sein; dieses hat $3 mal $4.",
  ],
  [/^This picture is not there any more\.$/, "Dieses Bild gibt es nicht mehr."],
  [
    /^This server takes no files, and so no pictures of people\.$/,
    "Dieser Server nimmt keine Dateien an, also auch keine Bilder von Personen.",
  ],
  [/^No such user\.$/, "Diese Person gibt es nicht."],
  [/^There is no user named (.+)\.$/, "Niemand heißt hier $1."],
  [/^Nobody here is called (.+)\.$/, "Niemand heißt hier $1."],
  [/^User '(.*)' not found\.$/, "Niemand heißt hier $1."],
  [/^Recipient required\.$/, "Es fehlt, an wen es geht."],

  [/^No such channel\.$/, "Diesen Kanal gibt es nicht."],
  [/^Channel '(.*)' not found\.$/, "Den Kanal $1 gibt es nicht."],
  [/^There is a channel named (.+) already\.$/, "Einen Kanal namens $1 gibt es schon."],
  [/^You must join the channel first\.$/, "Du musst dem Kanal erst beitreten."],
  [/^You must join a channel first\.$/, "Du musst erst einem Kanal beitreten."],
  [/^The channel is archived\.$/, "Der Kanal ist archiviert."],
  [/^Only who made the channel can do that\.$/, "Das kann nur, wer den Kanal angelegt hat."],
  [/^That cannot be done with direct messages\.$/, "Mit Direktnachrichten geht das nicht."],
  [
    /^You have made (\d+) channels, which is the most that one user can have\.$/,
    "Du hast $1 Kanäle angelegt; mehr sind für eine Person nicht möglich.",
  ],

  [/^No such message\.$/, "Diese Nachricht gibt es nicht."],
  [/^The message was deleted\.$/, "Die Nachricht wurde gelöscht."],
  [/^The message to answer is not there\.$/, "Die Nachricht, auf die du antwortest, gibt es nicht."],
  [/^Only who wrote a message can change it\.$/, "Eine Nachricht kann nur ändern, wer sie geschrieben hat."],
  [
    /^A message takes at most (\d+) different emoji\.$/,
    "Zu einer Nachricht passen höchstens $1 verschiedene Emojis.",
  ],
  [
    /^A channel takes at most (\d+) pins\. Take one away first\.$/,
    "In einem Kanal lassen sich höchstens $1 Nachrichten anpinnen. Löse erst eine.",
  ],
  [/^This nonce was used for another message\.$/, "Diese Nonce gehört schon zu einer anderen Nachricht."],

  [/^This server takes no files\.$/, "Dieser Server nimmt keine Dateien an."],
  [
    /^This server takes files of at most (\d+)\.(\d) (KB|MB|GB)\.$/,
    "Dieser Server nimmt Dateien bis $1,$2 $3 an.",
  ],
  [/^This server takes files of at most (\d+) bytes?\.$/, "Dieser Server nimmt Dateien bis $1 Bytes an."],
  [/^This server takes files of at most (\d+ \w+)\.$/, "Dieser Server nimmt Dateien bis $1 an."],
  [/^No such file\.$/, "Diese Datei gibt es nicht."],
  [
    /^A file of this message is not there any more\. Attach it again\.$/,
    "Eine Datei dieser Nachricht ist nicht mehr da. Füge sie neu hinzu.",
  ],
  [
    /^Too many of your files were uploaded and not sent\. Send some of them first\.$/,
    "Du hast zu viele Dateien hochgeladen und nicht gesendet. Sende erst einige davon.",
  ],
  [
    /^Too many of your uploads are under way\. Finish or cancel one first\.$/,
    "Zu viele deiner Dateien werden gerade hochgeladen. Warte auf eine, oder brich eine ab.",
  ],
  [
    /^The server takes too many uploads just now\. Try again soon\.$/,
    "Der Server nimmt gerade zu viele Dateien an. Versuch es bald noch einmal.",
  ],
  [
    /^This upload is not under way any more\. Begin it again\.$/,
    "Diese Datei wird nicht mehr hochgeladen. Fang noch einmal damit an.",
  ],
  [/^The next part begins at (\d+), not at (\d+)\.$/, "Das nächste Stück beginnt bei $1, nicht bei $2."],
  [
    /^More came than the file was said to have\. The upload was ended\.$/,
    "Es kam mehr, als die Datei haben sollte. Das Hochladen wurde beendet.",
  ],
  [/^Only (\d+) of (\d+) bytes have come\.$/, "Nur $1 von $2 Bytes sind angekommen."],
  [
    /^What arrived is not what was sent\. Please try again\.$/,
    "Was ankam, ist nicht, was gesendet wurde. Versuch es noch einmal.",
  ],
  [/^The file is missing on the server\.$/, "Die Datei fehlt auf dem Server."],
  [/^This file has no thumbnail\.$/, "Diese Datei hat kein Vorschaubild."],
  [
    /^The thumbnail is no small png, jpeg or webp\.$/,
    "Das Vorschaubild ist kein kleines PNG, JPEG oder WebP.",
  ],
  [
    /^The server has no room for this file\. Ask who runs it\.$/,
    "Der Server hat keinen Platz für diese Datei. Frag, wer ihn betreibt.",
  ],
  [
    /^The server's disk is full\. Ask who runs it\.$/,
    "Der Server hat keinen Platz mehr. Frag, wer ihn betreibt.",
  ],
  [/^data: no base64\.$/, "Die Anfrage hatte die falsche Form (data: kein Base64)."],

  [
    /^There is nothing to look for in these words\.$/,
    "In diesen Wörtern ist nichts, wonach sich suchen lässt.",
  ],
  [
    /^Many people are searching just now\. Please try again\.$/,
    "Gerade suchen viele. Versuch es noch einmal.",
  ],
  [/^The search is not available just now\.$/, "Die Suche steht gerade nicht zur Verfügung."],
  [
    /^The search takes too long just now\. Please try again\.$/,
    "Die Suche dauert gerade zu lange. Versuch es noch einmal.",
  ],

  [
    /^The server's disk is full, so nothing can be stored just now\. Please try again later\.$/,
    "Der Server hat keinen Platz mehr und kann gerade nichts speichern. Versuch es später noch einmal.",
  ],
  [
    /^Another program holds the server's database just now\. Please try again in a moment\.$/,
    "Ein anderes Programm hält gerade die Datenbank des Servers. Versuch es gleich noch einmal.",
  ],
  [
    /^The server's database is not in its place, so nothing can be stored\. Please try again later\.$/,
    "Die Datenbank des Servers ist nicht an ihrem Platz, nichts lässt sich speichern. Versuch es später noch einmal.",
  ],
  [
    /^The server's folder of files is not in its place\. Please try again later\.$/,
    "Der Ordner mit den Dateien des Servers ist nicht an seinem Platz. Versuch es später noch einmal.",
  ],
  [
    /^The server's disk does not work just now\. Please try again later\.$/,
    "Der Speicher des Servers arbeitet gerade nicht. Versuch es später noch einmal.",
  ],
  [
    /^The server's disk cannot be written just now\. Please try again later\.$/,
    "Der Server kann gerade nichts speichern. Versuch es später noch einmal.",
  ],

  [/^The server is shutting down\.$/, "Der Server wird beendet."],
  [/^The login took too long\.$/, "Das Anmelden hat zu lange gedauert."],
  [/^Nothing was heard from the client\.$/, "Der Server hat nichts mehr von hier gehört."],
  [/^The client reads too slowly\.$/, "Die Verbindung ist zu langsam für das, was kommt."],
  [/^Too many connections come from your address\.$/, "Von deiner Adresse kommen zu viele Verbindungen."],
  [
    /^The bytes that came are no frame of this protocol\.$/,
    "Der Server versteht nicht, was dieses Programm sendet.",
  ],
  [/^A frame was larger than the server takes\.$/, "Etwas war größer, als der Server es annimmt."],
  [/^The server had a fault\.$/, "Im Server ist etwas schiefgegangen."],
  [/^There is no request (.*)\.$/, "Die Anfrage $1 gibt es nicht."],
  [/^Unknown message type: (.*)$/, "Die Anfrage $1 gibt es nicht."],
  [/^The first request must be hello\.$/, "Die erste Anfrage muss hello sein."],
  [/^Invalid message format\.$/, "Die Anfrage hatte die falsche Form."],
  [/^Invalid request\.$/, "Die Anfrage hatte die falsche Form."],
];
