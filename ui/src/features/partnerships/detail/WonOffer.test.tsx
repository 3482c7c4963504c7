import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { seriousFindings } from "../../../testing/axe";
import { renderApp, settled } from "../../../testing/renderApp";
import { acme, contact, enrolment, entry, FakePartnership, NOW } from "../fakePartnerships";

const won = enrolment({
  state: { state: "finished", outcome: "won", at: NOW },
  current: null,
  upcoming: [],
});

async function open(stage: string, of = won) {
  const app = renderApp((program) => {
    const { fields } = acme();
    const known = { ...fields, stage, source: "Fair", value: { amount: 12_000, currency: "EUR" } };
    const contacts = [contact(11, "Ada", { persona: "Buyer" }, { primary: true })];
    const more = [entry(1, { type: "stage_changed", from: "Lead", to: "Contacted" })];
    const acted = acme({ fields: known, contacts, enrolments: [of] });
    const partnership = new FakePartnership(program, acted, more);
    program.answers.partnership_stage = ({ stage }) =>
      partnership.change({ fields: { ...partnership.detail.fields, stage } });
  }, "/partnerships/7");
  await settled("partnership");
  await screen.findAllByText(stage === "contacted" ? "Contacted" : "Active partner");
  return app;
}

test("r46 where it was won, Active partner is offered, and Undo goes back to the stage before", async () => {
  const { user, program } = await open("contacted");
  const card = within(screen.getByRole("article", { name: "Cold outbound, Ada Lovelace" }));
  expect(card.getByText("“Acme” is at the stage “Contacted”.")).toBeVisible();
  expect(await seriousFindings()).toEqual([]);
  await user.click(card.getByRole("button", { name: "Move to “Active partner”" }));
  expect(await screen.findByText("“Acme” is at the stage “Active partner” now")).toBeVisible();
  await waitFor(() => expect(card.queryByText(/is at the stage/)).toBeNull());
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() =>
    expect(program.callsOf("partnership_stage")).toEqual([
      { id: 7, stage: "active_partner" },
      { id: 7, stage: "contacted" },
    ]),
  );
});

test("nothing is offered where it was not won, or to an active partner", async () => {
  const removed = { ...won, state: { state: "finished", outcome: "removed", at: NOW } as const };
  const { unmount } = await open("contacted", removed);
  expect(screen.getByText(/was taken out \(manual\)/)).toBeVisible();
  expect(screen.queryByRole("button", { name: /^Move to/ })).toBeNull();
  unmount();
  await open("active_partner");
  expect(screen.queryByRole("button", { name: /^Move to/ })).toBeNull();
});

test("source, value and persona are shown, and a change of stage is told", async () => {
  await open("contacted");
  expect(screen.getByText("From: Fair")).toBeVisible();
  expect(screen.getByText("Value €12,000")).toBeVisible();
  expect(screen.getByText("Persona: Buyer")).toBeVisible();
  expect(screen.getByText("Stage changed from “Lead” to “Contacted”")).toBeVisible();
});
