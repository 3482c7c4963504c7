import { t } from "../../../shared/i18n/t";
import { useNow } from "../../../shared/time/clock";
import { systemStyle } from "../../../shared/time/system";
import type { Timestamp } from "../../../wire/wire";

/** What the clocks show there now; the day as well where it is another one than here. */
export function LocalTime({ zone }: { zone: string }) {
  const now = useNow();
  const { zone: here } = systemStyle(now);
  const there = wallTime(now, zone, dayOf(now, zone) !== dayOf(now, here));
  return (
    <span data-figures title={zone}>
      {wallTime(now, zone, true) === wallTime(now, here, true)
        ? t("partnerships.localTimeSame", { time: there })
        : t("partnerships.localTime", { time: there, zone: zone.replaceAll("_", " ") })}
    </span>
  );
}

function wallTime(at: Timestamp, zone: string, withDay: boolean): string {
  const { language, hour12 } = systemStyle(at);
  return new Intl.DateTimeFormat(language, {
    timeZone: zone,
    ...(withDay && { weekday: "short" }),
    hour: hour12 ? "numeric" : "2-digit",
    minute: "2-digit",
    hourCycle: hour12 ? "h12" : "h23",
  }).format(at);
}

function dayOf(at: Timestamp, zone: string): string {
  return new Intl.DateTimeFormat("en", { timeZone: zone, weekday: "short" }).format(at);
}
