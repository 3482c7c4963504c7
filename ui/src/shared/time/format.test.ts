import { expect, test } from "vitest";
import { formatAbsolute, formatExact, formatMoment, type TimeStyle } from "./format";

const berlin: TimeStyle = { zone: "Europe/Berlin", language: "en", hour12: false };
const newYork: TimeStyle = { zone: "America/New_York", language: "en", hour12: true };
const now = Date.UTC(2026, 10, 24, 8, 0);
const minutes = (count: number) => now + count * 60_000;

test.each([
  [minutes(0), "just now"],
  [minutes(-0.9), "just now"],
  [minutes(0.5), "in a moment"],
  [minutes(-2), "2 min ago"],
  [minutes(59.9), "in 59 min"],
  [minutes(-60), "1 h ago"],
  [minutes(125), "in 2 h"],
  [minutes(-24 * 60 + 1), "23 h ago"],
])("within a day a moment is told by its distance (%#)", (at, words) => {
  expect(formatMoment(at, now, berlin)).toBe(words);
});

test("from a day on it is told by the calendar", () => {
  expect(formatMoment(minutes(-24 * 60), now, berlin)).toBe("Mon 23 Nov 09:00");
  expect(formatMoment(minutes(24 * 60), now, newYork)).toBe("Wed 25 Nov 3:00 AM");
});

test("the year is added when it is another one in that zone", () => {
  const newYear = Date.UTC(2026, 11, 31, 23, 30);
  expect(formatAbsolute(newYear, now, berlin)).toBe("Fri 1 Jan 2027 00:30");
  expect(formatAbsolute(newYear, now, newYork)).toBe("Thu 31 Dec 6:30 PM");
});

test("midnight is 00:00 and 12:00 AM", () => {
  const midnight = Date.UTC(2026, 10, 1, 23, 0);
  expect(formatAbsolute(midnight, now, berlin)).toBe("Mon 2 Nov 00:00");
  expect(formatAbsolute(Date.UTC(2026, 10, 2, 5, 0), now, newYork)).toBe("Mon 2 Nov 12:00 AM");
});

test("the same wall time before and after the clocks change is told with its own offset", () => {
  const before = Date.UTC(2026, 9, 25, 0, 30);
  const after = Date.UTC(2026, 9, 25, 1, 30);
  expect(formatAbsolute(before, now, berlin)).toBe("Sun 25 Oct 02:30");
  expect(formatAbsolute(after, now, berlin)).toBe("Sun 25 Oct 02:30");
  expect(formatExact(before, berlin)).toContain("02:30:00 Central European Summer Time");
  expect(formatExact(after, berlin)).toContain("02:30:00 Central European Standard Time");
});

test("the exact moment names its zone", () => {
  expect(formatExact(now, berlin)).toMatch(/^Tuesday.*24.*2026.*09:00:00.*\(Europe\/Berlin\)$/);
});
