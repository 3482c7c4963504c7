import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { type FakeProgram, wireError } from "../../../host/fakeProgram";
import { seriousFindings } from "../../../testing/axe";
import { renderApp, settled } from "../../../testing/renderApp";
import type { Simulated } from "../../../wire/wire";
import {
  acme,
  contact,
  DAY,
  enrolment,
  entry,
  FakePartnership,
  HOUR,
  NOW,
  touch,
} from "../fakePartnerships";

async function openAcme(prepare: (program: FakeProgram) => void, path = "/partnerships/7") {
  const app = renderApp(prepare, path);
  await settled("partnership");
  return app;
}

const card = (name = "Cold outbound, Ada Lovelace") => screen.getByRole("article", { name });
const timeline = () =>
  within(screen.getByRole("list", { name: "Timeline" }))
    .queryAllByRole("listitem")
    .map((item) => item.querySelector("span")?.textContent);

test("the screen tells who they are, what is to be done, what comes and what happened", async () => {
  const { user } = await openAcme((program) => {
    new FakePartnership(program, acme(), [
      entry(1, { type: "resumed" }, { actor: "rep" }),
      entry(2, { type: "email_sent", subject: "Hello", to: "ada@acme.example" }),
      entry(3, {
        type: "call_logged",
        disposition: "left_voicemail",
        sentiment: null,
        number: "",
        notes: "Rang twice",
        success: false,
        completed: true,
      }),
      entry(4, { type: "assigned" }, { undone: true }),
      entry(5, { type: "undone", event: 4 }),
    ]);
  });
  const header = within(screen.getByRole("region", { name: "Acme" }));
  expect(header.getByRole("heading", { name: "Acme", level: 1 })).toBeVisible();
  expect(header.getByText("Contacted")).toBeVisible();
  expect(header.getByText(/^0?4:00.* there, America\/New York$/)).toBeVisible();
  expect(screen.getAllByRole("button", { name: "Copy ada@acme.example" })).toHaveLength(2);

  expect(within(card()).getByRole("heading", { name: "Step 2 of 4: Intro call" })).toBeVisible();
  expect(card()).toHaveTextContent(/Due 1 h ago · Tue 24 Nov 0?3:00.* there/);
  expect(card()).toHaveTextContent("ScriptAsk for the roadmap");
  const upcoming = within(screen.getByRole("list", { name: "Upcoming steps" }));
  expect(upcoming.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
    expect.stringMatching(/^3E-mailThu 26 Nov .* · Thu 26 Nov 0?4:00.* there$/),
    expect.stringMatching(/^4Look them upFri 27 Nov .* · Fri 27 Nov 0?4:00.* there$/),
  ]);

  expect(timeline()).toEqual([
    "You resumed Ada Lovelace in “Cold outbound”",
    "E-mail “Hello” sent to ada@acme.example",
    "You called Ada Lovelace: left a voicemail",
    "You assigned Ada Lovelace to “Cold outbound”",
    "Taken back: You assigned Ada Lovelace to “Cold outbound”",
  ]);
  expect(screen.getByText("Rang twice")).toBeVisible();
  expect(await seriousFindings()).toEqual([]);
  await user.click(screen.getByRole("radio", { name: "Calls" }));
  expect(timeline()).toEqual(["You called Ada Lovelace: left a voicemail"]);
  await user.click(screen.getByRole("radio", { name: "Tasks" }));
  expect(screen.getByText("Nothing yet.")).toBeVisible();
});

test("an address that names a touch opens its window once, and so does Run step", async () => {
  const { user, program, router } = await openAcme(
    (program) => new FakePartnership(program),
    "/partnerships/7?touch=31",
  );
  await waitFor(() => expect(router.state.location.search).toEqual({}));
  await waitFor(() => expect(program.callsOf("touch_get")).toEqual([{ id: 31 }]));
  await user.click(within(card()).getByRole("button", { name: "Run step" }));
  expect(await screen.findByRole("region", { name: /window/i })).toBeVisible();
});

test("pausing can be taken back from the toast and from the timeline", async () => {
  const { user, program } = await openAcme((program) => {
    const fake = new FakePartnership(program);
    const active = enrolment();
    const paused = enrolment({
      state: { state: "paused", reason: "rep", since: NOW, held_until: null },
      upcoming: [],
    });
    program.answers.enrolment_pause = () => {
      fake.entries = [entry(50, { type: "paused", reason: "rep" }, { undoable: true })];
      fake.change({ enrolments: [paused] });
      return { event: 50 };
    };
    program.answers.undo = () => {
      fake.entries = fake.entries.map((one) => ({ ...one, undoable: false, undone: true }));
      fake.change({ enrolments: [active] });
      return {};
    };
  });
  const pause = () => user.click(within(card()).getByRole("button", { name: "Pause" }));
  await pause();
  expect(await screen.findByText("Ada Lovelace paused in “Cold outbound”")).toBeVisible();
  expect(await within(card()).findByText(/You paused it/)).toBeVisible();
  expect(within(card()).queryByRole("button", { name: "Run step" })).toBeNull();
  expect(within(card()).getByRole("button", { name: "Resume" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await within(card()).findByRole("button", { name: "Run step" })).toBeVisible();
  expect(program.callsOf("undo")).toEqual([{ event: 50 }]);

  await settled("partnership");
  await pause();
  await user.click(await screen.findByRole("button", { name: /^Undo: You paused Ada Lovelace/ }));
  expect(await within(card()).findByRole("button", { name: "Run step" })).toBeVisible();
  expect(screen.getByText(/taken back/)).toBeVisible();
});

test("what stands still says why and offers only what can be done", async () => {
  await openAcme((program) => {
    const one = (id: number, name: string, more: Parameters<typeof enrolment>[0]) =>
      enrolment({ id, cadence_name: name, upcoming: [], ...more });
    const enrolments = [
      one(1, "Held", { state: { state: "active", held_until: NOW + 2.5 * HOUR } }),
      one(2, "Frozen", { frozen: true }),
      one(3, "Replied", {
        state: { state: "paused", reason: "replied", since: NOW - HOUR, held_until: null },
      }),
      one(6, "Review", {
        state: { state: "review", since: NOW - HOUR, held_until: NOW + 2 * DAY },
      }),
      one(4, "Leaving", { current: touch({ kind: "email", state: "in_outbox" }) }),
      one(5, "Over", {
        state: { state: "finished", outcome: "no_reply", at: NOW - DAY * 2 },
        current: null,
      }),
    ];
    new FakePartnership(program, acme({ enrolments }));
  });
  const shown = (name: string) => {
    const article = card(`${name}, Ada Lovelace`);
    const buttons = within(article).queryAllByRole("button");
    return {
      sentence: article.querySelector("p")?.textContent,
      buttons: buttons.map(({ textContent }) => textContent),
    };
  };
  expect(shown("Held")).toEqual({
    sentence:
      "Ada Lovelace is out of office, or the last call put the next step off. It goes on by itself: in 2 h.",
    buttons: ["Pause", "Meeting booked", "Remove"],
  });
  expect(shown("Frozen")).toEqual({
    sentence: "Nothing happens because the cadence is not active. Activate the cadence to go on.",
    buttons: ["Meeting booked", "Remove"],
  });
  expect(shown("Replied")).toEqual({
    sentence:
      "Paused because Ada Lovelace replied: 1 h ago. Resume it when the conversation is over.",
    buttons: ["Resume", "Meeting booked", "Remove"],
  });
  expect(shown("Review")).toEqual({
    sentence:
      "Paused because a message about Ada Lovelace is not clear: 1 h ago. Say under Replies whom the message is about.",
    buttons: ["Resume", "Meeting booked", "Remove"],
  });
  expect(within(card("Review, Ada Lovelace")).getByText("Paused")).toBeVisible();
  expect(shown("Leaving")).toEqual({
    sentence: "The e-mail is in the outbox and leaves by itself.",
    buttons: ["Pause", "Meeting booked", "Remove"],
  });
  expect(shown("Over")).toEqual({
    sentence: expect.stringMatching(/^It ended without a reply, Sun 22 Nov .*\.$/),
    buttons: [],
  });
});

test("notes are saved by themselves, and a save that fails is told", async () => {
  const { user, program } = await openAcme((program) => new FakePartnership(program));
  const notes = screen.getByRole("textbox", { name: "Notes" });
  await user.type(notes, "Likes tea");
  await vi.waitFor(
    () =>
      expect(program.callsOf("partnership_notes").at(-1)).toEqual({ id: 7, notes: "Likes tea" }),
    { timeout: 3_000 },
  );
  await settled("partnership");
  expect(screen.getByText("Saved")).toBeVisible();
  // The program still tells the old notes; what was typed stays.
  expect(notes).toHaveValue("Likes tea");

  program.failing.set("partnership_notes", wireError({ code: "disk_full", message: "full" }));
  await user.type(notes, " and cake");
  await user.click(screen.getByRole("radio", { name: "Calls" }));
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("Not saved: The disk is full.");
  program.failing.clear();
  await user.click(within(alert).getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Saved")).toBeVisible();
  expect(program.callsOf("partnership_notes").at(-1)).toEqual({
    id: 7,
    notes: "Likes tea and cake",
  });
});

test("a contact gets a second address, and a fault stands beside the one that it is about", async () => {
  const { user, program } = await openAcme((program) => {
    const fake = new FakePartnership(program);
    program.answers.contact_update = ({ fields }) =>
      fake.change({ contacts: [{ ...contact(11, "Ada"), fields, primary: true }] });
  });
  await user.click(screen.getByRole("button", { name: "Actions for Ada Lovelace" }));
  await user.click(await screen.findByRole("menuitem", { name: "Edit…", hidden: true }));
  const dialog = within(await screen.findByRole("dialog", { name: "Edit contact" }));
  await user.click(dialog.getByRole("button", { name: "Add e-mail" }));
  await user.click(dialog.getByRole("button", { name: "Add e-mail" }));
  const third = dialog.getByRole("textbox", { name: "E-mail 3" });
  await user.type(third, "ada@home.example");
  program.failing.set(
    "contact_update",
    wireError({
      code: "address_taken",
      context: { address: "ada@home.example", partnership: 9, partnership_name: "Other" },
      message: "taken",
    }),
  );
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(third).toBeInvalid());
  expect(dialog.getByRole("textbox", { name: "E-mail 2" })).toBeValid();
  program.failing.clear();
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(program.callsOf("contact_update").at(-1)).toMatchObject({
    id: 11,
    fields: { emails: ["ada@acme.example", "ada@home.example"] },
  });
  expect(await screen.findByRole("button", { name: "Copy ada@home.example" })).toBeVisible();
});

test("opting out asks first and says what ends", async () => {
  const { user, program } = await openAcme((program) => {
    new FakePartnership(program);
    program.answers.contact_opt_out = () => ({ event: 60 });
  });
  const choose = async () => {
    await user.click(screen.getByRole("button", { name: "Actions for Ada Lovelace" }));
    await user.click(
      await screen.findByRole("menuitem", { name: "Mark as opted out…", hidden: true }),
    );
    return screen.findByRole("dialog", { name: "Stop all e-mail to Ada Lovelace?" });
  };
  const dialog = await choose();
  expect(dialog).toHaveTextContent("1 cadence of Ada Lovelace ends.");
  await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
  expect(program.callsOf("contact_opt_out")).toEqual([]);
  await user.click(within(await choose()).getByRole("button", { name: "Mark as opted out" }));
  expect(await screen.findByText("Ada Lovelace opted out")).toBeVisible();
  expect(program.callsOf("contact_opt_out")).toEqual([{ id: 11 }]);
});

const simulations: Record<Simulated, { item: string; said: string }> = {
  reply: { item: "Reply", said: "Practice: Ada Lovelace replied" },
  out_of_office: { item: "Out of office", said: "Practice: Ada Lovelace is out of office" },
  bounce: { item: "Bounce", said: "Practice: the e-mail to Ada Lovelace bounced" },
  opt_out: { item: "Opt-out", said: "Practice: Ada Lovelace asked for no more e-mail" },
  unclear: {
    item: "Unclear message",
    said: "Practice: a message about Ada Lovelace is not clear",
  },
};

test("the practice workspace lets the other side be played, and no other does", async () => {
  const practise = (program: FakeProgram) => {
    program.kind = "practice";
    new FakePartnership(program);
    program.answers.practice_simulate = () => ({ event: 70 });
  };
  const { user, program, unmount } = await openAcme(practise);
  for (const { item, said } of Object.values(simulations)) {
    await user.click(within(card()).getByRole("button", { name: "Simulate (practice)" }));
    await user.click(await screen.findByRole("menuitem", { name: item, hidden: true }));
    expect(await screen.findByText(said)).toBeVisible();
    await settled("partnership");
  }
  expect(program.callsOf("practice_simulate")).toEqual(
    Object.keys(simulations).map((what) => ({ id: 21, what })),
  );
  unmount();
  await openAcme((program) => new FakePartnership(program));
  expect(screen.queryByRole("button", { name: "Simulate (practice)" })).toBeNull();
});
