import { useNow } from "../../../shared/time/clock";
import { formatMoment } from "../../../shared/time/format";
import { systemStyle } from "../../../shared/time/system";
import type { Timestamp } from "../../../wire/wire";

/** Writes moments inside sentences, in the rep's zone. */
export function useMomentText(): (at: Timestamp) => string {
  const now = useNow();
  const style = systemStyle(now);
  return (at) => formatMoment(at, now, style);
}
