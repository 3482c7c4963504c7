import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { type FakeProgram, wireError } from "../../host/fakeProgram";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";
import { acme, FakePartnership } from "./fakePartnerships";

const type = (input: HTMLElement, value: string) => fireEvent.change(input, { target: { value } });

async function openNew(prepare: (program: FakeProgram) => void = () => {}) {
  const app = renderApp(prepare, "/partnerships");
  await settled("partnerships");
  await app.user.keyboard("n");
  const dialog = await screen.findByRole("dialog", { name: "New partnership" });
  // By label: finding so many fields by their roles takes seconds.
  const field = (label: string) => within(dialog).getByLabelText(new RegExp(`^${label}`));
  const name = field("Partnership name");
  await waitFor(() => expect(name).toHaveFocus());
  return { ...app, dialog, field, name };
}

test("what the program refuses stands beside its field, and nothing typed is lost", async () => {
  const { user, program, dialog, field, name } = await openNew();
  const email = field("E-mail");
  const refuse = (error: Parameters<typeof wireError>[0]) =>
    program.failing.set("partnership_create", wireError(error));
  refuse({
    code: "person_field",
    context: { field: "email", entry: 0, fault: { type: "not_an_address" } },
    message: "address",
  });
  type(name, "Acme");
  type(email, "ada@");
  await user.type(email, "{Enter}");
  await waitFor(() =>
    expect(email).toHaveAccessibleDescription(
      "Enter a whole e-mail address, such as name@example.com.",
    ),
  );
  expect(email).toBeInvalid();
  expect(email).toHaveFocus();
  expect(name).toHaveValue("Acme");
  expect(await seriousFindings(dialog)).toEqual([]);
  type(field("Website"), "acme.example");
  expect(email).toBeInvalid();
  type(email, "ada@acme.example");
  expect(email).toBeValid();

  refuse({
    code: "address_taken",
    context: { address: "ada@acme.example", partnership: 9, partnership_name: "Other" },
    message: "taken",
  });
  await user.keyboard("{Enter}");
  await waitFor(() =>
    expect(email).toHaveAccessibleDescription(/already belongs to a contact of “Other”/),
  );

  refuse({ code: "disk_full", message: "full" });
  await user.keyboard("{Enter}");
  expect(
    await within(dialog).findByText("The disk is full. Free some space and try again."),
  ).toBeVisible();
  expect(email).toHaveValue("ada@acme.example");
});

test("a partnership is made with its first contact, and shown", async () => {
  const { user, program, router, dialog, field, name } = await openNew((program) => {
    new FakePartnership(program);
    program.answers.partnership_create = () => acme();
  });
  type(name, "Acme");
  type(field("First name"), "Ada");
  type(field("E-mail"), "ada@acme.example");
  await user.click(field("Stage"));
  // The filter of the list below has the same stages.
  const list = document.getElementById(field("Stage").getAttribute("aria-controls") ?? "");
  await user.click(within(list ?? dialog).getByText("In conversation"));
  await user.click(field("Time zone"));
  await user.paste("new york");
  await user.click(await screen.findByText("America/New York"));
  type(field("Source"), "Fair");
  await user.click(field("Value"));
  await user.paste("12000");
  type(field("Currency"), "usd");
  type(field("Persona"), "Buyer");
  await user.click(within(dialog).getByText("Create partnership"));
  await settled("partnership");
  expect(router.state.location.pathname).toBe("/partnerships/7");
  expect(await screen.findByText("“Acme” created")).toBeVisible();
  expect(program.callsOf("partnership_create")).toEqual([
    {
      fields: {
        name: "Acme",
        website: "",
        industry: "",
        country: "",
        stage: "in_conversation",
        source: "Fair",
        value: { amount: 12000, currency: "USD" },
        tier: null,
        zone: "America/New_York",
      },
      contact: {
        first_name: "Ada",
        last_name: "",
        title: "",
        emails: ["ada@acme.example"],
        phones: [],
        linkedin: "",
        persona: "Buyer",
        zone: null,
      },
    },
  ]);
});

test("closing asks when something typed would be lost, and a name alone makes no contact", async () => {
  const { user, program, name } = await openNew((program) => {
    new FakePartnership(program);
    program.answers.partnership_create = () => acme();
  });
  await user.type(name, "Acme{Escape}");
  expect(screen.getByText("Discard what you typed?")).toBeVisible();
  await user.click(screen.getByText("Keep editing"));
  expect(name).toHaveValue("Acme");
  await user.type(name, "{Enter}");
  await settled("partnership");
  expect(program.callsOf("partnership_create")).toEqual([
    expect.objectContaining({ contact: null }),
  ]);
});
