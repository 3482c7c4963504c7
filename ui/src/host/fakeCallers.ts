import { isSameNumber } from "../shared/callers/callers";
import type { CallerFault, CallerNumber, Step, WireError } from "../wire/wire";

/** What the program checks in the list of the rep's own numbers, for {@link FakeProgram}. */

const MAX = 50;
const MAX_LABEL = 60;

type Cadence = { name: string; steps: readonly Step[] };

/** The list as it is kept. */
export function checkedCallers(
  numbers: readonly CallerNumber[],
  before: readonly CallerNumber[],
  cadences: readonly Cadence[],
): CallerNumber[] {
  const kept: CallerNumber[] = [];
  if (numbers.length > MAX) throw refused({ type: "too_many", max: MAX });
  for (const [entry, one] of numbers.entries()) {
    const number = one.number.trim();
    const label = one.label.trim();
    if (!/^\+?[\d ()./-]{3,}$/.test(number)) {
      throw refused({ type: "number", entry, fault: { type: "not_a_number" } });
    }
    if ([...label].length > MAX_LABEL) {
      throw refused({ type: "label", entry, fault: { type: "too_long", max: MAX_LABEL } });
    }
    if (has(kept, number)) throw refused({ type: "number", entry, fault: { type: "taken" } });
    kept.push({ number, label });
  }
  for (const { number } of before) {
    const using = cadences.filter(({ steps }) => steps.some((step) => callsFrom(step, number)));
    if (!has(kept, number) && using.length > 0) {
      throw refused({ type: "used", number, cadences: using.map(({ name }) => name) });
    }
  }
  return kept;
}

/** The number that a step calls from and that is not in the list; none when there is no such. */
export function unknownCaller(
  { rules: { caller } }: Pick<Step, "rules">,
  numbers: readonly CallerNumber[],
): string | null {
  return caller?.type === "fixed" && !has(numbers, caller.number) ? caller.number : null;
}

function has(numbers: readonly CallerNumber[], number: string): boolean {
  return numbers.some((one) => isSameNumber(one.number, number));
}

function callsFrom({ rules: { caller } }: Step, number: string): boolean {
  return caller?.type === "fixed" && isSameNumber(caller.number, number);
}

function refused(fault: CallerFault): WireError {
  return { code: "caller_numbers", context: { fault }, message: "numbers" };
}
