import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { type FakeProgram, wireError } from "../../host/fakeProgram";
import { defaultStepRules } from "../../shared/cadences/rules";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";
import type { CallerNumber } from "../../wire/wire";

const berlin = { number: "+49 30 123", label: "Berlin" };
const mobile = { number: "+49 170 456", label: "" };
const paris = { number: "+33 1 789", label: "Paris" };

async function open(
  numbers: CallerNumber[] = [berlin, mobile, paris],
  more: (program: FakeProgram) => void = () => {},
) {
  const app = renderApp((program) => {
    program.callers = structuredClone(numbers);
    more(program);
  }, "/settings");
  await settled("settings");
  const region = screen.getByRole("region", { name: "Numbers you call from" });
  const part = within(region);
  const shown = () =>
    part.queryAllByRole("listitem").map((item) => item.querySelector("div")?.textContent);
  const add = within(part.queryByRole("form", { name: "Add a number" }) ?? region);
  const saved = () => app.program.callsOf("caller_numbers_save").at(-1);
  return { ...app, region, part, shown, add, saved };
}

test("without numbers it says what happens then, and the first one is added", async () => {
  const { region, part, add, program, shown, saved, user } = await open([]);
  expect(part.getByText(/^There are no numbers yet\. Calls are made from whatever/)).toBeVisible();
  expect(await seriousFindings(region)).toEqual([]);
  const number = add.getByLabelText("Number");
  await user.click(add.getByRole("button", { name: "Add number" }));
  expect(program.callsOf("caller_numbers_save")).toEqual([]);
  await user.type(number, " +49 30 123 ");
  await user.type(add.getByLabelText("Label"), "Berlin{Enter}");
  expect(await screen.findByText("Number +49 30 123 added")).toBeVisible();
  expect(saved()).toEqual({ numbers: [berlin] });
  await waitFor(() => expect(shown()).toEqual(["Berlin+49 30 123"]));
  expect(number).toHaveFocus();
  expect(number).toHaveValue("");
  expect(add.getByLabelText("Label")).toHaveValue("");
  await user.keyboard("+49 170 456{Enter}");
  await waitFor(() => expect(saved()).toEqual({ numbers: [berlin, mobile] }));
  await waitFor(() => expect(shown()).toEqual(["Berlin+49 30 123", "+49 170 456"]));
  expect(await seriousFindings(region)).toEqual([]);
});

test("what is refused stands at its field, and what was typed stays", async () => {
  const { add, user } = await open();
  const number = add.getByLabelText("Number");
  const label = add.getByLabelText("Label");
  await user.type(number, "call me{Enter}");
  await waitFor(() => expect(number).toBeInvalid());
  expect(number).toHaveAccessibleDescription(/^Enter a phone number with its digits/);
  await user.clear(number);
  expect(number).toBeValid();
  await user.type(number, "+49 (0)30/123{Enter}");
  await waitFor(() =>
    expect(number).toHaveAccessibleDescription("This number is in the list already."),
  );
  await user.clear(number);
  await user.type(number, "112");
  await user.click(label);
  await user.paste("x".repeat(61));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(label).toHaveAccessibleDescription("Use at most 60 characters."));
  expect(number).toBeValid();
  expect(number).toHaveValue("112");
});

test("there are not more numbers than can be kept", async () => {
  const many = Array.from({ length: 50 }, (_, at) => ({ number: `${1_000 + at}`, label: "" }));
  const { add, user } = await open(many);
  await user.type(add.getByLabelText("Number"), "112{Enter}");
  await waitFor(() =>
    expect(add.getByLabelText("Number")).toHaveAccessibleDescription(/^There can be 50 numbers/),
  );
});

test("a number is edited in its place, Escape leaves it, and Undo takes it back", async () => {
  const { region, part, program, shown, saved, user } = await open();
  const edit = () => user.click(part.getByRole("button", { name: "Edit +49 170 456" }));
  await edit();
  await user.keyboard("5{Escape}");
  expect(shown()).toEqual(["Berlin+49 30 123", "+49 170 456", "Paris+33 1 789"]);
  await waitFor(() => expect(part.getByRole("button", { name: "Edit +49 170 456" })).toHaveFocus());
  await edit();
  const form = within(part.getByRole("form", { name: "Edit +49 170 456" }));
  expect(await seriousFindings(region)).toEqual([]);
  expect(form.getByLabelText("Number")).toHaveFocus();
  await user.keyboard("{Enter}");
  expect(program.callsOf("caller_numbers_save")).toEqual([]);
  await edit();
  await user.keyboard("7");
  const again = within(part.getByRole("form", { name: "Edit +49 170 456" }));
  await user.type(again.getByLabelText("Label"), "Mobile{Enter}");
  expect(await screen.findByText("Number +49 170 4567 saved")).toBeVisible();
  const changed = { number: "+49 170 4567", label: "Mobile" };
  expect(saved()).toEqual({ numbers: [berlin, changed, paris] });
  await waitFor(() =>
    expect(part.getByRole("button", { name: "Edit +49 170 4567" })).toHaveFocus(),
  );
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(saved()).toEqual({ numbers: [berlin, mobile, paris] }));
  expect(await screen.findByText("Taken back")).toBeVisible();
});

test("a number that a step calls from is not edited away, and not removed", async () => {
  const { part, program, shown, user } = await open(undefined, (program) => {
    const caller = { type: "fixed", number: "+49 30123" } as const;
    const rules = { ...defaultStepRules, caller };
    program.add("Cold", { steps: [program.step({ type: "call", script: "" }, { rules })] });
  });
  await user.click(part.getByRole("button", { name: "Edit +49 30 123" }));
  const form = within(part.getByRole("form", { name: "Edit +49 30 123" }));
  await user.keyboard("9{Enter}");
  await waitFor(() =>
    expect(form.getByLabelText("Number")).toHaveAccessibleDescription(
      "The cadence “Cold” calls from +49 30 123. Choose another number in its steps first.",
    ),
  );
  await user.click(form.getByRole("button", { name: "Cancel" }));
  await user.click(part.getByRole("button", { name: "Remove +49 30 123" }));
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("Number +49 30 123 was not removed");
  expect(alert).toHaveTextContent("The cadence “Cold” calls from +49 30 123.");
  expect(program.callers).toEqual([berlin, mobile, paris]);
  expect(shown()).toHaveLength(3);
});

test("numbers are moved by their arrows, the focus goes with them, and Undo puts them back", async () => {
  const { part, program, shown, saved, user } = await open();
  expect(part.getByRole("button", { name: "Move +49 30 123 up" })).toBeDisabled();
  expect(part.getByRole("button", { name: "Move +33 1 789 down" })).toBeDisabled();
  await user.click(part.getByRole("button", { name: "Move +33 1 789 up" }));
  await waitFor(() => expect(saved()).toEqual({ numbers: [berlin, paris, mobile] }));
  await waitFor(() =>
    expect(part.getByRole("button", { name: "Move +33 1 789 up" })).toHaveFocus(),
  );
  await user.keyboard("{Enter}");
  await waitFor(() => expect(saved()).toEqual({ numbers: [paris, berlin, mobile] }));
  // At the end of the list its arrow cannot be pressed any more.
  await waitFor(() =>
    expect(part.getByRole("button", { name: "Move +33 1 789 down" })).toHaveFocus(),
  );
  expect(shown()[0]).toBe("Paris+33 1 789");
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(saved()).toEqual({ numbers: [berlin, paris, mobile] }));
  program.failing.set("caller_numbers_save", wireError({ code: "disk_full", message: "" }));
  await user.click(part.getByRole("button", { name: "Move +49 170 456 up" }));
  expect(await screen.findByText("The order of your numbers was not changed")).toBeVisible();
});

test("a change is made to the list that the one before has left", async () => {
  const { part, program, user } = await open();
  const release = program.hold("caller_numbers_save");
  await user.click(part.getByRole("button", { name: "Move +33 1 789 up" }));
  await user.click(part.getByRole("button", { name: "Move +49 30 123 down" }));
  release();
  await waitFor(() => expect(program.callers).toEqual([paris, berlin, mobile]));
});

test("a number is removed, the focus stays in the list, and Undo brings it back", async () => {
  const { part, program, shown, add, user } = await open([berlin, mobile]);
  await user.click(part.getByRole("button", { name: "Remove +49 30 123" }));
  expect(await screen.findByText("Number +49 30 123 removed")).toBeVisible();
  await waitFor(() => expect(shown()).toEqual(["+49 170 456"]));
  await waitFor(() =>
    expect(part.getByRole("button", { name: "Remove +49 170 456" })).toHaveFocus(),
  );
  await user.keyboard("{Enter}");
  await waitFor(() => expect(shown()).toEqual([]));
  await waitFor(() => expect(add.getByLabelText("Number")).toHaveFocus());
  for (const button of screen.getAllByRole("button", { name: "Undo" }).reverse()) {
    await user.click(button);
  }
  await waitFor(() => expect(program.callers).toEqual([berlin, mobile]));
  await waitFor(() => expect(shown()).toEqual(["Berlin+49 30 123", "+49 170 456"]));
});

test("the second click of a double click removes no second number", async () => {
  const { part, program, user } = await open();
  await user.dblClick(part.getByRole("button", { name: "Remove +49 30 123" }));
  await waitFor(() => expect(program.callers).toEqual([mobile, paris]));
  expect(program.callsOf("caller_numbers_save")).toHaveLength(1);
});

test("a list that cannot be loaded says why, and is tried again", async () => {
  const { part, program, user } = await open([berlin], ({ failing }) =>
    failing.set("caller_numbers", wireError({ code: "internal", message: "" })),
  );
  expect(await part.findByText("Your numbers could not be loaded")).toBeVisible();
  expect(part.queryByRole("form")).toBeNull();
  program.failing.clear();
  await user.click(part.getByRole("button", { name: "Try again" }));
  expect(await part.findByText("+49 30 123")).toBeVisible();
});
