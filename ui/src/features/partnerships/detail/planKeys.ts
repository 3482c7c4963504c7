import type { PlannedStep } from "../../../wire/wire";

/** The steps of a plan, each with a key of its own: one that is come back to is in it again. */
export function withKeys(plan: readonly PlannedStep[]): { key: string; step: PlannedStep }[] {
  const visits = new Map<number, number>();
  return plan.map((step) => {
    const visit = (visits.get(step.step) ?? 0) + 1;
    visits.set(step.step, visit);
    return { key: `${step.step}-${visit}`, step };
  });
}
