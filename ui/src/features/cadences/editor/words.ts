import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import type { DelayUnit, StepGap } from "../../../wire/wire";
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

/** The sentence for one field of a step, when the last refusal was about it. */
export function refusalOf(
  refusal: Refusal | null,
  key: string,
  field: "delay" | "name" | "subject" | "body" | "script" | "instructions",
): string | undefined {
  if (!refusal || refusal.key !== key) return undefined;
  const { wire } = refusal.error;
  const about =
    wire.code === "step_delay"
      ? "delay"
      : wire.code === "step_text_too_long" || wire.code === "step_control_character"
        ? wire.context.field
        : undefined;
  return about === field ? describeError(refusal.error) : undefined;
}
