import {
  IconAlertTriangle,
  IconCalendar,
  IconEye,
  IconHelpCircle,
  IconMail,
  IconMailOff,
  IconMailX,
  IconMessage,
  IconRobot,
  IconUser,
  type TablerIcon,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { t } from "../../shared/i18n/t";
import { useNow } from "../../shared/time/clock";
import { Moment } from "../../shared/time/Moment";
import { useMomentText } from "../../shared/time/useMomentText";
import { standingOf, stateSentence } from "../../shared/work/standing";
import type { ReplyCadence, ReplyRow, Verdict } from "../../wire/wire";
import classes from "./ReplyItem.module.css";

const icons: Record<Verdict, TablerIcon> = {
  human_reply: IconMessage,
  review: IconHelpCircle,
  auto_reply: IconRobot,
  delivery_report: IconMailX,
  read_receipt: IconEye,
  spam_report: IconAlertTriangle,
  calendar: IconCalendar,
  unsubscribe: IconMailOff,
  own: IconUser,
  unrelated: IconMail,
};

/** A message that has arrived: from whom, what it is, how it begins, and what the cadence did. */
export function ReplyItem({ row }: { row: ReplyRow }) {
  const { verdict, subject, beginning, received_at } = row;
  const Icon = icons[verdict];
  // What the lines above say already is not said again.
  const repeats = verdict === "human_reply" || verdict === "review" || row.seen === beginning;
  const seen = repeats ? "" : row.seen;
  return (
    <div className={classes.columns}>
      <div className={classes.about}>
        <Sender row={row} />
        <div className={classes.subject} title={subject}>
          {subject === "" ? t("replies.noSubject") : subject}
        </div>
        <div className={classes.more}>
          {t("replies.received")} <Moment at={received_at} />
        </div>
      </div>
      <div className={classes.message}>
        <div className={classes.verdict} data-unclear={verdict === "review" || undefined}>
          <Icon size={16} aria-hidden className={classes.icon} />
          {t(`replies.verdict.${verdict}`)}
        </div>
        {beginning !== "" && (
          <p className={classes.beginning} data-selectable>
            {beginning}
          </p>
        )}
        {seen !== "" && (
          <p className={classes.more} data-selectable>
            {t("replies.seen", { seen })}
          </p>
        )}
      </div>
      <div className={classes.did}>
        {row.cadence ? (
          <Standing cadence={row.cadence} name={whoOf(row)} />
        ) : (
          <span className={classes.more}>{t(`replies.did.${withoutCadence(row)}`)}</span>
        )}
      </div>
    </div>
  );
}

function whoOf({ contact_name, sender }: ReplyRow): string {
  return contact_name ?? (sender === "" ? t("replies.unknown") : sender);
}

function Sender({ row }: { row: ReplyRow }) {
  const { partnership, partnership_name } = row;
  if (partnership === null || partnership_name === null) {
    return (
      <span className={classes.person} tabIndex={-1} data-row-link>
        {whoOf(row)}
      </span>
    );
  }
  return (
    <Link
      to="/partnerships/$id"
      params={{ id: String(partnership) }}
      className={classes.person}
      data-row-link
      draggable={false}
    >
      {t("replies.person", { contact: whoOf(row), partnership: partnership_name })}
    </Link>
  );
}

function Standing({ cadence, name }: { cadence: ReplyCadence; name: string }) {
  const now = useNow();
  const momentText = useMomentText();
  const standing = standingOf(cadence, now);
  const sentence = stateSentence({ ...cadence, contact_name: name }, standing, momentText);
  return (
    <>
      <div className={classes.cadence}>
        {t("replies.cadence", {
          cadence: cadence.name,
          standing: t(`partnerships.standing.${standing}`),
        })}
      </div>
      {sentence !== null && <p className={classes.more}>{sentence}</p>}
    </>
  );
}

/** Why a message belongs to no single enrolment. */
function withoutCadence({ verdict, partnership, contact_name }: ReplyRow) {
  if (partnership === null) return "nothing";
  if (contact_name !== null) return "gone";
  return verdict === "review" ? "perhaps" : "colleague";
}
