import type { Words } from "../english.ts";

export const code: Words["code"] = {
  copy: "Kopieren",
  copy_label: "Code kopieren",
};
