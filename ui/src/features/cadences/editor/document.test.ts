import { expect, test } from "vitest";
import { defaultRules, defaultStepRules } from "../../../shared/cadences/rules";
import type { CadenceDetail, DelayUnit, StepRules } from "../../../wire/wire";
import {
  changed,
  daysOf,
  draftOf,
  gapsOf,
  isUntouched,
  moved,
  newStep,
  type StepDraft,
  stepsToSave,
} from "./document";

/** Rules that are all others than those of a new step. */
const rules: StepRules = {
  time_of_day: { type: "exact", minute: 570 },
  any_hour: true,
  deadline_minutes: 120,
  priority: "high",
  may_repeat: true,
  condition: {
    holds: "any",
    tests: [{ type: "has_phone", is: true }],
    otherwise: { type: "pause" },
    // biome-ignore lint/suspicious/noThenProperty: the name of the wire; it is no function
    then: null,
  },
  routing: [{ disposition: "busy", leads_to: { type: "next" } }],
  variants: [{ key: 1, weight: 2, subject: "Hi", body: "Text" }],
  weight: 3,
  variables: [{ name: "hook", text: "New" }],
  attachments: [],
  caller: { type: "rotating" },
  voicemail: "",
};

const waiting = (amount: string, unit: DelayUnit): StepDraft => ({
  ...newStep("call"),
  amount,
  unit,
});

test("days are counted from day 1 through days, hours and minutes", () => {
  const steps = [
    waiting("0", "days"),
    waiting("2", "days"),
    waiting("20", "hours"),
    waiting("300", "minutes"),
  ];
  expect(daysOf(steps)).toEqual([1, 3, 3, 4]);
});

test("no day is told after business days or a wait that is no number", () => {
  expect(
    daysOf([waiting("0", "business_days"), waiting("1", "business_days"), waiting("1", "days")]),
  ).toEqual([1, null, null]);
  expect(daysOf([waiting("1", "days"), waiting("x", "days"), waiting("0", "days")])).toEqual([
    2,
    null,
    null,
  ]);
});

test("a step moves to a place among the others", () => {
  const [a, b, c] = [newStep("call"), newStep("task"), newStep("email")];
  expect(moved([a, b, c], a.key, 2)).toEqual([b, c, a]);
  expect(moved([a, b, c], c.key, 0)).toEqual([c, a, b]);
});

test("gaps are those that the program finds", () => {
  const first = newStep("email");
  const answer: StepDraft = {
    ...newStep("email"),
    content: { type: "email", mode: "manual", thread: "same", subject: "", body: "Hello" },
  };
  expect([...gapsOf([first, answer]).values()]).toEqual([["no_subject", "no_body"]]);
  expect(gapsOf([answer, first]).get(answer.key)).toEqual(["nothing_to_answer"]);
});

test("a new step has the rules that the program would give it", () => {
  for (const type of ["email", "call", "task"] as const) {
    const step = newStep(type);
    expect(stepsToSave([step])?.[0]?.rules).toEqual(defaultStepRules);
    expect(isUntouched(step)).toBe(true);
    expect(isUntouched({ ...step, rules })).toBe(false);
  }
});

test("rules that were saved are sent back as they were", () => {
  const { id: _, ...call } = stepsToSave([newStep("call")])?.[0] ?? { id: null };
  const steps = [{ ...call, id: 4, rules }] as CadenceDetail["steps"];
  const detail = { goal: "", steps, rules: { ...defaultRules, holidays: true } };
  const draft = draftOf(detail as CadenceDetail, null);
  expect(draft.rules).toEqual(detail.rules);
  expect(stepsToSave(draft.steps)).toEqual(steps);
});

test("a step keeps its rules through every change but those that its new type does not know", () => {
  const call: StepDraft = { ...newStep("call"), rules };
  for (const part of [
    { name: "Ring" },
    { amount: "x" },
    { unit: "hours" as const },
    { content: { type: "call" as const, script: "Hello" } },
  ]) {
    expect(changed(call, part)).toEqual({ ...call, ...part });
  }
  const turned = (from: "email" | "call" | "task", to: "email" | "call" | "task") =>
    changed({ ...newStep(from), rules }, { content: newStep(to).content }).rules;
  const { attachments, caller, voicemail, ...others } = rules;
  expect(turned("call", "email")).toEqual({ ...others, attachments, routing: [] });
  expect(turned("email", "call")).toEqual({ ...others, caller, voicemail, variants: [] });
  expect(turned("call", "task")).toEqual({ ...others, routing: [], variants: [] });
});

test("a call is not untouched once it has a number or leaves a voicemail, be it empty", () => {
  const step = newStep("call");
  const having = (more: Partial<StepRules>) => changed(step, { rules: { ...step.rules, ...more } });
  expect(isUntouched(having({ caller: { type: "random" } }))).toBe(false);
  expect(isUntouched(having({ voicemail: "" }))).toBe(false);
  expect(isUntouched(having({}))).toBe(true);
});
