import type { Words } from "../english.ts";

export const times: Words["times"] = {
  today: "Heute",
  yesterday: "Gestern",
  today_at: (time) => `Heute um ${time}`,
  yesterday_at: (time) => `Gestern um ${time}`,
};
