import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { type FakeProgram, wireError } from "../../host/fakeProgram";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";
import type { AccountSettings, MailAccount, Servers, SignInFailure } from "../../wire/wire";

const google: Servers = {
  provider: "Google Workspace",
  found_by: "exchange",
  smtp: { host: "smtp.gmail.com", port: 465, security: "tls" },
  imap: { host: "imap.gmail.com", port: 993, security: "tls" },
  passwords: "app",
  sign_in: { issuer: "google", has_client: true },
};

const microsoft: Servers = {
  ...google,
  provider: "Microsoft 365",
  passwords: "none",
  sign_in: { issuer: "microsoft", has_client: false },
};

const settings: AccountSettings = {
  address: "rep@example.com",
  user: "rep@example.com",
  smtp: google.smtp,
  imap: google.imap,
  sign_in: { by: "oauth", issuer: "google", client_id: "" },
};

const saved: MailAccount = {
  id: 1,
  settings,
  own: { name: null, postal_address: null, signature: null, pace: null },
  is_default: true,
  password: "stored",
};

function failed(failure: SignInFailure) {
  return wireError({ code: "sign_in_failed", context: { failure }, message: "no" });
}

async function openSetUp(servers: Servers | null) {
  const prepare = (program: FakeProgram) => {
    program.answers.account_servers = () => servers;
    program.answers.account_sign_in = () => ({ ticket: "ticket-1" });
    program.answers.account_sign_in_cancel = () => ({});
    program.answers.account_save = (input) => {
      const account = { ...saved, settings: input.settings };
      program.answers.account_list = () => ({ accounts: [account] });
      return account;
    };
  };
  const app = renderApp(prepare, "/settings");
  await settled("settings");
  await app.user.click(screen.getByRole("button", { name: "Set up mail account" }));
  const element = await screen.findByRole("dialog", { name: "Set up mail account" });
  const dialog = within(element);
  await app.user.type(dialog.getByLabelText(/^E-mail address/), "rep@example.com");
  await app.user.tab();
  await waitFor(() => expect(app.program.callsOf("account_servers")).toHaveLength(1));
  return { ...app, element, dialog };
}

test("who signs in with Google waits for the browser, and saves what came of it", async () => {
  const { program, user, element, dialog } = await openSetUp(google);
  const button = await dialog.findByRole("button", { name: "Sign in with Google" });
  expect(dialog.queryByLabelText("Password")).toBeNull();
  expect(await seriousFindings(element)).toEqual([]);

  const release = program.hold("account_sign_in");
  await user.click(button);
  expect(dialog.getByText(/^Waiting for your browser/)).toBeVisible();
  expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
  release();
  expect(await dialog.findByText(/^Signed in with Google/)).toBeVisible();
  expect(program.callsOf("account_sign_in")).toEqual([
    { issuer: "google", address: "rep@example.com", client_id: "", client_secret: null },
  ]);
  await user.click(dialog.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Mail account saved")).toBeVisible();
  expect(program.callsOf("account_save")).toEqual([
    { id: null, settings, password: null, ticket: "ticket-1" },
  ]);
  expect(await screen.findByText(/^Signed in with Google\. Kept in the keychain/)).toBeVisible();
});

test("a sign-in is about one address: another one needs another", async () => {
  const { user, dialog } = await openSetUp(google);
  await user.click(await dialog.findByRole("button", { name: "Sign in with Google" }));
  await dialog.findByText(/^Signed in with Google/);
  await user.type(dialog.getByLabelText(/^E-mail address/), ".au");
  expect(dialog.queryByText(/^Signed in with Google/)).toBeNull();
});

test("the waiting can be cancelled, and what failed is said", async () => {
  const { program, user, element, dialog } = await openSetUp(google);
  const button = await dialog.findByRole("button", { name: "Sign in with Google" });
  program.failing.set("account_sign_in", failed({ reason: "cancelled" }));
  const release = program.hold("account_sign_in");
  await user.click(button);
  await user.click(dialog.getByRole("button", { name: "Cancel sign-in" }));
  expect(program.callsOf("account_sign_in_cancel")).toEqual([{}]);
  release();
  await waitFor(() => expect(dialog.queryByText(/^Waiting for your browser/)).toBeNull());
  expect(dialog.queryByRole("alert")).toBeNull();

  program.failing.set("account_sign_in", failed({ reason: "declined" }));
  await user.click(button);
  expect(await dialog.findByRole("alert")).toHaveTextContent(/declined on the provider’s page/);
  expect(await seriousFindings(element)).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Use an app password instead" }));
  expect(dialog.getByLabelText("Password")).toBeVisible();
  expect(dialog.queryByRole("alert")).toBeNull();
  expect(dialog.getByRole("button", { name: "Sign in with Google instead" })).toBeVisible();
});

test("leaving the dialog gives up a sign-in that is waited for", async () => {
  const { program, user, dialog } = await openSetUp(google);
  const release = program.hold("account_sign_in");
  await user.click(await dialog.findByRole("button", { name: "Sign in with Google" }));
  await user.keyboard("{Escape}");
  await user.click(dialog.getByRole("button", { name: "Discard" }));
  await waitFor(() => expect(program.callsOf("account_sign_in_cancel")).toEqual([{}]));
  release();
});

test("where the program is not registered, the rep names a client ID", async () => {
  const { program, user, element, dialog } = await openSetUp(microsoft);
  const button = await dialog.findByRole("button", { name: "Sign in with Microsoft" });
  expect(button).toBeDisabled();
  expect(dialog.queryByRole("button", { name: /password instead/ })).toBeNull();
  await user.type(dialog.getByLabelText("Client ID"), " mine ");
  expect(await seriousFindings(element)).toEqual([]);
  await user.click(button);
  await dialog.findByText(/^Signed in with Microsoft/);
  expect(program.callsOf("account_sign_in")).toEqual([
    { issuer: "microsoft", address: "rep@example.com", client_id: "mine", client_secret: null },
  ]);
});

test("servers that a domain names itself are shown to be looked at; unknown ones are asked for", async () => {
  const named = await openSetUp({
    ...google,
    provider: "example.com",
    found_by: "service",
    imap: null,
    sign_in: null,
    passwords: "usual",
  });
  expect(
    await named.dialog.findByText(
      "The domain example.com names the servers below. Check that you know them.",
    ),
  ).toBeVisible();
  expect(named.dialog.getByLabelText("Password")).toBeVisible();
  expect(named.dialog.getByRole("checkbox", { name: /Server for receiving/ })).not.toBeChecked();
});

test("an account whose sign-in is over opens where one signs in again", async () => {
  const account: MailAccount = { ...saved, password: "sign_in_again" };
  const { user } = renderApp((program) => {
    program.answers.account_list = () => ({ accounts: [account] });
  }, "/settings?account=true");
  const dialog = within(await screen.findByRole("dialog", { name: "Edit mail account" }));
  expect(dialog.getByText(/The provider has ended the sign-in/)).toBeVisible();
  expect(dialog.getByRole("button", { name: "Sign in with Google again" })).toBeEnabled();
  await user.keyboard("{Escape}");
  const section = within(screen.getByRole("region", { name: "Mail accounts" }));
  expect(section.getByText(/E-mails wait until you sign in again/)).toBeVisible();
  expect(section.getByRole("button", { name: "Sign in with Google again" })).toBeVisible();
});

test("an account with a password is offered the sign-in of its provider", async () => {
  const account: MailAccount = {
    ...saved,
    settings: { ...settings, sign_in: { by: "password" } },
  };
  const { program, user } = renderApp((program) => {
    program.answers.account_list = () => ({ accounts: [account] });
    program.answers.account_servers = () => google;
    program.answers.account_sign_in = () => ({ ticket: "ticket-1" });
    program.answers.account_test = () => ({
      stages: [{ stage: "smtp_sign_in", failure: { reason: "sign_in_refused", answer: "no" } }],
    });
  }, "/settings");
  await settled("settings");
  await user.click(screen.getByRole("button", { name: "Edit" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Edit mail account" }));
  await user.click(await dialog.findByRole("button", { name: "Sign in with Google instead" }));
  await user.click(dialog.getByRole("button", { name: "Sign in with Google" }));
  await dialog.findByText(/^Signed in with Google/);
  await user.click(dialog.getByRole("button", { name: "Test" }));
  expect(await dialog.findByText(/does not accept the sign-in.*“no”/)).toBeVisible();
  expect(program.callsOf("account_test")).toEqual([
    { id: 1, settings, password: null, ticket: "ticket-1" },
  ]);
});

test("where nothing is known of the domain, the rep signs in with whose mailbox it is", async () => {
  const { program, user, element, dialog } = await openSetUp(null);
  await dialog.findByRole("button", { name: "Sign in with Google instead" });
  await user.type(dialog.getByLabelText(/^Server for sending/), "smtp.office365.com");
  await user.click(dialog.getByRole("button", { name: "Sign in with Microsoft instead" }));
  expect(await seriousFindings(element)).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Use a password instead" }));
  expect(dialog.getByLabelText("Password")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Sign in with Microsoft instead" }));
  await user.click(dialog.getByRole("button", { name: "Sign in with Microsoft" }));
  await dialog.findByText(/^Signed in with Microsoft/);
  await user.click(dialog.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Mail account saved")).toBeVisible();
  expect(program.callsOf("account_save")).toMatchObject([
    {
      settings: {
        smtp: { host: "smtp.office365.com" },
        sign_in: { by: "oauth", issuer: "microsoft", client_id: "" },
      },
      ticket: "ticket-1",
    },
  ]);
});
