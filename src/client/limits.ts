/** Every number that bounds the desktop half of the client. Units are the last word of each name. */
export const clientLimits = {
  connect_timeout_ms: 10_000,
  handshake_timeout_ms: 10_000,
  /** Bytes waiting for a server that does not take them; over it the link is given up. */
  outgoing_bytes_max: 8_388_608,
  /** Requests whose replies have not come; over it the next one is refused in the server's stead. */
  replies_awaited_max: 4_096,
  /** Connections of one page at once: one for each server, and some that are ending. */
  links_max: 48,
  /** Servers with an account in one window, as the page has it too; the oldest without a token goes first. */
  servers_max: 32,
  /** Outboxes that a page may have open at once; the one opened first is left to the next page. */
  outboxes_max: 64,
  /** Messages for a page that does not take them: over it the sockets are read no further ... */
  waiting_bytes_pause: 4_194_304,
  /** ... until no more than this is left. */
  waiting_bytes_resume: 1_048_576,
  notification_title_chars_max: 120,
  notification_body_chars_max: 300,
  /** Notifications within a while, beyond which several are told in one. */
  notifications_burst_max: 3,
  notifications_burst_ms: 5_000,
  /** Notifications that wait to be told in one by name; of the others only the number is kept. */
  notifications_held_max: 50,
  /** How long a program may take to raise a notification. */
  notify_command_ms: 10_000,
  /** Notifications whose click is still understood. */
  notifications_remembered_max: 200,
  /** How long a notification that one window has raised is raised by no other. */
  notice_claim_ms: 60_000,
  /** So many raised since the last look, and what is older is forgotten at once. */
  notice_claims_max: 500,
  url_chars_max: 4_096,
  /** Entries of each kind in the settings; the oldest goes first. */
  settings_entries_max: 500,
  /** Messages of one page that may wait to be sent. */
  outbox_messages_max: 2_000,
  /** A file of the outbox that has grown over this is written anew with what still waits. */
  outbox_file_bytes_max: 1_048_576,
  /** An outbox that holds something is touched this often ... */
  outbox_touch_ms: 10_000,
  /** ... and taken to be left behind after this long, whatever process has its number now. */
  outbox_stale_ms: 30_000,
  /** How long a change waits for another process, or for a reader in the way. */
  settings_lock_wait_ms: 1_000,
  /** How often an open window looks whether its size or place is another, to be kept once it stands still. */
  window_look_s: 2,
  /** How long the worker may take to close its connections when the window has closed. */
  goodbye_ms: 1_000,
  /** How long a browser tab may be gone (a reload, a sleeping tab) before nobody is taken to be there. */
  tabs_gone_ms: 120_000,
  tabs_max: 32,
  /** Files that one page may be saving at once. */
  downloads_open_max: 64,
  /** Servers of the local network that are shown; more announce themselves only to fill the list. */
  discovery_servers_max: 50,
  /** How often the local network is asked who is there ... */
  discovery_ask_ms: 8_000,
  /** ... after how much silence a server is taken to be gone ... */
  discovery_silent_ms: 26_000,
  /** ... and how long changes of the list are gathered. */
  discovery_tell_ms: 150,
  /** So many of the places in that list one address may take. */
  discovery_servers_per_address_max: 5,
  /** How long one's own server may take until it listens, an upgrade of its database included, and to end. */
  hosting_start_ms: 120_000,
  hosting_stop_ms: 15_000,
  hosting_look_ms: 50,
  /** How soon it is to answer who asks whether it runs, or it hangs; then it has so long to end before it is made to. */
  hosting_answer_ms: 5_000,
  /** Ports that are tried for it, each with the one above for its page. */
  hosting_ports_tried: 25,
  hosting_status_bytes_max: 65_536,
  hosting_log_lines: 6,
  hosting_log_bytes: 8_192,
  /** How long another start of the program waits for the window to answer. */
  hand_over_ms: 10_000,
  hand_over_look_ms: 100,
  hand_over_bytes_max: 2_048,
} as const;
