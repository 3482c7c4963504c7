import { t } from "../../../shared/i18n/t";
import type { TimelineEntry, Timestamp, What } from "../../../wire/wire";

export const timelineFilters = ["all", "emails", "calls", "tasks", "changes"] as const;

export type TimelineFilter = (typeof timelineFilters)[number];

/** Under which filter an entry is found, besides "all". */
export function kindOf({ type }: What): Exclude<TimelineFilter, "all"> {
  switch (type) {
    case "email_queued":
    case "email_sent":
    case "email_failed":
    case "email_in_doubt":
    case "email_cancelled":
    case "replied":
    case "answered":
    case "out_of_office":
    case "bounced":
    case "wrote_by_hand":
      return "emails";
    case "call_logged":
    case "completed_without_log":
      return "calls";
    case "task_done":
      return "tasks";
    case "created":
    case "contact_added":
    case "stage_changed":
    case "assigned":
    case "skipped":
    case "snoozed":
    case "paused":
    case "resumed":
    case "frozen":
    case "thawed":
    case "version_changed":
    case "in_review":
    case "meeting_booked":
    case "buying_signal":
    case "finished":
    case "opted_out":
    case "merged":
    case "contact_merged":
    case "undone":
      return "changes";
  }
}

type Context = {
  momentText: (at: Timestamp) => string;
  /** An entry that is loaded; none when it is not. */
  entryOf: (id: number) => TimelineEntry | undefined;
};

/** What happened, in a sentence. */
export function sentenceOf(entry: TimelineEntry, context: Context): string {
  const { what, actor } = entry;
  const name = entry.contact ?? t("partnerships.event.someone");
  const cadence = entry.cadence ?? t("partnerships.event.aCadence");
  const step = stepText(entry);
  const byRep = actor === "rep";
  switch (what.type) {
    case "created":
      return t("partnerships.event.created");
    case "contact_added":
      return t("partnerships.event.contact_added", { name });
    case "stage_changed":
      return t("partnerships.event.stage_changed", { from: what.from, to: what.to });
    case "assigned":
      return t(byRep ? "partnerships.event.assigned.rep" : "partnerships.event.assigned", {
        name,
        cadence,
      });
    case "email_queued":
    case "email_in_doubt":
    case "email_cancelled":
      return t(`partnerships.event.${what.type}`, { subject: what.subject });
    case "email_sent":
      return t("partnerships.event.email_sent", { subject: what.subject, to: what.to });
    case "email_failed":
      return t("partnerships.event.email_failed", {
        subject: what.subject,
        reason: t(`partnerships.failReason.${what.reason}`),
      });
    case "call_logged":
      return callSentence(what, name);
    case "completed_without_log":
      return t("partnerships.event.completed_without_log", { step });
    case "task_done":
      return t("partnerships.event.task_done", { step });
    case "skipped":
      return t(`partnerships.event.skipped.${what.reason}`, { step, name });
    case "snoozed":
      return t("partnerships.event.snoozed", { step, moment: context.momentText(what.until) });
    case "paused":
      return t(`partnerships.event.paused.${what.reason}`, { name, cadence });
    case "resumed":
      return t(byRep ? "partnerships.event.resumed.rep" : "partnerships.event.resumed", {
        name,
        cadence,
      });
    case "frozen":
    case "thawed":
    case "version_changed":
    case "in_review":
      return t(`partnerships.event.${what.type}`, { name, cadence });
    case "wrote_by_hand":
    case "meeting_booked":
    case "buying_signal":
      return t(`partnerships.event.${what.type}`, { name });
    case "finished":
      return what.outcome === "removed" && byRep
        ? t("partnerships.event.finished.removed.rep", { name, cadence })
        : t(`partnerships.event.finished.${what.outcome}`, { name, cadence });
    case "answered":
      return t("partnerships.event.answered", { subject: what.subject, to: what.to });
    case "replied":
      return simulated(t("partnerships.event.replied", { name }), what.simulated);
    case "out_of_office": {
      // Not held: its rules do not ask for it, or the day of return is not clear.
      const sentence =
        what.until > entry.at
          ? t("partnerships.event.out_of_office", { name, moment: context.momentText(what.until) })
          : t("partnerships.event.out_of_office.goesOn", { name });
      return simulated(sentence, what.simulated);
    }
    case "bounced":
      return simulated(t("partnerships.event.bounced", { address: what.address }), what.simulated);
    case "opted_out":
      return t(byRep ? "partnerships.event.opted_out.rep" : "partnerships.event.opted_out", {
        name,
      });
    case "merged":
      return t("partnerships.event.merged", { other: what.name });
    case "contact_merged":
      return t("partnerships.event.contact_merged", { name, other: what.name });
    case "undone": {
      const other = context.entryOf(what.event);
      return other && other.what.type !== "undone"
        ? t("partnerships.event.undone", { sentence: sentenceOf(other, context) })
        : t("partnerships.event.undone.earlier");
    }
  }
}

function callSentence(what: Extract<What, { type: "call_logged" }>, name: string): string {
  const { disposition, sentiment, success, completed, from = "" } = what;
  const results = [
    disposition && t(`partnerships.disposition.${disposition}`),
    sentiment && t(`partnerships.sentiment.${sentiment}`),
    success && t("partnerships.event.call.success"),
    !completed && t("partnerships.event.call.open"),
  ].filter((text) => typeof text === "string");
  const texts = { name, from, results: results.join(", ") };
  if (results.length === 0) {
    return from === ""
      ? t("partnerships.event.call", texts)
      : t("partnerships.event.call.from", texts);
  }
  return from === ""
    ? t("partnerships.event.call.results", texts)
    : t("partnerships.event.call.fromResults", texts);
}

function simulated(sentence: string, made_up: boolean): string {
  return made_up ? t("partnerships.event.simulated", { sentence }) : sentence;
}

function stepText({ step }: TimelineEntry): string {
  if (!step) return t("partnerships.event.aStep");
  const number = step.position + 1;
  return step.name === ""
    ? t("partnerships.event.step", { number })
    : t("partnerships.event.stepNamed", { number, name: step.name });
}

/** What was written: by the other side, by a server or by the rep; may be empty. */
export function quoteOf(what: What): string {
  switch (what.type) {
    case "replied":
      return what.text;
    case "email_failed":
      return what.answer;
    case "call_logged":
    case "task_done":
      return what.notes;
    default:
      return "";
  }
}
