import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { seriousFindings } from "../../testing/axe";
import type { TouchSnooze } from "../../wire/wire";
import { renderWork } from "./renderWork";

const first = { step: 11, cadence: 1, position: 0, type: "email" } as const;
const second = { step: 12, cadence: 1, position: 1, type: "call" } as const;
const inbound = { step: 21, cadence: 2, position: 2, type: "task" } as const;
const DAY = 86_400_000;

const panel = () => within(screen.getByRole("complementary", { name: "Due steps" }));
const names = () =>
  panel()
    .getAllByRole("row")
    .map((row) => row.textContent);

test("cadences open to steps, steps to people, and back, all by keyboard", async () => {
  const { user, path } = await renderWork((work, { now }) => {
    work.add("Ada", first, {}, { due_at: now - 2 * DAY });
    work.add("Bob", first);
    work.add("Cyn", second);
    work.add("Dan", inbound);
  });
  const cadence = await panel().findByRole("button", { name: "Cold outbound 3 due" });
  expect(panel().getByRole("button", { name: "Inbound 1 due" })).toBeVisible();
  expect(panel().queryByRole("button", { name: /^Step/ })).toBeNull();
  cadence.focus();
  await user.keyboard("{ArrowRight}j");
  expect(panel().getByRole("button", { name: "Step 1 E-mail 2 due" })).toHaveFocus();
  expect(panel().getByRole("button", { name: "Step 2 Call 1 due" })).toBeVisible();
  expect(await seriousFindings()).toEqual([]);

  await user.keyboard("{Enter}");
  const grid = await panel().findByRole("grid", { name: "Step 1: E-mail" });
  expect(grid).toHaveFocus();
  expect(names()).toEqual([
    expect.stringMatching(/^AdaOverdueAda Ltd · /),
    expect.stringMatching(/^BobBob Ltd · 2 h ago/),
  ]);
  expect(await seriousFindings()).toEqual([]);
  await user.keyboard("j{Enter}");
  await screen.findByRole("heading", { name: "E-mail · Bob · Bob Ltd" });
  expect(path()).toBe("/partnerships/102");
  await user.click(panel().getByRole("button", { name: "Back to the steps" }));
  expect(panel().getByRole("button", { name: "Step 1 E-mail 2 due" })).toHaveFocus();
});

test("people are skipped with X, which can be undone, and put off with S", async () => {
  const { user, program } = await renderWork((work) => {
    work.add("Ada", first);
    work.add("Bob", first);
    work.add("Cyn", first);
  });
  await user.click(await panel().findByRole("button", { name: "Step 1 E-mail 3 due" }));
  await panel().findByRole("grid");
  await user.keyboard("x");
  await waitFor(() => expect(names()).toHaveLength(2));
  expect(program.callsOf("touch_skip")).toEqual([{ id: 1 }]);
  await user.click(screen.getByRole("button", { name: /Undo/ }));
  await waitFor(() => expect(program.callsOf("undo")).toEqual([{ event: 71 }]));

  await user.keyboard("s");
  await user.click(await screen.findByRole("menuitem", { name: /1 hour/, hidden: true }));
  await waitFor(() => expect(names()).toHaveLength(1));
  const [snoozed] = program.callsOf("touch_snooze") as TouchSnooze[];
  expect(snoozed).toMatchObject({ id: 2, beyond_hours: false });
  expect(Math.abs((snoozed?.until ?? 0) - program.now - 3_600_000)).toBeLessThan(10_000);
});

test("a step with more people than a page lists them all", async () => {
  const { user, program } = await renderWork((work) => {
    for (let at = 1; at <= 130; at += 1) work.add(`Person ${at}`, first);
  });
  await user.click(await panel().findByRole("button", { name: "Step 1 E-mail 130 due" }));
  expect(await panel().findByRole("grid")).toHaveAttribute("aria-rowcount", "130");
  expect(program.callsOf("due_list")).toHaveLength(1);
  await user.keyboard("{End}");
  await waitFor(() =>
    expect(panel().getByRole("grid")).toHaveAttribute("aria-activedescendant", "due-130"),
  );
  expect(program.callsOf("due_list")).toHaveLength(2);
});

test("where nothing is due, it says when the next step is", async () => {
  await renderWork((_, program) => {
    const { activity } = program.answers;
    const at = program.now + 2.5 * 3_600_000;
    program.answers.activity = (input) => ({
      ...(activity?.(input) as NonNullable<ReturnType<NonNullable<typeof activity>>>),
      next_due_at: at,
    });
  });
  expect(await panel().findByText("Nothing is due.")).toBeVisible();
  expect(await panel().findByText("in 2 h")).toBeVisible();
});
