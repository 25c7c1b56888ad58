import { useLayoutEffect, useState } from "preact/hooks";

import { isOfAbsence } from "../actions/error-words.ts";
import { useApp } from "./app-context.ts";

/** Why something could not be done, in words. That there is no connection is said until there is one. */
export function useProblem() {
  const is_up = useApp().store.view.connection.value.stage === "up";
  const [problem, setProblem] = useState<string>();
  useLayoutEffect(() => {
    if (is_up && isOfAbsence(problem)) setProblem(undefined);
  }, [is_up]);
  return [problem, setProblem] as const;
}
