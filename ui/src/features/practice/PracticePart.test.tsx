import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { now } from "../../shared/time/clock";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";

const DAY = 86_400_000;
const LABEL = "Practice workspace: nothing leaves this computer";

function practise() {
  return renderApp((program) => {
    program.kind = "practice";
    program.answers.practice_reveal = () => ({});
    program.answers.practice_jump = () => ({ now: program.now + DAY });
  }, "/settings");
}

const line = () => within(screen.getByRole("contentinfo"));

test("practice is always said, its clock jumps to what comes next, and its mail is shown", async () => {
  const { program, user } = practise();
  await settled("settings");
  expect(line().getByRole("button", { name: LABEL })).toBeVisible();
  const account = within(screen.getByRole("region", { name: "Mail accounts" }));
  expect(account.getByText("Practice mail is written to a folder")).toBeVisible();
  expect(account.queryByRole("button", { name: "Set up mail account" })).toBeNull();

  await user.click(line().getByRole("button", { name: "Jump to next due" }));
  expect(await screen.findByText(/^It is now \w+ 25 Nov/)).toBeVisible();
  expect(Math.abs(now() - (program.now + DAY))).toBeLessThan(60_000);
  program.answers.practice_jump = () => ({ now: null });
  await user.click(line().getByRole("button", { name: "Jump to next due" }));
  expect(await screen.findByText("Nothing is to come")).toBeVisible();

  await user.click(line().getByText(LABEL));
  await user.click(await screen.findByText("Show sent mail", { selector: "[role=menuitem] *" }));
  await waitFor(() => expect(program.callsOf("practice_reveal")).toHaveLength(1));
});

test("starting for real says what stays behind, and opens the rep's own workspace", async () => {
  const { program, router, user } = practise();
  await settled("settings");
  await user.click(line().getByText(LABEL));
  await user.click(await screen.findByText("Start for real", { selector: "[role=menuitem] *" }));
  const element = await screen.findByRole("dialog", { name: "Start for real" });
  const dialog = within(element);
  expect(dialog.getByText(/people stay here: they are never copied/)).toBeVisible();
  expect(dialog.getByRole("checkbox", { name: "Copy my cadences as drafts" })).toBeChecked();
  expect(await seriousFindings(element)).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Open my workspace" }));

  expect(await screen.findByRole("dialog", { name: "Set up mail account" })).toBeVisible();
  expect(program.callsOf("workspace_choose")).toEqual([{ kind: "own", copy_cadences: true }]);
  expect(router.state.location.pathname).toBe("/settings");
  expect(screen.queryByText(LABEL)).toBeNull();
});
