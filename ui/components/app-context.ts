import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { App } from "../app.ts";

export const AppContext = createContext<App | undefined>(undefined);

/** The parts that actions work with. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (app === undefined) throw new Error("a component stands outside AppContext");
  return app;
}
