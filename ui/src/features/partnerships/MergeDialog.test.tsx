import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { type FakeProgram, wireError } from "../../host/fakeProgram";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";
import type { MergePreview } from "../../wire/wire";
import { acme, contact, entry, FakePartnership, row } from "./fakePartnerships";

const preview: MergePreview = {
  kept: "Acme",
  other: "Acme Ltd",
  differences: [
    { field: "name", kept: "Acme", other: "Acme Ltd", from: "kept" },
    { field: "stage", kept: "contacted", other: "in_conversation", from: "kept" },
    { field: "industry", kept: "", other: "Tools", from: "other" },
  ],
  consequences: [
    {
      type: "contacts_join",
      kept: "Ada Lovelace",
      other: "Ada L.",
      address: "ada+desk@acme.example",
    },
    { type: "contacts_move", count: 5, names: ["Ben", "Cyd", "Eve"] },
    {
      type: "enrolment_ends",
      contact: "Ada L.",
      cadence: "Cold outbound",
      messages: 1,
      been: false,
    },
    { type: "opted_out", contact: "Ada Lovelace", ends: 2 },
    { type: "entries_move", count: 1 },
  ],
};

async function open(prepare: (program: FakeProgram) => void) {
  const app = renderApp((program) => {
    new FakePartnership(program);
    program.answers.partnership_list = () => ({
      rows: [row(7, "Acme"), row(8, "Acme Ltd", { contact: "Ada L." })],
      next: null,
      total: 2,
    });
    program.answers.merge_preview = () => preview;
    program.answers.merge = () => ({ event: 90, partnership: 7 });
    prepare(program);
  }, "/partnerships/7");
  await settled("partnership");
  return app;
}

async function choose(user: Awaited<ReturnType<typeof open>>["user"]) {
  await user.click(screen.getByRole("button", { name: "More actions" }));
  await user.click(await screen.findByRole("menuitem", { name: "Merge with…", hidden: true }));
  const other = await screen.findByRole("combobox", {
    name: "Partnership that goes into this one",
  });
  await user.type(other, "acme");
  const options = await screen.findAllByRole("option", { hidden: true });
  // The one that stays is not offered.
  expect(options.map((option) => option.textContent)).toEqual(["Acme Ltd (Ada L.)"]);
  await user.click(screen.getByRole("option", { hidden: true, name: "Acme Ltd (Ada L.)" }));
  return within(await screen.findByRole("table", { name: "Values that stay" }));
}

test("the dialog shows both sides, tells what follows, and merges as the rep chose", async () => {
  const { user, program } = await open(() => {});
  const table = await choose(user);
  const radio = (name: string) => table.getByRole("radio", { name });
  expect(radio("Name: Acme, of Acme")).toBeChecked();
  expect(radio("Stage: Contacted, of Acme")).toBeChecked();
  expect(radio("Industry: Tools, of Acme Ltd")).toBeChecked();
  expect(radio("Industry: Empty, of Acme")).not.toBeChecked();
  const follows = within(screen.getByRole("region", { name: "What follows" }));
  expect(follows.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
    "Ada L. and Ada Lovelace become one contact: ada+desk@acme.example is the same address.",
    "Ben, Cyd, Eve and 2 more contacts move.",
    "Ada L. ends in “Cold outbound” as moved: the other is further in it. 1 waiting e-mail is taken back.",
    "Ada Lovelace gets no more e-mail, because one of the two has opted out. 2 cadences end.",
    "1 entry joins the timeline.",
  ]);
  expect(await seriousFindings()).toEqual([]);
  await user.click(radio("Name: Acme Ltd, of Acme Ltd"));
  expect(radio("Name: Acme, of Acme")).not.toBeChecked();
  await user.click(screen.getByRole("button", { name: "Merge" }));
  expect(await screen.findByText("“Acme Ltd” merged into “Acme”")).toBeVisible();
  const of = { type: "partnerships", kept: 7, other: 8 };
  expect(program.callsOf("merge")).toEqual([{ of, choices: [{ field: "name", from: "other" }] }]);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a merge is taken back from its toast, and what stands against it is named", async () => {
  const { user, program } = await open((program) => {
    program.answers.merge_undo = () => {
      const what = { type: "email_sent", subject: "Hello", to: "ada@acme.example" } as const;
      const conflict = { type: "happened", what, contact: "Ada Lovelace" } as const;
      throw wireError({ code: "merge_stands", context: { conflict }, message: "stands" });
    };
  });
  await choose(user);
  await user.click(screen.getByRole("button", { name: "Merge" }));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(
    await screen.findByText(/happened since: E-mail “Hello” sent to ada@acme\.example/),
  ).toBeVisible();
  expect(program.callsOf("merge_undo")).toEqual([{ event: 90 }]);
});

test("the timeline offers to take the merge back while that is possible", async () => {
  const { user, program } = await open((program) => {
    new FakePartnership(program, acme(), [
      entry(90, { type: "merged", name: "Acme Ltd" }, { undoable: true, contact: null }),
      entry(91, { type: "contact_merged", name: "Ada L." }),
    ]);
    program.answers.merge_undo = () => ({ event: 90, partnership: 7 });
  });
  expect(screen.getByText("You merged “Acme Ltd” into this partnership")).toBeVisible();
  expect(screen.getByText("You merged Ada L. into Ada Lovelace")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Undo merge" }));
  expect(await screen.findByText("The merge was taken back")).toBeVisible();
  expect(program.callsOf("merge_undo")).toEqual([{ event: 90 }]);
});

test("what cannot be merged says why and is not merged", async () => {
  const { user } = await open((program) => {
    program.answers.merge_preview = () => {
      throw wireError({ code: "not_mergeable", context: { fault: "sending" }, message: "sending" });
    };
  });
  await user.click(screen.getByRole("button", { name: "More actions" }));
  await user.click(await screen.findByRole("menuitem", { name: "Merge with…", hidden: true }));
  await user.type(await screen.findByRole("combobox", { name: /goes into this one/ }), "acme");
  await user.click(await screen.findByRole("option", { hidden: true, name: "Acme Ltd (Ada L.)" }));
  expect(await screen.findByText(/is being sent just now/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Merge" })).toBeDisabled();
});

test("two contacts of a partnership are merged from the menu of one", async () => {
  const { user, program } = await open((program) => {
    const contacts = [contact(11, "Ada"), contact(12, "Eve")];
    new FakePartnership(program, acme({ contacts }));
    program.answers.merge_preview = () => ({
      kept: "Ada Lovelace",
      other: "Eve Lovelace",
      differences: [],
      consequences: [
        { type: "contacts_join", kept: "Ada Lovelace", other: "Eve Lovelace", address: null },
      ],
    });
  });
  await user.click(screen.getByRole("button", { name: "Actions for Ada Lovelace" }));
  await user.click(await screen.findByRole("menuitem", { name: "Merge with…", hidden: true }));
  await user.click(await screen.findByRole("combobox", { name: /Contact that goes into/ }));
  await user.click(await screen.findByRole("option", { hidden: true, name: "Eve Lovelace" }));
  expect(
    await screen.findByText("Eve Lovelace and Ada Lovelace become one contact."),
  ).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Merge" }));
  await waitFor(() =>
    expect(program.callsOf("merge")).toEqual([
      { of: { type: "contacts", kept: 11, other: 12 }, choices: [] },
    ]),
  );
});

test("a link to one that was merged leads to the one that stayed", async () => {
  const { router } = renderApp(
    (program) => new FakePartnership(program, acme()),
    "/partnerships/8",
  );
  await settled("partnership");
  await waitFor(() => expect(router.state.location.pathname).toBe("/partnerships/7"));
  expect(screen.getByRole("heading", { name: "Acme", level: 1 })).toBeVisible();
});
