import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { wireError } from "../../host/fakeProgram";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";

const MONDAY = Date.UTC(2026, 10, 23, 8, 0);

function open() {
  const late = { count: 3, oldest: MONDAY as number | null };
  const app = renderApp((program) => {
    program.answers.late_mail = () => ({ ...late });
    program.answers.late_settle = () => {
      late.count = 0;
      late.oldest = null;
      return { ...late };
    };
  }, "/cadences");
  return { ...app, late };
}

const dialog = async () =>
  within(await screen.findByRole("dialog", { name: /more than a day late/ }));

test("late mail is asked about in one question that names how many and the oldest", async () => {
  const { program, client, user } = open();
  const asked = await dialog();
  expect(screen.getByRole("dialog", { name: "3 e-mails are more than a day late" })).toBeVisible();
  expect(asked.getByText(/The first of them was to leave/)).toBeVisible();
  expect(await seriousFindings(screen.getByRole("dialog"))).toEqual([]);
  await user.click(asked.getByRole("button", { name: "Send at the normal pace" }));
  await waitFor(() => expect(program.callsOf("late_settle")).toEqual([{ answer: "send" }]));
  await client.invalidateQueries();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("steps are skipped, and what goes wrong is said", async () => {
  const { program, user } = open();
  program.failing.set("late_settle", wireError({ code: "everything_paused", message: "paused" }));
  await user.click((await dialog()).getByRole("button", { name: "Skip these steps" }));
  expect(await (await dialog()).findByText(/Let everything go on first/)).toBeVisible();
  expect(program.callsOf("late_settle")).toEqual([{ answer: "skip" }]);
});

test("chosen one by one they lie in the outbox, and the question comes again only for more", async () => {
  const { router, client, user, late } = open();
  await user.click((await dialog()).getByRole("button", { name: "Choose one by one" }));
  await settled("outbox");
  expect(router.state.location.pathname).toBe("/outbox");
  expect(screen.queryByRole("dialog")).toBeNull();
  late.count = 1;
  await client.invalidateQueries();
  await settled("outbox");
  expect(screen.queryByRole("dialog")).toBeNull();
  late.count = 2;
  await client.invalidateQueries();
  expect(
    await screen.findByRole("dialog", { name: "2 e-mails are more than a day late" }),
  ).toBeVisible();
});
