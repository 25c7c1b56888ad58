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
  | { state: "off"; name: string; folder: string }
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
