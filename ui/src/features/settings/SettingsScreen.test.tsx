import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { COLOR_SCHEME_KEY } from "../../shared/theme/theme";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";

const scheme = () => document.documentElement.getAttribute("data-mantine-color-scheme");

test("the chosen theme applies at once and is remembered", async () => {
  const { user, unmount } = renderApp(() => {}, "/settings");
  await settled("settings");
  expect(scheme()).toBe("light");
  await user.click(screen.getByRole("radio", { name: "Dark" }));
  expect(scheme()).toBe("dark");
  expect(localStorage.getItem(COLOR_SCHEME_KEY)).toBe("dark");
  unmount();
  renderApp(() => {}, "/settings");
  await settled("settings");
  expect(screen.getByRole("radio", { name: "Dark" })).toBeChecked();
  expect(scheme()).toBe("dark");
});

test("single-key shortcuts are switched off for good", async () => {
  const { user } = renderApp(() => {}, "/settings");
  await settled("settings");
  await user.click(screen.getByRole("switch", { name: "Single-key shortcuts" }));
  await user.keyboard("gc");
  expect(document.documentElement.dataset.ready).toBe("settings");
  await user.click(screen.getByRole("button", { name: "Show all shortcuts" }));
  expect(
    await screen.findByText("Single-key shortcuts are switched off in Settings."),
  ).toBeInTheDocument();
});

test("the workspace file and the version are shown", async () => {
  const { program, user } = renderApp(() => {}, "/settings");
  await settled("settings");
  expect(screen.getByText("/data/workspace.db")).toBeVisible();
  expect(screen.getByText("Version 0.1.0")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Show in folder" }));
  await waitFor(() => expect(program.callsOf("workspace_reveal")).toHaveLength(1));
});

test("the screen has no serious accessibility findings", async () => {
  renderApp(() => {}, "/settings");
  await settled("settings");
  expect(await seriousFindings()).toEqual([]);
});
