import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { wireError } from "../../host/fakeProgram";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";
import type { WorkspaceTrouble } from "../../wire/wire";

const troubles: [WorkspaceTrouble, string, RegExp][] = [
  [
    { reason: "damaged", detail: "page 12" },
    "The workspace file is damaged",
    /kept whole, under another name in the same folder/,
  ],
  [
    { reason: "newer", file_version: 7, known_version: 3 },
    "The workspace comes from a newer version",
    /version 7; this program knows versions up to 3/,
  ],
  [{ reason: "foreign" }, "This file is not a workspace", /left it as it is/],
  [
    { reason: "unwritable", detail: "Permission denied" },
    "The workspace cannot be written",
    /Nothing was changed/,
  ],
  [
    { reason: "synchronised", service: "Dropbox" },
    "The workspace lies in a folder of Dropbox",
    /then try again\. Or quit Cadence Desk, set .* CADENCE_DESK_DATA_DIR .*, and start it again/,
  ],
  [
    { reason: "network_disk", file_system: "nfs" },
    "The workspace lies on a network disk",
    /CADENCE_DESK_DATA_DIR/,
  ],
  [
    { reason: "disk_full" },
    "The disk is full",
    /needs some space to open the workspace\. Nothing was changed\./,
  ],
  [{ reason: "in_use" }, "Another Cadence Desk has this workspace open", /Close the other one/],
  [
    { reason: "other", detail: "disk I/O error" },
    "The workspace could not be opened",
    /Nothing was changed/,
  ],
];

describe.each(troubles)("%o", (trouble, title, sentence) => {
  test("is explained, with its path and what helps", async () => {
    renderApp((program) => {
      program.trouble = trouble;
    });
    await settled("trouble");
    expect(screen.getByRole("heading", { name: title })).toBeVisible();
    expect(screen.getByText(sentence)).toBeVisible();
    expect(screen.getByText("/data/workspace.db")).toBeVisible();
    expect(screen.getByRole("button", { name: "Try again" })).toBeEnabled();
    expect(screen.getByRole("button", { name: "Show folder" })).toBeEnabled();
    const setAside = screen.queryByRole("button", { name: "Set it aside and start empty" });
    expect(setAside !== null).toBe(trouble.reason === "damaged");
    expect(await seriousFindings()).toEqual([]);
  });
});

test("trying again shows that it tries, and that nothing changed when it fails", async () => {
  const { program, user } = renderApp((program) => {
    program.trouble = { reason: "in_use" };
  });
  await settled("trouble");
  const release = program.hold("workspace_retry");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Trying…")).toBeVisible();
  release();
  expect(
    await screen.findByText("The workspace still cannot be opened. Nothing changed."),
  ).toBeVisible();
  program.trouble = null;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await settled("cadences");
});

test("setting a damaged file aside starts with an empty workspace", async () => {
  const { program, user } = renderApp((program) => {
    program.trouble = { reason: "damaged", detail: "page 12" };
  });
  await settled("trouble");
  await user.click(screen.getByRole("button", { name: "Set it aside and start empty" }));
  await settled("cadences");
  expect(program.callsOf("workspace_set_aside")).toHaveLength(1);
});

test("a command that finds the workspace gone shows the trouble", async () => {
  const { program, user } = renderApp((program) => program.add("Alpha"));
  await settled("cadences");
  program.trouble = { reason: "other", detail: "disk removed" };
  program.failing.set(
    "cadence_archive",
    wireError({ code: "workspace_unavailable", message: "gone" }),
  );
  await user.keyboard("j{Delete}");
  expect(
    await screen.findByRole("heading", { name: "The workspace could not be opened" }),
  ).toBeVisible();
});

test("a program that does not answer is told from a workspace that does not open", async () => {
  const { program, user } = renderApp(({ failing }) => failing.set("workspace_status", "no ipc"));
  expect(
    await screen.findByRole("heading", { name: "The window cannot reach the program" }),
  ).toBeVisible();
  program.failing.clear();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => settled("cadences"));
});
