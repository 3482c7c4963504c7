import { useDock } from "./DockProvider";

/** The place of the docked window: the lower right of the content. */
export function DockRegion() {
  return useDock().window;
}
