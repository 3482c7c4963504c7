import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { wireError } from "../../host/fakeProgram";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";

async function openNew(...rest: Parameters<typeof renderApp>) {
  const app = renderApp(...rest);
  await settled();
  await app.user.keyboard("n");
  const dialog = await screen.findByRole("dialog", { name: "New cadence" });
  const name = within(dialog).getByRole("textbox", { name: "Name" });
  await waitFor(() => expect(name).toHaveFocus());
  return { ...app, dialog, name };
}

test("a new draft is selected in the list, and no search hides it", async () => {
  const { user, name } = await openNew((program) => {
    program.add("Alpha");
    program.add("Zeta");
  }, "/cadences?q=alpha");
  await user.type(name, "  Middle ");
  await user.keyboard("{Enter}");
  expect(await screen.findByText("Draft “Middle” created")).toBeVisible();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(await screen.findByRole("row", { selected: true })).toHaveTextContent("Middle");
  expect(screen.getByRole("textbox", { name: "Search cadences" })).toHaveValue("");
});

test("a taken name is explained beside the field and what was typed is kept", async () => {
  const { user, name, dialog } = await openNew((program) => program.add("Nurture"));
  await user.type(name, "nurture");
  await user.type(within(dialog).getByRole("textbox", { name: "Description" }), "Long text");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(name).toBeInvalid());
  expect(name).toHaveAccessibleDescription(
    "Another cadence is already named “Nurture”. Choose another name.",
  );
  expect(name).toHaveFocus();
  expect(name).toHaveValue("nurture");
  expect(within(dialog).getByRole("textbox", { name: "Description" })).toHaveValue("Long text");
  expect(await seriousFindings(dialog)).toEqual([]);
  await user.type(name, " 2");
  expect(name).toBeValid();
});

test("an empty name is refused beside the field", async () => {
  const { user, name } = await openNew();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(name).toHaveAccessibleDescription("Enter a name."));
});

test("a name over the limit can be typed, is counted and refused", async () => {
  const { user, name, dialog } = await openNew();
  await user.click(name);
  await user.paste("x".repeat(121));
  expect(within(dialog).getByText("121 of 120 characters")).toBeVisible();
  await user.keyboard("{Enter}");
  expect(await within(dialog).findByText(/Use at most 120 characters/)).toBeVisible();
  expect(name).toHaveValue("x".repeat(121));
});

test("another failure is explained in the dialog and nothing typed is lost", async () => {
  const { user, name, dialog, program } = await openNew();
  program.failing.set("cadence_create", wireError({ code: "disk_full", message: "full" }));
  await user.type(name, "Nurture{Enter}");
  expect(await within(dialog).findByRole("alert")).toHaveTextContent("The disk is full.");
  expect(name).toHaveValue("Nurture");
});

test("pressing Enter twice makes one cadence", async () => {
  const { user, name, program } = await openNew();
  const release = program.hold("cadence_create");
  await user.type(name, "Nurture{Enter}{Enter}");
  release();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(program.callsOf("cadence_create")).toHaveLength(1);
});

test("Escape closes at once, and asks when something typed would be lost", async () => {
  const { user, name } = await openNew();
  await user.type(name, "Nurture{Escape}");
  expect(screen.getByText("Discard what you typed?")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Keep editing" }));
  expect(name).toHaveValue("Nurture");
  await user.click(name);
  await user.keyboard("{Escape}");
  await user.click(screen.getByRole("button", { name: "Discard" }));
  expect(screen.queryByRole("dialog")).toBeNull();
  await user.keyboard("n");
  expect(await screen.findByRole("textbox", { name: "Name" })).toHaveValue("");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("an edit can be undone", async () => {
  const { user, program } = renderApp((program) => program.add("Alpha", { description: "old" }));
  await settled("cadences");
  await user.keyboard("j{F2}");
  const dialog = await screen.findByRole("dialog", { name: "Edit cadence" });
  const name = within(dialog).getByRole("textbox", { name: "Name" });
  await user.clear(name);
  await user.type(name, "Omega{Enter}");
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() =>
    expect(program.callsOf("cadence_update").at(-1)).toEqual({
      id: 1,
      name: "Alpha",
      description: "old",
      meant_for: { persona: "", stages: [] },
    }),
  );
  expect(await screen.findByRole("row", { name: /Alpha/ })).toBeVisible();
});

test("for whom a cadence is meant is said there, and changing it can be undone", async () => {
  const { user, program } = renderApp((program) => {
    program.add("Alpha");
    program.answers.personas = () => ({ personas: ["Buyer", "Engineer"] });
  });
  await settled("cadences");
  await user.keyboard("j{F2}");
  const dialog = await screen.findByRole("dialog", { name: "Edit cadence" });
  const inside = within(dialog);
  await user.type(inside.getByLabelText("Persona", { selector: "input" }), "Buy");
  await user.click(await screen.findByText("Buyer"));
  await user.click(inside.getByLabelText("Stages", { selector: "input" }));
  await user.click(await screen.findByText("In conversation"));
  expect(await seriousFindings(dialog)).toEqual([]);
  await user.click(inside.getByRole("button", { name: "Save" }));
  const meant = { persona: "Buyer", stages: ["in_conversation"] };
  await waitFor(() =>
    expect(program.callsOf("cadence_update")).toEqual([
      { id: 1, name: "Alpha", description: "", meant_for: meant },
    ]),
  );
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(program.cadences[0]?.meant_for).toEqual({ persona: "", stages: [] }));
});
