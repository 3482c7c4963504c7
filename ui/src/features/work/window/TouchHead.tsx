import { Button } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { t } from "../../../shared/i18n/t";
import { useNow } from "../../../shared/time/clock";
import { DueMoment } from "../../../shared/time/DueMoment";
import { SnoozeMenu } from "../../../shared/work/SnoozeMenu";
import type { TouchDetail } from "../../../wire/wire";
import { useWork } from "../useWork";
import type { Blocked } from "./blocked";
import classes from "./TouchWindow.module.css";

/** Where the touch stands, and the ways not to do it now. */
export function TouchHead({ detail, blocked }: { detail: TouchDetail; blocked: Blocked | null }) {
  const { line, actions } = useWork();
  const late = useNow() >= detail.due_at;
  const goOn = (well: boolean) => well && void line.goOn(detail, "done");
  return (
    <div className={classes.head}>
      <p className={classes.where}>
        {t("work.step", { step: detail.position + 1, steps: detail.steps })}
        {" · "}
        {detail.step_name !== "" && `${detail.step_name} · `}
        {detail.cadence_name}
        {" · "}
        <span className={classes.due}>
          {late && <IconAlertCircle size={14} aria-hidden />}
          {t("work.due")} <DueMoment at={detail.due_at} zone={detail.zone} />
        </span>
      </p>
      {(blocked === null || blocked === "waiting") && (
        <span className={classes.ways}>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            onClick={() => void actions.skip(detail).then(goOn)}
          >
            {t("work.skip")}
          </Button>
          <SnoozeMenu
            target={
              <Button variant="subtle" color="gray" size="compact-sm">
                {t("snooze.label")}
              </Button>
            }
            onPick={(until) => void actions.snooze(detail, until).then(goOn)}
          />
        </span>
      )}
    </div>
  );
}
