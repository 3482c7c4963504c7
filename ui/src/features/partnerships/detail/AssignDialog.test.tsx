import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { type FakeProgram, wireError } from "../../../host/fakeProgram";
import { seriousFindings } from "../../../testing/axe";
import { renderApp, settled } from "../../../testing/renderApp";
import type { Preflight, SkipReason } from "../../../wire/wire";
import { acme, contact, DAY, FakePartnership, NOW, planned } from "../fakePartnerships";

const plan = [planned(0), planned(1, { kind: "call", name: "Ring", skipped: "no_phone" })];

async function openAssign(
  preflight: (contact: number) => Preflight,
  contacts = [contact(11, "Ada", {}, { primary: true }), contact(12, "Grace")],
) {
  const app = renderApp((program: FakeProgram) => {
    program.add("Nurture", {
      status: "active",
      steps: [
        program.step({ type: "task", work: "other", instructions: "" }),
        program.step({ type: "call", script: "" }, { name: "Ring" }),
      ],
    });
    program.add("Still a draft");
    new FakePartnership(program, acme({ contacts, enrolments: [] }));
    program.answers.assign_preflight = (request) => preflight(request.contact);
    program.answers.assign = () => ({ event: 80 });
    program.answers.undo = () => ({});
  }, "/partnerships/7");
  await settled("partnership");
  const { user } = app;
  await user.click(screen.getByRole("button", { name: "Assign to cadence" }));
  const dialog = await screen.findByRole("dialog", { name: "Assign “Acme” to a cadence" });
  const inside = within(dialog);
  // By text: finding options by their role takes seconds.
  const pick = async (field: string, option: string) => {
    await user.click(inside.getByLabelText(field, { selector: "input" }));
    await user.click(await screen.findByText(option, { selector: "[role=option] *" }));
  };
  return { ...app, dialog, inside, pick };
}

test("problems forbid it, each choice is looked at anew, and the plan shows every step", async () => {
  const { user, dialog, inside, pick } = await openAssign((who) => ({
    problems: who === 11 ? [{ type: "in_another_cadence", name: "Cold outbound" }] : [],
    warnings:
      who === 12
        ? [
            { type: "steps_without_phone", count: 1 },
            { type: "contacted_lately", at: NOW - 2 * DAY },
          ]
        : [],
    plan,
  }));
  expect(inside.getByRole("button", { name: "Assign" })).toBeDisabled();
  await user.click(inside.getByLabelText("Cadence"));
  await screen.findByText("Nurture");
  expect(screen.queryByText("Still a draft")).toBeNull();
  await user.click(screen.getByText("Nurture"));
  expect(await inside.findByText(/is in “Cold outbound”. Remove the contact/)).toBeVisible();
  expect(inside.getByRole("button", { name: "Assign" })).toBeDisabled();

  await pick("Contact", "Grace Lovelace");
  expect(
    await inside.findByText("1 step will be skipped: Grace Lovelace has no phone number."),
  ).toBeVisible();
  expect(inside.queryByText(/Cold outbound/)).toBeNull();
  const steps = within(inside.getByRole("list", { name: "When each step would be due" }));
  expect(steps.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
    expect.stringMatching(/^1E-mail.* there$/),
    "2Ringskipped: no phone number",
  ]);
  expect(await seriousFindings(dialog)).toEqual([]);
});

const skips: Record<SkipReason, string> = {
  no_email: "skipped: no e-mail address",
  no_phone: "skipped: no phone number",
  condition: "skipped: its condition",
  already_sent: "skipped: sent already",
  never_open: "skipped: its hours never meet the calling hours",
  rep: "skipped",
};

test("the plan says why each step is skipped, and which are done only if a condition holds", async () => {
  const reasons = Object.keys(skips) as SkipReason[];
  const { dialog, inside, pick } = await openAssign(() => ({
    problems: [],
    warnings: [],
    plan: [
      ...reasons.map((skipped, position) => planned(position, { skipped })),
      planned(6, { skipped: "condition", conditional: true }),
      planned(7, { conditional: true }),
      planned(8),
    ],
  }));
  await pick("Cadence", "Nurture");
  const steps = within(await inside.findByRole("list", { name: "When each step would be due" }));
  expect(steps.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
    ...Object.values(skips).map((said, position) => `${position + 1}E-mail${said}`),
    "7E-mailskipped: its condition",
    expect.stringMatching(/^8E-mailif its condition holdsTue 1 Dec .* there$/),
    expect.stringMatching(/^9E-mailWed 2 Dec .* there$/),
  ]);
  expect(await seriousFindings(dialog)).toEqual([]);
});

test("a full company and a step that never opens are explained", async () => {
  const { inside, pick } = await openAssign(() => ({
    problems: [{ type: "company_full", max: 2 }],
    warnings: [{ type: "never_open", position: 1 }],
    plan: [...plan, planned(0, { due_at: NOW + 3 * DAY })],
  }));
  await pick("Cadence", "Nurture");
  expect(await inside.findByText(/^Only 2 contacts of a partnership may be in/)).toBeVisible();
  expect(inside.getByText(/^Step 2 will be skipped: its hours .* Check the time/)).toBeVisible();
  expect(inside.getByRole("button", { name: "Edit Ada Lovelace" })).toBeVisible();
  expect(inside.getByRole("button", { name: "Assign" })).toBeDisabled();
  // A step that is come back to is in the plan as often as it is done.
  const steps = within(inside.getByRole("list", { name: "When each step would be due" }));
  expect(steps.getAllByRole("listitem")).toHaveLength(3);
});

test("warnings are gone past knowingly, and Undo takes it back", async () => {
  const { user, program, inside, pick } = await openAssign(() => ({
    problems: [],
    warnings: [{ type: "contacted_lately", at: NOW - 2 * DAY }],
    plan,
  }));
  await pick("Cadence", "Nurture");
  await user.click(await inside.findByText("Assign anyway"));
  expect(await screen.findByText("Ada Lovelace assigned to “Nurture”")).toBeVisible();
  expect(program.callsOf("assign")).toEqual([
    {
      cadence: 1,
      contact: 11,
      first_step: null,
      start_at: null,
      account: null,
      despite_warnings: true,
    },
  ]);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(program.callsOf("undo")).toEqual([{ event: 80 }]));
});

test("first step and start go into each preflight, and a refusal is explained", async () => {
  const { user, program, inside, pick } = await openAssign(() => ({
    problems: [],
    warnings: [],
    plan,
  }));
  await pick("Cadence", "Nurture");
  await pick("First step", "Step 2: Ring");
  await user.click(inside.getByRole("radio", { name: "At a date and time" }));
  fireEvent.change(inside.getByLabelText("Date"), { target: { value: "2026-11-23" } });
  expect(inside.getByText("Choose a moment to come.")).toBeVisible();
  expect(inside.getByRole("button", { name: "Assign" })).toBeDisabled();
  fireEvent.change(inside.getByLabelText("Date"), { target: { value: "2026-12-01" } });
  fireEvent.change(inside.getByLabelText("Time"), { target: { value: "10:30" } });
  const request = {
    cadence: 1,
    contact: 11,
    first_step: 2,
    start_at: new Date(2026, 11, 1, 10, 30).getTime(),
  };
  await waitFor(() => expect(program.callsOf("assign_preflight").at(-1)).toEqual(request));
  await waitFor(() => expect(inside.getByRole("button", { name: "Assign" })).toBeEnabled());

  program.failing.set("assign", wireError({ code: "not_assignable", message: "meanwhile" }));
  await user.click(inside.getByRole("button", { name: "Assign" }));
  expect(await inside.findByRole("alert")).toHaveTextContent("Nothing was assigned");
  program.failing.clear();
  await user.click(inside.getByRole("button", { name: "Assign" }));
  expect(await screen.findByText("Ada Lovelace assigned to “Nurture”")).toBeVisible();
  expect(program.callsOf("assign").at(-1)).toEqual({
    ...request,
    account: null,
    despite_warnings: false,
  });
});

const free = () => ({ problems: [], warnings: [], plan });

const three = [
  contact(11, "Ada", { persona: "Buyer" }, { primary: true }),
  contact(12, "Grace", { persona: "buyer" }),
  contact(13, "Edsger"),
];

test("r25 all contacts or those of a persona enter, who cannot is named, and Undo takes all back", async () => {
  const { user, program, dialog, inside, pick } = await openAssign(free, three);
  program.answers.assign_forecast = ({ of }) => ({
    ready: of?.choice.type === "all" ? 1 : 2,
    questions: [
      {
        contact: 13,
        contact_name: "Edsger Lovelace",
        problems: [{ type: "no_email" }],
        warnings: [],
      },
    ],
    without: [],
    days: [],
    finished_at: NOW + 2 * DAY,
  });
  program.answers.assign_many = () => ({ entered: 2, left_out: [], without: [], events: [81, 82] });
  await pick("Cadence", "Nurture");
  await pick("Contact", "By persona: Buyer (2 contacts)");
  expect(await inside.findByText("1 contact cannot be assigned")).toBeVisible();
  expect(inside.getByText(/^2 contacts enter/)).toBeVisible();
  expect(inside.queryByText("First step")).toBeNull();
  expect(await seriousFindings(dialog)).toEqual([]);
  await pick("Contact", "All 3 contacts");
  expect(await inside.findByText(/^1 contact enters/)).toBeVisible();
  await user.click(inside.getByRole("button", { name: "Assign" }));
  expect(await screen.findByText("2 contacts assigned to “Nurture”")).toBeVisible();
  expect(program.callsOf("assign_many")).toEqual([
    {
      cadence: 1,
      contacts: [],
      of: { partnerships: [7], choice: { type: "all" } },
      start_at: null,
      despite_warnings: false,
    },
  ]);
  expect(program.callsOf("assign")).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(program.callsOf("undo")).toEqual([{ event: 81 }, { event: 82 }]));
});

test("nobody enters where all of them are refused", async () => {
  const { program, inside, pick } = await openAssign(free, three);
  program.answers.assign_forecast = () => ({
    ready: 0,
    questions: [
      { contact: 11, contact_name: "Ada", problems: [{ type: "opted_out" }], warnings: [] },
    ],
    without: [],
    days: [],
    finished_at: null,
  });
  await pick("Cadence", "Nurture");
  await pick("Contact", "All 3 contacts");
  expect(await inside.findByText("0 contacts enter.")).toBeVisible();
  expect(inside.getByRole("button", { name: "Assign" })).toBeDisabled();
});

test("r46 cadences that are meant for the contact or the stage come first", async () => {
  const { user, program, inside } = await openAssign(free, three);
  const meant_for = { persona: "Buyer", stages: [] };
  program.add("Zeta for buyers", { status: "active", meant_for });
  await user.click(inside.getByLabelText("Cadence", { selector: "input" }));
  await user.keyboard("e");
  await screen.findByText("Meant for this contact");
  const options = [...document.querySelectorAll("[role=option]")].map((one) => one.textContent);
  expect(options.slice(0, 2)).toEqual(["Zeta for buyers", "Nurture"]);
  expect(program.callsOf("cadence_picks").at(-1)).toMatchObject({
    persona: "Buyer",
    stage: "contacted",
  });
});
