import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { type FakeProgram, wireError } from "../../../host/fakeProgram";
import { seriousFindings } from "../../../testing/axe";
import { renderApp, settled } from "../../../testing/renderApp";
import type { CustomField, CustomValue, FieldOwner } from "../../../wire/wire";
import { acme, FakePartnership } from "../fakePartnerships";

const field = (id: number, of: FieldOwner, more: Partial<CustomField>): CustomField => ({
  id,
  of,
  key: `k${id}`,
  name: `Field ${id}`,
  kind: "text",
  choices: [],
  ...more,
});

const all: CustomField[] = [
  field(1, "partnership", { name: "Seats", kind: "number" }),
  field(2, "partnership", { name: "Renewal", kind: "date" }),
  field(3, "partnership", { name: "Plan", kind: "choice", choices: ["Basic", "Pro"] }),
  field(4, "partnership", { name: "Pilot", kind: "yes_no" }),
  field(5, "contact", { name: "Nickname" }),
];
const values: CustomValue[] = [
  { field: 1, contact: null, value: "1234.5" },
  { field: 4, contact: null, value: "yes" },
  { field: 5, contact: 11, value: "Addie" },
];

async function open(fields = all) {
  const prepare = (program: FakeProgram) => {
    const one = new FakePartnership(program, acme({ custom: values }));
    program.answers.custom_fields = () => ({ fields });
    program.answers.custom_values_save = ({ contact, values }) => {
      const named = new Set(values.map(({ field }) => field));
      const kept = (one.detail.custom ?? []).filter(
        (value) => value.contact !== contact || !named.has(value.field),
      );
      const set = values.filter(({ value }) => value !== "");
      return one.change({ custom: [...kept, ...set.map((value) => ({ ...value, contact }))] });
    };
  };
  const app = renderApp(prepare, "/partnerships/7");
  await settled("partnership");
  return app;
}

const facts = (within: HTMLElement) =>
  [...within.querySelectorAll("dl > div")].map((row) => row.textContent);

test("known values are shown as the rep reads them, of the partnership and of the contact", async () => {
  await open();
  const section = await screen.findByRole("region", { name: "Custom fields" });
  expect(facts(section)).toEqual(["Seats1,234.5", "PilotYes"]);
  expect(facts(screen.getByRole("region", { name: "Contacts" }))).toEqual(["NicknameAddie"]);
});

test("without custom fields nothing speaks of them", async () => {
  const { user } = await open([]);
  expect(screen.queryByRole("region", { name: "Custom fields" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Actions for Ada Lovelace" }));
  expect(await screen.findByRole("menuitem", { name: "Edit…", hidden: true })).toBeTruthy();
  expect(screen.queryByRole("menuitem", { name: "Custom fields", hidden: true })).toBeNull();
});

test("each value is typed into the input of its kind; what was touched is saved, with a way back", async () => {
  const { user, program } = await open();
  await user.click(await screen.findByRole("button", { name: "Edit custom fields of Acme" }));
  const element = await screen.findByRole("dialog", { name: "Custom fields of Acme" });
  const dialog = within(element);
  expect(dialog.getByLabelText("Seats")).toHaveValue("1234.5");
  expect(dialog.getByLabelText("Renewal")).toHaveAttribute("type", "date");
  await user.selectOptions(dialog.getByLabelText("Plan"), "Pro");
  await user.selectOptions(dialog.getByLabelText("Pilot"), "No value");
  expect(await seriousFindings(element)).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const of = { partnership: 7, contact: null };
  const saved = [
    { field: 4, value: "" },
    { field: 3, value: "Pro" },
  ];
  expect(program.callsOf("custom_values_save")).toEqual([{ ...of, values: saved }]);
  const section = screen.getByRole("region", { name: "Custom fields" });
  expect(facts(section)).toEqual(["Seats1,234.5", "PlanPro"]);
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(facts(section)).toEqual(["Seats1,234.5", "PilotYes"]));
});

test("a value that is refused is told beside its input", async () => {
  const { user, program } = await open();
  const context = { field: 1, fault: { type: "not_a_number" } } as const;
  program.failing.set(
    "custom_values_save",
    wireError({ code: "custom_value", context, message: "" }),
  );
  await user.click(await screen.findByRole("button", { name: "Edit custom fields of Acme" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Seats"), "x");
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(dialog.getByLabelText("Seats")).toBeInvalid());
  expect(dialog.getByText(/Enter a number such as 1234\.5/)).toBeVisible();
  expect(dialog.getByLabelText("Renewal")).toBeValid();
});

test("a contact's values are edited from its menu", async () => {
  const { user, program } = await open();
  await user.click(screen.getByRole("button", { name: "Actions for Ada Lovelace" }));
  await user.click(await screen.findByRole("menuitem", { name: "Custom fields", hidden: true }));
  const dialog = within(await screen.findByRole("dialog", { name: /of Ada Lovelace$/ }));
  expect(dialog.queryByLabelText("Seats")).toBeNull();
  await user.type(dialog.getByLabelText("Nickname"), "!");
  await user.click(dialog.getByRole("button", { name: "Save" }));
  const saved = { partnership: 7, contact: 11, values: [{ field: 5, value: "Addie!" }] };
  await waitFor(() => expect(program.callsOf("custom_values_save")).toEqual([saved]));
});
