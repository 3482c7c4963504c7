import { t } from "../../shared/i18n/t";
import type { MergeConsequence } from "../../wire/wire";

/** What follows from a merge, in a sentence. */
export function consequenceOf(one: MergeConsequence): string {
  switch (one.type) {
    case "contacts_join":
      return one.address === null
        ? t("partnerships.merge.contactsJoin", { kept: one.kept, other: one.other })
        : t("partnerships.merge.contactsJoin.address", {
            kept: one.kept,
            other: one.other,
            address: one.address,
          });
    case "contacts_move": {
      const names = one.names.join(", ");
      const more = one.count - one.names.length;
      return more === 0
        ? t("partnerships.merge.contactsMove", { count: one.count, names })
        : t("partnerships.merge.contactsMove.more", { count: more, names });
    }
    case "enrolment_ends": {
      const { contact, cadence, messages, been } = one;
      const ends = t(
        been ? "partnerships.merge.enrolmentEnds.been" : "partnerships.merge.enrolmentEnds",
        { contact, cadence },
      );
      return messages === 0
        ? ends
        : t("partnerships.merge.withMessages", {
            sentence: ends,
            messages: t("partnerships.merge.messages", { count: messages }),
          });
    }
    case "enrolments_move":
      return t("partnerships.merge.enrolmentsMove", { count: one.count });
    case "opted_out":
      return one.ends === 0
        ? t("partnerships.merge.optedOut.none", { contact: one.contact })
        : t("partnerships.merge.optedOut", { contact: one.contact, count: one.ends });
    case "no_calls":
      return t("partnerships.merge.noCalls", { contact: one.contact });
    case "stands_still":
      return t("partnerships.merge.standsStill", { contact: one.contact, cadence: one.cadence });
    case "not_shared":
      return t("partnerships.merge.notShared", {
        contact: one.contact,
        cadences: one.cadences.join(", "),
      });
    case "notes_unite":
      return t("partnerships.merge.notesUnite");
    case "entries_move":
      return t("partnerships.merge.entriesMove", { count: one.count });
  }
}

/** Whether something stops that goes on now, or may not be meant. */
export function isWarning({ type }: MergeConsequence): boolean {
  return ["enrolment_ends", "opted_out", "no_calls", "stands_still", "not_shared"].includes(type);
}
