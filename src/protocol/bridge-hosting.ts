import { z } from "zod";

import type { ServerAddress } from "./bridge.ts";

/** A server that announces itself on the local network. All of it is what a stranger says; `host` is where it was said from. */
export interface FoundServer {
  id: string;
  name: string;
  version: string;
  host: string;
  port: number;
  tls: boolean;
  /** SHA-256 of its certificate, as announced: a hint to compare with, no reason to trust. */
  certificate: string | null;
  /** Whether it runs on this computer. */
  is_here: boolean;
}

/** Why one's own server could not be started or stopped. */
export type HostingProblem =
  | "no_folder" // its folder cannot be made or written to
  | "disk_full"
  | "no_program" // the program itself cannot be started any more
  | "no_port" // every port that was tried is taken
  | "ended" // it ended by itself; `text` has its own words
  | "silent" // it runs and does not answer
  | "slow" // it has not said yet that it listens
  | "stays"; // it was told to end, and has not

/** The server that the person runs on this computer. */
export type Hosting =
  | { state: "none" }
  /** `usual_port`: where it is found while it runs; null when it never ran. */
  | { state: "off"; name: string; folder: string; usual_port: number | null }
  | {
      state: "on";
      name: string;
      folder: string;
      /** Where this computer itself reaches it. */
      server: ServerAddress;
      server_id: string;
      certificate: string | null;
      /** The port of its page for browsers; null without. */
      web_port: number | null;
      started_at_ms: number;
      /** What others have noted; not that of `server` where another program has it. */
      usual_port: number;
      /** This computer's addresses in its networks: what others can type. */
      hosts: string[];
    }
  | {
      state: "failed";
      name: string;
      folder: string;
      problem: HostingProblem;
      /** What it said itself; empty for nothing. */
      text: string;
      /** The last lines of its log. */
      log: string[];
    };

/** What a page can ask about servers nearby, and about one of the person's own. */
export const hosting_commands = [
  /** Looks for servers on the local network, until `discover.stop`. Answered by `discover.found`, each time the list has changed. */
  z.object({ type: z.literal("discover.start") }),
  z.object({ type: z.literal("discover.stop") }),
  /** Asks about one's own server. This and the next two are answered by `hosting`. */
  z.object({ type: z.literal("hosting.ask") }),
  /** Starts it, also one that was never there, and from now on whenever a page begins and it does not run. Its data outlives `hosting.stop`. */
  z.object({ type: z.literal("hosting.start"), name: z.string().min(1).max(200) }),
  z.object({ type: z.literal("hosting.stop") }),
  /** Shows where its data lies. */
  z.object({ type: z.literal("hosting.reveal") }),
] as const;

export type HostingMessage =
  /** All there are now; none can be looked for where `problem` says why, in the system's words. */
  | { type: "discover.found"; servers: FoundServer[]; problem: string | null }
  | { type: "hosting"; hosting: Hosting };
