import type { Words } from "../english.ts";

export const address: Words["address"] = {
  advanced: "Erweitert",
  host: "Host",
  host_missing: "Der Host fehlt.",
  port: "Port",
  port_range: "1 bis 65535",
  use_tls: "TLS verwenden",
  encrypted: "Verschlüsselt: Niemand zwischen dir und dem Server kann mitlesen.",
  not_encrypted:
    "Nicht verschlüsselt: Alle auf dem Weg, etwa andere in deinem WLAN, können alles mitlesen, auch dein Passwort.",
};
