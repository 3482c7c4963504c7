import { defaultStepRules } from "../../../shared/cadences/rules";
import type {
  CadenceDetail,
  DelayUnit,
  Rules,
  Step,
  StepContent,
  StepGap,
  StepId,
  StepRules,
  StepSave,
} from "../../../wire/wire";

/** A step as it is edited: with the wait as it was typed, which may be no number. */
export type StepDraft = {
  /** Names the step in the window, before and after the program has given it an id. */
  readonly key: string;
  readonly id: StepId | null;
  readonly name: string;
  readonly amount: string;
  readonly unit: DelayUnit;
  readonly content: StepContent;
  readonly rules: StepRules;
};

/** What the editor changes and saves as a whole. */
export type CadenceDraft = {
  readonly goal: string;
  readonly steps: readonly StepDraft[];
  readonly rules: Rules;
};

export type StepType = StepContent["type"];

export const stepTypes = ["email", "call", "task"] as const satisfies readonly StepType[];

/** The longest wait in each unit, for a sentence; the limit itself is the program's to enforce. */
export const longestWait: Record<DelayUnit, number> = {
  minutes: 525_600,
  hours: 8_760,
  days: 365,
  business_days: 365,
};

let made = 0;

function nextKey(): string {
  made += 1;
  return `step-${made}`;
}

export function newStep(type: StepType): StepDraft {
  return {
    key: nextKey(),
    id: null,
    name: "",
    amount: "0",
    unit: "days",
    content: empty(type),
    rules: defaultStepRules,
  };
}

function empty(type: StepType): StepContent {
  switch (type) {
    case "email":
      return { type, mode: "manual", thread: "new", subject: "", body: "" };
    case "call":
      return { type, script: "" };
    case "task":
      return { type, work: "other", instructions: "" };
  }
}

/** Whether nothing has been typed into the step yet. */
export function isUntouched({ name, amount, content, rules }: StepDraft): boolean {
  return (
    name === "" &&
    amount === "0" &&
    JSON.stringify(content) === JSON.stringify(empty(content.type)) &&
    JSON.stringify(rules) === JSON.stringify(defaultStepRules)
  );
}

/** What of a step can be edited. */
export type StepPart = Partial<Omit<StepDraft, "key" | "id">>;

/** The step with a part of it changed. Its rules stay, but for those that its type does not know. */
export function changed(step: StepDraft, part: StepPart): StepDraft {
  const next = { ...step, ...part };
  const { type } = next.content;
  if (type === step.content.type) return next;
  const routing = type === "call" ? next.rules.routing : [];
  const variants = type === "email" ? next.rules.variants : [];
  const { attachments, caller, voicemail, ...rules } = next.rules;
  const own = {
    ...(type === "email" && attachments && { attachments }),
    ...(type === "call" && caller && { caller }),
    ...(type === "call" && voicemail !== undefined && { voicemail }),
  };
  return { ...next, rules: { ...rules, routing, variants, ...own } };
}

/** The saved cadence as a draft. Steps that were there before keep their keys. */
export function draftOf(detail: CadenceDetail, before: CadenceDraft | null): CadenceDraft {
  const keys = new Map(before?.steps.map(({ id, key }) => [id, key]));
  const { goal, steps, rules } = detail;
  return { goal, steps: steps.map((step) => stepOf(step, keys.get(step.id))), rules };
}

function stepOf({ id, name, delay, content, rules }: Step, key: string | undefined): StepDraft {
  const { amount, unit } = delay;
  return { key: key ?? nextKey(), id, name, amount: String(amount), unit, content, rules };
}

/** The wait that was typed, or none when it is no whole number from 0. */
export function amountOf({ amount }: Pick<StepDraft, "amount">): number | null {
  const text = amount.trim();
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** The steps as they are sent, or none while a wait is no number. */
export function stepsToSave(steps: readonly StepDraft[]): StepSave[] | null {
  const saves: StepSave[] = [];
  for (const { id, name, unit, content, rules, amount } of steps) {
    const number = amountOf({ amount });
    if (number === null) return null;
    saves.push({ id, name, delay: { amount: number, unit }, content, rules });
  }
  return saves;
}

/** The steps as they are sent to be looked at, for which no wait matters. */
export function stepsToTest(steps: readonly StepDraft[]): StepSave[] {
  return stepsToSave(steps.map((step) => ({ ...step, amount: "0" }))) ?? [];
}

export function insertAt(
  steps: readonly StepDraft[],
  position: number,
  step: StepDraft,
): StepDraft[] {
  return steps.toSpliced(position, 0, step);
}

export function without(steps: readonly StepDraft[], key: string): StepDraft[] {
  return steps.filter((step) => step.key !== key);
}

export function moved(steps: readonly StepDraft[], key: string, to: number): readonly StepDraft[] {
  const step = steps.find((one) => one.key === key);
  return step ? insertAt(without(steps, key), to, step) : steps;
}

/** What each step lacks before the cadence can be activated, as the program judges it. */
export function gapsOf(steps: readonly StepDraft[]): Map<string, StepGap[]> {
  const found = new Map<string, StepGap[]>();
  let emailBefore = false;
  for (const { key, content } of steps) {
    if (content.type !== "email") continue;
    const gaps: StepGap[] = [];
    if (content.thread === "new" && content.subject.trim() === "") gaps.push("no_subject");
    if (content.thread === "same" && !emailBefore) gaps.push("nothing_to_answer");
    if (content.body.trim() === "") gaps.push("no_body");
    if (gaps.length > 0) found.set(key, gaps);
    emailBefore = true;
  }
  return found;
}

const MINUTES_A_DAY = 24 * 60;
const minutesIn = { minutes: 1, hours: 60, days: MINUTES_A_DAY };

/**
 * The day of the cadence on which each step falls when every one is done at once, from day 1.
 * None from the first wait in business days on: how many days of the calendar those take depends
 * on the weekday on which the person starts and on holidays, so that any number would be a guess.
 */
export function daysOf(steps: readonly StepDraft[]): (number | null)[] {
  let minutes: number | null = 0;
  return steps.map((step) => {
    const amount = amountOf(step);
    if (minutes === null || amount === null) minutes = null;
    else if (step.unit !== "business_days") minutes += amount * minutesIn[step.unit];
    else if (amount > 0) minutes = null;
    return minutes === null ? null : 1 + Math.floor(minutes / MINUTES_A_DAY);
  });
}
