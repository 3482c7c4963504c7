import { Button } from "@mantine/core";
import { IconClockPause, IconPhone } from "@tabler/icons-react";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { useCommand } from "../../../shared/query/useCommand";
import { useNow } from "../../../shared/time/clock";
import { DueMoment } from "../../../shared/time/DueMoment";
import { showError } from "../../../shared/toast/toast";
import type { CallerNumber, CallLog, TouchDetail } from "../../../wire/wire";
import type { CallWork } from "../Drafts";
import type { DraftSession } from "../session";
import classes from "./TouchWindow.module.css";

type Props = {
  detail: TouchDetail;
  work: CallWork;
  session: DraftSession<CallLog>;
  blocked: boolean;
};

/** The numbers of the contact, and whether they may be called now. */
export function CallNumbers({ detail, work, session, blocked }: Props) {
  const now = useNow();
  const dial = useCommand("call_dial", {
    onError: (error) =>
      showError(t("work.call.notDialled", { name: detail.contact_name }), describeError(error)),
  });
  const opensAt = work.opens_at !== null && work.opens_at > now ? work.opens_at : null;
  if (work.numbers.length === 0) return <p className={classes.sentence}>{t("work.call.none")}</p>;
  return (
    <section aria-label={t("work.call.numbers")} className={classes.numbers}>
      {work.from && <From from={work.from} />}
      {work.numbers.map((number, at) => (
        <div key={number} className={classes.number}>
          <span data-selectable data-figures>
            {number}
          </span>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPhone size={14} aria-hidden />}
            aria-label={t("work.call.callNumber", { number })}
            disabled={blocked || opensAt !== null}
            onClick={() => {
              // The log and its disposition are about the number that was dialled.
              session.change({ number });
              dial.mutate({ id: detail.id, number: at });
            }}
          >
            {t("work.call.call")}
          </Button>
        </div>
      ))}
      {opensAt !== null && (
        <p className={classes.closed}>
          <IconClockPause size={14} aria-hidden />
          <span>
            {t("work.call.closed")} <DueMoment at={opensAt} zone={detail.zone} />
          </span>
        </p>
      )}
    </section>
  );
}

/** Which of the rep's own numbers to call from: what dials is told the other number only (R39). */
function From({ from: { number, label } }: { from: CallerNumber }) {
  return (
    <p className={classes.line}>
      <span className={classes.lineLabel}>{t("work.call.from")}</span>
      <span className={classes.sentence}>
        {label !== "" && `${label} · `}
        <span data-selectable data-figures>
          {number}
        </span>
      </span>
    </p>
  );
}
