import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { wireError } from "../../host/fakeProgram";
import { seriousFindings } from "../../testing/axe";
import type { CallAction, Work } from "../../wire/wire";
import { renderWork } from "./renderWork";

const email = { step: 11, cadence: 1, position: 0, type: "email" } as const;
const call = { step: 12, cadence: 1, position: 1, type: "call" } as const;
const task = { step: 13, cadence: 1, position: 2, type: "task" } as const;
const inbound = { step: 21, cadence: 2, position: 0, type: "task" } as const;

const heading = (name: string) => screen.findByRole("heading", { name });
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const field = (name: string) => screen.getByRole("textbox", { name });

async function run(user: { click: (element: Element) => Promise<void> }, step: string) {
  await user.click(await screen.findByRole("button", { name: `Run step ${step}` }));
}

test("running a step opens the first person, and what is written stays with each", async () => {
  const { user, program, path } = await renderWork((work) => {
    work.add("Ada", email);
    work.add("Bob", email);
    work.add("Cyn", email);
  });
  await run(user, "1 of Cold outbound");
  await heading("E-mail · Ada · Ada Ltd");
  expect(path()).toBe("/partnerships/101");
  const window = screen.getByRole("region", { name: "Docked window" });
  expect(window).toHaveTextContent("1 of 3");
  expect(window).toHaveTextContent("Step 1 of 4 · Cold outbound · due 2 h ago");
  expect(window).toHaveTextContent("Robin Rep <robin@example.com>");
  expect(window).toHaveTextContent("Example Street 1");
  expect(field("Subject")).toHaveValue("Hello");
  expect(field("Text")).toHaveFocus();
  expect(await seriousFindings()).toEqual([]);

  await user.type(field("Text"), " more");
  await user.click(button("Next person"));
  await heading("E-mail · Bob · Bob Ltd");
  expect(path()).toBe("/partnerships/102");
  expect(field("Text")).toHaveValue("Dear Bob,");
  // Going on saves at once what would have waited a second.
  const saves = () => program.callsOf("email_save");
  const atOnce = { timeout: 500 };
  await waitFor(() => expect(saves()).toHaveLength(1), atOnce);
  expect(saves()[0]).toMatchObject({
    id: 1,
    draft: { body: "Dear Ada, more" },
  });
  await user.click(button("Previous person"));
  await heading("E-mail · Ada · Ada Ltd");
  expect(field("Text")).toHaveValue("Dear Ada, more");
  expect(screen.getByText("Saved")).toBeVisible();

  await user.type(field("Text"), "!");
  await user.click(button("Minimise E-mail · Ada · Ada Ltd"));
  expect(screen.queryByRole("textbox", { name: "Text" })).toBeNull();
  await waitFor(() => expect(saves()).toHaveLength(2), atOnce);
  await user.click(button("Restore E-mail · Ada · Ada Ltd"));
  expect(field("Text")).toHaveValue("Dear Ada, more!");
});

test("sending goes on to the next person; Undo brings the e-mail back", async () => {
  const { user, program, path } = await renderWork((work) => {
    work.add("Ada", email);
    work.add("Bob", email);
  });
  await run(user, "1 of Cold outbound");
  await heading("E-mail · Ada · Ada Ltd");
  await user.type(field("Text"), " written");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await heading("E-mail · Bob · Bob Ltd");
  expect(program.callsOf("email_send")).toEqual([
    { id: 1, draft: expect.objectContaining({ body: "Dear Ada, written" }) },
  ]);
  expect(path()).toBe("/partnerships/102");
  expect(screen.getByText("E-mail to Ada leaves in 10 s")).toBeVisible();
  await user.click(button(/Undo/));
  await heading("E-mail · Ada · Ada Ltd");
  expect(program.callsOf("outbox_cancel")).toEqual([{ id: 51 }]);
  expect(path()).toBe("/partnerships/101");
  await waitFor(() => expect(field("Text")).toHaveValue("Dear Ada, written"));
  expect(button("Send & edit next")).toBeEnabled();
  expect(screen.getByText("1 of 2")).toBeVisible();
});

test("an e-mail with a missing value is not sent until it is written over", async () => {
  const { user, program, open } = await renderWork((work) => {
    const draft = { to: "a@example.com", cc: "", bcc: "", subject: "Hi", body: "⟦contact.title⟧" };
    work.add("Ada", email, { draft, missing: ["contact.title"], thread: "same", from: null });
  });
  open(1);
  await heading("E-mail · Ada · Ada Ltd");
  expect(screen.getByRole("list", { name: "Missing values" })).toHaveTextContent(
    "contact.title has no value: fill it in the contact, or write over ⟦contact.title⟧.",
  );
  expect(button("Send & edit next")).toBeDisabled();
  expect(button("Send")).toBeDisabled();
  expect(field("Subject")).toHaveAttribute("readonly");
  expect(screen.getByRole("link", { name: "Set up an account" })).toBeVisible();
  await user.click(field("Text"));
  await user.keyboard("{Control>}{Enter}{/Control}");
  await user.clear(field("Text"));
  await user.type(field("Text"), "CEO");
  expect(screen.queryByRole("list", { name: "Missing values" })).toBeNull();
  program.failing.set(
    "email_send",
    wireError({
      code: "email_field",
      context: { field: "cc", fault: { type: "not_an_address" } },
      message: "cc",
    }),
  );
  await user.click(button("Cc/Bcc"));
  await user.click(button("Send"));
  expect(await screen.findByRole("alert")).toHaveTextContent("Not sent.");
  expect(field("Cc")).toBeInvalid();
  expect(field("Text")).toHaveValue("CEO");
  program.failing.clear();
  await user.click(button("Send"));
  expect(await screen.findByText(/is in the outbox and leaves by itself/)).toBeVisible();
  expect(program.callsOf("email_send")).toHaveLength(2);
});

test("what was written before the template changed says so", async () => {
  const { user } = await renderWork((work) => {
    work.add("Ada", email, { edited_at: 1, template_changed: true });
  });
  await run(user, "1 of Cold outbound");
  await heading("E-mail · Ada · Ada Ltd");
  expect(screen.getByRole("note")).toHaveTextContent(
    "The template has changed since you wrote this.",
  );
  expect(button("Discard changes")).toBeVisible();
});

test("discarding asks, and brings the template back", async () => {
  const { user, program, open } = await renderWork((work) => {
    work.add("Ada", email);
  });
  open(1);
  await heading("E-mail · Ada · Ada Ltd");
  expect(screen.queryByRole("button", { name: "Discard changes" })).toBeNull();
  await user.type(field("Text"), " oops");
  await user.click(button("Discard changes"));
  await user.click(await screen.findByRole("button", { name: "Discard my changes", hidden: true }));
  await waitFor(() => expect(field("Text")).toHaveValue("Dear Ada,"));
  expect(program.callsOf("email_discard")).toEqual([{ id: 1 }]);
  expect(screen.queryByRole("button", { name: "Discard changes" })).toBeNull();
});

test.each<[string, CallAction]>([
  ["Log and complete", "log_and_complete"],
  ["Log only", "log_only"],
  ["Complete only", "complete_only"],
  ["Success", "success"],
])("a call finished with “%s” goes on to the next person", async (name, action) => {
  const { user, program } = await renderWork((work) => {
    work.add("Ada", call);
    work.add("Bob", call);
  });
  await run(user, "2 of Cold outbound");
  await heading("Call · Ada · Ada Ltd");
  expect(field("Notes")).toHaveFocus();
  await user.keyboard("They laughed");
  await user.click(screen.getByRole("combobox", { name: "Disposition" }));
  await user.click(await screen.findByRole("option", { name: "Meeting booked", hidden: true }));
  await user.click(screen.getByRole("radio", { name: "Positive" }));
  expect(button("Success")).toHaveAccessibleDescription(/ends the enrolment as won/);
  await user.click(button(name));
  await heading("Call · Bob · Bob Ltd");
  const log = {
    notes: "They laughed",
    disposition: "meeting_booked",
    sentiment: "positive",
    number: "",
  };
  expect(program.callsOf("call_finish")).toEqual([{ id: 1, log, action }]);
  expect(screen.getByRole("textbox", { name: "Notes" })).toHaveValue("");
  // Who was only logged comes again at the end of the run.
  const window = within(screen.getByRole("region", { name: "Docked window" }));
  expect(window.getByText(action === "log_only" ? "1 of 2" : "2 of 2")).toBeVisible();
  await user.click(button(/Undo/));
  await waitFor(() => expect(program.callsOf("undo")).toEqual([{ event: 71 }]));
});

test("outside calling hours nobody is called, and it says until when", async () => {
  const { user, program, open } = await renderWork((work, { now }) => {
    work.add("Ada", call, { opens_at: now + 3.5 * 3_600_000 });
    work.add("Bob", call);
  });
  open(1);
  await heading("Call · Ada · Ada Ltd");
  expect(button("Call +49 30 1234")).toBeDisabled();
  expect(screen.getByText(/Calls may begin/)).toHaveTextContent("in 3 h");
  expect(screen.getByText("⟦contact.title⟧").tagName).toBe("MARK");
  expect(await seriousFindings()).toEqual([]);
  await user.click(await screen.findByRole("button", { name: "Next person" }));
  await heading("Call · Bob · Bob Ltd");
  await user.click(button("Call +49 30 1234"));
  expect(program.callsOf("call_dial")).toEqual([{ id: 2, number: 0 }]);
  await user.click(button("Log and complete"));
  await waitFor(() => expect(program.callsOf("call_finish")).toHaveLength(1));
  expect(program.callsOf("call_finish")).toMatchObject([{ log: { number: "+49 30 1234" } }]);
});

test("the call window says from which number to call, and dials as ever", async () => {
  const { user, program, open } = await renderWork((work) => {
    work.add("Ada", call, { from: { number: "+49 170 456", label: "Mobile" } } as Partial<Work>);
    work.add("Bob", call, { from: { number: "+49 170 456", label: "" } } as Partial<Work>);
    work.add("Cyn", call);
  });
  const numbers = () => screen.getByRole("region", { name: "Phone numbers" });
  open(1);
  await heading("Call · Ada · Ada Ltd");
  expect(numbers()).toHaveTextContent(/^Call fromMobile · \+49 170 456\+49 30 1234/);
  expect(within(numbers()).getByText("+49 170 456")).toHaveAttribute("data-selectable");
  await user.click(button("Call +49 30 1234"));
  expect(program.callsOf("call_dial")).toEqual([{ id: 1, number: 0 }]);
  open(2);
  await heading("Call · Bob · Bob Ltd");
  expect(numbers()).toHaveTextContent(/^Call from\+49 170 456\+49 30 1234/);
  open(3);
  await heading("Call · Cyn · Cyn Ltd");
  expect(numbers()).toHaveTextContent(/^\+49 30 1234/);
});

test("a step that leaves a voicemail says what, and one press notes that it was left", async () => {
  const { user, program, open } = await renderWork((work) => {
    work.add("Ada", call, { voicemail: "Hello ⟦contact.title⟧, this is Robin." } as Partial<Work>);
    work.add("Bob", call, { voicemail: "" } as Partial<Work>);
  });
  open(1);
  await heading("Call · Ada · Ada Ltd");
  const part = () => within(screen.getByRole("region", { name: "If a machine answers" }));
  expect(part().getByText(/this is Robin\./)).toBeVisible();
  expect(part().getByText("⟦contact.title⟧").tagName).toBe("MARK");
  expect(button("Left voicemail")).toHaveAttribute("aria-pressed", "false");
  await user.click(button("Left voicemail"));
  expect(button("Left voicemail")).toHaveAttribute("aria-pressed", "true");
  expect(screen.getByRole("combobox", { name: "Disposition" })).toHaveValue("Left voicemail");
  expect(await seriousFindings()).toEqual([]);
  await user.click(button("Log and complete"));
  await waitFor(() =>
    expect(program.callsOf("call_finish")).toMatchObject([
      { id: 1, log: { disposition: "left_voicemail" } },
    ]),
  );
  open(2);
  await heading("Call · Bob · Bob Ltd");
  expect(part().getByText("Leave a short message.")).toBeVisible();
  expect(button("Left voicemail")).toBeEnabled();
});

test("a step that leaves no voicemail says so", async () => {
  const { open } = await renderWork((work) => {
    work.add("Ada", call);
  });
  open(1);
  await heading("Call · Ada · Ada Ltd");
  expect(screen.getByText("Do not leave a voicemail on this step.")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Left voicemail" })).toBeNull();
});

test("after the last person the next step is offered, then the list of steps, then home", async () => {
  const { user, program, path } = await renderWork((work) => {
    work.add("Ada", task);
    work.add("Bob", call);
    work.add("Cyn", inbound);
  });
  await user.click(await screen.findByRole("button", { name: "Cold outbound 2 due" }));
  await run(user, "3 of Cold outbound");
  await heading("Task · Ada · Ada Ltd");
  expect(await seriousFindings()).toEqual([]);
  await user.type(field("Notes"), "Looked");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await heading("Step done");
  expect(program.callsOf("task_complete")).toEqual([{ id: 1, notes: "Looked" }]);
  expect(button("Run next step")).toHaveAccessibleDescription(
    "Step 2 · Call · Cold outbound · 1 due",
  );
  expect(button("Run next step")).toHaveFocus();
  expect(button("Cadence overview")).toBeVisible();
  expect(await seriousFindings()).toEqual([]);

  await user.click(button("Run next step"));
  await heading("Call · Bob · Bob Ltd");
  await user.click(button("Skip"));
  await heading("Step done");
  expect(screen.queryByRole("button", { name: "Run next step" })).toBeNull();
  await user.click(button("Steps list"));
  expect(screen.queryByRole("region", { name: "Docked window" })).toBeNull();

  await run(user, "1 of Inbound");
  await heading("Task · Cyn · Cyn Ltd");
  await user.click(button("Log and complete"));
  await heading("Step done");
  expect(screen.getByRole("region", { name: "Docked window" })).toHaveTextContent(
    "Nothing is due.",
  );
  expect(screen.queryByRole("button", { name: "Steps list" })).toBeNull();
  await user.click(button("Home"));
  expect(path()).toBe("/partnerships");
});

test("a step that ended elsewhere says so, keeps what was written, and offers the next", async () => {
  const { user, work } = await renderWork((work) => {
    work.add("Ada", task);
    work.add("Bob", task, {}, { stopped: true });
  });
  await run(user, "3 of Cold outbound");
  await heading("Task · Ada · Ada Ltd");
  await user.type(field("Notes"), "Nearly");
  await work.end(1);
  expect(await screen.findByText(/This step is not open any more/)).toBeVisible();
  expect(field("Notes")).toHaveValue("Nearly");
  expect(field("Notes")).toHaveAttribute("readonly");
  expect(screen.queryByRole("button", { name: "Log and complete" })).toBeNull();
  const buttons = screen.getAllByRole("button", { name: "Next person" });
  await user.click(buttons.at(-1) as HTMLElement);
  await heading("Task · Bob · Bob Ltd");
  expect(screen.getByText(/stands still/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Log and complete" })).toBeNull();
});

test("the second click of a double click does not hit the next person", async () => {
  const { user, program } = await renderWork((work) => {
    work.add("Ada", task);
    work.add("Bob", task);
  });
  await run(user, "3 of Cold outbound");
  await heading("Task · Ada · Ada Ltd");
  fireEvent.click(button("Log and complete"), { detail: 1 });
  await heading("Task · Bob · Bob Ltd");
  fireEvent.click(button("Log and complete"), { detail: 2 });
  expect(program.callsOf("task_complete")).toHaveLength(1);
  expect(button("Log and complete")).toBeEnabled();
});

test("what is noted at a research or a video is asked for by its name", async () => {
  const { user } = await renderWork((work) => {
    work.add("Ada", task, { work: "linkedin_research" } as Partial<Work>);
    work.add("Bob", inbound, { work: "video" } as Partial<Work>);
  });
  await user.click(await screen.findByRole("button", { name: "Cold outbound 1 due" }));
  await run(user, "3 of Cold outbound");
  await heading("Task · Ada · Ada Ltd");
  expect(field("Findings")).toHaveAccessibleDescription(
    /later e-mails that use “LinkedIn findings”/,
  );
  await user.type(field("Findings"), "Runs marathons");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await heading("Step done");
});

test("a value that nobody noted is named with where it would come from", async () => {
  const { user } = await renderWork((work) => {
    const body = "You are ⟦touch.personal_line⟧.";
    const draft = { to: "a@example.com", cc: "", bcc: "", subject: "Hello", body };
    work.add("Ada", email, { draft });
  });
  await run(user, "1 of Cold outbound");
  await heading("E-mail · Ada · Ada Ltd");
  expect(
    screen.getByText(/^touch\.personal_line has no value: nothing was noted for it/),
  ).toBeVisible();
});
