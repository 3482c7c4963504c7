import type { Timestamp } from "../../wire/wire";
import { t } from "../i18n/t";
import { useNow } from "./clock";
import { formatAbsolute, formatExact, formatMoment } from "./format";
import { systemStyle } from "./system";

type Props = {
  at: Timestamp;
  /** IANA name of the zone at the contact's place. */
  zone: string;
};

/** A due moment in the rep's zone and, where it differs, in the contact's. */
export function DueMoment({ at, zone }: Props) {
  const now = useNow();
  const style = systemStyle(now);
  const there = { ...style, zone };
  const here = formatAbsolute(at, now, style);
  const wall = formatAbsolute(at, now, there);
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={
        here === wall
          ? formatExact(at, style)
          : `${formatExact(at, style)}\n${formatExact(at, there)}`
      }
    >
      {here === wall
        ? formatMoment(at, now, style)
        : t("time.there", { here: formatMoment(at, now, style), there: wall })}
    </time>
  );
}
