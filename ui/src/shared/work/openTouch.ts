import { createContext, use } from "react";
import type { TouchId } from "../../wire/wire";

type OpenTouch = (id: TouchId) => void;

/** Filled by the area that owns the windows of touches. */
export const OpenTouchContext = createContext<OpenTouch | null>(null);

/** Opens the docked window of a touch: e-mail, call or task. */
export function useOpenTouch(): OpenTouch {
  const open = use(OpenTouchContext);
  if (!open) throw new Error("useOpenTouch needs the frame around it");
  return open;
}
