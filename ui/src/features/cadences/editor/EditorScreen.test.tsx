import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { type FakeProgram, wireError } from "../../../host/fakeProgram";
import { defaultStepRules } from "../../../shared/cadences/rules";
import { seriousFindings } from "../../../testing/axe";
import { renderApp, settled } from "../../../testing/renderApp";
import type { CadenceSave, StepContent } from "../../../wire/wire";

const email = (subject: string, body: string): StepContent => ({
  type: "email",
  mode: "manual",
  thread: "new",
  subject,
  body,
});
const phone: StepContent = { type: "call", script: "" };
const task: StepContent = { type: "task", work: "other", instructions: "" };

function threeSteps(program: FakeProgram) {
  program.add("Nurture", {
    steps: [
      program.step(email("Hello", "Text"), { name: "First" }),
      program.step(phone, { delay: { amount: 2, unit: "days" } }),
      program.step(task, { name: "Look", delay: { amount: 3, unit: "business_days" } }),
    ],
  });
}

async function openEditor(prepare: (program: FakeProgram) => void = threeSteps) {
  const app = renderApp(prepare, "/cadences/1");
  await settled("cadence");
  const saves = () => app.program.callsOf("cadence_save") as CadenceSave[];
  return { ...app, saves };
}

const list = () => screen.getByRole("region", { name: "Steps" });
const rows = () =>
  within(list())
    .getAllByRole("listitem")
    .map((item) => item.querySelector("[data-list-row]")?.textContent?.replace(/\s+/g, " ").trim());
const current = () => list().querySelector('[aria-current="true"]');

test("steps are shown with their days and the waits between them", async () => {
  await openEditor();
  expect(rows()).toEqual(["1 E-mail First Day 1", "2 Call Day 3", "3 Task Look"]);
  expect(within(list()).getByText("at the start")).toBeVisible();
  expect(within(list()).getByText("wait 2 days")).toBeVisible();
  expect(within(list()).getByText("wait 3 business days")).toBeVisible();
  expect(screen.getByRole("heading", { name: "Step 1: E-mail" })).toBeVisible();
  expect(await seriousFindings()).toEqual([]);
});

test("an empty cadence offers the three types, and the first field gets the focus", async () => {
  const { user, saves } = await openEditor((program) => program.add("Nurture"));
  expect(screen.getByRole("heading", { name: "No steps yet" })).toBeVisible();
  expect(await seriousFindings()).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Call" }));
  const name = screen.getByRole("textbox", { name: "Name" });
  await waitFor(() => expect(name).toHaveFocus());
  await user.keyboard("Ring");
  await waitFor(() => expect(saves().at(-1)?.steps).toMatchObject([{ name: "Ring" }]), {
    timeout: 3_000,
  });
  await settled("cadence");
  // The id that the first save gave is used, and the field was not disturbed.
  expect(name).toHaveFocus();
  await user.keyboard(" up");
  await settled("cadence");
  expect(saves().at(-1)?.steps).toMatchObject([{ id: 1, name: "Ring up" }]);
});

test("A inserts after the selected step, and undo takes it out", async () => {
  const { user } = await openEditor();
  await user.keyboard("j");
  await user.keyboard("a");
  await user.click(await screen.findByRole("menuitem", { name: "Task", hidden: true }));
  expect(rows()).toEqual(["1 E-mail First Day 1", "2 Call Day 3", "3 Task Day 3", "4 Task Look"]);
  await waitFor(() => expect(screen.getByRole("textbox", { name: "Name" })).toHaveFocus());
  await user.keyboard("{Escape}");
  await waitFor(() => expect(current()).toHaveFocus());
  await user.keyboard("{Control>}z{/Control}");
  expect(rows()).toHaveLength(3);
});

test("steps are reordered and deleted from the keyboard, and each is taken back", async () => {
  const { user, saves } = await openEditor();
  await user.keyboard("j");
  expect(current()).toHaveTextContent("2 Call");
  await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
  expect(rows()).toEqual(["1 Call Day 3", "2 E-mail First Day 3", "3 Task Look"]);
  expect(current()).toHaveFocus();
  await user.keyboard("{Delete}");
  expect(rows()).toEqual(["1 E-mail First Day 1", "2 Task Look"]);
  expect(current()).toHaveTextContent("1 E-mail First");
  expect(await screen.findByText("Step “Call” deleted")).toBeVisible();
  await settled("cadence");
  await user.keyboard("{Control>}z{/Control}");
  expect(rows()[0]).toBe("1 Call Day 3");
  await user.keyboard("{Control>}z{/Control}");
  expect(rows()).toEqual(["1 E-mail First Day 1", "2 Call Day 3", "3 Task Look"]);
  await settled("cadence");
  expect(
    saves()
      .at(-1)
      ?.steps.map(({ id }) => id),
  ).toEqual([1, 2, 3]);
});

test("arrows, Home and End move through the steps, and Enter goes to the form", async () => {
  const { user } = await openEditor();
  await user.keyboard("{End}");
  expect(current()).toHaveTextContent("3 Task Look");
  await user.keyboard("{ArrowUp}");
  expect(current()).toHaveFocus();
  expect(current()).toHaveTextContent("2 Call");
  await user.keyboard("{Enter}");
  expect(screen.getByRole("textbox", { name: "Name" })).toHaveFocus();
  expect(screen.getByRole("heading", { name: "Step 2: Call" })).toBeVisible();
});

test("a wait that is no number is explained and holds the saving until it is mended", async () => {
  const { user, saves } = await openEditor();
  const amount = screen.getByRole("textbox", { name: "Wait, number" });
  await user.clear(amount);
  await user.type(amount, "abc");
  expect(amount).toBeInvalid();
  expect(amount).toHaveAccessibleDescription("Enter a whole number from 0 to 365.");
  expect(screen.getByRole("alert")).toHaveTextContent("Not saved: Step 1 – Enter a whole number");
  expect(screen.getByRole("button", { name: "Some changes are not saved yet" })).toBeVisible();
  expect(await seriousFindings()).toEqual([]);
  await user.clear(amount);
  await user.type(amount, "4");
  await settled("cadence");
  expect(screen.getByRole("button", { name: /^Everything is saved in/ })).toBeVisible();
  expect(saves()).toHaveLength(1);
  expect(saves()[0]?.steps[0]?.delay).toEqual({ amount: 4, unit: "days" });
  expect(screen.getByText("Saved")).toBeVisible();
});

test("what the program refuses stands beside its field and nothing typed is lost", async () => {
  const { user } = await openEditor();
  await user.keyboard("j");
  const amount = screen.getByRole("textbox", { name: "Wait, number" });
  await user.clear(amount);
  await user.type(amount, "400");
  await waitFor(
    () => expect(amount).toHaveAccessibleDescription("Enter a whole number from 0 to 365."),
    { timeout: 3_000 },
  );
  expect(amount).toHaveValue("400");
  await user.keyboard("{Backspace}");
  await settled("cadence");
  expect(amount).toBeValid();
});

/** The first step leads to the second, which has a time of day. */
function withRules(program: FakeProgram) {
  const { rules } = program.step(phone);
  const back = program.step(email("Again", "Text"), {
    name: "Back",
    rules: { ...rules, time_of_day: { type: "morning" }, deadline_minutes: 120 },
  });
  const routing = [
    { disposition: "gatekeeper" as const, leads_to: { type: "jump" as const, to: back.id } },
  ];
  const ring = program.step(phone, { name: "Ring", rules: { ...rules, routing } });
  const cadence = program.add("Nurture", { steps: [ring, back] });
  cadence.rules = { ...cadence.rules, category: "inbound", holidays: true };
  return cadence;
}

test("the rules of cadence and steps are saved as they were, whatever is edited", async () => {
  const { user, saves, program } = await openEditor(withRules);
  const before = structuredClone(program.cadences[0]);
  await user.type(screen.getByRole("textbox", { name: "Goal" }), "A call");
  await user.type(screen.getByRole("textbox", { name: "Script" }), "Hello");
  await user.keyboard("{Escape}j{Alt>}{ArrowUp}{/Alt}");
  await user.keyboard("a");
  await user.click(await screen.findByRole("menuitem", { name: "Task", hidden: true }));
  await settled("cadence");
  const sent = saves().at(-1);
  expect(sent).toMatchObject({ goal: "A call", rules: before?.rules, move_people: false });
  const [ring, back] = before?.steps ?? [];
  expect(sent?.steps.map(({ name, rules }) => [name, rules])).toEqual([
    ["Back", back?.rules],
    ["", defaultStepRules],
    ["Ring", ring?.rules],
  ]);
});

test("a time of day that does not go with the wait is explained beside it", async () => {
  const { user } = await openEditor(withRules);
  await user.keyboard("j");
  await user.selectOptions(screen.getByRole("combobox", { name: "Wait, unit" }), "hours");
  const amount = screen.getByRole("textbox", { name: "Wait, number" });
  await waitFor(
    () => expect(amount).toHaveAccessibleDescription(/time of day, which needs a wait in days/),
    { timeout: 3_000 },
  );
  await user.selectOptions(screen.getByRole("combobox", { name: "Wait, unit" }), "business days");
  await settled("cadence");
  expect(amount).toBeValid();
  expect(screen.getByText("Saved")).toBeVisible();
});

test("a deleted step that another leads to is explained, and Undo mends it", async () => {
  const { user, program } = await openEditor(withRules);
  await user.keyboard("j{Delete}");
  await settled("cadence");
  expect(screen.getByRole("alert")).toHaveTextContent(
    "Not saved: Step 1 – Its rules name a step that was deleted. Undo the deletion",
  );
  expect(rows()).toEqual([expect.stringContaining("Not saved")]);
  await user.keyboard("{Control>}z{/Control}");
  await settled("cadence");
  expect(screen.getByText("Saved")).toBeVisible();
  expect(program.cadences[0]?.steps).toHaveLength(2);
});

test("a text that is too long is explained at its step, and a goal beside the goal", async () => {
  const { user } = await openEditor();
  const name = screen.getByRole("textbox", { name: "Name" });
  await user.click(name);
  await user.paste("x".repeat(121));
  await settled("cadence");
  expect(name).toHaveAccessibleDescription(/Use at most 120 characters/);
  expect(rows()[0]).toContain("Not saved");
  await user.click(screen.getByRole("textbox", { name: "Goal" }));
  await user.paste("y".repeat(501));
  await user.clear(name);
  await settled("cadence");
  expect(screen.getByRole("textbox", { name: "Goal" })).toBeInvalid();
  expect(screen.getByRole("alert")).toHaveTextContent("Use at most 500 characters");
});

test("a cadence saved elsewhere is loaded only after asking", async () => {
  const { user, program } = await openEditor();
  const [cadence] = program.cadences;
  if (cadence) cadence.revision = 5;
  if (cadence) cadence.goal = "Theirs";
  await user.type(screen.getByRole("textbox", { name: "Goal" }), "Mine");
  const load = { name: "Load the saved version" };
  await user.click(await screen.findByRole("button", load, { timeout: 3_000 }));
  expect(await screen.findByRole("dialog", { name: "Load the saved version?" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Keep editing" }));
  expect(screen.getByRole("textbox", { name: "Goal" })).toHaveValue("Mine");
  await user.click(screen.getByRole("button", load));
  await user.click(await screen.findByRole("button", { name: "Load and lose my changes" }));
  await waitFor(() => expect(screen.getByRole("textbox", { name: "Goal" })).toHaveValue("Theirs"));
});

test("what changes elsewhere appears when nothing was typed here", async () => {
  const { program } = await openEditor();
  const [cadence] = program.cadences;
  if (cadence) {
    cadence.name = "Renamed";
    cadence.revision = 1;
    cadence.steps = cadence.steps.slice(0, 2);
  }
  await act(() => program.changed({ kind: "cadence", id: 1 }));
  expect(await screen.findByRole("heading", { name: "Renamed" })).toBeVisible();
  await waitFor(() => expect(rows()).toHaveLength(2));
});

test("what was typed is saved when the window's content goes, before any other workspace opens", async () => {
  const { user, saves, unmount } = await openEditor();
  await user.type(screen.getByRole("textbox", { name: "Goal" }), "Mine");
  unmount();
  await waitFor(() => expect(saves().at(-1)?.goal).toBe("Mine"));
});

test("leaving the screen saves, and a failure is told with the way back", async () => {
  const { user, program, router } = await openEditor();
  program.failing.set("cadence_save", wireError({ code: "disk_full", message: "full" }));
  await user.type(screen.getByRole("textbox", { name: "Goal" }), "Mine");
  await user.click(screen.getByRole("button", { name: "Back to Cadences" }));
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("Changes to “Nurture” are not saved");
  program.failing.clear();
  await user.click(within(alert).getByRole("button", { name: "Open the steps" }));
  await settled("cadence");
  expect(router.state.location.pathname).toBe("/cadences/1");
  expect(screen.getByRole("textbox", { name: "Goal" })).toHaveValue("Mine");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Saved")).toBeVisible();
});

test("activating saves first, names what is missing and leads to it", async () => {
  const { user, program } = await openEditor((program) =>
    program.add("Nurture", {
      steps: [program.step(phone), program.step(email("Hello", "Text"), { name: "Second" })],
    }),
  );
  await user.keyboard("j");
  await user.clear(screen.getByRole("textbox", { name: "Subject" }));
  expect(rows()[1]).toContain("No subject");
  await user.keyboard("{Escape}k");
  await user.click(screen.getByRole("button", { name: "Activate" }));
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("In step 2, the e-mail has no subject.");
  await user.click(within(alert).getByRole("button", { name: "Open the steps" }));
  await waitFor(() => expect(current()).toHaveTextContent("Second"));
  await user.type(screen.getByRole("textbox", { name: "Subject" }), "Again");
  await user.click(screen.getByRole("button", { name: "Activate" }));
  expect(await screen.findByText("“Nurture” activated")).toBeVisible();
  expect(await screen.findByRole("button", { name: "Deactivate" })).toBeVisible();
  expect(program.callsOf("cadence_activate")).toHaveLength(2);
});

test("a variable goes in where the cursor is", async () => {
  const { user } = await openEditor();
  const text = screen.getByRole("textbox", { name: "Text" });
  await user.click(text);
  await user.keyboard("{Home}");
  await user.click(screen.getByRole("button", { name: "Insert variable into Text" }));
  await user.click(await screen.findByRole("menuitem", { name: "First name", hidden: true }));
  await waitFor(() => expect(text).toHaveValue("{{ contact.first_name }}Text"));
  expect(text).toHaveFocus();
});

test("a task is of a kind, and what it gives can be put into a text", async () => {
  const { user, saves } = await openEditor();
  await user.keyboard("jj");
  const kind = screen.getByRole("combobox", { name: "Kind" });
  expect(kind).toHaveValue("other");
  await user.selectOptions(kind, "Video");
  expect(kind).toHaveAccessibleDescription(/Later texts can use the link/);
  await user.keyboard("{Escape}");
  await user.click(screen.getByRole("button", { name: "Insert variable into Instructions" }));
  await user.click(
    await screen.findByRole("menuitem", { name: "LinkedIn findings", hidden: true }),
  );
  const content = {
    type: "task",
    work: "video",
    instructions: "{{ touch.personal_line }}",
  };
  await waitFor(() => expect(saves().at(-1)?.steps[2]).toMatchObject({ content }), {
    timeout: 3_000,
  });
});

test("the same thread needs an e-mail before the step", async () => {
  await openEditor();
  const same = screen.getByRole("radio", { name: "Same thread" });
  expect(same).toBeDisabled();
  expect(screen.getByText("No e-mail comes before this step.")).toBeVisible();
});

test("a copy is made with what was just typed, and is opened from the toast", async () => {
  const { user, program, router } = await openEditor();
  await user.type(screen.getByRole("textbox", { name: "Goal" }), "A call");
  await user.click(screen.getByRole("button", { name: "More actions" }));
  await user.click(await screen.findByRole("menuitem", { name: "Duplicate", hidden: true }));
  await user.click(await screen.findByRole("button", { name: "Open" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/cadences/2"));
  expect(await screen.findByRole("heading", { name: "Copy of Nurture" })).toBeVisible();
  expect(program.cadences[1]).toMatchObject({ goal: "A call", status: "draft" });
});

test("an archived cadence can be read and restored, not changed", async () => {
  const { user } = await openEditor((program) => {
    threeSteps(program);
    const [cadence] = program.cadences;
    if (cadence) cadence.status = "archived";
  });
  expect(screen.getByText("This cadence is archived. Restore it to change it.")).toBeVisible();
  expect(screen.getByRole("textbox", { name: "Goal" })).toHaveAttribute("readonly");
  expect(screen.queryByRole("button", { name: /Insert a step|Move step|Add step/ })).toBeNull();
  await user.keyboard("{Delete}");
  expect(rows()).toHaveLength(3);
  expect(await seriousFindings()).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Restore" }));
  expect(await screen.findByRole("button", { name: "Add step" })).toBeVisible();
});

test.each(["/cadences/99", "/cadences/x"])("%s leads nowhere and has a way back", async (path) => {
  const { user } = renderApp(() => {}, path);
  expect(await screen.findByText("This cadence is not in the workspace")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Go to Cadences" }));
  await settled("cadences");
});
