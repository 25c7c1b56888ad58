/** Which server to log in to, and how to reach it. */
export const address = {
  advanced: "Advanced",
  host: "Host",
  host_missing: "Host required.",
  port: "Port",
  port_range: "1 to 65535",
  use_tls: "Use TLS",
  encrypted: "Encrypted: nobody between you and the server can read along.",
  not_encrypted:
    "Not encrypted: anyone on the way, such as others in your Wi-Fi, can read everything, your password too.",
};
