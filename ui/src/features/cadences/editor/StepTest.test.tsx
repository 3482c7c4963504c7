import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { type FakeProgram, wireError } from "../../../host/fakeProgram";
import { seriousFindings } from "../../../testing/axe";
import { renderApp, settled } from "../../../testing/renderApp";
import type { PartnershipRow } from "../../../wire/wire";

const row = (id: number, name: string, contact: string | null): PartnershipRow => ({
  id,
  name,
  stage: "lead",
  tier: null,
  contact,
  contacts: contact === null ? 0 : 1,
  next: null,
  updated_at: 0,
});

function prepare(program: FakeProgram) {
  const email = {
    type: "email",
    mode: "manual",
    thread: "new",
    subject: "Hello",
    body: "Text",
  } as const;
  program.add("Nurture", {
    steps: [program.step(email), program.step({ type: "call", script: "" })],
  });
  const all = [row(3, "Acme", "Ada Byron"), row(4, "Bolt", "Bo"), row(5, "Nobody there", null)];
  program.answers.partnership_list = ({ search }) => {
    const rows = all.filter(({ name }) => name.toLowerCase().startsWith(search.toLowerCase()));
    return { rows, next: null, total: all.length };
  };
  program.answers.step_test = () => ({ to: "rep@example.com" });
}

async function openDialog() {
  const app = renderApp(prepare, "/cadences/1");
  await settled("cadence");
  await app.user.click(screen.getByRole("button", { name: "Send a test to myself" }));
  const element = await screen.findByRole("dialog", { name: "Send a test to myself" });
  return { ...app, element, dialog: within(element) };
}

test("the e-mail of a step is sent to the rep, for somebody made up", async () => {
  const { user, program, element, dialog } = await openDialog();
  expect(dialog.getByRole("combobox", { name: "Filled in for" })).toHaveValue("Somebody made up");
  expect(await seriousFindings(element)).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Send test" }));
  expect(await screen.findByText("A test is on its way to rep@example.com")).toBeVisible();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(program.callsOf("step_test")).toMatchObject([
    { position: 0, partnership: null, steps: [{ content: { subject: "Hello" } }, {}] },
  ]);
  expect(program.callsOf("cadence_save")).toEqual([]);
});

test("it is filled in for whom the rep chooses, among those with a contact", async () => {
  const { user, program, dialog } = await openDialog();
  await user.click(dialog.getByRole("combobox", { name: "Filled in for" }));
  const list = within(await screen.findByRole("listbox", { hidden: true }));
  const options = await list.findAllByRole("option", { hidden: true });
  expect(options.map(({ textContent }) => textContent)).toEqual([
    "Somebody made up",
    "Ada Byron · Acme",
    "Bo · Bolt",
  ]);
  await user.click(list.getByRole("option", { name: "Bo · Bolt", hidden: true }));
  await user.click(dialog.getByRole("button", { name: "Send test" }));
  await waitFor(() => expect(program.callsOf("step_test")).toMatchObject([{ partnership: 4 }]));
});

test("what went wrong is said in the dialog, and it can be tried again", async () => {
  const { user, program, dialog } = await openDialog();
  program.failing.set("step_test", wireError({ code: "no_account", message: "none" }));
  await user.click(dialog.getByRole("button", { name: "Send test" }));
  expect(await dialog.findByRole("alert")).toHaveTextContent(
    "No test was sentThere is no mail account yet. Set one up under Settings.",
  );
  const context = { variables: ["sender.phone"] };
  program.failing.set("step_test", wireError({ code: "missing_variables", context, message: "" }));
  await user.click(dialog.getByRole("button", { name: "Send test" }));
  expect(await dialog.findByText(/^sender\.phone has no value\. Fill it in/)).toBeVisible();
  program.failing.delete("step_test");
  await user.click(dialog.getByRole("button", { name: "Send test" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("only e-mails have a test", async () => {
  const { user } = renderApp(prepare, "/cadences/1");
  await settled("cadence");
  await user.keyboard("j");
  expect(screen.queryByRole("button", { name: "Send a test to myself" })).toBeNull();
});
