import { t } from "../../shared/i18n/t";
import { useNow } from "../../shared/time/clock";
import { Moment } from "../../shared/time/Moment";
import { standingOf } from "../../shared/work/standing";
import type { ReplyRow } from "../../wire/wire";
import classes from "./ReplyItem.module.css";
import { verdictIcons } from "./verdictIcons";

type Props = { row: ReplyRow; chosen: boolean; onChoose: () => void };

/** A message in the list: from whom, what it is, how it begins, and what the cadence is doing. */
export function ReplyItem({ row, chosen, onChoose }: Props) {
  const { verdict, subject, beginning, received_at, settled_at, mark, cadence } = row;
  const Icon = verdictIcons[verdict];
  const now = useNow();
  const waits = settled_at === null && (verdict === "human_reply" || verdict === "review");
  return (
    <button
      type="button"
      className={classes.item}
      data-row-link
      data-open={waits || undefined}
      aria-current={chosen || undefined}
      onFocus={onChoose}
      onClick={onChoose}
    >
      <span className={classes.head}>
        <span className={classes.person} title={whoOf(row)}>
          {whoOf(row)}
        </span>
        <span className={classes.more} data-figures>
          <Moment at={received_at} />
        </span>
      </span>
      <span className={classes.subject} title={subject}>
        {subject === "" ? t("replies.noSubject") : subject}
      </span>
      {beginning !== "" && (
        <span className={classes.beginning} title={beginning}>
          {beginning}
        </span>
      )}
      <span className={classes.verdict} data-unclear={verdict === "review" || undefined}>
        <Icon size={14} aria-hidden className={classes.icon} />
        {mark === null ? t(`replies.verdict.${verdict}`) : t(`replies.mark.${mark}`)}
        {cadence && (
          <span className={classes.more}>
            {t("replies.cadence", {
              cadence: cadence.name,
              standing: t(`partnerships.standing.${standingOf(cadence, now)}`),
            })}
          </span>
        )}
      </span>
    </button>
  );
}

function whoOf({ contact_name, sender, partnership_name }: ReplyRow): string {
  const contact = contact_name ?? (sender === "" ? t("replies.unknown") : sender);
  return partnership_name === null
    ? contact
    : t("replies.person", { contact, partnership: partnership_name });
}
