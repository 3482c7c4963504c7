import { Input, SegmentedControl, TextInput } from "@mantine/core";
import { t } from "../../../shared/i18n/t";
import { DueMoment } from "../../../shared/time/DueMoment";
import classes from "./AssignDialog.module.css";
import { type Start, startMoment } from "./start";

type Props = {
  start: Start;
  /** The contact's zone. */
  zone: string | undefined;
  onChange: (start: Start) => void;
};

/** Now, or at a date and time. */
export function StartFields({ start, zone, onChange }: Props) {
  const { at, fault } = startMoment(start);
  return (
    <div className={classes.start}>
      <Input.Label component="div">{t("partnerships.assign.start")}</Input.Label>
      <SegmentedControl
        aria-label={t("partnerships.assign.start")}
        value={start.when}
        onChange={(when) => onChange({ ...start, when })}
        data={[
          { value: "now", label: t("partnerships.assign.now") },
          { value: "later", label: t("partnerships.assign.later") },
        ]}
      />
      {start.when === "later" && (
        <div className={classes.pair}>
          <TextInput
            type="date"
            label={t("snooze.date")}
            placeholder="2026-11-24"
            value={start.date}
            error={fault && t(fault)}
            onChange={(event) => onChange({ ...start, date: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            label={t("snooze.time")}
            placeholder="09:00"
            value={start.time}
            error={fault !== null}
            onChange={(event) => onChange({ ...start, time: event.currentTarget.value })}
          />
        </div>
      )}
      {at !== null && zone !== undefined && (
        <span className={classes.hint}>
          <DueMoment at={at} zone={zone} />
        </span>
      )}
    </div>
  );
}
