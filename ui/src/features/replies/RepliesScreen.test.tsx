import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";
import type { CappedCount, MailboxFolder, ReplyFilter, ReplyRow } from "../../wire/wire";

const NOW = Date.UTC(2026, 10, 24, 9, 0);
const MINUTE = 60_000;
/** So few that a list asks for more at once. */
const PAGE = 20;

const inbox: MailboxFolder = {
  id: 1,
  name: "Inbox",
  role: "inbox",
  read_at: NOW - MINUTE,
  failures: 0,
  problem: "",
  unread: 0,
  unread_since: null,
};

function row(id: number, more: Partial<ReplyRow> = {}): ReplyRow {
  return {
    id,
    received_at: NOW - 30 * MINUTE,
    sender: `ada${id}@example.com`,
    subject: `Re: Subject ${id}`,
    verdict: "human_reply",
    code: "no_machine_sign",
    seen: "",
    beginning: "Yes, please.",
    partnership: 40 + id,
    partnership_name: "Analytical",
    contact_name: `Ada ${id}`,
    cadence: {
      id: 1,
      name: "Outbound",
      state: { state: "paused", reason: "replied", since: NOW - 29 * MINUTE, held_until: null },
      frozen: false,
    },
    ...more,
  };
}

type Rows = Partial<Record<ReplyFilter, ReplyRow[]>>;

function open(rows: Rows, path = "/replies", folders = [inbox]) {
  const count = (filter: ReplyFilter): CappedCount => {
    const count = rows[filter]?.length ?? 0;
    return { count: Math.min(count, 500), more: count > 500 };
  };
  return renderApp((program) => {
    program.answers.replies_list = ({ filter, after, limit }) => {
      const all = rows[filter] ?? [];
      const from = after === null ? 0 : all.findIndex(({ id }) => id === after.id) + 1;
      const until = from + Math.min(limit, PAGE);
      const page = all.slice(from, until);
      const last = page.at(-1);
      return {
        rows: page,
        next: last && until < all.length ? { at: last.received_at, id: last.id } : null,
        answers: count("answers"),
        review: count("review"),
        all: count("all"),
      };
    };
    program.answers.mailbox_get = () => ({ folders });
  }, path);
}

const item = (name: string) => {
  const element = screen.getByText(name).closest("li");
  if (!element) throw new Error("not in the list");
  return within(element);
};

test("an answer says from whom, when, how it begins, and what the cadence did", async () => {
  const { router, user } = open({ answers: [row(1), row(2)] });
  await settled("replies");
  expect(screen.getByRole("heading", { name: "Replies" })).toBeVisible();
  expect(screen.getByRole("tab", { name: "Answers 2" })).toHaveAttribute("aria-selected", "true");
  expect(screen.getByRole("tab", { name: "To look at" })).toBeVisible();
  const first = item("Ada 1 · Analytical");
  expect(first.getByText("Answer")).toBeVisible();
  expect(first.getByText("Re: Subject 1")).toBeVisible();
  expect(first.getByText("Yes, please.")).toBeVisible();
  expect(first.getByText("30 min ago")).toBeVisible();
  expect(first.getByText("Outbound: Paused")).toBeVisible();
  expect(first.getByText(/^Paused because Ada 1 replied: 29 min ago/)).toBeVisible();
  expect(await seriousFindings(screen.getByRole("region", { name: "Replies" }))).toEqual([]);

  screen.getByText("Ada 1 · Analytical").focus();
  await user.keyboard("j");
  expect(screen.getByText("Ada 2 · Analytical")).toHaveFocus();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(router.state.location.pathname).toBe("/partnerships/42"));
});

test("what belongs to no single contact says so, and every verdict is in words", async () => {
  const nobody = { contact_name: null, cadence: null };
  const binned = { ...nobody, partnership: null, partnership_name: null };
  const { user } = open(
    {
      all: [
        row(1, { ...nobody, verdict: "review", seen: "human_reply From: ada1@example.com" }),
        row(2, nobody),
        row(3, { ...binned, sender: "", subject: "", verdict: "review" }),
        row(4, { verdict: "auto_reply", seen: "Auto-Submitted: auto-replied" }),
        row(5, { verdict: "calendar", beginning: "", cadence: null }),
      ],
    },
    "/replies?tab=all",
  );
  await settled("replies");
  const unclear = item("ada1@example.com · Analytical");
  expect(unclear.getByText("Not clear whom it is about")).toBeVisible();
  expect(unclear.getByText("Whoever it may be about was paused, for you to look.")).toBeVisible();
  expect(unclear.queryByText(/human_reply/)).toBeNull();
  expect(item("ada2@example.com · Analytical").getByText(/in no cadence/)).toBeVisible();
  const unknown = item("Unknown sender");
  expect(unknown.getByText("No subject")).toBeVisible();
  expect(unknown.getByText(/^Nothing happened/)).toBeVisible();
  expect(unknown.queryByRole("link")).toBeNull();
  const automatic = item("Ada 4 · Analytical");
  expect(automatic.getByText("Automatic reply")).toBeVisible();
  expect(automatic.getByText("Told by: Auto-Submitted: auto-replied")).toBeVisible();
  expect(item("Ada 5 · Analytical").getByText("Its cadence is not there any more.")).toBeVisible();

  // The keyboard also passes what cannot be opened.
  screen.getByText("ada2@example.com · Analytical").focus();
  await user.keyboard("jj");
  expect(screen.getByText("Ada 4 · Analytical")).toHaveFocus();
});

test("G R shows the replies, each filter has its address, and news is shown at once", async () => {
  const rows: Rows = {};
  const { program, router, user } = open(rows, "/cadences");
  await settled("cadences");
  await user.keyboard("gr");
  await settled("replies");
  expect(screen.getByRole("heading", { name: "Nobody has answered yet" })).toBeVisible();
  expect(screen.queryByRole("link", { name: "Open settings" })).toBeNull();
  await user.click(screen.getByRole("tab", { name: "To look at" }));
  expect(await screen.findByRole("heading", { name: "Nothing to look at" })).toBeVisible();
  expect(router.state.location.search).toEqual({ tab: "review" });
  rows.review = [row(7, { verdict: "review" })];
  await program.changed({ kind: "incoming", id: 7 });
  expect(await screen.findByText("Ada 7 · Analytical")).toBeVisible();
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
  const { program } = open({ answers });
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
  expect(await screen.findByRole("heading", { name: "Nobody has answered yet" })).toBeVisible();
});
