import {
  type PreferenceName,
  type Preferences,
  readPreferences,
  withChoice,
} from "../../src/protocol/preferences.ts";
import { parsedJson } from "./kept.ts";
import type { Memory } from "./memory.ts";

const key = "chat.preferences";

/** How the person wants the page in this browser. */
export class KeptPreferences {
  constructor(private readonly memory: Memory) {}

  read(): Preferences {
    return readPreferences(this.#kept());
  }

  /** Read before it is written: another tab may have kept another choice meanwhile. */
  choose(name: PreferenceName, choice: string): void {
    this.memory.keep(key, JSON.stringify(withChoice(this.#kept(), name, choice)));
  }

  #kept(): unknown {
    return parsedJson(this.memory.text(key));
  }
}
