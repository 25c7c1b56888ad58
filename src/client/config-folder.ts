import { join } from "node:path";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the settings of one user lie: as CHAT_CONFIG_DIR says, else where the system keeps such things. */
export function configFolder(platform: string, env: Environment, home: string): string {
  const { CHAT_CONFIG_DIR, XDG_CONFIG_HOME, APPDATA } = env;
  if (CHAT_CONFIG_DIR) return CHAT_CONFIG_DIR;
  if (platform === "win32") return join(APPDATA || join(home, "AppData", "Roaming"), "chat");
  if (platform === "darwin") return join(home, "Library", "Application Support", "chat");
  return join(XDG_CONFIG_HOME || join(home, ".config"), "chat");
}

/** Where those of another profile lie; undefined for a name that could be no folder's. */
export const profileFolder = (config_folder: string, profile: string): string | undefined =>
  /^[\w-]{1,40}$/.test(profile) ? join(config_folder, "profiles", profile) : undefined;

/** Where windows note which notifications they have raised. */
export const noticesFolder = (config_folder: string): string => join(config_folder, "notices");

/** Where messages that wait to be sent lie. */
export const outboxFolder = (config_folder: string): string => join(config_folder, "outbox");

/** Where the data of the server lies that a person runs from the window. */
export const serverFolder = (config_folder: string): string => join(config_folder, "server");
