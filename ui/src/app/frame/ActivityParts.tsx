import { Popover } from "@mantine/core";
import { IconAlertTriangle, IconBellOff, IconHandStop, IconHelpCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { activityQuery } from "../../shared/activity/activity";
import { t } from "../../shared/i18n/t";
import { holdPlace, holdReason, holdSearch } from "../../shared/mail/hold";
import { mailboxQuery } from "../../shared/mail/mailbox";
import { writePreference } from "../../shared/preferences/preferences";
import { useNow } from "../../shared/time/clock";
import { formatMoment } from "../../shared/time/format";
import { systemStyle } from "../../shared/time/system";
import { workspaceStatusQuery } from "../../shared/workspace/status";
import type { Activity, HeldCount, Timestamp } from "../../wire/wire";
import classes from "./StatusLine.module.css";

/** Checks in a row after which a folder that cannot be read is told (PRODUCT 6.5). */
const FAILURES = 3;

/** What is on its way, what waits and why, and what is due; each part leads to what helps. */
export function ActivityParts() {
  const { data: activity } = useQuery(activityQuery);
  const { data: mailbox } = useQuery(mailboxQuery);
  if (!activity) return null;
  const trouble = mailbox?.folders.find(({ failures }) => failures >= FAILURES);
  const { held, failed, in_doubt, notifications } = activity;
  return (
    <section className={classes.activity} aria-label={t("status.activity")}>
      {held.map((one) => (
        <HeldPart key={one.reason} held={one} />
      ))}
      {trouble && (
        <Link to="/settings" className={classes.part} data-trouble>
          <IconAlertTriangle size={14} aria-hidden />
          <span className={classes.text}>{t("status.notRead", { problem: trouble.problem })}</span>
        </Link>
      )}
      {failed > 0 && (
        <Link to="/outbox" className={classes.part} data-trouble>
          <IconAlertTriangle size={14} aria-hidden />
          {t("status.failed", { count: failed })}
        </Link>
      )}
      {in_doubt > 0 && (
        <Link to="/outbox" className={classes.part} data-trouble>
          <IconHelpCircle size={14} aria-hidden />
          {t("status.inDoubt", { count: in_doubt })}
        </Link>
      )}
      <SendPart activity={activity} readable={!trouble} />
      <DuePart activity={activity} />
      {notifications === false && <QuietPart />}
    </section>
  );
}

/** The sentence about messages that wait for something to be put right. */
export function heldSentence({ reason, count }: HeldCount): string {
  return reason === "no_account"
    ? t("status.noAccount", { count })
    : t("status.held", { count, reason: holdReason(reason) });
}

function HeldPart({ held }: { held: HeldCount }) {
  const content = (
    <>
      <IconHandStop size={14} aria-hidden />
      <span className={classes.text}>{heldSentence(held)}</span>
    </>
  );
  if (holdPlace(held.reason) === "outside") {
    return (
      <Link to="/outbox" className={classes.part} data-trouble>
        {content}
      </Link>
    );
  }
  return (
    <Link to="/settings" search={holdSearch(held.reason)} className={classes.part} data-trouble>
      {content}
    </Link>
  );
}

function SendPart({ activity, readable }: { activity: Activity; readable: boolean }) {
  const now = useNow();
  const { data: status } = useQuery(workspaceStatusQuery);
  const { next_send_at, held } = activity;
  if (next_send_at === null) return null;
  const moment = next_send_at <= now ? t("status.sendingNow") : momentOf(next_send_at, now);
  // The practice workspace has no mailbox, and of one that something is held by nobody knows.
  const own = status?.state === "ready" && status.kind === "own";
  const fine = own && readable && held.length === 0;
  return (
    <Link to="/outbox" className={classes.part} data-figures>
      {t(fine ? "status.mailboxOk" : "status.nextSend", { moment })}
    </Link>
  );
}

function DuePart({ activity: { due, next_due_at } }: { activity: Activity }) {
  const now = useNow();
  return (
    <button
      type="button"
      className={classes.part}
      onClick={() => writePreference("panelOpen", true)}
      data-figures
    >
      {due > 0 && t("status.due", { count: due })}
      {due === 0 &&
        (next_due_at === null
          ? t("status.nothingDue")
          : t("status.nextDue", { moment: momentOf(next_due_at, now) }))}
    </button>
  );
}

function QuietPart() {
  return (
    <Popover position="top-start" width={360} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={classes.part}>
          <IconBellOff size={14} aria-hidden />
          <span className={classes.text}>{t("status.quiet")}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("status.quiet")}>
        <p className={classes.last}>{t("status.quietMore")}</p>
      </Popover.Dropdown>
    </Popover>
  );
}

function momentOf(at: Timestamp, now: Timestamp): string {
  return formatMoment(at, now, systemStyle(now));
}
