import { StoreError } from "../store/store-error.ts";
import { CertificateError } from "../system/certificates.ts";
import { UsageError } from "./option.ts";

/** Something outside the program is not as it must be; the message says what, and what to do. */
export class Failure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Failure";
  }
}

/** The words for a person, and the exit code: 2 for a wrong command line, 1 for the rest. Undefined for a bug. */
export function explain(error: unknown): { message: string; exit_code: number } | undefined {
  if (error instanceof UsageError) return { message: error.message, exit_code: 2 };
  const is_known =
    error instanceof Failure || error instanceof CertificateError || error instanceof StoreError;
  return is_known ? { message: error.message, exit_code: 1 } : undefined;
}
