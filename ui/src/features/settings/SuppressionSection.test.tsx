import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";
import type { SuppressionRow } from "../../wire/wire";

const NOW = Date.UTC(2026, 10, 24, 9, 0);

const optedOut: SuppressionRow = {
  id: 1,
  kind: "address",
  entry: "ada@example.com",
  reason: "opted_out",
  at: NOW - 60_000,
  contact_name: "Ada",
  partnership: 4,
};

const listed: SuppressionRow = {
  ...optedOut,
  id: 2,
  kind: "domain",
  entry: "@acme.example",
  reason: "listed",
  contact_name: null,
  partnership: null,
};

async function open(rows: SuppressionRow[]) {
  const app = renderApp((program) => {
    program.answers.suppression_list = ({ search }) => ({
      rows: rows.filter(({ entry }) => entry.includes(search)),
      next: null,
      count: rows.length,
    });
    program.answers.suppression_add = ({ entry }) => ({ kind: "domain", entry, is_new: true });
    program.answers.suppression_remove = () => ({});
  }, "/settings");
  await settled("settings");
  return { ...app, part: within(screen.getByRole("region", { name: "Suppression list" })) };
}

test("each entry says what it is, why and since when, and is found by what it holds", async () => {
  const { part, user } = await open([optedOut, listed]);
  expect(part.getByText(/Asked for no more e-mail/)).toBeVisible();
  expect(part.getByText(/Domain, with everything under it · Added by you/)).toBeVisible();
  expect(part.getByRole("link", { name: "Ada" })).toHaveAttribute("href", "/partnerships/4");
  expect(await seriousFindings(screen.getByRole("region", { name: "Suppression list" }))).toEqual(
    [],
  );
  await user.type(part.getByLabelText("Search the suppression list"), "acme");
  await waitFor(() => expect(part.queryByText("ada@example.com")).toBeNull());
  expect(part.getByText("@acme.example")).toBeVisible();
  await user.type(part.getByLabelText("Search the suppression list"), "xyz");
  expect(await part.findByText("Nothing here holds that.")).toBeVisible();
});

test("something is added, and what is none of these is refused beside the field", async () => {
  const { part, program, user } = await open([]);
  expect(part.getByText("Nothing is suppressed.")).toBeVisible();
  const field = part.getByLabelText("Address, domain, pattern or phone number");
  program.failing.set("suppression_add", { code: "not_suppressible", context: {}, message: "" });
  await user.type(field, "nonsense{Enter}");
  expect(await part.findByText(/neither an address nor a domain/)).toBeVisible();
  program.failing.clear();
  await user.clear(field);
  await user.type(field, "acme.example{Enter}");
  expect(await screen.findByText("acme.example is on the suppression list")).toBeVisible();
  expect(field).toHaveValue("");
});

test("an opt-out is only removed after a question; what the rep added, at once with a way back", async () => {
  const { part, program, user } = await open([optedOut, listed]);
  await user.click(part.getByRole("button", { name: "Remove ada@example.com" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(program.callsOf("suppression_remove")).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Remove it" }));
  await waitFor(() => expect(program.callsOf("suppression_remove")).toEqual([{ id: 1 }]));
  await user.click(part.getByRole("button", { name: "Remove @acme.example" }));
  await waitFor(() => expect(program.callsOf("suppression_remove")).toHaveLength(2));
  await user.click(await screen.findByRole("button", { name: /Undo/ }));
  await waitFor(() =>
    expect(program.callsOf("suppression_add")).toEqual([{ entry: "@acme.example" }]),
  );
});
