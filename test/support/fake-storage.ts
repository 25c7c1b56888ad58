/** As much of a browser's store as is used. */
export class FakeStorage {
  readonly texts = new Map<string, string>();
  getItem = (key: string): string | null => this.texts.get(key) ?? null;
  setItem = (key: string, text: string): unknown => this.texts.set(key, text);
  removeItem = (key: string): unknown => this.texts.delete(key);
}

export const asStorage = (storage: FakeStorage): Storage => storage as unknown as Storage;
