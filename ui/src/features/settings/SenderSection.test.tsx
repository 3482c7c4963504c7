import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { wireError } from "../../host/fakeProgram";
import { renderApp, settled } from "../../testing/renderApp";
import type { SenderProfile } from "../../wire/wire";

test("the profile is saved by itself; what is refused stays, is said and tried again", async () => {
  const { program, user } = renderApp((program) => {
    program.answers.sender_save = ({ profile }) => profile;
  }, "/settings");
  await settled("settings");
  const section = within(screen.getByRole("region", { name: "Sender profile" }));
  await user.type(section.getByRole("textbox", { name: "Name" }), "Ada");
  await user.tab();
  await waitFor(() => expect(program.callsOf("sender_save")).toHaveLength(1));
  expect(program.callsOf("sender_save")[0]).toMatchObject({ profile: { name: "Ada", title: "" } });
  expect(await section.findByText("Saved")).toBeVisible();

  const context = { field: "calendar_url", fault: { type: "too_long", max: 500 } } as const;
  program.failing.set(
    "sender_save",
    wireError({ code: "account_field", context, message: "too long" }),
  );
  const link = section.getByRole("textbox", { name: "Calendar link" });
  await user.type(link, "x");
  await user.tab();
  await waitFor(() => expect(link).toHaveAccessibleDescription(/Use at most 500 characters/));
  expect(screen.getByRole("button", { name: "Some changes are not saved yet" })).toBeVisible();
  program.failing.clear();

  // Left without a blur: it is saved when the screen goes.
  fireEvent.change(link, { target: { value: "https://cal.example/ada" } });
  await user.click(screen.getByRole("link", { name: /Outbox/ }));
  await settled("outbox");
  expect(program.callsOf("sender_save").at(-1)).toMatchObject({
    profile: { calendar_url: "https://cal.example/ada" },
  });
  await waitFor(() =>
    expect(screen.getByRole("button", { name: /Everything is saved/ })).toBeVisible(),
  );
});

test("the opt-out page says when its list was read, and what is wrong with it", async () => {
  const { program } = renderApp((program) => {
    const profile = program.answers.sender_get?.({});
    program.answers.sender_get = () => ({
      ...(profile as SenderProfile),
      opt_out_page: "https://example.org/{token}",
      opt_out_list: "https://example.org/tokens",
    });
    program.answers.opt_out_page = () => ({ read_at: null, problem: "the page answers 500" });
  }, "/settings");
  await settled("settings");
  const section = within(screen.getByRole("region", { name: "Sender profile" }));
  expect(section.getByRole("textbox", { name: "Opt-out page" })).toHaveAccessibleDescription(
    /with \{token\} in its address/,
  );
  expect(await section.findByText("The list was not read yet.")).toBeVisible();
  expect(section.getByRole("alert")).toHaveTextContent(
    "The list could not be read: the page answers 500",
  );
  program.answers.opt_out_page = () => ({ read_at: program.now, problem: "" });
  await program.changed({ kind: "account", id: null });
  expect(await section.findByText(/List last read/)).toBeVisible();
  expect(section.queryByRole("alert")).toBeNull();
});
