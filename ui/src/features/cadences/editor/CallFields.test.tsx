import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { FakeProgram } from "../../../host/fakeProgram";
import { defaultStepRules } from "../../../shared/cadences/rules";
import { seriousFindings } from "../../../testing/axe";
import { renderApp, settled } from "../../../testing/renderApp";
import type { CadenceSave, CallerNumber, StepRules } from "../../../wire/wire";

const numbers: CallerNumber[] = [
  { number: "+49 30 123", label: "Berlin" },
  { number: "+49 170 456", label: "" },
];

async function open(
  callers: CallerNumber[] = numbers,
  rules: Partial<StepRules> = {},
  more: (program: FakeProgram) => void = () => {},
) {
  const app = renderApp((program) => {
    program.callers = callers;
    const step = { rules: { ...defaultStepRules, ...rules } };
    program.add("Nurture", { steps: [program.step({ type: "call", script: "" }, step)] });
    more(program);
  }, "/cadences/1");
  await settled("cadence");
  const saved = () =>
    (app.program.callsOf("cadence_save") as CadenceSave[]).at(-1)?.steps[0]?.rules;
  return { ...app, saved };
}

const form = () => screen.getByRole("region", { name: "Step 1" });
const from = () => screen.getByRole("combobox", { name: "Call from" });
const choices = () =>
  Array.from(from().querySelectorAll("option"), ({ text, disabled }) =>
    disabled ? `${text} (disabled)` : text,
  );
const switchOf = () => screen.getByRole("switch", { name: "Leave a voicemail" });
const text = () => screen.queryByRole("textbox", { name: "Voicemail text" });
const soon = { timeout: 3_000 };

test("the number is chosen by chance, in turn or for good, and saved", async () => {
  const { user, saved } = await open();
  expect(choices()).toEqual([
    "Whatever the phone uses",
    "Any of your numbers, by chance",
    "Your numbers in turn",
    "Berlin · +49 30 123",
    "+49 170 456",
  ]);
  expect(from()).toHaveValue("any");
  expect(screen.queryByRole("link", { name: "Add your numbers in Settings" })).toBeNull();
  await user.selectOptions(from(), "Your numbers in turn");
  expect(from()).toHaveAccessibleDescription(/^The next one in your list.*The call window says/);
  await waitFor(() => expect(saved()?.caller).toEqual({ type: "rotating" }), soon);
  await user.selectOptions(from(), "Any of your numbers, by chance");
  expect(from()).toHaveAccessibleDescription(/^The call window says which number to use/);
  await waitFor(() => expect(saved()?.caller).toEqual({ type: "random" }), soon);
  await user.selectOptions(from(), "Berlin · +49 30 123");
  await waitFor(
    () => expect(saved()?.caller).toEqual({ type: "fixed", number: "+49 30 123" }),
    soon,
  );
  expect(await seriousFindings(form())).toEqual([]);
  await user.selectOptions(from(), "Whatever the phone uses");
  await waitFor(() => expect(saved()).toEqual(defaultStepRules), soon);
  expect(saved()).not.toHaveProperty("caller");
});

test("without numbers there is nothing to choose, and a link to where they are added", async () => {
  const { user, router } = await open([]);
  expect(choices()).toEqual([
    "Whatever the phone uses",
    "Any of your numbers, by chance (disabled)",
    "Your numbers in turn (disabled)",
  ]);
  expect(screen.getByText(/You have no numbers to choose from yet\./)).toBeVisible();
  expect(await seriousFindings(form())).toEqual([]);
  await user.click(screen.getByRole("link", { name: "Add your numbers in Settings" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/settings"));
});

test("a chosen number is found however it is written", async () => {
  await open(numbers, { caller: { type: "fixed", number: "+49 (0)30/123" } });
  expect(from()).toHaveDisplayValue("Berlin · +49 30 123");
  expect(choices()).toHaveLength(5);
});

test("a number that is not in the list any more stays in view, and is refused at its place", async () => {
  const { user, saved } = await open(numbers, { caller: { type: "fixed", number: "+1 555" } });
  expect(from()).toHaveDisplayValue("+1 555");
  expect(from()).toHaveAccessibleDescription(
    "+1 555 is not one of your numbers any more. Choose another one.",
  );
  await user.type(screen.getByRole("textbox", { name: "Name" }), "Ring");
  await waitFor(() => expect(from()).toBeInvalid(), soon);
  expect(from()).toHaveAccessibleDescription(/^It calls from \+1 555, which is not one of/);
  expect(screen.getByText(/^Not saved: Step 1 – It calls from \+1 555/)).toBeVisible();
  await user.selectOptions(from(), "+49 170 456");
  await waitFor(
    () => expect(saved()?.caller).toEqual({ type: "fixed", number: "+49 170 456" }),
    soon,
  );
  await waitFor(() => expect(from()).toBeValid());
  expect(choices()).toHaveLength(5);
});

test("while the numbers are not known nothing is said of them", async () => {
  await open(numbers, { caller: { type: "fixed", number: "+49 30 123" } }, ({ failing }) =>
    failing.set("caller_numbers", { code: "internal", message: "" }),
  );
  expect(from()).toHaveDisplayValue("+49 30 123");
  expect(from()).not.toHaveAccessibleDescription();
  expect(screen.queryByRole("link", { name: "Add your numbers in Settings" })).toBeNull();
});

test("a voicemail is switched on, written with variables, and switched off again", async () => {
  const { user, saved } = await open();
  expect(switchOf()).not.toBeChecked();
  expect(text()).toBeNull();
  expect(switchOf()).toHaveAccessibleDescription("The call window says not to leave one.");
  await user.click(switchOf());
  await waitFor(() => expect(saved()?.voicemail).toBe(""), soon);
  await user.type(text() as HTMLElement, "Hello ");
  await user.click(screen.getByRole("button", { name: "Insert variable into Voicemail text" }));
  await user.click(await screen.findByRole("menuitem", { name: "First name", hidden: true }));
  await waitFor(() => expect(text()).toHaveValue("Hello {{ contact.first_name }}"));
  await waitFor(() => expect(saved()?.voicemail).toBe("Hello {{ contact.first_name }}"), soon);
  expect(await seriousFindings(form())).toEqual([]);
  await user.click(switchOf());
  expect(text()).toBeNull();
  expect(switchOf()).toHaveAccessibleDescription();
  await waitFor(() => expect(saved()).toEqual(defaultStepRules), soon);
  expect(saved()).not.toHaveProperty("voicemail");
  await user.click(switchOf());
  expect(text()).toHaveValue("Hello {{ contact.first_name }}");
});

test("a voicemail that is refused says so at its text", async () => {
  const { user } = await open(numbers, { voicemail: "Hello" });
  await user.click(text() as HTMLElement);
  await user.paste("\u0007");
  await waitFor(() => expect(text()).toBeInvalid(), soon);
  expect(text()).toHaveAccessibleDescription(/^Remove the invisible control character/);
  expect(screen.getByRole("textbox", { name: "Script" })).toBeValid();
});

test("an archived cadence shows the choice and changes nothing", async () => {
  const rules = { caller: { type: "rotating" }, voicemail: "Hello" } as const;
  await open([], rules, (program) => {
    for (const one of program.cadences) one.status = "archived";
  });
  expect(from()).toHaveDisplayValue("Your numbers in turn");
  expect(from()).toBeDisabled();
  expect(switchOf()).toBeDisabled();
  expect(text()).toHaveAttribute("readonly");
});
