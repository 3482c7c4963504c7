import type { Timestamp } from "../../wire/wire";
import { useNow } from "./clock";
import { formatMoment } from "./format";
import { systemStyle } from "./system";

/** Writes moments inside sentences, in the rep's zone. */
export function useMomentText(): (at: Timestamp) => string {
  const now = useNow();
  const style = systemStyle(now);
  return (at) => formatMoment(at, now, style);
}
