import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { seriousFindings } from "../../../testing/axe";
import { renderApp, settled } from "../../../testing/renderApp";
import { acme, contact, FakePartnership } from "../fakePartnerships";

async function openContact() {
  const app = renderApp((program) => {
    const emails = ["ada@acme.example", "office@acme.example"];
    const ada = contact(11, "Ada", { emails, shared: [false, true] }, { primary: true });
    const fake = new FakePartnership(program, acme({ contacts: [ada] }));
    program.answers.address_look = ({ address }) => ({ shared: address.startsWith("info@") });
    program.answers.contact_update = ({ fields }) =>
      fake.change({ contacts: [{ ...ada, fields }] });
  }, "/partnerships/7");
  await settled("partnership");
  await app.user.click(screen.getByRole("button", { name: "Actions for Ada Lovelace" }));
  await app.user.click(await screen.findByRole("menuitem", { name: "Edit…", hidden: true }));
  const element = await screen.findByRole("dialog", { name: "Edit contact" });
  const dialog = within(element);
  const shared = (address: string) =>
    dialog.getByRole("checkbox", { name: `Shared inbox: ${address}` });
  return { ...app, element, dialog, shared };
}

test("what is known of each address is shown, and the rep can say otherwise", async () => {
  const { user, program, element, dialog, shared } = await openContact();
  expect(shared("ada@acme.example")).not.toBeChecked();
  expect(shared("office@acme.example")).toBeChecked();
  expect(await seriousFindings(element)).toEqual([]);
  expect(program.callsOf("address_look")).toEqual([]);
  await user.click(shared("ada@acme.example"));
  await user.click(shared("office@acme.example"));
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(program.callsOf("contact_update")).toMatchObject([{ fields: { shared: [true, false] } }]);
  const marked = screen.getAllByText("shared inbox");
  expect(marked.map(({ parentElement }) => parentElement?.textContent)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^ada@acme\.example/)]),
  );
});

test("an address that is entered is taken for what its name tells, until the rep has said so", async () => {
  const { user, program, dialog, shared } = await openContact();
  await user.click(dialog.getByRole("button", { name: "Add e-mail" }));
  await user.type(dialog.getByRole("textbox", { name: "E-mail 3" }), "info@acme.example");
  await waitFor(() => expect(shared("info@acme.example")).toBeChecked());
  await user.click(dialog.getByRole("button", { name: "Remove e-mail 1" }));
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(program.callsOf("contact_update")).toMatchObject([
    { fields: { emails: ["office@acme.example", "info@acme.example"], shared: [true, null] } },
  ]);
});
