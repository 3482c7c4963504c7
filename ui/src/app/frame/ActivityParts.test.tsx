import { act, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { FakeProgram } from "../../host/fakeProgram";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";
import type { Activity, MailboxFolder } from "../../wire/wire";

const quiet: Activity = {
  due: 0,
  next_due_at: null,
  waiting: 0,
  next_send_at: null,
  held: [],
  failed: 0,
  in_doubt: 0,
  notifications: true,
};

const line = () => within(screen.getByRole("contentinfo"));

function set(program: FakeProgram, activity: Partial<Activity>) {
  program.answers.activity = () => ({ ...quiet, ...activity });
}

test("the status line says what goes on, what waits and why, each with the way to its remedy", async () => {
  const { program, user } = renderApp((program) =>
    set(program, { waiting: 1, next_send_at: program.now + 330_000, due: 4 }),
  );
  await settled("cadences");
  expect(line().getByRole("link", { name: "Mailbox ok · next send in 5 min" })).toHaveAttribute(
    "href",
    "/outbox",
  );
  await user.click(screen.getByRole("button", { name: "Collapse side panel" }));
  await user.click(line().getByRole("button", { name: "4 due" }));
  expect(screen.getByRole("button", { name: "Collapse side panel" })).toBeVisible();

  set(program, {
    held: [
      { reason: "keychain_locked", count: 3 },
      { reason: "sign_in_refused", count: 1 },
    ],
    failed: 2,
    in_doubt: 1,
    next_send_at: program.now - 1,
    next_due_at: program.now + 7_230_000,
    notifications: false,
  });
  await act(() => program.changed({ kind: "outbox", id: null }));
  expect(
    await line().findByRole("link", { name: "3 held: the keychain is locked" }),
  ).toHaveAttribute("href", "/outbox");
  expect(line().getByRole("link", { name: /^1 held: the mail server/ })).toHaveAttribute(
    "href",
    "/settings",
  );
  expect(line().getByRole("link", { name: "2 not sent" })).toHaveAttribute("href", "/outbox");
  expect(line().getByRole("link", { name: "1 in doubt" })).toBeVisible();
  expect(line().getByRole("link", { name: "Next send now" })).toBeVisible();
  expect(line().getByRole("button", { name: "Next due in 2 h" })).toBeVisible();
  expect(line().getByRole("status")).toHaveTextContent("3 held: the keychain is locked");
  await user.click(line().getByRole("button", { name: "Reminders are shown in this window" }));
  expect(await screen.findByText(/Allow notifications in the settings/)).toBeInTheDocument();
  expect(await seriousFindings(screen.getByRole("contentinfo"))).toEqual([]);
});

test("a missing mail account is said only when something waits for it, and leads to its form", async () => {
  const { program, user } = renderApp((program) => set(program, {}));
  await settled("cadences");
  expect(line().queryByText(/No mail account/)).toBeNull();
  set(program, { held: [{ reason: "no_account", count: 2 }] });
  await act(() => program.changed({ kind: "outbox", id: null }));
  await user.click(
    await line().findByRole("link", { name: "No mail account yet: 2 e-mails wait" }),
  );
  expect(await screen.findByRole("dialog", { name: "Set up mail account" })).toBeVisible();
});

test("a mailbox that cannot be read is said, and is not called ok", async () => {
  const folder: MailboxFolder = {
    account: 1,
    id: 1,
    name: "INBOX",
    role: "inbox",
    read_at: null,
    failures: 2,
    problem: "the server does not answer",
    unread: 0,
    unread_since: null,
  };
  const { program } = renderApp((program) => {
    set(program, { waiting: 1, next_send_at: program.now + 330_000 });
    program.answers.mailbox_get = () => ({ folders: [folder] });
  });
  await settled("cadences");
  expect(line().getByRole("link", { name: /^Mailbox ok/ })).toBeVisible();
  program.answers.mailbox_get = () => ({ folders: [{ ...folder, failures: 3 }] });
  await act(() => program.changed({ kind: "mailbox", id: null }));
  const trouble = await line().findByRole("link", {
    name: "Mailbox not read: the server does not answer",
  });
  expect(trouble).toHaveAttribute("href", "/settings");
  expect(line().queryByRole("link", { name: /^Mailbox ok/ })).toBeNull();
  expect(await seriousFindings(screen.getByRole("contentinfo"))).toEqual([]);
});
