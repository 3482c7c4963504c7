import { expect, test } from "vitest";
import type { DelayUnit } from "../../../wire/wire";
import { daysOf, gapsOf, moved, newStep, type StepDraft } from "./document";

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
