import type { Timestamp } from "../../wire/wire";
import { language } from "../i18n/t";
import type { TimeStyle } from "./format";

let read: { at: Timestamp; style: TimeStyle } | undefined;

// The rep may travel or change the clock format: the system is asked again with each tick.
/** How the system writes moments, and the zone that it is in. */
export function systemStyle(now: Timestamp): TimeStyle {
  if (read?.at !== now) {
    const system = new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions();
    const style = { zone: system.timeZone, language, hour12: system.hour12 ?? false };
    read = { at: now, style };
  }
  return read.style;
}
