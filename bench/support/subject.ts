import type { Plan } from "./generator.ts";

/** Who hears what: each room's members hear what its senders say. Numbers are those of connections. */
export interface Scene {
  connections: number;
  rooms: readonly { members: readonly number[]; senders: readonly number[] }[];
}

/** A server that is up, and all that the generator needs to load it. */
export interface Subject {
  pid: number;
  plan: Plan;
  stop: () => Promise<void>;
}

export interface Competitor {
  name: string;
  /** Whether it stores the messages. */
  stores: boolean;
  /** The program, when it is not our own, and the Debian package that has it. */
  program?: string;
  start: (scene: Scene) => Promise<Subject>;
}

export const isInstalled = ({ program }: Competitor): boolean =>
  program === undefined || Bun.which(program, { PATH: `${process.env["PATH"]}:/usr/sbin` }) !== null;

export const oneRoom = (connections: number, senders = 10): Scene => ({
  connections,
  rooms: [{ members: numbers(connections), senders: numbers(Math.min(senders, connections)) }],
});

export const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
