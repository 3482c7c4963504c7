import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { now, setProgramClock } from "./clock";
import { Moment } from "./Moment";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 24, 8, 0) });
});

afterEach(() => {
  setProgramClock(Date.now());
  vi.useRealTimers();
});

test("the window counts on from the program's clock", () => {
  const program = Date.UTC(2030, 0, 1);
  setProgramClock(program);
  vi.advanceTimersByTime(5_000);
  expect(now()).toBe(program + 5_000);
});

test("a moment is told anew every 30 seconds", () => {
  setProgramClock(Date.now());
  render(<Moment at={Date.now() - 50_000} />);
  expect(screen.getByText("just now")).toBeVisible();
  act(() => vi.advanceTimersByTime(30_000));
  expect(screen.getByText("1 min ago")).toBeVisible();
});
