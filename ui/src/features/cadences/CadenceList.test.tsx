import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderApp, settled } from "../../testing/renderApp";

test("another filter selects no row that was not chosen, and keeps one that it shows", async () => {
  const { program, user } = renderApp((program) => {
    program.add("Alpha");
    program.add("Beta", { status: "active" });
    program.add("Old", { status: "archived" });
  });
  await settled("cadences");
  await user.keyboard("j");
  await user.click(screen.getByRole("radio", { name: /Archived/ }));
  expect(await screen.findByRole("row", { name: /Old/ })).toBeVisible();
  expect(screen.queryByRole("row", { selected: true })).toBeNull();
  await user.keyboard("r");
  await settled("cadences");
  expect(program.callsOf("cadence_restore")).toEqual([]);

  await user.click(screen.getByRole("radio", { name: /All/ }));
  expect(await screen.findByRole("row", { name: /Beta/ })).toBeVisible();
  await user.keyboard("jj");
  expect(screen.getByRole("row", { selected: true })).toHaveTextContent("Beta");
  await user.type(screen.getByRole("textbox", { name: "Search cadences" }), "bet");
  await waitFor(() => expect(screen.queryByText("Alpha")).toBeNull());
  expect(screen.getByRole("row", { selected: true })).toHaveTextContent("Beta");
});

test("Backspace archives as Delete does, for keyboards without it", async () => {
  const { user } = renderApp((program) => program.add("Alpha"));
  await settled("cadences");
  await user.keyboard("j{Backspace}");
  expect(await screen.findByText("“Alpha” archived")).toBeVisible();
});
