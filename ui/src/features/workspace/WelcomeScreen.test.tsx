import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { wireError } from "../../host/fakeProgram";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";

test("the first start offers practice, which begins with one click, also after it failed", async () => {
  const { program, router, user } = renderApp((program) => {
    program.chosen = false;
  });
  await settled("welcome");
  expect(screen.getByRole("heading", { name: "Welcome to Cadence Desk" })).toBeVisible();
  expect(screen.queryByRole("navigation")).toBeNull();
  const practice = screen.getByRole("button", {
    name: /^Practice .*made-up partnerships\. Nothing leaves/,
  });
  expect(await seriousFindings()).toEqual([]);

  program.failing.set("workspace_choose", wireError({ code: "disk_full", message: "full" }));
  await user.click(practice);
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("The disk is full. Free some space and try again.");
  program.failing.clear();
  await user.click(within(alert).getByRole("button", { name: "Try again" }));

  expect(
    await screen.findByRole("button", { name: "Practice workspace: nothing leaves this computer" }),
  ).toBeVisible();
  expect(router.state.location.pathname).toBe("/partnerships");
  expect(program.callsOf("workspace_choose")).toEqual(
    Array(2).fill({ kind: "practice", copy_cadences: false }),
  );
});

test("setting up the mailbox leads to the form of the mail account, once", async () => {
  const { program, router, user } = renderApp((program) => {
    program.chosen = false;
  });
  await settled("welcome");
  await user.click(screen.getByRole("button", { name: /^Set up my mailbox/ }));
  const dialog = await screen.findByRole("dialog", { name: "Set up mail account" });
  await settled("settings");
  expect(program.callsOf("workspace_choose")).toEqual([{ kind: "own", copy_cadences: false }]);
  expect(router.state.location.search).toEqual({});
  await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
  await user.keyboard("gogs");
  await settled("settings");
  expect(screen.queryByRole("dialog", { name: "Set up mail account" })).toBeNull();
});
