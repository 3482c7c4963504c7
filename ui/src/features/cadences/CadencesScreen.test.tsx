import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { wireError } from "../../host/fakeProgram";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";

const rowNames = () =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => within(row).getAllByRole("gridcell")[0]?.textContent);
const selectedRow = () => screen.getByRole("row", { selected: true });

test("an empty workspace explains cadences and offers to make one", async () => {
  const { user } = renderApp();
  await settled("cadences");
  expect(screen.getByRole("heading", { name: "No cadences yet" })).toBeVisible();
  const [, inMessage] = screen.getAllByRole("button", { name: "New cadence" });
  if (inMessage) await user.click(inMessage);
  expect(await screen.findByRole("dialog", { name: "New cadence" })).toBeVisible();
});

test("a skeleton appears only after 150 ms", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: false });
  const { program } = renderApp();
  const release = program.hold("cadence_list");
  await act(() => vi.advanceTimersByTimeAsync(149));
  expect(screen.queryByRole("status", { name: "Loading cadences" })).toBeNull();
  await act(() => vi.advanceTimersByTimeAsync(20));
  expect(screen.getByRole("status", { name: "Loading cadences" })).toBeInTheDocument();
  release();
  await act(() => vi.advanceTimersByTimeAsync(50));
  expect(screen.queryByRole("status", { name: "Loading cadences" })).toBeNull();
  vi.useRealTimers();
});

test("rows show name, description, status and times, sorted by the program", async () => {
  renderApp((program) => {
    program.add("Nurture", { status: "active" });
    const steps = ["Ring", "Ring again"].map((script) => program.step({ type: "call", script }));
    program.add("Cold outbound", { description: "Nine touches", steps });
  });
  await settled("cadences");
  expect(rowNames()).toEqual(["Cold outboundNine touches", "Nurture"]);
  const row = screen.getByRole("row", { name: /Cold outbound/ });
  expect(within(row).getByText("Draft")).toBeVisible();
  expect(within(row).getAllByRole("gridcell")[2]).toHaveTextContent("2");
  expect(within(row).getByText("3 h ago")).toHaveAttribute("dateTime", "2026-11-24T06:00:00.000Z");
  expect(within(row).getByText("2 min ago")).toBeVisible();
  expect(screen.getByRole("grid")).toHaveAttribute("aria-rowcount", "3");
  expect(screen.getByRole("link", { name: "Cadences 2" })).toBeVisible();
});

test("a failure is explained, and trying again helps", async () => {
  const { program, user } = renderApp(({ failing }) =>
    failing.set("cadence_list", wireError({ code: "internal", message: "boom" })),
  );
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("The cadences could not be loaded");
  program.failing.clear();
  await user.click(within(alert).getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("heading", { name: "No cadences yet" })).toBeVisible();
});

test("the next page is loaded when the end comes near", async () => {
  const { program, user } = renderApp((program) => {
    for (let at = 0; at < 250; at += 1) program.add(`Cadence ${String(at).padStart(3, "0")}`);
  });
  await settled("cadences");
  expect(screen.getByRole("grid")).toHaveAttribute("aria-rowcount", "251");
  const pages = () =>
    program.callsOf("cadence_list").filter((input) => (input as { limit: number }).limit === 100);
  expect(pages()).toHaveLength(1);
  await user.keyboard("{End}");
  await waitFor(() => expect(pages()).toHaveLength(3));
  expect(pages()[1]).toMatchObject({ after: { name_key: "cadence 099" } });
  await waitFor(() =>
    expect(screen.getByRole("grid")).toHaveAttribute("aria-activedescendant", "cadence-250"),
  );
});

test("filter and search live in the address and clear again", async () => {
  const { router, user } = renderApp((program) => {
    program.add("Cold outbound");
    program.add("Nurture");
    program.add("Old", { status: "archived" });
  });
  await settled("cadences");
  await user.type(screen.getByRole("textbox", { name: "Search cadences" }), "zebra");
  expect(await screen.findByText("No cadence is named like “zebra”")).toBeVisible();
  expect(router.state.location.search).toEqual({ filter: "all", q: "zebra" });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(rowNames()).toHaveLength(2));
  await user.click(screen.getByRole("radio", { name: /Archived/ }));
  await waitFor(() => expect(rowNames()).toEqual(["Old"]));
  expect(router.state.location.search).toEqual({ filter: "archived", q: "" });
  act(() => router.history.back());
  await waitFor(() => expect(rowNames()).toHaveLength(2));
});

test("archiving is shown at once and can be undone by toast and by key", async () => {
  const { program, user } = renderApp((program) => {
    program.add("Cold outbound");
    program.add("Nurture");
  });
  await settled("cadences");
  await user.keyboard("j");
  const release = program.hold("cadence_archive");
  await user.keyboard("{Delete}");
  await waitFor(() => expect(rowNames()).toEqual(["Nurture"]));
  expect(selectedRow()).toHaveTextContent("Nurture");
  release();
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(rowNames()).toEqual(["Cold outbound", "Nurture"]));
  expect(selectedRow()).toHaveTextContent("Cold outbound");

  await user.keyboard("{Delete}");
  await waitFor(() => expect(program.callsOf("cadence_archive")).toHaveLength(2));
  await settled("cadences");
  await user.keyboard("{Control>}z{/Control}");
  await waitFor(() => expect(rowNames()).toEqual(["Cold outbound", "Nurture"]));
});

test("an archive that fails is put back and explained", async () => {
  const { program, user } = renderApp((program) => program.add("Cold outbound"));
  await settled("cadences");
  program.failing.set("cadence_archive", wireError({ code: "disk_full", message: "full" }));
  await user.keyboard("j{Delete}");
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("“Cold outbound” was not archived");
  expect(alert).toHaveTextContent("The disk is full.");
  expect(rowNames()).toEqual(["Cold outbound"]);
  expect(screen.getByRole("button", { name: "The last change was not saved" })).toBeVisible();
  program.failing.clear();
  await user.click(within(alert).getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("“Cold outbound” archived")).toBeVisible();
});

test("an undo whose name was taken meanwhile says so", async () => {
  const { program, user } = renderApp((program) => program.add("Cold outbound"));
  await settled("cadences");
  await user.keyboard("j{Delete}");
  const undo = await screen.findByRole("button", { name: "Undo" });
  program.add("Cold outbound");
  await user.click(undo);
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("Another cadence is already named “Cold outbound”.");
  expect(within(alert).getByRole("button", { name: "Show the other one" })).toBeVisible();
});

test("a cadence with people in it is archived only after a question that says how many", async () => {
  const { program, user } = renderApp((fake) => {
    fake.add("Cold outbound", { status: "active", people: 3 });
  });
  await settled("cadences");
  await user.keyboard("j{Delete}");
  const dialog = await screen.findByRole("dialog", { name: "Archive “Cold outbound”?" });
  expect(dialog).toHaveTextContent("3 people are still in it");
  expect(await seriousFindings()).toEqual([]);
  await user.click(within(dialog).getByRole("button", { name: "Keep it" }));
  expect(program.callsOf("cadence_archive")).toEqual([]);
  await user.keyboard("{Delete}");
  await user.click(await screen.findByRole("button", { name: "Finish 3 people and archive" }));
  expect(await screen.findByText("“Cold outbound” archived")).toBeVisible();
  expect(program.callsOf("cadence_archive")).toEqual([{ id: 1, finish: true }]);
  expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
});

test("somebody who entered meanwhile is asked about as well", async () => {
  const { program, user } = renderApp((fake) => {
    fake.add("Cold outbound", { status: "active" });
  });
  await settled("cadences");
  const [cadence] = program.cadences;
  if (cadence) cadence.people = 1;
  await user.keyboard("j{Delete}");
  await user.click(await screen.findByRole("button", { name: "Finish one person and archive" }));
  expect(await screen.findByText("“Cold outbound” archived")).toBeVisible();
});

test("the archive restores with R", async () => {
  const { user } = renderApp(
    (program) => program.add("Old", { status: "archived" }),
    "/cadences?filter=archived",
  );
  await settled("cadences");
  await user.keyboard("jr");
  expect(await screen.findByText("“Old” restored")).toBeVisible();
  expect(screen.getByRole("heading", { name: "The archive is empty" })).toBeVisible();
});

test("the selected row stays selected when a change sorts the list anew", async () => {
  const { program, user } = renderApp((program) => {
    program.add("Alpha");
    program.add("Beta");
  });
  await settled("cadences");
  await user.keyboard("j");
  expect(selectedRow()).toHaveTextContent("Alpha");
  const [alpha] = program.cadences;
  if (alpha) alpha.name = "Zeta";
  await act(() => program.changed({ kind: "cadence", id: 1 }));
  await waitFor(() => expect(rowNames()).toEqual(["Beta", "Zeta"]));
  expect(selectedRow()).toHaveTextContent("Zeta");
});

test("the row menu opens from the keyboard and edits", async () => {
  const { user } = renderApp((program) => program.add("Alpha"));
  await settled("cadences");
  await user.keyboard("j{Shift>}{F10}{/Shift}");
  // Nothing has a place in jsdom, so the menu believes that its row is scrolled out of view.
  const edit = { name: /Edit name and description/, hidden: true };
  await user.click(await screen.findByRole("menuitem", edit));
  expect(await screen.findByRole("dialog", { name: "Edit cadence" })).toBeVisible();
});

test("Enter opens the editor, and a click on the name as well", async () => {
  const { user, router } = renderApp((program) => program.add("Alpha"));
  await settled("cadences");
  await user.keyboard("j{Enter}");
  await settled("cadence");
  act(() => router.history.back());
  await settled("cadences");
  await user.click(screen.getByRole("link", { name: "Alpha" }));
  await settled("cadence");
  expect(router.state.location.pathname).toBe("/cadences/1");
});

test("the row menu activates, and what is missing leads to the editor", async () => {
  const { user, program, router } = renderApp((program) => {
    program.add("Alpha", { steps: [program.step({ type: "call", script: "" })] });
    program.add("Beta");
  });
  await settled("cadences");
  const choose = async (name: string) => {
    await user.keyboard("{Shift>}{F10}{/Shift}");
    await user.click(await screen.findByRole("menuitem", { name, hidden: true }));
  };
  await user.keyboard("j");
  await choose("Activate");
  expect(await screen.findByText("“Alpha” activated")).toBeVisible();
  await settled("cadences");
  await user.click(screen.getByRole("radio", { name: /Active/ }));
  await waitFor(() => expect(rowNames()).toEqual(["Alpha"]));
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByText("“Alpha” deactivated")).toBeVisible();
  expect(await screen.findByText("No active cadences")).toBeVisible();
  expect(program.cadences[0]?.status).toBe("inactive");

  await user.click(screen.getByRole("button", { name: "Show all" }));
  await waitFor(() => expect(rowNames()).toHaveLength(2));
  await user.keyboard("{End}");
  await choose("Activate");
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("It has no steps yet.");
  await user.click(within(alert).getByRole("button", { name: "Open the steps" }));
  await settled("cadence");
  expect(router.state.location.pathname).toBe("/cadences/2");
});

test("the screen has no serious accessibility findings", async () => {
  renderApp((program) => {
    program.add("Cold outbound", { description: "Nine touches" });
    program.add("Nurture");
  });
  await settled("cadences");
  expect(await seriousFindings()).toEqual([]);
});
