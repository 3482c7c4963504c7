import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { wireError } from "../../host/fakeProgram";
import { renderWork } from "./renderWork";

const email = { step: 11, cadence: 1, position: 0, type: "email" } as const;

async function openEmail(to: string | null) {
  const app = await renderWork((work, program) => {
    work.add("Ada", email);
    program.answers.email_test = () => ({ to });
  });
  app.open(1);
  const button = await screen.findByRole("button", { name: "Send a test to myself" });
  return { ...app, button };
}

test("a test is sent as the e-mail stands, and the window stays as it is", async () => {
  const { user, program, button } = await openEmail("rep@example.com");
  await user.type(screen.getByRole("textbox", { name: "Text" }), " More");
  await user.click(button);
  expect(await screen.findByText("A test is on its way to rep@example.com")).toBeVisible();
  const [tested] = program.callsOf("email_test");
  expect(tested).toMatchObject({ id: 1, draft: { body: expect.stringMatching(/ More$/) } });
  expect(program.callsOf("email_send")).toEqual([]);
  expect(button).toBeEnabled();
});

test("practice mail lies in its folder, which can be shown", async () => {
  const { user, program, button } = await openEmail(null);
  program.answers.practice_reveal = () => ({});
  await user.click(button);
  await user.click(await screen.findByRole("button", { name: "Show folder" }));
  expect(program.callsOf("practice_reveal")).toEqual([{}]);
});

test("why no test was sent is said with what helps", async () => {
  const { user, program, button } = await openEmail("rep@example.com");
  const context = { variables: ["contact.title"] };
  const refusal = wireError({ code: "missing_variables", context, message: "title" });
  program.failing.set("email_test", refusal);
  await user.click(button);
  expect(await screen.findByText("No test was sent")).toBeVisible();
  expect(screen.getByText(/^contact\.title has no value for this contact/)).toBeVisible();
});
