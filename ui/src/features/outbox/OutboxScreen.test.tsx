import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";
import type { OutboxRow, OutboxState } from "../../wire/wire";

const NOW = Date.UTC(2026, 10, 24, 9, 0);

function row(id: number, state: OutboxState): OutboxRow {
  return {
    id,
    touch: null,
    reply: null,
    partnership: 40 + id,
    partnership_name: "Analytical",
    contact_name: `Ada ${id}`,
    to: `ada${id}@example.com`,
    subject: `Subject ${id}`,
    state,
    copy: null,
  };
}

function open(waiting: OutboxRow[], sent: OutboxRow[] = [], path = "/outbox") {
  return renderApp((program) => {
    program.answers.outbox_list = ({ filter }) => ({
      rows: filter === "waiting" ? waiting : sent,
      next: null,
      waiting: waiting.length,
      sent: sent.length,
    });
    program.answers.outbox_cancel = () => ({});
    program.answers.outbox_retry = () => ({});
    program.answers.outbox_settle = () => ({});
  }, path);
}

const item = (id: number) => {
  const link = screen.getByText(`Ada ${id} · Analytical`);
  const element = link.closest("li");
  if (!element) throw new Error("not in the list");
  return within(element);
};

test("each message says where it is, why, and offers what helps", async () => {
  const { program, user } = open([
    row(1, { state: "queued", leaves_at: NOW + 40_000 }),
    row(2, { state: "held", reason: "no_account" }),
    row(3, { state: "held", reason: "keychain_locked" }),
    row(4, { state: "retry_at", at: NOW + 330_000, answer: "451 busy" }),
    row(5, { state: "failed", reason: "address", answer: "550 no such user" }),
    row(6, { state: "sending" }),
  ]);
  await settled("outbox");
  expect(screen.getByRole("heading", { name: "Outbox" })).toBeVisible();
  expect(screen.getByRole("tab", { name: "Waiting 6" })).toHaveAttribute("aria-selected", "true");
  expect(screen.getByRole("link", { name: "Outbox 6" })).toBeVisible();
  expect(item(1).getByText(/^Leaves in [34]\d s$/)).toBeVisible();
  expect(item(1).getByRole("link")).toHaveAttribute("href", "/partnerships/41");
  expect(item(2).getByText("Held: there is no mail account yet")).toBeVisible();
  expect(item(2).getByRole("link", { name: "Open settings" })).toBeVisible();
  expect(item(3).getByText(/Unlock the keychain of this computer/)).toBeVisible();
  expect(item(4).getByText("Because: 451 busy")).toBeVisible();
  expect(item(4).getByText("in 5 min")).toBeVisible();
  expect(
    item(5).getByText(/The server said: “550 no such user”\. Correct the address/),
  ).toBeVisible();
  expect(item(6).getByText("Being sent")).toBeVisible();
  expect(item(6).queryByRole("button")).toBeNull();
  expect(await seriousFindings(screen.getByRole("region", { name: "Outbox" }))).toEqual([]);

  await user.click(item(1).getByRole("button", { name: "Take back" }));
  expect(
    await screen.findByText("“Subject 1” taken back. Its text is in the draft again"),
  ).toBeVisible();
  expect(program.callsOf("outbox_cancel")).toEqual([{ id: 1 }]);
  await user.click(item(3).getByRole("button", { name: "Try again" }));
  await user.click(item(5).getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(program.callsOf("outbox_retry")).toEqual([{ id: 3 }, { id: 5 }]));

  screen.getByText("Ada 1 · Analytical").focus();
  await user.keyboard("j{ArrowDown}");
  expect(screen.getByText("Ada 3 · Analytical")).toHaveFocus();
});

test("a message in doubt is settled by the rep, and sent again only after a question", async () => {
  const { program, user } = open([
    row(1, { state: "in_doubt", since: NOW - 600_000 }),
    row(2, { state: "in_doubt", since: NOW - 600_000 }),
  ]);
  await settled("outbox");
  expect(item(1).getByText(/Nobody knows whether it left/)).toBeVisible();
  await user.click(item(1).getByRole("button", { name: "It has arrived" }));
  await user.click(item(2).getByRole("button", { name: "Send again" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Send it again?" }));
  expect(dialog.getByText(/Ada 2 gets it twice/)).toBeVisible();
  expect(program.callsOf("outbox_settle")).toEqual([{ id: 1, answer: "sent" }]);
  await user.click(dialog.getByRole("button", { name: "Send again" }));
  expect(await screen.findByText("“Subject 2” is sent again")).toBeVisible();
  expect(program.callsOf("outbox_settle").at(-1)).toEqual({ id: 2, answer: "send_again" });
});

test("what was sent says what became of its copy in the folder of sent mail", async () => {
  const sent = (id: number, copy: OutboxRow["copy"]): OutboxRow => ({
    ...row(id, { state: "sent", at: NOW - 120_000 }),
    copy,
  });
  open(
    [],
    [
      sent(1, { copy: "found" }),
      sent(2, { copy: "filed" }),
      sent(3, { copy: "failed", problem: "NO quota" }),
      sent(4, null),
    ],
    "/outbox?tab=sent",
  );
  await settled("outbox");
  expect(item(1).getByText("Its copy lies in the folder of sent mail.")).toBeVisible();
  expect(
    item(2).getByText("Cadence Desk has put a copy into the folder of sent mail."),
  ).toBeVisible();
  expect(item(3).getByText(/no copy.*: NO quota/)).toBeVisible();
  expect(item(4).queryByText(/folder of sent mail/)).toBeNull();
});

test("G O shows the outbox, and what was sent has its own tab", async () => {
  const { router, user } = open([], [row(7, { state: "sent", at: NOW - 120_000 })], "/cadences");
  await settled("cadences");
  await user.keyboard("go");
  await settled("outbox");
  expect(screen.getByRole("heading", { name: "Nothing waits to be sent" })).toBeVisible();
  await user.click(screen.getByRole("tab", { name: "Sent" }));
  expect(await screen.findByText("2 min ago")).toBeVisible();
  expect(router.state.location.search).toEqual({ tab: "sent" });
  await user.click(screen.getByRole("tab", { name: "Waiting" }));
  await settled("outbox");
  expect(screen.getByRole("heading", { name: "Nothing waits to be sent" })).toBeVisible();
});
