import { channelScenes } from "./page-channel-scenes.ts";
import { chatScenes } from "./page-chat-scenes.ts";
import { fileScenes } from "./page-file-scenes.ts";
import { messageScenes } from "./page-message-scenes.ts";
import { profileScenes } from "./page-profile-scenes.ts";
import type { Scene } from "./page-scene.ts";
import { searchScenes } from "./page-search-scenes.ts";
import { serverScenes } from "./page-server-scenes.ts";
import { settingsScenes } from "./page-settings-scenes.ts";
import { signInScenes } from "./page-sign-in-scenes.ts";
import { socialScenes } from "./page-social-scenes.ts";
import { startScenes } from "./page-start-scenes.ts";
import { textScenes } from "./page-text-scenes.ts";

/** Every screen of the page in every state that it is drawn for, by name. */
export const allScenes: Readonly<Record<string, Scene>> = {
  ...startScenes,
  ...signInScenes,
  ...chatScenes,
  ...messageScenes,
  ...fileScenes,
  ...socialScenes,
  ...channelScenes,
  ...profileScenes,
  ...searchScenes,
  ...serverScenes,
  ...textScenes,
  ...settingsScenes,
};
