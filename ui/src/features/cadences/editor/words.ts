import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import type { DelayUnit, StepFault, StepField, StepGap, WireError } from "../../../wire/wire";
import { amountOf, longestWait, type StepDraft } from "./document";
import type { Refusal, SaveState } from "./session";

export function stepName({ name, content }: StepDraft): string {
  return name.trim() || t(`editor.type.${content.type}`);
}

/** "wait 3 business days", "at once"; for the first step counted from the start. */
export function waitInWords(step: StepDraft, first: boolean): string {
  const count = amountOf(step);
  if (count === null) return t("editor.wait.unclear");
  if (count === 0) return t(first ? "editor.wait.atStart" : "editor.wait.atOnce");
  return first
    ? t(`editor.start.${step.unit}`, { count })
    : t(`editor.wait.${step.unit}`, { count });
}

export function gapSentence(gap: StepGap): string {
  return t(`editor.gap.${gap}`);
}

/** What is wrong with the wait as it was typed, when something is. */
export function waitSentence(step: { amount: string; unit: DelayUnit }): string | undefined {
  if (amountOf(step) !== null) return undefined;
  return t("error.step_delay", { max: longestWait[step.unit] });
}

/** Why the draft is not saved, in a sentence; none while nothing is in the way. */
export function sentenceOf(save: SaveState, steps: readonly StepDraft[]): string | null {
  if (save.state === "held") {
    const at = steps.findIndex(({ key }) => key === save.key);
    const step = steps[at];
    return t("editor.atStep", { step: at + 1, sentence: (step && waitSentence(step)) ?? "" });
  }
  return save.state === "refused" ? refusalSentence(save.refusal, steps) : null;
}

function refusalSentence({ error, key }: Refusal, steps: readonly StepDraft[]): string {
  const sentence = describeError(error);
  const at = steps.findIndex((step) => step.key === key);
  return at < 0 ? sentence : t("editor.atStep", { step: at + 1, sentence });
}

/** Where the form of a step tells what is refused. */
export type StepPlace = StepField | "delay" | "caller";

/** The sentence for one field of a step, when the last refusal was about it. */
export function refusalOf(
  refusal: Refusal | null,
  key: string,
  field: StepPlace,
): string | undefined {
  if (!refusal || refusal.key !== key) return undefined;
  const { wire } = refusal.error;
  return aboutOf(wire) === field ? describeError(refusal.error) : undefined;
}

function aboutOf(wire: WireError): StepPlace | undefined {
  switch (wire.code) {
    case "step_delay":
      return "delay";
    case "step_rules":
      return placeOf(wire.context.fault);
    case "step_text_too_long":
    case "step_control_character":
      return wire.context.field;
    default:
      return undefined;
  }
}

function placeOf({ type }: StepFault): StepPlace | undefined {
  switch (type) {
    // It does not go with the unit of the wait.
    case "time_of_day":
      return "delay";
    case "no_such_caller":
      return "caller";
    default:
      return undefined;
  }
}
