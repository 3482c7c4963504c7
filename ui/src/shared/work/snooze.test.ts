import { expect, test } from "vitest";
import { fieldsOf, momentOf, snoozeChoices, snoozeUntil } from "./snooze";

const now = new Date(2026, 10, 24, 17, 30).getTime();

test("each choice leads to its moment in the rep's zone", () => {
  const until = snoozeChoices.map((choice) => Object.values(fieldsOf(snoozeUntil(choice, now))));
  expect(until.map(([date, time]) => `${date} ${time}`)).toEqual([
    "2026-11-24 17:45",
    "2026-11-24 18:30",
    "2026-11-24 21:30",
    "2026-11-25 09:00",
    "2026-12-01 17:30",
  ]);
});

test("date and time are read, and what is none is refused", () => {
  expect(momentOf("2026-11-24", "17:30")).toBe(now);
  const unclear = [
    ["2026-02-30", "09:00"],
    ["2026-11-24", "24:00"],
    ["2026-11-24", "09:60"],
    ["24.11.", "9"],
    ["", ""],
  ] as const;
  expect(unclear.map(([date, time]) => momentOf(date, time))).toEqual(unclear.map(() => null));
});
