import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { wireError } from "../../host/fakeProgram";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";
import type { CustomField, CustomFieldUse } from "../../wire/wire";

const plan: CustomField = {
  id: 1,
  of: "partnership",
  key: "plan",
  name: "Plan",
  kind: "choice",
  choices: ["Basic", "Pro"],
};
const nick: CustomField = {
  id: 2,
  of: "contact",
  key: "nick",
  name: "Nickname",
  kind: "text",
  choices: [],
};

async function open(start: CustomField[], use: CustomFieldUse = { values: 0, cadences: [] }) {
  let fields = start;
  const app = renderApp((program) => {
    const answer = (next: CustomField[]) => {
      fields = next;
      return { fields };
    };
    Object.assign(program.answers, {
      custom_fields: () => ({ fields }),
      custom_field_add: ({ definition }) => answer([...fields, { id: 9, ...definition }]),
      custom_field_change: ({ id, name, choices }) =>
        answer(fields.map((one) => (one.id === id ? { ...one, name, choices } : one))),
      custom_field_order: ({ ids }) =>
        answer(ids.flatMap((id) => fields.filter((one) => one.id === id))),
      custom_field_use: () => use,
      custom_field_remove: ({ id }) => answer(fields.filter((one) => one.id !== id)),
    } satisfies typeof program.answers);
  }, "/settings");
  await settled("settings");
  return { ...app, part: within(screen.getByRole("region", { name: "Custom fields" })) };
}

const names = (part: Awaited<ReturnType<typeof open>>["part"]) =>
  part.getAllByRole("listitem").map((item) => item.querySelector("[data-selectable]")?.textContent);

test("a field is added, and its name says what it is called in texts until one is typed", async () => {
  const { part, program, user } = await open([]);
  expect(part.getByText("There are no custom fields yet.")).toBeVisible();
  await user.click(part.getByRole("button", { name: "Add field" }));
  const element = await screen.findByRole("dialog", { name: "Add a custom field" });
  const dialog = within(element);
  await user.type(dialog.getByLabelText("Name"), "Contract end");
  expect(dialog.getByLabelText("Name in texts")).toHaveValue("contract_end");
  expect(dialog.getByText(/It is used as \{\{ custom\.contract_end \}\}/)).toBeVisible();
  await user.selectOptions(dialog.getByLabelText("Kind"), "Choice");
  await user.selectOptions(dialog.getByLabelText("Of"), "Contact");
  await user.type(dialog.getByLabelText("Choices"), "Spring{Enter}{Enter}Autumn");
  expect(await seriousFindings(element)).toEqual([]);
  await user.clear(dialog.getByLabelText("Name in texts"));
  await user.type(dialog.getByLabelText("Name in texts"), "ends");
  await user.click(dialog.getByRole("button", { name: "Add field" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const definition = {
    of: "contact",
    key: "ends",
    name: "Contract end",
    kind: "choice",
    choices: ["Spring", "Autumn"],
  };
  expect(program.callsOf("custom_field_add")).toEqual([{ definition }]);
  expect(part.getByText("{{ custom.ends }}")).toBeVisible();
});

test("what is refused stands beside its input, and what was typed stays", async () => {
  const { part, program, user } = await open([nick]);
  await user.click(part.getByRole("button", { name: "Add field" }));
  const dialog = within(await screen.findByRole("dialog"));
  const refuse = (fault: unknown) =>
    program.failing.set(
      "custom_field_add",
      wireError({ code: "custom_field", context: { fault }, message: "" } as never),
    );
  refuse({ type: "key_taken" });
  await user.type(dialog.getByLabelText("Name"), "Nick{Enter}");
  const key = dialog.getByLabelText("Name in texts");
  await waitFor(() => expect(key).toBeInvalid());
  expect(dialog.getByText(/Another custom field has this name in texts/)).toBeVisible();
  refuse({ type: "too_many", max: 50 });
  await user.type(key, "2{Enter}");
  expect(await dialog.findByRole("alert")).toHaveTextContent("There can be 50 custom fields.");
  expect(key).toHaveValue("nick2");
  program.failing.clear();
  await user.click(dialog.getByRole("button", { name: "Add field" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("a field is renamed and gets other choices; its key and kind stay", async () => {
  const { part, program, user } = await open([plan, nick]);
  await user.click(part.getByRole("button", { name: "Edit Plan" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Edit a custom field" }));
  expect(dialog.getByLabelText("Name in texts")).toBeDisabled();
  expect(dialog.queryByLabelText("Kind")).toBeNull();
  await user.type(dialog.getByLabelText("Name"), " 2026");
  await user.type(dialog.getByLabelText("Choices"), "{Enter}Max");
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(names(part)).toEqual(["Plan 2026", "Nickname"]));
  expect(program.callsOf("custom_field_change")).toEqual([
    { id: 1, name: "Plan 2026", choices: ["Basic", "Pro", "Max"] },
  ]);
});

test("the order is changed from the keyboard too, and is as before when that fails", async () => {
  const { part, program, user } = await open([plan, nick]);
  expect(part.getByRole("button", { name: "Move Plan up" })).toBeDisabled();
  await user.click(part.getByRole("button", { name: "Move Plan down" }));
  await waitFor(() => expect(names(part)).toEqual(["Nickname", "Plan"]));
  expect(program.callsOf("custom_field_order")).toEqual([{ ids: [2, 1] }]);
  program.failing.set("custom_field_order", wireError({ code: "disk_full", message: "" }));
  await user.click(part.getByRole("button", { name: "Move Plan up" }));
  expect(await screen.findByText("The order was not changed")).toBeVisible();
  await waitFor(() => expect(names(part)).toEqual(["Nickname", "Plan"]));
});

test("before a field is removed it is said how many values go, and that number is confirmed", async () => {
  const { part, program, user } = await open([plan], { values: 12, cadences: [] });
  await user.click(part.getByRole("button", { name: "Remove Plan" }));
  const element = await screen.findByRole("dialog", { name: "Remove “Plan”?" });
  const dialog = within(element);
  expect(await dialog.findByText(/^12 values go with it\. This cannot/)).toBeVisible();
  expect(await seriousFindings(element)).toEqual([]);
  expect(program.callsOf("custom_field_remove")).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Remove the field" }));
  await waitFor(() =>
    expect(program.callsOf("custom_field_remove")).toEqual([{ id: 1, values: 12 }]),
  );
  expect(await part.findByText("There are no custom fields yet.")).toBeVisible();
});

test("a field that cadences use is not offered to be removed", async () => {
  const { part, user } = await open([nick], { values: 1, cadences: ["Cold", "Warm"] });
  await user.click(part.getByRole("button", { name: "Remove Nickname" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(await dialog.findByText(/^The cadences “Cold”, “Warm” use this field/)).toBeVisible();
  expect(dialog.queryByRole("button", { name: "Remove the field" })).toBeNull();
});
