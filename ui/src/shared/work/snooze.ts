import type { Timestamp } from "../../wire/wire";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MORNING = 9;

/** For how long a touch can be put off with one choice. */
export const snoozeChoices = ["15m", "1h", "4h", "tomorrow", "week"] as const;

export type SnoozeChoice = (typeof snoozeChoices)[number];

/** The moment that a choice made at `now` leads to; civil ones in the rep's zone. */
export function snoozeUntil(choice: SnoozeChoice, now: Timestamp): Timestamp {
  switch (choice) {
    case "15m":
      return now + 15 * MINUTE;
    case "1h":
      return now + HOUR;
    case "4h":
      return now + 4 * HOUR;
    case "tomorrow": {
      const day = new Date(now);
      return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, MORNING).getTime();
    }
    case "week": {
      // A week later at the same time of day, also when the clocks change meanwhile.
      const day = new Date(now);
      day.setDate(day.getDate() + 7);
      return day.getTime();
    }
  }
}

/** The moment of a date "2026-11-24" and a time "09:00" in the rep's zone; none if unclear. */
export function momentOf(date: string, time: string): Timestamp | null {
  const day = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(date.trim());
  const clock = /^(\d{1,2}):(\d{2})(:\d{2})?$/.exec(time.trim());
  if (!day || !clock) return null;
  const [year, month, dayOfMonth] = day.slice(1).map(Number) as [number, number, number];
  const [hour, minute] = clock.slice(1, 3).map(Number) as [number, number];
  const at = new Date(year, month - 1, dayOfMonth, hour, minute);
  const real = at.getMonth() === month - 1 && hour < 24 && minute < 60;
  return real ? at.getTime() : null;
}

/** Date and time of a moment in the rep's zone, as fields write them. */
export function fieldsOf(at: Timestamp): { date: string; time: string } {
  const moment = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  return {
    date: `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`,
    time: `${two(moment.getHours())}:${two(moment.getMinutes())}`,
  };
}
