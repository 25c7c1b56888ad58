import { heldDisk } from "./held-disk.ts";
import { friends } from "./people.ts";
import { startServer, temporaryFolder } from "./server.ts";

/** Two people of a server whose disk a test holds. */
export async function heldServer() {
  const folder = await temporaryFolder();
  const disk = heldDisk(folder);
  const server = await startServer({ folder, env: disk.env });
  const people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  return {
    disk,
    server,
    ana,
    ben,
    async [Symbol.asyncDispose]() {
      people[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}
