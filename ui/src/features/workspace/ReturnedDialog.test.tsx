import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { seriousFindings } from "../../testing/axe";
import { renderApp } from "../../testing/renderApp";
import type { ReturnQuestion } from "../../wire/wire";

function open(question: Partial<ReturnQuestion>) {
  let open: ReturnQuestion | null = {
    how: "restored",
    file_at: Date.UTC(2026, 10, 23, 8, 0),
    has_mailbox: true,
    sent_mail_read: true,
    found: 0,
    in_doubt: 0,
    ...question,
  };
  const app = renderApp((program) => {
    program.answers.workspace_returned = () => ({ question: open });
    program.answers.workspace_go_on = () => {
      open = null;
      return { question: open };
    };
  }, "/cadences");
  return {
    ...app,
    change: async (more: Partial<ReturnQuestion>) => {
      if (open) open = { ...open, ...more };
      await app.client.invalidateQueries();
    },
  };
}

const asked = async (name: string) => within(await screen.findByRole("dialog", { name }));

test("a restored workspace says what was found and what is in doubt, and goes on once", async () => {
  const { program, client, user } = open({ found: 7, in_doubt: 2 });
  const dialog = await asked("This workspace was restored");
  expect(dialog.getByText(/Everything is paused/)).toBeVisible();
  expect(dialog.getByText(/7 e-mails were found/)).toBeVisible();
  expect(dialog.getByText(/2 e-mails may have left since/)).toBeVisible();
  expect(await seriousFindings(screen.getByRole("dialog"))).toEqual([]);
  await user.keyboard("{Escape}");
  expect(screen.getByRole("dialog")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Go on" }));
  expect(program.callsOf("workspace_go_on")).toEqual([{ without_sent_mail: false }]);
  await client.invalidateQueries();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("a copied workspace waits for sent mail to be read, and may go on without it", async () => {
  const { program, user, change } = open({ how: "copied", sent_mail_read: false });
  const dialog = await asked("This workspace was copied");
  expect(dialog.getByRole("status")).toHaveTextContent(/Reading your folder of sent mail/);
  expect(dialog.getByRole("button", { name: "Go on" })).toBeDisabled();
  await change({ sent_mail_read: true });
  await waitFor(() => expect(dialog.getByRole("button", { name: "Go on" })).toBeEnabled());
  await change({ sent_mail_read: false });
  await user.click(await dialog.findByRole("button", { name: "Go on without reading it" }));
  expect(program.callsOf("workspace_go_on")).toEqual([{ without_sent_mail: true }]);
});

test("where there is no mailbox nothing is waited for", async () => {
  open({ has_mailbox: false, sent_mail_read: false, in_doubt: 1 });
  const dialog = await asked("This workspace was restored");
  expect(dialog.getByText(/no mailbox in which to look/)).toBeVisible();
  expect(dialog.getByRole("button", { name: "Go on" })).toBeEnabled();
});
