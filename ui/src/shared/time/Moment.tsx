import type { Timestamp } from "../../wire/wire";
import { useNow } from "./clock";
import { formatExact, formatMoment } from "./format";
import { systemStyle } from "./system";

/** A moment in the rep's zone, with the exact one on hover and for screen readers. */
export function Moment({ at }: { at: Timestamp }) {
  const now = useNow();
  const style = systemStyle(now);
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at, style)}>
      {formatMoment(at, now, style)}
    </time>
  );
}
