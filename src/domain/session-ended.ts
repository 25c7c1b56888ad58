import { ChatError } from "../protocol/errors.ts";

export const sessionEnded = () =>
  new ChatError("session_ended", "Your session has ended. Please log in again.");
