import { t } from "../../shared/i18n/t";

const codes = [
  "machine_report",
  "failure_header",
  "failure_subject",
  "failure_text",
  "forwarded_report",
  "machine_receipt",
  "receipt_subject",
  "feedback_report",
  "complaint_text",
  "calendar_method",
  "calendar_header",
  "auto_header",
  "auto_subject",
  "auto_text",
  "machine_sender",
  "unsubscribe_token",
  "unsubscribe_header",
  "unsubscribe_subject",
  "unsubscribe_text",
  "no_machine_sign",
  "own_address",
  "sent_folder",
  "weak_match",
  "unreadable",
  "away_unclear",
] as const;

/** Why a message is taken for what it is, in a sentence. */
export function ruleSentence(code: string): string {
  const known = codes.find((one) => one === code);
  return known ? t(`replies.rule.${known}`) : t("replies.rule", { rule: code });
}
