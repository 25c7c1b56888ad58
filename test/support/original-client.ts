// A client of the original program, in small: it knows protocol 1 and nothing of this project's own code, and is used as
// its window was, by lines typed into it. Usage:
//   bun original-client.ts HOST PORT tls|plain register|login NAME PASSWORD
import { connect as connectPlain, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { connect as connectTls } from "node:tls";

type Fields = Record<string, unknown>;

const [host = "", port = "", security = "", way = "", username = "", password = ""] = process.argv.slice(2);
const options = { host, port: Number(port) };
const socket: Socket =
  security === "tls" ? connectTls({ ...options, rejectUnauthorized: false }) : connectPlain(options);

let received: Buffer = Buffer.alloc(0);
let channel = "";

socket.once(security === "tls" ? "secureConnect" : "connect", () =>
  send(`auth_${way}`, { username, password }),
);
socket.on("data", (chunk: Buffer) => {
  received = Buffer.concat([received, chunk]);
  while (received.length >= 4 && received.length >= 4 + received.readUInt32BE(0)) {
    const end = 4 + received.readUInt32BE(0);
    show(JSON.parse(received.toString("utf8", 4, end)) as Fields);
    received = received.subarray(end);
  }
});
socket.on("error", (error) => print(`! ${error.message}`));
socket.on("close", () => {
  print("! disconnected");
  process.exit(0);
});

const commands: Record<string, (rest: string) => void> = {
  "/msg": (rest) => {
    const [to = "", ...words] = rest.split(" ");
    send("private_message", { to, content: words.join(" ") });
  },
  "/me": (rest) => send("action", { channel, content: rest }),
  "/join": (rest) => send("channel_join", { channel: rest }),
  "/create": (rest) => send("channel_create", { name: rest, description: "" }),
  "/users": () => send("user_list", { channel }),
  "/quit": () => socket.end(),
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const [word = "", ...rest] = line.split(" ");
  const command = commands[word];
  if (command) command(rest.join(" "));
  else send("message", { channel, content: line });
});

function send(type: string, fields: Fields): void {
  const payload = Buffer.from(JSON.stringify({ type, ...fields }), "utf8");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(payload.length);
  socket.write(Buffer.concat([length, payload]));
}

/** What the original's window shows of each message. A type without a row is an error of the server's. */
const shown: Record<string, (fields: Fields) => string> = {
  auth_result: ({ success, username, error }) =>
    success === true ? `logged in as ${text(username)}` : text(error),
  channel_info: ({ channels }) => `channels: ${list(channels, "name")}`,
  channel_joined: (fields) => {
    channel = text(fields["channel"]);
    return `joined #${channel}: ${list(fields["users"], "username")}; ${list(fields["history"], "content")}`;
  },
  channel_created: (fields) => `new channel: ${list([fields["channel"]], "name")}`,
  user_joined: (fields) => `${text(fields["username"])} joined #${text(fields["channel"])}`,
  user_left: (fields) => `${text(fields["username"])} left #${text(fields["channel"])}`,
  user_list: (fields) => `users of #${text(fields["channel"])}: ${list(fields["users"], "username")}`,
  status_change: (fields) => `${text(fields["username"])} is ${text(fields["status"])}`,
  message: (fields) => `#${text(fields["channel"])} <${text(fields["sender"])}> ${text(fields["content"])}`,
  action: (fields) => `#${text(fields["channel"])} * ${text(fields["sender"])} ${text(fields["content"])}`,
  private_message: (fields) =>
    fields["to"] === undefined
      ? `from ${text(fields["from"])}: ${text(fields["content"])}`
      : `to ${text(fields["to"])}: ${text(fields["content"])}`,
  error: ({ code, message }) => `error ${text(code)}: ${text(message)}`,
};

function show(fields: Fields): void {
  const row = shown[text(fields["type"])];
  print(row ? row(fields) : `! unknown ${JSON.stringify(fields)}`);
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new Error(`no text: ${JSON.stringify(value)}`);
}

const list = (rows: unknown, field: string): string =>
  (rows as Fields[]).map((row) => text(row[field])).join(", ");

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
