import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";

test("the side panel is resized from the keyboard and remembers its width", async () => {
  const { user, unmount } = renderApp();
  await settled("cadences");
  const edge = screen.getByRole("separator", { name: "Width of the side panel" });
  expect(edge).toHaveAttribute("aria-valuenow", "264");
  edge.focus();
  await user.keyboard("{ArrowLeft}");
  expect(edge).toHaveAttribute("aria-valuenow", "280");
  await user.keyboard("{ArrowRight}{ArrowRight}");
  expect(edge).toHaveAttribute("aria-valuenow", "248");
  await user.keyboard("{End}{ArrowLeft}");
  expect(edge).toHaveAttribute("aria-valuenow", "480");
  unmount();
  renderApp();
  await settled("cadences");
  expect(screen.getByRole("separator")).toHaveAttribute("aria-valuenow", "480");
});

test("navigation and side panel collapse with their keys and buttons", async () => {
  const { user } = renderApp((program) => program.add("Alpha"));
  await settled("cadences");
  await user.keyboard("[[]");
  expect(screen.getByRole("button", { name: "Expand navigation" })).toBeVisible();
  expect(screen.getByRole("link", { name: "Cadences 1" })).toBeVisible();
  expect(screen.queryByRole("separator")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Expand side panel" }));
  expect(screen.getByText("Steps that fall due are listed here.")).toBeVisible();
});

test("G C and G S go to screens, and the window reopens where it was", async () => {
  const { user, router, unmount } = renderApp();
  await settled("cadences");
  await user.keyboard("gs");
  await settled("settings");
  await user.keyboard("gc");
  await settled("cadences");
  await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
  await settled("settings");
  expect(router.state.location.pathname).toBe("/settings");
  unmount();
  renderApp();
  await settled("settings");
});

test("an unknown address has a way back", async () => {
  const { user } = renderApp(() => {}, "/nowhere");
  await settled("not-found");
  await user.click(screen.getByRole("button", { name: "Go to Cadences" }));
  await settled("cadences");
});

test("the status line says that everything is saved, and shows where", async () => {
  const { user, program } = renderApp();
  await settled("cadences");
  await user.click(screen.getByRole("button", { name: "Everything is saved in /data" }));
  const details = await screen.findByRole("dialog", { hidden: true });
  expect(within(details).getByText("/data/workspace.db")).toBeInTheDocument();
  await user.click(within(details).getByRole("button", { name: "Show in folder", hidden: true }));
  expect(program.callsOf("workspace_reveal")).toHaveLength(1);
});

test("while a change is being written the status line says so", async () => {
  const { user, program } = renderApp((program) => program.add("Alpha"));
  await settled("cadences");
  const release = program.hold("cadence_archive");
  await user.keyboard("j{Delete}");
  expect(await screen.findByRole("button", { name: "Saving…" })).toBeVisible();
  expect(document.documentElement).toHaveAttribute("data-busy");
  release();
  expect(await screen.findByRole("button", { name: /Everything is saved/ })).toBeVisible();
});

test("a program that stops answering is noticed", async () => {
  const { user, program } = renderApp((program) => program.add("Alpha"));
  await settled("cadences");
  program.failing.set("cadence_archive", "channel closed");
  program.failing.set("cadence_list", "channel closed");
  await user.keyboard("j{Delete}");
  const button = await screen.findByRole("button", { name: "The window cannot reach the program" });
  expect(button).toBeVisible();
  program.failing.clear();
  await act(() => program.changed({ kind: "cadence", id: null }));
  expect(await screen.findByRole("button", { name: /Everything is saved/ })).toBeVisible();
});

test("the palette finds commands and cadences and shows their keys", async () => {
  const { user } = renderApp((program) => {
    program.add("Alpha");
    program.add("Settlement follow-up");
  });
  await settled("cadences");
  await user.keyboard("{Control>}k{/Control}");
  const input = await screen.findByRole("combobox", { name: "Command palette" });
  await waitFor(() => expect(input).toHaveFocus());
  await user.type(input, "settle");
  const option = await screen.findByRole("option", { name: "Settlement follow-up" });
  expect(option).toHaveAttribute("aria-selected", "true");
  expect(await seriousFindings()).toEqual([]);
  await user.keyboard("{Enter}");
  await settled("cadence");
  expect(screen.getByRole("heading", { name: "Settlement follow-up" })).toBeVisible();

  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox"), "go to settings");
  expect(screen.getByRole("option", { name: /Go to Settings/ })).toHaveTextContent("GthenS");
  await user.keyboard("{Enter}");
  await settled("settings");
});

test("the sheet lists the shortcuts", async () => {
  const { user } = renderApp();
  await settled("cadences");
  await user.keyboard("?");
  const sheet = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  expect(within(sheet).getByText("Go to Cadences")).toBeInTheDocument();
  expect(await seriousFindings()).toEqual([]);
});
