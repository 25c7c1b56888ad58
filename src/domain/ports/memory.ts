/** What is done about the memory of a server that many come to. */
export interface Memory {
  /** Somebody has logged in: what that took is garbage now, what is kept of it stays for long. */
  loggedIn(): void;
}
