import { join } from "node:path";

import { cores, endChild, freshFolder, removeFolder, startChild } from "./children.ts";
import { type Plan, type Step, text } from "./generator.ts";
import { connect, type MqttPacket, publish, subscribe } from "./mqtt.ts";
import { type Competitor, numbers, type Scene } from "./subject.ts";

/** How to start a peer, and what its clients say. */
interface Recipe {
  name: string;
  program: string;
  framing: Plan["framing"];
  /** Writes its configuration into the folder and gives its command line. */
  command: (port: number, folder: string) => Promise<string[]> | string[];
  /** What a connection says to be in these rooms. */
  login: (connection: number, rooms: readonly number[]) => Step[];
  message: (room: number, scene: Scene) => string | MqttPacket;
  /** Whether senders have connections of their own, and whether a sender hears itself. */
  senders_apart?: boolean;
  is_deaf_to_itself?: boolean;
  logins_at_once?: number;
}

const recipes: readonly Recipe[] = [
  {
    name: "Redis pub/sub",
    program: "redis-server",
    framing: "redis",
    async command(port, folder) {
      const settings = `bind 127.0.0.1\nport ${port}\nsave ""\nappendonly no\nmaxclients 15000\ntcp-backlog 4096\nclient-output-buffer-limit pubsub 0 0 0\n`;
      return ["redis-server", await written(folder, "redis.conf", settings)];
    },
    login: (_, rooms) =>
      rooms.length === 0
        ? [{ say: "PING\r\n", until: "+PONG" }]
        : rooms.map((room) => ({ say: `SUBSCRIBE r${room}\r\n`, until: "subscribe" })),
    message: (room) => `*3\r\n$7\r\nPUBLISH\r\n$${`r${room}`.length}\r\nr${room}\r\n$64\r\n${text}\r\n`,
    senders_apart: true,
  },
  {
    name: "NATS",
    program: "nats-server",
    framing: "nats",
    async command(port, folder) {
      const settings = `host: "127.0.0.1"\nport: ${port}\nping_interval: "1h"\nmax_pending: 1073741824\n`;
      return ["nats-server", "-c", await written(folder, "nats.conf", settings)];
    },
    login: (_, rooms) => [
      {
        say: `CONNECT {"verbose":false,"pedantic":false}\r\n${rooms.map((room) => `SUB r${room} ${room + 1}\r\n`).join("")}PING\r\n`,
        until: "PONG",
      },
    ],
    message: (room) => `PUB r${room} 64\r\n${text}\r\n`,
  },
  {
    name: "ngircd",
    program: "ngircd",
    framing: "irc",
    command: async (port, folder) => [
      "ngircd",
      "-n",
      "-f",
      await written(folder, "ngircd.conf", ngircd(port)),
    ],
    login: ircLogin,
    message: ircMessage,
    is_deaf_to_itself: true,
    logins_at_once: 8, // it lets ten connections wait; the kernel tries the others again after a second
  },
  {
    name: "InspIRCd",
    program: "inspircd",
    framing: "irc",
    async command(port, folder) {
      const settings = await written(folder, "inspircd.conf", inspircd(port, folder));
      return ["inspircd", "--runasroot", "--nofork", "--nopid", "--config", settings];
    },
    login: ircLogin,
    message: ircMessage,
    is_deaf_to_itself: true,
  },
  {
    name: "Mosquitto",
    program: "mosquitto",
    framing: "mqtt",
    async command(port, folder) {
      const settings = `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\nmax_queued_messages 0\nlog_type error\nuser root\n`;
      return ["mosquitto", "-c", await written(folder, "mosquitto.conf", settings)];
    },
    login: (connection, rooms) => [
      { say: connect(`c${connection}`), until: Buffer.from([0x20, 0x02, 0x00, 0x00]) },
      ...rooms.map((room) => ({ say: subscribe(`r${room}`), until: Buffer.from([0x90, 0x03]) })),
    ],
    message: (room) => publish(`r${room}`, text),
  },
];

export const peers: readonly Competitor[] = recipes.map((recipe) => ({
  name: recipe.name,
  stores: false,
  program: recipe.program,
  start: (scene) => start(recipe, scene),
}));

async function start(recipe: Recipe, scene: Scene) {
  const folder = freshFolder();
  const port = freePort();
  const command = await recipe.command(port, folder);
  const env = { PATH: `${process.env["PATH"]}:/usr/sbin` };
  const child = startChild(command, { core: cores.server, cwd: folder, stdout: "ignore", env });
  const failed = child.exited.then(async () => {
    throw new Error(`${recipe.program} ended: ${(await new Response(child.stderr).text()).slice(0, 300)}`);
  });
  await Promise.race([untilListening(port), failed]);
  failed.catch(() => {});
  const stop = async () => {
    await endChild(child);
    removeFolder(folder);
  };
  return { pid: child.pid, plan: planOf(recipe, scene, port), stop };
}

function planOf(recipe: Recipe, scene: Scene, port: number): Plan {
  const { framing, senders_apart = false, is_deaf_to_itself = false, logins_at_once = 64 } = recipe;
  const rooms_of = numbers(scene.connections).map((): number[] => []);
  for (const [room, { members }] of scene.rooms.entries())
    for (const member of members) rooms_of[member]?.push(room);
  const lanes = scene.rooms.flatMap(({ members, senders }, room) =>
    senders.map((sender) => ({
      peer: sender,
      expected: members.length - (is_deaf_to_itself ? 1 : 0),
      message: recipe.message(room, scene),
    })),
  );
  const apart = senders_apart ? lanes.map((): number[] => []) : [];
  return {
    framing,
    port,
    logins_at_once,
    peers: [...rooms_of, ...apart].map((rooms, connection) => recipe.login(connection, rooms)),
    lanes: senders_apart ? lanes.map((lane, index) => ({ ...lane, peer: scene.connections + index })) : lanes,
  };
}

async function written(folder: string, name: string, content: string): Promise<string> {
  await Bun.write(join(folder, name), content);
  return join(folder, name);
}

function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { port } = listener;
  listener.stop(true);
  return port;
}

/** Resolves when something accepts connections there. */
async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      const socket = await Bun.connect({ hostname: "127.0.0.1", port, socket: { data() {} } });
      socket.end();
      return;
    } catch {
      await Bun.sleep(25);
    }
  }
  throw new Error(`nothing listens on port ${port}`);
}

/** A room of two is a direct message: the other one is called by name. */
function ircMessage(room: number, scene: Scene): string {
  const members = scene.rooms[room]?.members ?? [];
  return `PRIVMSG ${members.length === 2 ? `u${members[1]}` : `#r${room}`} :${text}\r\n`;
}

function ircLogin(connection: number, rooms: readonly number[]): Step[] {
  return [
    { say: `NICK u${connection}\r\nUSER u${connection} 0 * :bench\r\n`, until: " 001 " },
    ...rooms.map((room) => ({ say: `JOIN #r${room}\r\n`, until: " 366 " })),
  ];
}

const ngircd = (port: number): string => `[Global]
Name = bench.local
Info = bench
Listen = 127.0.0.1
Ports = ${port}
MotdPhrase = hello
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 20
MaxPenaltyTime = 0
PingTimeout = 3600
PongTimeout = 3600
[Options]
DNS = no
Ident = no
PAM = no
`;

const inspircd = (port: number, folder: string): string => `
<server name="bench.local" description="bench" network="bench">
<admin name="bench" nick="bench" email="bench@localhost">
<bind address="127.0.0.1" port="${port}" type="clients">
<connect name="main" allow="*" pingfreq="3600" timeout="120" fakelag="no" commandrate="100000000" threshold="100000000"
  hardsendq="1073741824" softsendq="1073741824" recvq="1048576" localmax="20000" globalmax="20000" maxchans="200"
  maxconnwarn="no" resolvehostnames="no" useident="no" limit="20000">
<performance softlimit="20000" somaxconn="4096" netbuffersize="65534" quietbursts="yes">
<options prefixquit="Quit: " defaultmodes="" nosnoticestack="yes">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="${folder}/inspircd.log">
<pid file="${folder}/inspircd.pid">
`;
