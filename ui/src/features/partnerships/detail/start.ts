import { now } from "../../../shared/time/clock";
import { fieldsOf, momentOf, snoozeUntil } from "../../../shared/work/snooze";
import type { Timestamp } from "../../../wire/wire";

/** When an enrolment begins, as it is chosen in the dialog. */
export type Start = { when: "now" | "later"; date: string; time: string };

/** Now; a later start is proposed for tomorrow morning. */
export function firstStart(): Start {
  return { when: "now", ...fieldsOf(snoozeUntil("tomorrow", now())) };
}

export type StartMoment =
  | { at: Timestamp | null; fault: null }
  | { at: null; fault: "snooze.unclear" | "snooze.past" };

/** The chosen moment, none for now, or what is wrong with it. */
export function startMoment({ when, date, time }: Start): StartMoment {
  if (when === "now") return { at: null, fault: null };
  const at = momentOf(date, time);
  if (at === null) return { at: null, fault: "snooze.unclear" };
  return at <= now() ? { at: null, fault: "snooze.past" } : { at, fault: null };
}
