import {
  IconAlertTriangle,
  IconCheck,
  IconClock,
  IconHandStop,
  IconHelpCircle,
  IconLoader2,
  IconReload,
  type TablerIcon,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { t } from "../../shared/i18n/t";
import { holdReason, holdRemedy } from "../../shared/mail/hold";
import { Moment } from "../../shared/time/Moment";
import type { FailReason, OutboxState, SentCopy } from "../../wire/wire";
import { Departure } from "./Departure";
import classes from "./OutboxList.module.css";

/** Where a message is, in words with its moment, and what helps where it does not go on. */
export function OutboxStateText({ state, copy }: { state: OutboxState; copy: SentCopy | null }) {
  switch (state.state) {
    case "queued":
      return (
        <State icon={IconClock}>
          <Departure at={state.leaves_at} />
        </State>
      );
    case "sending":
      return <State icon={IconLoader2}>{t("outbox.state.sending")}</State>;
    case "sent":
      return (
        <State icon={IconCheck} {...(copy && { more: copySentence(copy) })}>
          {t("outbox.state.sent")} <Moment at={state.at} />
        </State>
      );
    case "cancelled":
      return <State icon={IconHandStop}>{t("outbox.state.cancelled")}</State>;
    case "retry_at":
      return (
        <State
          icon={IconReload}
          more={state.answer && t("outbox.because", { answer: state.answer })}
        >
          {t("outbox.state.retry_at")} <Moment at={state.at} />
        </State>
      );
    case "held":
      return (
        <State icon={IconHandStop} trouble more={holdRemedy(state.reason)}>
          {t("outbox.state.held", { reason: holdReason(state.reason) })}
        </State>
      );
    case "failed":
      return (
        <State icon={IconAlertTriangle} trouble more={answerOf(state.reason, state.answer)}>
          {t(`outbox.failed.${state.reason}`)}
        </State>
      );
    case "in_doubt":
      return (
        <State icon={IconHelpCircle} trouble more={t("outbox.inDoubtMore")}>
          {t("outbox.state.in_doubt")} <Moment at={state.since} />
        </State>
      );
  }
}

type StateProps = {
  icon: TablerIcon;
  trouble?: boolean;
  /** What was said about it, or what helps. */
  more?: string;
  children: ReactNode;
};

function State({ icon: Icon, trouble, more, children }: StateProps) {
  return (
    <span className={classes.state} data-trouble={trouble || undefined}>
      <Icon size={16} aria-hidden className={classes.stateIcon} />
      <span>
        <span className={classes.stateWords}>{children}</span>
        {more && (
          <span className={classes.more} data-selectable>
            {more}
          </span>
        )}
      </span>
    </span>
  );
}

function copySentence(copy: SentCopy): string {
  return copy.copy === "failed"
    ? t("outbox.copy.failed", { problem: copy.problem })
    : t(`outbox.copy.${copy.copy}`);
}

function answerOf(reason: FailReason, answer: string): string {
  const remedy = t(`outbox.failed.${reason}.remedy`);
  return answer === "" ? remedy : `${t("outbox.serverSaid", { answer })} ${remedy}`;
}
