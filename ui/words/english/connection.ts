const inSeconds = (left_s: number): string => (left_s > 0 ? `in ${left_s} s` : "now");

/** The connection to the server, as long as it is not there. */
export const connection = {
  connecting: "Connecting …",
  server_away: "The server is away",
  try_now: "Try now",
  log_in_another_way: "Log in another way",
  reconnecting: "Reconnecting …",
  trying_again_in: (left_s: number) => `Trying again ${inSeconds(left_s)}`,
  reconnecting_in: (left_s: number) => `Reconnecting ${inSeconds(left_s)}`,
};
