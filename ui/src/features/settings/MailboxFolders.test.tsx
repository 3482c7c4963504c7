import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";
import type { MailAccount, MailboxFolder, ServerSettings } from "../../wire/wire";

const NOW = Date.UTC(2026, 10, 24, 9, 0);

const server: ServerSettings = { host: "mail.example.com", port: 993, security: "tls" };

const inbox: MailboxFolder = {
  id: 1,
  account: 1,
  name: "INBOX",
  role: "inbox",
  read_at: NOW - 2 * 60_000,
  failures: 0,
  problem: "",
  unread: 0,
  unread_since: null,
};

function open(folders: MailboxFolder[], imap: ServerSettings | null = server) {
  return renderApp((program) => {
    const address = "ada@example.com";
    const account: MailAccount = {
      id: 1,
      settings: { address, user: address, smtp: server, imap, sign_in: { by: "password" } },
      own: { name: null, postal_address: null, signature: null, pace: null },
      is_default: true,
      password: "stored",
    };
    program.answers.account_list = () => ({ accounts: [account] });
    program.answers.mailbox_get = () => ({ folders: [...folders] });
  }, "/settings");
}

test("each folder says when it was read, or what is wrong", async () => {
  const archive = { ...inbox, name: "Archive", role: "archive", read_at: null } as const;
  const problem = "the server does not answer";
  open([inbox, { ...archive, id: 2, failures: 3, problem }]);
  await settled("settings");
  const list = await screen.findByRole("list", { name: "Folders that are read" });
  const [first, second] = within(list).getAllByRole("listitem");
  expect(first).toHaveTextContent("Inbox: read 2 min ago");
  expect(second).toHaveTextContent("Archive: not read yet");
  expect(second).toHaveTextContent("The last 3 checks failed: the server does not answer.");
  expect(await seriousFindings(list)).toEqual([]);
});

test("a folder with messages that could not be read is named until the rep has looked", async () => {
  const folders: MailboxFolder[] = [{ ...inbox, unread: 2, unread_since: NOW - 60_000 }];
  const { program, user } = open(folders);
  program.answers.mailbox_dismiss = () => {
    folders[0] = { ...inbox, unread_since: null };
    return { folders };
  };
  await settled("settings");
  expect(await screen.findByText(/2 messages could not be read at all/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "I have looked" }));
  expect(program.callsOf("mailbox_dismiss")).toEqual([{ id: 1 }]);
  await program.changed({ kind: "mailbox", id: null });
  await waitFor(() => expect(screen.queryByText(/could not be read at all/)).toBeNull());
});

test("a reading is shown when it has happened", async () => {
  const folders: MailboxFolder[] = [];
  const { program } = open(folders);
  await settled("settings");
  expect(await screen.findByText("The mailbox was not read yet.")).toBeVisible();
  folders.push(inbox);
  await program.changed({ kind: "mailbox", id: null });
  expect(await screen.findByText(/^Inbox:/)).toHaveTextContent("read 2 min ago");
});

test("an account without a mailbox has no folders", async () => {
  open([], null);
  await settled("settings");
  expect(await screen.findByText("Not set up")).toBeVisible();
  expect(screen.queryByText("Folders that are read")).toBeNull();
});
