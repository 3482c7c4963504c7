import { useEffect, useState } from "react";
import { t } from "../../shared/i18n/t";
import { now, useNow } from "../../shared/time/clock";
import { formatExact, formatMoment } from "../../shared/time/format";
import { systemStyle } from "../../shared/time/system";
import type { Timestamp } from "../../wire/wire";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** When a message leaves; to the second within the last minute, in which it can be taken back. */
export function Departure({ at }: { at: Timestamp }) {
  const ticked = useNow();
  const [counted, setCounted] = useState(now);
  const present = Math.max(ticked, counted);
  const soon = at - present < MINUTE && at > present;
  useEffect(() => {
    if (!soon) return;
    const timer = setInterval(() => setCounted(now()), SECOND);
    return () => clearInterval(timer);
  }, [soon]);

  const style = systemStyle(ticked);
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at, style)}>
      {at <= present && t("outbox.leavesNow")}
      {soon && t("outbox.leavesInSeconds", { count: Math.ceil((at - present) / SECOND) })}
      {at - present >= MINUTE && t("outbox.leaves", { moment: formatMoment(at, present, style) })}
    </time>
  );
}
