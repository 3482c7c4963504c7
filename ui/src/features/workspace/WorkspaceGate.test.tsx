import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { wireError } from "../../host/fakeProgram";
import { workspaceStatusKey } from "../../shared/workspace/status";
import { renderApp, settled } from "../../testing/renderApp";
import type { WorkspaceStatus } from "../../wire/wire";

async function archiveAlpha() {
  const app = renderApp((program) => program.add("Alpha"));
  await settled("cadences");
  await app.user.keyboard("j{Delete}");
  expect(await screen.findByText("“Alpha” archived")).toBeVisible();
  return app;
}

test("toasts and Undo go with the workspace that they are about", async () => {
  const { program, user } = await archiveAlpha();
  program.trouble = { reason: "other", detail: "disk removed" };
  await act(() => program.changed({ kind: "workspace", id: null }));
  await settled("trouble");
  await waitFor(() => expect(screen.queryByText("“Alpha” archived")).toBeNull());
  program.trouble = null;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await settled("cadences");
  await user.keyboard("{Control>}z{/Control}");
  await settled("cadences");
  expect(program.callsOf("cadence_restore")).toEqual([]);
});

test("a workspace at another place starts with nothing of the one before", async () => {
  const { program, client, user } = await archiveAlpha();
  program.failing.set("cadence_create", wireError({ code: "disk_full", message: "full" }));
  await user.keyboard("n");
  await user.type(await screen.findByRole("textbox", { name: "Name" }), "Beta{Enter}");
  expect(
    await screen.findByRole("button", { name: "The last change was not saved", hidden: true }),
  ).toBeInTheDocument();
  program.cadences = [];
  const status: WorkspaceStatus = {
    state: "ready",
    path: "/other/workspace.db",
    now: program.now,
    kind: "own",
    zone: "Europe/Berlin",
  };
  const before = program.callsOf("cadence_list").length;
  await act(async () => client.setQueryData<WorkspaceStatus>(workspaceStatusKey, status));
  await waitFor(() => expect(program.callsOf("cadence_list").length).toBeGreaterThan(before));
  await settled("cadences");
  expect(screen.getByRole("heading", { name: "No cadences yet" })).toBeVisible();
  expect(screen.getByRole("button", { name: "Everything is saved in /other" })).toBeVisible();
  await waitFor(() => expect(screen.queryByText("“Alpha” archived")).toBeNull());
  await user.keyboard("{Control>}z{/Control}");
  await settled("cadences");
  expect(program.callsOf("cadence_restore")).toEqual([]);
});
