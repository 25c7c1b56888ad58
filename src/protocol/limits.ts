/**
 * Every number that bounds what crosses the wire. Dependency-free: the page imports it too.
 * Units are the last word of each name; lengths of text are Unicode code points unless they say bytes.
 */
export const limits = {
  protocol_version: 2,
  port_default: 5050,
  frame_header_bytes: 4,
  frame_bytes_max: 1_048_576,
  frame_bytes_max_before_login: 8_192,
  username_chars_min: 3,
  username_chars_max: 20,
  password_chars_min: 6,
  password_bytes_max: 1_024,
  channel_name_chars_min: 2,
  channel_name_chars_max: 30,
  channel_description_chars_max: 200,
  content_chars_max: 2_000,
  nonce_chars_max: 64,
  device_chars_max: 60,
  history_page_max: 100,
  history_page_v1: 50,
  messages_per_second: 5,
  rate_window_ms: 1_000,
  requests_in_flight_max: 64,
  outbox_bytes_max: 1_048_576,
  farewell_ms_max: 5_000,
  login_timeout_ms: 15_000,
  heartbeat_interval_ms: 30_000,
  silence_v1_ms: 300_000,
  passwords_waiting_max: 256,
  upkeep_interval_ms: 60_000,
  check_interval_ms: 1_000,
} as const;
