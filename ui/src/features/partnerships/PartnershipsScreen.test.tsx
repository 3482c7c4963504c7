import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { type FakeProgram, wireError } from "../../host/fakeProgram";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";
import type { PartnershipRow } from "../../wire/wire";
import { acme, enrolment, FakePartnership, HOUR, NOW, row } from "./fakePartnerships";

function has(program: FakeProgram, all: PartnershipRow[]) {
  program.answers.partnership_list = ({ search, after, limit }) => {
    const found = all.filter(({ name }) => name.toLowerCase().startsWith(search.toLowerCase()));
    const from = after ? found.findIndex(({ id }) => id === after.id) + 1 : 0;
    const rows = found.slice(from, from + limit);
    const last = rows.at(-1);
    const more = found.length > from + limit;
    const next = more && last ? { name_key: last.name.toLowerCase(), id: last.id } : null;
    return { rows, next, total: all.length };
  };
}

const rowNames = () =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => within(row).getAllByRole("gridcell")[0]?.textContent);

async function openList(prepare: (program: FakeProgram) => void) {
  const app = renderApp(prepare, "/partnerships");
  await settled("partnerships");
  return app;
}

test("an empty workspace explains partnerships, and N makes one", async () => {
  const { user } = await openList(() => {});
  expect(screen.getByRole("heading", { name: "No partnerships yet" })).toBeVisible();
  expect(screen.getAllByRole("button", { name: "New partnership" })).toHaveLength(2);
  await user.keyboard("n");
  expect(await screen.findByRole("dialog", { name: "New partnership" })).toBeVisible();
});

test("rows tell who they are and what comes next; search finds, or says that it found nothing", async () => {
  const { user, router } = await openList((program) => {
    new FakePartnership(program);
    has(program, [
      row(7, "Acme", {
        stage: "in_conversation",
        tier: "one",
        contact: "Ada Lovelace",
        contacts: 3,
        next: { cadence: "Cold outbound", kind: "call", due_at: NOW + 2.5 * HOUR, due: false },
      }),
      row(8, "Borealis"),
    ]);
  });
  const cells = within(screen.getByRole("row", { name: /Acme/ })).getAllByRole("gridcell");
  expect(cells.slice(0, 6).map((cell) => cell.textContent?.replace(/\s+/g, " ").trim())).toEqual([
    "Acme",
    "In conversation",
    "Tier 1",
    "Ada Lovelace+2",
    "Call in 2 h Cold outbound",
    "2 min ago",
  ]);
  expect(screen.getByRole("link", { name: "Partnerships 2" })).toBeVisible();
  expect(await seriousFindings()).toEqual([]);

  const search = screen.getByRole("textbox", { name: "Search partnerships" });
  await user.type(search, "zebra");
  expect(await screen.findByText("No partnership is found by “zebra”")).toBeVisible();
  const [, inMessage] = screen.getAllByRole("button", { name: "Clear search" });
  if (inMessage) await user.click(inMessage);
  await waitFor(() => expect(rowNames()).toEqual(["Acme", "Borealis"]));
  await user.type(search, "bor");
  await waitFor(() => expect(rowNames()).toEqual(["Borealis"]));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(rowNames()).toHaveLength(2));
  await user.keyboard("{ArrowDown}{Enter}");
  await settled("partnership");
  expect(router.state.location.pathname).toBe("/partnerships/7");
});

test("the next pages are loaded on the way to the end", async () => {
  const { program, user } = await openList((program) =>
    has(
      program,
      Array.from({ length: 250 }, (_, at) => row(at + 1, `P ${String(at).padStart(3, "0")}`)),
    ),
  );
  expect(screen.getByRole("grid")).toHaveAttribute("aria-rowcount", "251");
  await user.keyboard("{End}");
  await waitFor(() =>
    expect(screen.getByRole("grid")).toHaveAttribute("aria-activedescendant", "partnership-250"),
  );
  expect(program.callsOf("partnership_list")).toContainEqual(
    expect.objectContaining({ after: { name_key: "p 199", id: 200 } }),
  );
});

test("a failure is explained, and the palette finds partnerships and makes new ones", async () => {
  const { program, user, router } = renderApp((program) => {
    new FakePartnership(program);
    has(program, [row(7, "Acme", { contact: "Ada Lovelace", contacts: 1 })]);
    program.failing.set("partnership_list", wireError({ code: "internal", message: "boom" }));
  }, "/partnerships");
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("The partnerships could not be loaded");
  program.failing.clear();
  await user.click(within(alert).getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(rowNames()).toEqual(["Acme"]));

  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox", { name: "Command palette" }), "ac");
  await screen.findByRole("option", { name: "Acme · Ada Lovelace" });
  await user.keyboard("{ArrowUp}{Enter}");
  await settled("partnership");
  expect(router.state.location.pathname).toBe("/partnerships/7");
});

test("deleting names the cadences that end, and Undo brings the partnership back", async () => {
  const { program, user } = await openList((program) => {
    const all = [row(7, "Acme"), row(8, "Borealis")];
    const { detail } = new FakePartnership(program, acme({ enrolments: [enrolment()] }));
    has(program, all);
    program.answers.partnership_delete = () => {
      has(program, all.slice(1));
      return { ...detail, deleted_at: NOW, enrolments: [] };
    };
    program.answers.partnership_restore = () => {
      has(program, all);
      void program.changed({ kind: "partnership", id: 7 });
      return { ...detail, enrolments: [] };
    };
  });
  await user.keyboard("j{Delete}");
  const dialog = await screen.findByRole("dialog", { name: "Delete “Acme”?" });
  expect(dialog).toHaveTextContent("1 contact leaves its cadence");
  expect(program.callsOf("partnership_delete")).toEqual([]);
  await user.click(within(dialog).getByRole("button", { name: "Delete and end 1 cadence" }));
  await waitFor(() => expect(rowNames()).toEqual(["Borealis"]));
  expect(await screen.findByText("“Acme” deleted, 1 cadence ended")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByText("“Acme” restored; 1 cadence stays ended")).toBeVisible();
  await waitFor(() => expect(rowNames()).toEqual(["Acme", "Borealis"]));
});

test("r46 the list shows one stage of the list of stages, and leads out when nobody is at it", async () => {
  const { user, program, router } = renderApp((program) => {
    program.stages.push({
      stage: "stage_6",
      name: "Qualified",
      fixed: false,
      partnerships: { count: 1, more: false },
    });
    const all = [row(1, "Acme", { stage: "stage_6" }), row(2, "Bolt")];
    program.answers.partnership_list = ({ stage }) => {
      const rows = all.filter((one) => stage === undefined || one.stage === stage);
      return { rows, next: null, total: 2 };
    };
  }, "/partnerships");
  await settled("partnerships");
  await user.click(screen.getByLabelText("Only this stage", { selector: "input" }));
  await user.click(await screen.findByText("Qualified", { selector: "[role=option] *" }));
  await waitFor(() => expect(screen.queryByText("Bolt")).toBeNull());
  expect(screen.getByRole("row", { name: /Acme.*Qualified/ })).toBeVisible();
  expect(router.state.location.search).toEqual({ stage: "stage_6" });
  expect(await seriousFindings()).toEqual([]);
  await user.click(screen.getByLabelText("Only this stage", { selector: "input" }));
  await user.click(await screen.findByText("Lost", { selector: "[role=option] *" }));
  await user.click(await screen.findByText("Show all stages"));
  expect(await screen.findByText("Bolt")).toBeVisible();
  expect(router.state.location.search).toEqual({});
  expect(program.callsOf("partnership_list")).toContainEqual({
    search: "",
    stage: "stage_6",
    after: null,
    limit: 100,
  });
});
