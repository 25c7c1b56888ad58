import type { Words } from "../english.ts";

export const server: Words["server"] = {
  encrypted: (proof) => `Verschlüsselt. ${proof}`,
  not_encrypted: "Nicht verschlüsselt: Andere auf dem Weg können mitlesen.",
  proof_authority: "Eine bekannte Stelle bürgt für diesen Server.",
  proof_own: "Du vertraust dem eigenen Zertifikat dieses Servers.",
  proof_browser: "Dein Browser bürgt für diesen Server oder hat dich danach gefragt.",
};
