import type { Timestamp } from "../../wire/wire";
import { language } from "../i18n/t";
import { useNow } from "./clock";
import { formatExact, formatMoment, type TimeStyle } from "./format";

let read: { at: Timestamp; style: TimeStyle } | undefined;

// The rep may travel or change the clock format: the system is asked again with each tick.
function systemStyle(now: Timestamp): TimeStyle {
  if (read?.at !== now) {
    const system = new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions();
    const style = { zone: system.timeZone, language, hour12: system.hour12 ?? false };
    read = { at: now, style };
  }
  return read.style;
}

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
