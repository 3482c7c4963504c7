import type { Timestamp } from "../../wire/wire";
import { t } from "../i18n/t";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Where and how moments are written. */
export type TimeStyle = {
  /** IANA name of the zone. */
  zone: string;
  /** Language of the names of days and months. */
  language: string;
  /** True for 1–12 with a. m. and p. m. */
  hour12: boolean;
};

/** "2 min ago" within a day, else "Tue 24 Nov 09:00", with the year when it is another one. */
export function formatMoment(at: Timestamp, now: Timestamp, style: TimeStyle): string {
  return Math.abs(at - now) < DAY ? formatRelative(at, now) : formatAbsolute(at, now, style);
}

export function formatRelative(at: Timestamp, now: Timestamp): string {
  const past = at <= now;
  const distance = Math.abs(at - now);
  if (distance < MINUTE) return past ? t("time.justNow") : t("time.soon");
  if (distance < HOUR) {
    const count = Math.floor(distance / MINUTE);
    return past ? t("time.minutesAgo", { count }) : t("time.inMinutes", { count });
  }
  const count = Math.floor(distance / HOUR);
  return past ? t("time.hoursAgo", { count }) : t("time.inHours", { count });
}

export function formatAbsolute(at: Timestamp, now: Timestamp, style: TimeStyle): string {
  const { zone, language, hour12 } = style;
  const date = partsOf(at, language, {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
  });
  const year = partsOf(now, language, { timeZone: zone, year: "numeric" }).year;
  const time = formatterOf(language, {
    timeZone: zone,
    hour: hour12 ? "numeric" : "2-digit",
    minute: "2-digit",
    hourCycle: hour12 ? "h12" : "h23",
  }).format(at);
  const values = {
    weekday: date.weekday ?? "",
    day: date.day ?? "",
    month: date.month ?? "",
    time,
  };
  return date.year === year
    ? t("time.moment", values)
    : t("time.momentWithYear", { ...values, year: date.year ?? "" });
}

/** The moment to the second with the zone spelled out, for tooltips and screen readers. */
export function formatExact(at: Timestamp, style: TimeStyle): string {
  const moment = formatterOf(style.language, {
    timeZone: style.zone,
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: style.hour12 ? "numeric" : "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: style.hour12 ? "h12" : "h23",
    timeZoneName: "long",
  }).format(at);
  return t("time.exact", { moment, zone: style.zone });
}

/** What a day of the week is called, 0 for Monday. */
export function weekdayName(day: number, language: string): string {
  // A Monday, and the days after it.
  return formatterOf(language, { timeZone: "UTC", weekday: "long" }).format(
    Date.UTC(2024, 0, 1 + day),
  );
}

type DateParts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

function partsOf(at: Timestamp, language: string, options: Intl.DateTimeFormatOptions): DateParts {
  const parts: DateParts = {};
  for (const part of formatterOf(language, options).formatToParts(at)) {
    parts[part.type] = part.value;
  }
  return parts;
}

// Building a formatter costs a hundred times more than using one, and lists use many.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, options]);
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language, options);
  formatters.set(key, made);
  return made;
}
