/** What the page remembers of its server between starts: the origin of the page is the server. */
export interface Remembered {
  username: string;
  token: string | null;
}

const username_key = "chat.username";
const token_key = "chat.token";

/**
 * A token of who stays signed in lies in the browser's lasting store, another one in that of the tab. Where the
 * person allows neither, nothing is remembered.
 */
export class Memory {
  constructor(
    private readonly lasting: () => Storage,
    private readonly passing: () => Storage,
  ) {}

  recall(): Remembered {
    return {
      username: this.text(username_key) ?? "",
      token: attempted(() => this.passing().getItem(token_key)) ?? this.text(token_key) ?? null,
    };
  }

  remember(username: string, token: string | null, stay: boolean): void {
    this.keep(username_key, username);
    this.keep(token_key, stay ? token : null);
    attempted(() => put(this.passing(), token_key, stay ? null : token));
  }

  /** What is as private as the token, and lies where it lies. */
  textOfStay(key: string): string | undefined {
    return attempted(() => this.passing().getItem(key)) ?? this.text(key);
  }

  /** Null forgets it. */
  keepForStay(key: string, text: string | null): void {
    const stays = this.text(token_key) !== undefined;
    this.keep(key, stays ? text : null);
    attempted(() => put(this.passing(), key, stays ? null : text));
  }

  text(key: string): string | undefined {
    return attempted(() => this.lasting().getItem(key)) ?? undefined;
  }

  /** Null forgets it. */
  keep(key: string, text: string | null): void {
    attempted(() => put(this.lasting(), key, text));
  }
}

function put(storage: Storage, key: string, text: string | null): void {
  if (text === null) storage.removeItem(key);
  else storage.setItem(key, text);
}

/** Browsers throw where a person has forbidden to store anything, and when the store is full. */
function attempted<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
