import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";
import { answersOf, inbox, NOW, PAGE, type Rows, row } from "./fakeReplies";

const MINUTE = 60_000;

function open(rows: Rows, path = "/replies", folders = [inbox]) {
  return renderApp((program) => Object.assign(program.answers, answersOf(rows, folders)), path);
}

const item = (name: string) => {
  const list = within(screen.getByRole("list", { name: "Messages" }));
  const element = list.getByText(name).closest("li");
  if (!element) throw new Error("not in the list");
  return within(element);
};

test("the list says from whom, when, how it begins and what the cadence is doing", async () => {
  const { router, user } = open({ open: [row(1), row(2)] });
  await settled("replies");
  expect(screen.getByRole("tab", { name: "Waiting for you 2" })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  const first = item("Ada 1 · Analytical");
  expect(first.getByText("Re: Subject 1")).toBeVisible();
  expect(first.getByText("Yes, please.")).toBeVisible();
  expect(first.getByText("30 min ago")).toBeVisible();
  expect(first.getByText("Outbound: Paused")).toBeVisible();
  expect(screen.getByRole("link", { name: "Replies 2" })).toBeVisible();
  expect(await seriousFindings(screen.getByRole("region", { name: "Replies" }))).toEqual([]);

  // The first is open; J opens the next beside the list.
  expect(await screen.findByRole("heading", { name: "Re: Subject 1" })).toBeVisible();
  item("Ada 1 · Analytical").getByRole("button").focus();
  await user.keyboard("j");
  expect(await screen.findByRole("heading", { name: "Re: Subject 2" })).toBeVisible();
  expect(router.state.location.search).toEqual({ id: 2 });
});

test("every verdict and mark is in words", async () => {
  const binned = { contact_name: null, cadence: null, partnership: null, partnership_name: null };
  open(
    {
      all: [
        row(1, { contact_name: null, cadence: null, verdict: "review" }),
        row(3, { ...binned, sender: "", subject: "", verdict: "review" }),
        row(4, { verdict: "auto_reply" }),
        row(5, { verdict: "calendar", beginning: "", cadence: null }),
        row(6, { mark: "not_interested", settled_at: NOW }),
      ],
    },
    "/replies?tab=all",
  );
  await settled("replies");
  expect(
    item("ada1@example.com · Analytical").getByText("Not clear whom it is about"),
  ).toBeVisible();
  expect(item("Unknown sender").getByText("No subject")).toBeVisible();
  expect(item("Ada 4 · Analytical").getByText("Automatic reply")).toBeVisible();
  expect(item("Ada 5 · Analytical").getByText("Calendar")).toBeVisible();
  expect(item("Ada 6 · Analytical").getByText("Not interested")).toBeVisible();
});

test("G R shows the replies, each filter has its address, and news is shown at once", async () => {
  const rows: Rows = {};
  const { program, router, user } = open(rows, "/cadences");
  await settled("cadences");
  await user.keyboard("gr");
  await settled("replies");
  expect(screen.getByRole("heading", { name: "Nothing waits for you" })).toBeVisible();
  expect(screen.queryByRole("link", { name: "Open settings" })).toBeNull();
  await user.click(screen.getByRole("tab", { name: "To look at" }));
  expect(await screen.findByRole("heading", { name: "Nothing to look at" })).toBeVisible();
  expect(router.state.location.search).toEqual({ tab: "review" });
  rows.review = [row(7, { verdict: "review" })];
  await program.changed({ kind: "incoming", id: 7 });
  expect(await screen.findByRole("button", { name: /^Ada 7 · Analytical/ })).toBeVisible();
  expect(screen.getByRole("tab", { name: "To look at 1" })).toBeVisible();
});

test("a mailbox that was never read is named where nothing is shown", async () => {
  open({}, "/replies?tab=all", [{ ...inbox, read_at: null }]);
  await settled("replies");
  expect(await screen.findByText(/Your mailbox was not read yet/)).toBeVisible();
  expect(screen.getByRole("link", { name: "Open settings" })).toHaveAttribute("href", "/settings");
});

test("pages follow one another, and more than 500 are counted as such", async () => {
  const answers = Array.from({ length: 501 }, (_, at) => row(at + 1));
  const { program } = open({ answers }, "/replies?tab=answers");
  await settled("replies");
  expect(screen.getByRole("tab", { name: "Answers 500+" })).toBeVisible();
  await waitFor(() =>
    expect(program.callsOf("replies_list")).toContainEqual({
      filter: "answers",
      after: { at: NOW - 30 * MINUTE, id: PAGE },
      limit: 100,
    }),
  );
});

test("a list that cannot be loaded says so and is asked for again", async () => {
  const { program, user } = renderApp((program) => {
    program.failing.set("replies_list", { code: "disk_full", context: {}, message: "" });
  }, "/replies");
  expect(await screen.findByText("The replies could not be loaded")).toBeVisible();
  program.failing.clear();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("heading", { name: "Nothing waits for you" })).toBeVisible();
});
