const inSeconds = (left_s: number): string => (left_s > 0 ? `in ${left_s} s` : "now");

/** The connection to the server, as long as it is not there. */
export const connection = {
  connecting: "Connecting …",
  server_away: (name: string | null) => (name === null ? "The server is away" : `“${name}” is away`),
  try_now: "Try now",
  to_log_in: "Back to the log-in form",
  reconnecting: "Reconnecting …",
  trying_again_in: (left_s: number) => `Trying again ${inSeconds(left_s)}`,
  reconnecting_in: (left_s: number) => `Reconnecting ${inSeconds(left_s)}`,
};
