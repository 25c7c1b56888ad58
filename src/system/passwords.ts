import { Gate } from "../domain/gate.ts";
import type { AddressKey } from "../domain/ports/admission.ts";
import type { Asker, Passwords } from "../domain/ports/passwords.ts";
import { ChatError } from "../protocol/errors.ts";

/** bcrypt reads no more than this of a password. */
const bcrypt_bytes_max = 72;

export interface PasswordOptions {
  /** bcrypt's cost: the work doubles with each one more. 4 to 15. */
  rounds: number;
  /** Hashes under way at once: no more than there are cores. */
  concurrency: number;
  /** Hashes waiting for their turn, beyond which the answer is `busy`. */
  waiting_max: number;
  /** Who counts as one, and has one turn. Addresses that are exempt from limits each have their own. */
  keyOf: AddressKey;
}

/**
 * bcrypt by Bun.password, which works on Bun's own threads and not on the event loop.
 *
 * Passwords over 72 bytes: Bun hashes their SHA-512, so all of the password counts. The original's
 * library cut them off at 72 bytes, so hashes it made are also tried that way, else its users could not
 * log in any more.
 */
export function createPasswords({ rounds, concurrency, waiting_max, keyOf }: PasswordOptions): Passwords {
  const gate = new Gate(concurrency, waiting_max, tooBusy);
  const run = <T>(asker: Asker, work: () => Promise<T>): Promise<T> =>
    gate.run(keyOf(asker.address) ?? asker.address, () => {
      // Who has hung up while waiting takes no time from those who have not.
      if (asker.is_closed === true) throw tooBusy();
      return work();
    });
  const hash = (password: string) => Bun.password.hash(password, { algorithm: "bcrypt", cost: rounds });
  // What unknown names are checked against: a real hash, so that the same work is done.
  const stand_in = hash(crypto.randomUUID());

  return {
    hash: (password, asker) => run(asker, () => hash(password)),
    verify: (password, password_hash, asker) =>
      run(asker, async () => {
        const is_right = await verifyEither(password, password_hash ?? (await stand_in));
        return is_right && password_hash !== undefined;
      }),
  };
}

const tooBusy = () =>
  new ChatError("busy", "Many people are logging in just now. Please try again in a moment.", 2_000);

async function verifyEither(password: string, password_hash: string): Promise<boolean> {
  if (await Bun.password.verify(password, password_hash)) return true;
  const bytes = new TextEncoder().encode(password);
  if (bytes.length <= bcrypt_bytes_max) return false;
  return Bun.password.verify(bytes.subarray(0, bcrypt_bytes_max), password_hash);
}
