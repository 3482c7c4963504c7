import type {
  CadenceSave,
  CallerNumber,
  Step,
  StepFault,
  StepField,
  StepGap,
  StepSave,
  WireError,
} from "../wire/wire";
import { unknownCaller } from "./fakeCallers";

/** What the program checks in the steps of a cadence, for {@link FakeProgram}. */

const DAYS = 365;
const longest = { minutes: DAYS * 1_440, hours: DAYS * 24, days: DAYS, business_days: DAYS };
const MAX_STEPS = 100;

export function checkedGoal(goal: string): string {
  const text = goal.trim();
  const length = [...text].length;
  if (length > 500) {
    const context = { field: "goal", length, max: 500 } as const;
    throw { code: "field_too_long", context, message: "too long" } satisfies WireError;
  }
  return text;
}

/** The steps as they are stored. `idOf` gives a new step its id. */
export function checkedSteps(
  { steps }: CadenceSave,
  callers: readonly CallerNumber[],
  idOf: (step: StepSave) => number,
): Step[] {
  if (steps.length > MAX_STEPS) {
    const context = { max: MAX_STEPS };
    throw { code: "too_many_steps", context, message: "too many" } satisfies WireError;
  }
  const ids = new Set(steps.map(({ id }) => id));
  const checked = steps.map((step, position) => {
    const { amount, unit } = step.delay;
    const max = longest[unit];
    if (!Number.isInteger(amount) || amount < 0 || amount > max) {
      throw { code: "step_delay", context: { position, max }, message: "wait" } satisfies WireError;
    }
    const number = unknownCaller(step, callers);
    const fault =
      number === null ? faultOf(step, ids) : ({ type: "no_such_caller", number } as const);
    if (fault) {
      const context = { position, fault };
      throw { code: "step_rules", context, message: "rules" } satisfies WireError;
    }
    const text = (field: StepField, raw: string, most: number, line: boolean) =>
      checkedText(position, field, raw, most, line);
    const { voicemail } = step.rules;
    const left = voicemail !== undefined && {
      voicemail: text("voicemail", voicemail, 50_000, false),
    };
    const rules = { ...step.rules, ...left };
    return {
      ...step,
      name: text("name", step.name, 120, true),
      content: content(step, text),
      rules,
    };
  });
  return checked.map((step) => ({ ...step, id: idOf(step) }));
}

/** What the edits of a window can break in the rules of a step. */
function faultOf({ delay, rules }: StepSave, ids: ReadonlySet<number | null>): StepFault | null {
  const civil = delay.unit === "days" || delay.unit === "business_days";
  if (rules.time_of_day && !civil) return { type: "time_of_day" };
  const names = rules.variables.map(({ name }) => name);
  const fits = names.every((name) => /^[a-z][a-z0-9_]{0,39}$/.test(name) && name !== "name");
  if (!fits || new Set(names).size !== names.length) return { type: "variables" };
  const leadsTo = [
    ...rules.routing.map(({ leads_to }) => leads_to),
    ...(rules.condition ? [rules.condition.otherwise, rules.condition.then] : []),
  ];
  const gone = leadsTo.some((one) => one?.type === "jump" && !ids.has(one.to));
  return gone ? { type: "no_such_step" } : null;
}

type Check = (field: StepField, raw: string, max: number, line: boolean) => string;

function content({ content: given }: StepSave, text: Check): Step["content"] {
  switch (given.type) {
    case "email": {
      const subject = text("subject", given.subject, 300, true);
      return { ...given, subject, body: text("body", given.body, 50_000, false) };
    }
    case "call":
      return { ...given, script: text("script", given.script, 50_000, false) };
    case "task":
      return { ...given, instructions: text("instructions", given.instructions, 50_000, false) };
  }
}

function checkedText(
  position: number,
  field: StepField,
  raw: string,
  max: number,
  line: boolean,
): string {
  const text = raw.trim();
  const length = [...text].length;
  if (length > max) {
    const context = { position, field, length, max };
    throw { code: "step_text_too_long", context, message: "too long" } satisfies WireError;
  }
  if ([...text].some((one) => one < " " && (line || (one !== "\n" && one !== "\t")))) {
    const context = { position, field };
    throw { code: "step_control_character", context, message: "control" } satisfies WireError;
  }
  return text;
}

/** Refuses what cannot be activated. */
export function checkComplete(steps: readonly Step[]): void {
  if (steps.length === 0) throw { code: "no_steps", message: "no steps" } satisfies WireError;
  const gaps: { position: number; gap: StepGap }[] = [];
  let emailBefore = false;
  for (const [position, { content: given }] of steps.entries()) {
    if (given.type !== "email") continue;
    if (given.thread === "new" && given.subject === "") gaps.push({ position, gap: "no_subject" });
    if (given.thread === "same" && !emailBefore) gaps.push({ position, gap: "nothing_to_answer" });
    if (given.body === "") gaps.push({ position, gap: "no_body" });
    emailBefore = true;
  }
  if (gaps.length > 0) {
    throw { code: "steps_incomplete", context: { gaps }, message: "gaps" } satisfies WireError;
  }
}
