import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";
import type { ReplyDetail } from "../../wire/wire";
import { answersOf, detail, enrolment, row } from "./fakeReplies";

async function open(more: Partial<ReplyDetail> = {}) {
  const reply = detail(1, more);
  const app = renderApp((program) => {
    Object.assign(program.answers, answersOf({ open: [row(1)] }));
    program.answers.reply_get = () => reply;
    program.answers.reply_mark = () => ({ event: 9 });
    program.answers.reply_tone = () => ({});
    program.answers.reply_settle = () => ({});
    program.answers.reply_decide = () => ({ event: 8 });
    program.answers.reply_overrule = () => ({ event: 7, undone: true });
    program.answers.reply_draft = () => ({ at: program.now });
    program.answers.reply_send = () => ({ outbox: 5, leaves_at: program.now });
    program.answers.reply_link = () => ({});
    program.answers.outbox_cancel = () => ({});
    program.answers.undo = () => ({});
  }, "/replies");
  await settled("replies");
  await screen.findByRole("article", { name: "Message" });
  return app;
}

test("a message is read with its quotation folded, and says what the cadence did", async () => {
  await open();
  const message = within(screen.getByRole("article", { name: "Message" }));
  expect(message.getByText("Ada Lovelace <ada1@example.com>")).toBeVisible();
  expect(message.getByText("Yes, please.")).toBeVisible();
  expect(message.getByText(/> Hello/)).not.toBeVisible();
  const choices = within(screen.getByRole("complementary", { name: "What can be done" }));
  expect(choices.getByText("Ada 1 in Outbound: Paused")).toBeVisible();
  expect(choices.getByText(/^Paused because Ada 1 replied/)).toBeVisible();
  expect(choices.getByText("No sign of an automatic message.")).toBeVisible();
  expect(await seriousFindings(screen.getByRole("region", { name: "Replies" }))).toEqual([]);
});

test("marks have keys and are taken back by their toast", async () => {
  const { program, user } = await open();
  await user.keyboard("i");
  await waitFor(() =>
    expect(program.callsOf("reply_mark")).toEqual([{ id: 1, mark: "not_interested" }]),
  );
  await user.click(await screen.findByRole("button", { name: /Undo/ }));
  await waitFor(() => expect(program.callsOf("undo")).toEqual([{ event: 9 }]));
  await user.keyboard("e");
  await waitFor(() => expect(program.callsOf("reply_settle")).toEqual([{ id: 1, settled: true }]));
});

test("the rep decides what becomes of what the answer has stopped", async () => {
  const { program, user } = await open();
  await user.click(screen.getByRole("button", { name: "Finish as replied" }));
  await waitFor(() =>
    expect(program.callsOf("reply_decide")).toEqual([{ id: 1, decision: "replied" }]),
  );
});

test("the verdict is overruled with the day of return", async () => {
  const { program, user } = await open();
  await user.selectOptions(screen.getByLabelText("What it is"), "auto_reply");
  await user.type(screen.getByLabelText("Back on"), "2026-12-01");
  await user.click(screen.getByRole("button", { name: "Let the cadence follow" }));
  await waitFor(() =>
    expect(program.callsOf("reply_overrule")).toEqual([
      { id: 1, ruling: { is: "auto_reply", until: "2026-12-01" }, enrolment: 1 },
    ]),
  );
});

test("in review nothing can be marked before it is said whom the message is about", async () => {
  const review = { state: "review", since: 0, held_until: null } as const;
  const { program, user } = await open({
    verdict: "review",
    contact: null,
    contact_name: null,
    enrolments: [enrolment(1, { state: review }), enrolment(2, { state: review })],
  });
  expect(screen.queryByRole("button", { name: /Not interested/ })).toBeNull();
  await user.keyboard("i");
  const follow = screen.getByRole("button", { name: "Let the cadence follow" });
  expect(follow).toBeDisabled();
  await user.selectOptions(screen.getByLabelText("Whom it is about"), "2");
  await user.click(follow);
  await waitFor(() =>
    expect(program.callsOf("reply_overrule")).toEqual([
      { id: 1, ruling: { is: "human_reply" }, enrolment: 2 },
    ]),
  );
  expect(program.callsOf("reply_mark")).toEqual([]);
});

test("a colleague's message is about nobody in a cadence unless the rep says so", async () => {
  const { program, user } = await open({ contact: null, contact_name: null });
  expect(screen.getByLabelText("Whom it is about")).toHaveDisplayValue("A colleague of theirs");
  const follow = screen.getByRole("button", { name: "Let the cadence follow" });
  const kind = screen.getByLabelText("What it is");
  await user.selectOptions(kind, "unsubscribe");
  expect(follow).toBeDisabled();
  await user.selectOptions(kind, "auto_reply");
  await user.click(follow);
  await waitFor(() =>
    expect(program.callsOf("reply_overrule")).toEqual([
      { id: 1, ruling: { is: "auto_reply", until: null }, enrolment: null },
    ]),
  );
});

const { answer } = detail(1);
if (!answer) throw new Error("it can be answered");

test("an answer is saved while it is typed, sent with its number, and can be taken back", async () => {
  const { program, user } = await open();
  await user.keyboard("a");
  const body = screen.getByLabelText("Your answer");
  expect(body).toHaveFocus();
  await user.type(body, "At ten?");
  const written = { ...answer.draft, body: "At ten?" };
  await waitFor(() =>
    expect(program.callsOf("reply_draft").at(-1)).toEqual({ id: 1, draft: written }),
  );
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() =>
    expect(program.callsOf("reply_send")).toEqual([{ id: 1, number: 1, draft: written }]),
  );
  await user.click(await screen.findByRole("button", { name: /Undo/ }));
  await waitFor(() => expect(program.callsOf("outbox_cancel")).toEqual([{ id: 5 }]));
});

test("while an answer waits in the outbox there is no second one", async () => {
  await open({
    answer: { ...answer, given: [{ id: 5, state: { state: "held", reason: "no_account" } }] },
  });
  expect(screen.getByText(/Your answer waits/)).toBeVisible();
  expect(screen.getByRole("link", { name: "Open the outbox" })).toBeVisible();
  expect(screen.queryByLabelText("Your answer")).toBeNull();
});

test("HTML is framed without scripts, and a link is opened by number after its host was seen", async () => {
  const { program, user } = await open({
    html: "<p>Hi</p>",
    links: [{ text: "bank.example", host: "evil.example", disguised: true }],
  });
  expect(screen.queryByTitle("The message with its formatting")).toBeNull();
  await user.click(screen.getByText("Formatted"));
  const frame = screen.getByTitle("The message with its formatting");
  expect(frame).toHaveAttribute("sandbox", "");
  expect(frame).toHaveAttribute("srcdoc", "<p>Hi</p>");
  await user.click(screen.getByRole("button", { name: "bank.example" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByText("It leads to evil.example.")).toBeVisible();
  expect(dialog.getByText("It shows another address than it leads to")).toBeVisible();
  expect(program.callsOf("reply_link")).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Open link" }));
  await waitFor(() => expect(program.callsOf("reply_link")).toEqual([{ id: 1, link: 1 }]));
});

test("a message that cannot be loaded says so and is asked for again", async () => {
  const { program, user } = renderApp((program) => {
    Object.assign(program.answers, answersOf({ open: [row(1)] }));
    program.failing.set("reply_get", { code: "disk_full", context: {}, message: "" });
  }, "/replies");
  expect(await screen.findByText("The message could not be loaded")).toBeVisible();
  program.failing.clear();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("article", { name: "Message" })).toBeVisible();
});
