import { createContext, use, useSyncExternalStore } from "react";
import type { Drafts } from "./Drafts";
import type { TouchActions } from "./useTouchActions";
import type { WorkLine, WorkView } from "./WorkLine";

export type Working = { line: WorkLine; drafts: Drafts; actions: TouchActions };

export const WorkContext = createContext<Working | null>(null);

export function useWork(): Working & WorkView {
  const working = use(WorkContext);
  if (!working) throw new Error("useWork needs a WorkProvider above it");
  const view = useSyncExternalStore(working.line.subscribe, working.line.view);
  return { ...working, ...view };
}
