import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { type FakeProgram, wireError } from "../../host/fakeProgram";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";
import type { AccountOwn, AccountSettings, MailAccount, Servers } from "../../wire/wire";
import { formOf, saveOf } from "./accountForm";

const servers: Servers = {
  provider: "Examplemail",
  found_by: "table",
  smtp: { host: "smtp.example.com", port: 587, security: "start_tls" },
  imap: { host: "imap.example.com", port: 993, security: "tls" },
  passwords: "app",
  sign_in: null,
};

const settings: AccountSettings = {
  address: "rep@example.com",
  user: "rep@example.com",
  smtp: servers.smtp,
  imap: servers.imap,
  sign_in: { by: "password" },
};

const own: AccountOwn = { name: null, postal_address: null, signature: null, pace: null };

function account(more: Partial<MailAccount> = {}): MailAccount {
  return { id: 1, settings, own, is_default: true, password: "stored", ...more };
}

/** A program with these accounts, which it keeps as they are changed. */
function prepared(program: FakeProgram, accounts: MailAccount[] = []) {
  program.answers.account_servers = ({ address }) =>
    address.endsWith("@example.com") ? servers : null;
  program.answers.account_list = () => ({ accounts: [...accounts] });
  program.answers.account_save = (input) => {
    const saved = account({ settings: input.settings });
    accounts.push(saved);
    return saved;
  };
}

async function openSetUp() {
  const app = renderApp((program) => prepared(program), "/settings");
  await settled("settings");
  await app.user.click(screen.getByRole("button", { name: "Set up mail account" }));
  const element = await screen.findByRole("dialog", { name: "Set up mail account" });
  const dialog = within(element);
  await app.user.type(dialog.getByLabelText(/^E-mail address/), "rep@example.com");
  await app.user.tab();
  await dialog.findByText("The servers of Examplemail are filled in.");
  return { ...app, element, dialog };
}

test("the address fills in the rest; what is wrong is said beside its field", async () => {
  const { program, user, element, dialog } = await openSetUp();
  expect(dialog.getByLabelText(/^User name/)).toHaveValue("rep@example.com");
  const host = dialog.getByLabelText(/^Server for sending/);
  expect(host).toHaveValue("smtp.example.com");
  expect(dialog.getByLabelText("Protection for sending")).toHaveValue("start_tls");
  expect(dialog.getByLabelText(/^Server for receiving \*|^Server for receiving$/)).toHaveValue(
    "imap.example.com",
  );
  expect(dialog.getByText(/Examplemail wants an app password/)).toBeVisible();
  expect(await seriousFindings(element)).toEqual([]);

  const port = dialog.getByLabelText("Port for sending");
  expect(port).toHaveValue("587");
  await user.clear(port);
  await user.type(port, "70000{Enter}");
  expect(port).toHaveAccessibleDescription("Enter a whole number from 1 to 65535.");
  expect(port).toHaveFocus();
  expect(program.callsOf("account_save")).toEqual([]);
  await user.clear(port);
  await user.type(port, "465");

  const refusal = { field: "smtp_host", fault: { type: "control_character" } } as const;
  program.failing.set(
    "account_save",
    wireError({ code: "account_field", context: refusal, message: "host" }),
  );
  await user.keyboard("{Enter}");
  await waitFor(() => expect(host).toHaveAccessibleDescription(/Remove the line break/));
  expect(host).toHaveFocus();
});

test("a locked keychain keeps what is typed until it is tried again", async () => {
  const { program, user, dialog } = await openSetUp();
  await user.type(dialog.getByLabelText("Password"), "secret");
  program.failing.set("account_save", wireError({ code: "keychain_locked", message: "locked" }));
  await user.keyboard("{Enter}");
  const alert = await dialog.findByRole("alert");
  expect(alert).toHaveTextContent("The keychain of this computer is locked. Unlock it");
  expect(dialog.getByLabelText("Password")).toHaveValue("secret");
  program.failing.clear();
  await user.click(within(alert).getByRole("button", { name: "Try again" }));

  expect(await screen.findByText("Mail account saved")).toBeVisible();
  expect(screen.queryByRole("dialog", { name: "Set up mail account" })).toBeNull();
  expect(program.callsOf("account_save")).toEqual(
    Array(2).fill({ id: null, settings, password: "secret", ticket: null }),
  );
  expect(await screen.findByText("Kept in the keychain of this computer.")).toBeVisible();
});

test("the test shows each stage, and what helps where it failed", async () => {
  const { program, user, element, dialog } = await openSetUp();
  program.answers.account_test = () => ({
    stages: [
      { stage: "keychain", failure: null },
      { stage: "smtp_connect", failure: null },
      { stage: "smtp_tls", failure: null },
      { stage: "smtp_certificate", failure: null },
      {
        stage: "smtp_sign_in",
        failure: { reason: "sign_in_refused", answer: "535 5.7.8 no" },
      },
      { stage: "imap_connect", failure: { reason: "refused" } },
    ],
  });
  await user.click(dialog.getByRole("button", { name: "Test" }));
  const result = await dialog.findByRole("region", { name: "Result of the test" });
  const stages = within(result)
    .getAllByRole("listitem")
    .map(({ textContent }) => textContent);
  expect(stages[0]).toBe("KeychainOK");
  expect(stages[4]).toMatch(
    /^Sending: sign-inFailedsmtp\.example\.com does not accept user name and password.*“535 5\.7\.8 no”$/,
  );
  expect(stages[5]).toMatch(/Failed.*Nothing listens at imap\.example\.com, port 993/);
  expect(within(result).getByText("Something does not work yet.")).toBeVisible();
  expect(await seriousFindings(element)).toEqual([]);
  expect(program.callsOf("account_test")).toEqual([
    { id: null, settings, password: null, ticket: null },
  ]);

  await user.type(dialog.getByLabelText("Password"), "x");
  expect(dialog.queryByRole("region", { name: "Result of the test" })).toBeNull();
  await user.keyboard("{Escape}");
  expect(dialog.getByText("Discard what you typed?")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Keep editing" }));
  expect(dialog.getByLabelText("Password")).toHaveValue("x");
});

test("a locked keychain is said, tried again, and the account can be removed", async () => {
  const { program, user } = renderApp((program) => {
    prepared(program, [account({ password: "locked" })]);
    program.answers.account_remove = () => ({ accounts: [] });
    const before = program.answers.activity;
    program.answers.activity = (input) => {
      const activity = before?.(input);
      if (!activity) throw new Error("no activity");
      return { ...activity, waiting: 2, held: [{ reason: "keychain_locked", count: 1 }] };
    };
  }, "/settings");
  await settled("settings");
  const section = within(screen.getByRole("region", { name: "Mail accounts" }));
  expect(section.getByText("smtp.example.com, port 587, STARTTLS")).toBeVisible();
  expect(section.getByText(/keychain of this computer is locked\. Unlock it/)).toBeVisible();
  expect(await seriousFindings(screen.getByRole("region", { name: "Mail accounts" }))).toEqual([]);
  program.answers.account_list = () => ({ accounts: [account()] });
  await user.click(section.getByRole("button", { name: "Try again" }));
  expect(await section.findByText("Kept in the keychain of this computer.")).toBeVisible();

  await user.click(section.getByRole("button", { name: "Remove account" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Remove the mail account?" }));
  expect(dialog.getByText(/3 e-mails wait in the outbox/)).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Remove account" }));
  expect(await section.findByText("No mail account yet")).toBeVisible();
});

test("of several accounts one begins new conversations; each has a signature and limits", async () => {
  const second = account({
    id: 2,
    settings: { ...settings, address: "ada@second.example" },
    is_default: false,
  });
  const { program, user } = renderApp((program) => {
    prepared(program, [account(), second]);
    program.answers.account_default = ({ id }) => ({
      accounts: [{ ...second, is_default: id === 2 }, account({ is_default: false })],
    });
    program.answers.account_own = (input) => ({ ...second, own: input.own });
  }, "/settings");
  await settled("settings");
  const first = within(screen.getByRole("region", { name: "rep@example.com" }));
  expect(first.getByText("For new conversations")).toBeVisible();
  const other = within(screen.getByRole("region", { name: "ada@second.example" }));
  await user.click(other.getByRole("button", { name: "Use for new conversations" }));
  expect(await other.findByText("For new conversations")).toBeVisible();
  expect(first.queryByText("For new conversations")).toBeNull();

  await user.click(other.getByRole("button", { name: "Signature and limits" }));
  const dialog = within(
    await screen.findByRole("dialog", { name: "Signature and limits of ada@second.example" }),
  );
  await user.type(dialog.getByLabelText("Signature"), "Ada, second desk");
  await user.click(dialog.getByLabelText("Limits of its own for what leaves by itself"));
  await user.type(dialog.getByLabelText("E-mails in 24 hours"), "200");
  expect(dialog.getByLabelText("Connections at a time")).toHaveValue("1");
  await user.clear(dialog.getByLabelText("Connections at a time"));
  await user.type(dialog.getByLabelText("Connections at a time"), "4");
  await user.click(dialog.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Mail account saved")).toBeVisible();
  const pace = {
    per_day: 200,
    per_hour: null,
    new_per_day: null,
    gap_from: 30,
    gap_until: 90,
    per_company: null,
    connections: 4,
  };
  const saved = { name: null, postal_address: null, signature: "Ada, second desk", pace };
  expect(program.callsOf("account_own")).toEqual([{ id: 2, own: saved }]);
});

test("who files copies is as the provider is known, unless the rep says so", async () => {
  const { program, user } = renderApp((program) => prepared(program, [account()]), "/settings");
  await settled("settings");
  await user.click(screen.getByRole("button", { name: "Edit" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Edit mail account" }));
  const field = dialog.getByLabelText("Copies in the folder of sent mail");
  expect(field).toHaveDisplayValue("As is known of the provider");
  await user.selectOptions(field, "Cadence Desk files them");
  await user.click(dialog.getByRole("button", { name: "Save" }));
  const saves = () => program.callsOf("account_save");
  await waitFor(() => expect(saves()).toMatchObject([{ settings: { files_copies: false } }]));
});

test("what was said about copies stays, and is not said where it was not", () => {
  for (const said of [{}, { files_copies: true }, { files_copies: false }]) {
    const before = { ...settings, ...said };
    expect(saveOf(account({ settings: before }), formOf(before)).settings).toEqual(before);
  }
});
