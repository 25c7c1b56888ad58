// `bun bench/hostile.ts`, with dist/chat built: how long a login takes and what the server holds while hundreds of sockets
// give it nothing. Over TLS, passwords hashed as usual. Ends with 1 when a login takes a second, or the server 20 MiB more.
import { HostileSockets } from "../test/support/hostile-sockets.ts";
import { startServer } from "../test/support/server.ts";
import { PeerV2 } from "../test/support/v2-peer.ts";
import { residentMegabytes } from "./support/process-tree.ts";
import { markdownTable } from "./support/table.ts";

const logins = 10;

interface Attack {
  what: string;
  begin(hostile: HostileSockets, token: string): Promise<void>;
}

const attacks: readonly Attack[] = [
  { what: "nobody else", begin: async () => {} },
  { what: "200 that never send a ClientHello", begin: (hostile) => hostile.withoutHandshake(200) },
  { what: "200 that finish TLS and stay silent", begin: (hostile) => hostile.silent(200) },
  { what: "500 that announce 1 MiB before the login", begin: (hostile) => hostile.announcing(500) },
  {
    what: "500 that announce 1 MiB, logged in",
    begin: (hostile, token) => hostile.announcingLoggedIn(500, token),
  },
  {
    what: "the first two and the last at once",
    async begin(hostile, token) {
      await hostile.announcingLoggedIn(500, token);
      await hostile.withoutHandshake(200);
      await hostile.silent(200);
    },
  },
];

/** On a server of its own, which has done this once before: what a first login makes room for is no attack's doing. */
async function measure({ what, begin }: Attack) {
  await using server = await startServer({ tls: true, args: ["--bcrypt-rounds=12"] });
  using mallory = await PeerV2.register(server, "mallory");
  await loginTimes(server);
  const before_mb = residentMegabytes(server.pid);
  using hostile = new HostileSockets(server);
  await begin(hostile, mallory.token);
  const open = hostile.sockets.length - hostile.closed;
  const times = await loginTimes(server);
  const held_mb = residentMegabytes(server.pid) - before_mb;
  return [what, open, times[Math.floor(logins / 2)], times.at(-1), held_mb] as const;
}

/** In ms, the quickest first: from the first byte of the handshake to the answer. */
async function loginTimes(server: Parameters<typeof PeerV2.login>[0]): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < logins; count++) {
    const began_ms = performance.now();
    using _ = await PeerV2.login(server, "mallory");
    times.push(performance.now() - began_ms);
  }
  return times.toSorted((a, b) => a - b);
}

const rows = [];
for (const attack of attacks) rows.push(await measure(attack));
const columns = ["meanwhile connected", "open", "login, median ms", "login, worst ms", "memory, MB more"];
console.log(markdownTable(columns, rows));
const [login_ms_max, growth_mb_max] = [1_000, 20];
for (const [what, , , worst_ms = 0, held_mb] of rows) {
  if (worst_ms < login_ms_max && held_mb < growth_mb_max) continue;
  console.error(`too much: ${what}`);
  process.exitCode = 1;
}
