import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RpcError } from "../../../host/rpc";
import { defaultRules, defaultStepRules } from "../../../shared/cadences/rules";
import type { CadenceDetail, CadenceSave, Rules, Step } from "../../../wire/wire";
import { insertAt, moved, newStep, type StepDraft, without } from "./document";
import { EditingSession, type SessionView } from "./session";

const call: Step = {
  id: 7,
  name: "",
  delay: { amount: 2, unit: "days" },
  content: { type: "call", script: "" },
  rules: {
    ...defaultStepRules,
    time_of_day: { type: "morning" },
    routing: [{ disposition: "gatekeeper", leads_to: { type: "rest", days: 30 } }],
  },
};

const rules: Rules = { ...defaultRules, category: "inbound", holidays: true };

function detail(revision: number, steps: Step[], goal = ""): CadenceDetail {
  const summary: CadenceDetail["summary"] = {
    id: 1,
    name: "Nurture",
    description: "",
    meant_for: { persona: "", stages: [] },
    status: "draft",
    steps: steps.length,
    people: 0,
    created_at: 0,
    updated_at: 0,
  };
  return { summary, goal, revision, steps, rules };
}

/** A session whose saves are answered by hand. */
function start(steps: Step[] = [call]) {
  const sent: CadenceSave[] = [];
  const answers: { accept: () => void; refuse: (error: RpcError) => void }[] = [];
  let nextId = 100;
  const save = (input: CadenceSave) =>
    new Promise<CadenceDetail>((resolve, reject) => {
      sent.push(input);
      const stored = input.steps.map((step) => ({ ...step, id: step.id ?? nextId++ }));
      answers.push({
        accept: () => resolve(detail(input.revision + 1, stored, input.goal.trim())),
        refuse: reject,
      });
    });
  const onLeftBehind = vi.fn();
  const session = new EditingSession(detail(3, steps), save, onLeftBehind);
  const leave = session.subscribe(() => {});
  const goal = (text: string) => session.change((draft) => ({ ...draft, goal: text }));
  return { session, sent, answers, goal, leave, onLeftBehind };
}

const refused = (code: "saved_elsewhere" | "disk_full" | "cadence_archived") =>
  new RpcError({ code, message: code }, true);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("a change is saved within a second, also while typing goes on", async () => {
  const { session, sent, goal } = start();
  for (let at = 0; at < 12; at += 1) {
    goal("x".repeat(at + 1));
    expect(session.view().save.state).toBe("saving");
    await vi.advanceTimersByTimeAsync(99);
  }
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ id: 1, revision: 3, goal: "x".repeat(11) });
});

test("one save is in flight at a time, and what was typed meanwhile follows", async () => {
  const { session, sent, answers, goal } = start();
  goal("a");
  await vi.advanceTimersByTimeAsync(1_000);
  goal("ab ");
  await vi.advanceTimersByTimeAsync(3_000);
  expect(sent).toHaveLength(1);
  answers[0]?.accept();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toHaveLength(2);
  expect(sent[1]).toMatchObject({ revision: 4, goal: "ab " });
  answers[1]?.accept();
  await vi.advanceTimersByTimeAsync(0);
  expect(session.view().save).toEqual({ state: "saved" });
  // What the program trimmed stays as it was typed.
  expect(session.view().draft.goal).toBe("ab ");
});

test("a new step keeps its key and gets its id", async () => {
  const { session, sent, answers } = start();
  const step = newStep("task");
  session.change((draft) => ({ ...draft, steps: insertAt(draft.steps, 0, step) }));
  await vi.advanceTimersByTimeAsync(1_000);
  session.changeStep(step.key, { name: "Look" });
  answers[0]?.accept();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(session.view().draft.steps[0]).toMatchObject({ key: step.key, id: 100, name: "Look" });
  expect(sent[1]?.steps.map(({ id }) => id)).toEqual([100, 7]);
});

test.each(["", "abc", "-1", "1.5", "99999999999999999999"])(
  "“%s” is no wait and is not sent",
  async (amount) => {
    const { session, sent, goal } = start();
    const key = session.view().draft.steps[0]?.key ?? "";
    session.changeStep(key, { amount });
    goal("waits with it");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(session.view().save).toEqual({ state: "held", key });
    expect(sent).toEqual([]);
    session.changeStep(key, { amount: " 4 " });
    await vi.advanceTimersByTimeAsync(0);
    expect(sent[0]).toMatchObject({ goal: "waits with it", steps: [{ delay: { amount: 4 } }] });
  },
);

test("after a conflict nothing is sent until the saved version is loaded", async () => {
  const { session, sent, answers, goal } = start();
  goal("mine");
  await vi.advanceTimersByTimeAsync(1_000);
  answers[0]?.refuse(refused("saved_elsewhere"));
  await vi.advanceTimersByTimeAsync(0);
  goal("mine, still");
  await session.flush();
  session.offer(detail(9, [], "theirs"));
  expect(session.view().draft.goal).toBe("mine, still");
  expect(sent).toHaveLength(1);
  session.load(detail(9, [], "theirs"));
  expect(session.view()).toMatchObject({ draft: { goal: "theirs" }, save: { state: "saved" } });
  goal("mine after all");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent[1]).toMatchObject({ revision: 9 });
});

test("what was saved elsewhere is shown when nothing was typed here", () => {
  const { session } = start();
  const key = session.view().draft.steps[0]?.key;
  session.offer(
    detail(4, [
      { ...call, name: "Renamed" },
      { ...call, id: 8 },
    ]),
  );
  expect(session.view().draft.steps).toMatchObject([{ key, name: "Renamed" }, { id: 8 }]);
});

test("a failed save is tried again with the next change, and by hand", async () => {
  const { session, sent, answers, goal } = start();
  goal("a");
  await vi.advanceTimersByTimeAsync(1_000);
  answers[0]?.refuse(refused("disk_full"));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toHaveLength(1);
  expect(session.view().save.state).toBe("refused");
  void session.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toHaveLength(2);
  answers[1]?.refuse(refused("disk_full"));
  await vi.advanceTimersByTimeAsync(0);
  goal("ab");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent[2]).toMatchObject({ goal: "ab" });
});

test("a restored cadence saves what could not be saved while it was archived", async () => {
  const { session, sent, answers, goal } = start();
  goal("a");
  await vi.advanceTimersByTimeAsync(1_000);
  answers[0]?.refuse(refused("cadence_archived"));
  await vi.advanceTimersByTimeAsync(0);
  session.offer(detail(3, [call]));
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toHaveLength(2);
});

test("leaving saves at once, and a failure after that is told", async () => {
  const { session, sent, answers, goal, leave, onLeftBehind } = start();
  goal("a");
  leave();
  void session.leave();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toHaveLength(1);
  answers[0]?.refuse(refused("disk_full"));
  await vi.advanceTimersByTimeAsync(0);
  expect(onLeftBehind).toHaveBeenCalledTimes(1);
  expect(session.view().draft.goal).toBe("a");
});

test("rules go through every edit and every save as they were", async () => {
  const { session, sent, answers, goal } = start();
  const key = session.view().draft.steps[0]?.key ?? "";
  const saved = async () => {
    await vi.advanceTimersByTimeAsync(1_000);
    answers.at(-1)?.accept();
    await vi.advanceTimersByTimeAsync(0);
    return sent.at(-1);
  };
  const steps = (edit: (draft: SessionView["draft"]) => readonly StepDraft[]) =>
    session.change((draft) => ({ ...draft, steps: edit(draft) }));
  goal("Won");
  expect(await saved()).toMatchObject({
    rules,
    move_people: false,
    steps: [{ rules: call.rules }],
  });
  session.changeStep(key, { name: "Ring", amount: "3", unit: "business_days" });
  session.changeStep(key, { content: { type: "call", script: "Hello" } });
  const added = newStep("email");
  steps((draft) => insertAt(draft.steps, 0, added));
  steps((draft) => moved(draft.steps, key, 0));
  expect(await saved()).toMatchObject({
    rules,
    steps: [
      { id: 7, name: "Ring", rules: call.rules },
      { id: null, rules: defaultStepRules },
    ],
  });
  const [ring] = session.view().draft.steps;
  steps((draft) => without(draft.steps, key));
  expect((await saved())?.steps).toHaveLength(1);
  if (ring) steps((draft) => insertAt(draft.steps, 1, ring));
  expect(await saved()).toMatchObject({
    rules,
    steps: [{ id: 100 }, { id: 7, rules: call.rules }],
  });
});

test("rules that were saved elsewhere are taken over with the rest", async () => {
  const { session, sent, goal } = start();
  session.offer({ ...detail(4, [{ ...call, rules: defaultStepRules }]), rules: defaultRules });
  goal("a");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent[0]).toMatchObject({ rules: defaultRules, steps: [{ rules: defaultStepRules }] });
});
