import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { FakeProgram } from "../../../host/fakeProgram";
import { defaultStepRules } from "../../../shared/cadences/rules";
import { seriousFindings } from "../../../testing/axe";
import { renderApp, settled } from "../../../testing/renderApp";
import type { CadenceSave, StepVariable } from "../../../wire/wire";

const email = {
  type: "email",
  mode: "manual",
  thread: "new",
  subject: "Hello",
  body: "Text",
} as const;

async function open(
  variables: StepVariable[] = [],
  more: (program: FakeProgram) => void = () => {},
) {
  const app = renderApp((program) => {
    const rules = { ...defaultStepRules, variables };
    program.add("Nurture", { steps: [program.step(email, { rules })] });
    more(program);
  }, "/cadences/1");
  await settled("cadence");
  const saved = () =>
    (app.program.callsOf("cadence_save") as CadenceSave[]).at(-1)?.steps[0]?.rules.variables;
  return { ...app, saved };
}

const part = () => screen.getByRole("region", { name: "Variables of this step" });
const soon = { timeout: 3_000 };

test("a variable is added under a free name, named and written, and saved", async () => {
  const { user, saved } = await open([{ name: "text_2", text: "" }]);
  await user.click(within(part()).getByRole("button", { name: "Add variable" }));
  const name = within(part()).getByLabelText("Name of variable 2");
  await waitFor(() => expect(name).toHaveFocus());
  expect(name).toHaveValue("text_3");
  await user.tripleClick(name);
  await user.paste("offer");
  expect(within(part()).getByText("Used as {{ step.offer }}")).toBeVisible();
  await user.click(within(part()).getByLabelText("Text of offer"));
  await user.paste("10 % off");
  expect(await seriousFindings(part())).toEqual([]);
  await waitFor(
    () =>
      expect(saved()).toEqual([
        { name: "text_2", text: "" },
        { name: "offer", text: "10 % off" },
      ]),
    soon,
  );
});

test("a name that cannot stand in a text or is there already is told at the place", async () => {
  const { user, saved } = await open([
    { name: "offer", text: "" },
    { name: "hook", text: "" },
  ]);
  const name = within(part()).getByLabelText("Name of variable 2");
  const named = async (text: string) => {
    await user.tripleClick(name);
    await user.paste(text);
  };
  await named("offer");
  expect(name).toBeInvalid();
  expect(within(part()).getByText(/Another variable of this step has this name/)).toBeVisible();
  expect(within(part()).getByLabelText("Name of variable 1")).toBeValid();
  for (const bad of ["Offer", "2nd", "a-b", "name"]) {
    await named(bad);
    expect(within(part()).getByText(/Use 1 to 40 small letters/)).toBeVisible();
  }
  // It is not saved meanwhile, and the status says for which step.
  await waitFor(
    () => expect(screen.getByText(/Step 1 – .*at most 20 variables/)).toBeVisible(),
    soon,
  );
  await named("intro");
  expect(name).toBeValid();
  await waitFor(() => expect(saved()?.map(({ name }) => name)).toEqual(["offer", "intro"]), soon);
});

test("a variable is removed", async () => {
  const { user, saved } = await open([
    { name: "offer", text: "a" },
    { name: "hook", text: "b" },
  ]);
  await user.click(within(part()).getByRole("button", { name: "Remove variable offer" }));
  await waitFor(() => expect(saved()).toEqual([{ name: "hook", text: "b" }]), soon);
});

test("the texts of the step offer its variables and custom fields; its variables offer no others of it", async () => {
  const { user } = await open([{ name: "offer", text: "" }], (program) => {
    program.answers.custom_fields = () => ({
      fields: [{ id: 1, of: "partnership", key: "plan", name: "Plan", kind: "text", choices: [] }],
    });
  });
  await user.click(screen.getByRole("button", { name: "Insert variable into Subject" }));
  expect(await screen.findByRole("menuitem", { name: "offer", hidden: true })).toBeTruthy();
  await user.click(screen.getByRole("menuitem", { name: "Plan", hidden: true }));
  const subject = screen.getByRole("textbox", { name: "Subject" });
  await waitFor(() => expect(subject).toHaveValue("Hello{{ custom.plan }}"));
  await user.click(screen.getByRole("button", { name: "Insert variable into Text of offer" }));
  expect(await screen.findByRole("menuitem", { name: "Plan", hidden: true })).toBeTruthy();
  expect(screen.queryByRole("menuitem", { name: "offer", hidden: true })).toBeNull();
});

test("an archived cadence shows them and changes nothing", async () => {
  await open([{ name: "offer", text: "a" }], (program) => {
    for (const one of program.cadences) one.status = "archived";
  });
  expect(within(part()).getByLabelText("Name of variable 1")).toHaveAttribute("readonly");
  expect(within(part()).queryByRole("button")).toBeNull();
});
