import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { call } from "../../../host/rpc";
import { t } from "../../../shared/i18n/t";
import { useMomentText } from "../../../shared/time/useMomentText";
import { useOpenTouch } from "../../../shared/work/openTouch";
import { SnoozeMenu } from "../../../shared/work/SnoozeMenu";
import type { Standing } from "../../../shared/work/standing";
import { stepName } from "../../../shared/work/words";
import type { EnrolmentCard, Simulated, TouchCard } from "../../../wire/wire";
import classes from "./Enrolment.module.css";
import { useAct } from "./useAct";

const simulations: readonly Simulated[] = [
  "reply",
  "out_of_office",
  "bounce",
  "opt_out",
  "unclear",
];

type Act = ReturnType<typeof useAct>;

type Props = { enrolment: EnrolmentCard; standing: Standing; practice: boolean };

/** What can be done to an enrolment now. */
export function EnrolmentActions({ enrolment, standing, practice }: Props) {
  const act = useAct();
  const { id, contact_name: name, cadence_name: cadence, current } = enrolment;
  const values = { name, cadence };
  const step = standing === "active" && current && current.state !== "in_outbox" ? current : null;
  const busy = act.isPending;
  return (
    <div className={classes.actions}>
      {step && <StepActions touch={step} act={act} />}
      {standing === "paused" && (
        <Button
          disabled={busy}
          onClick={() =>
            act.mutate({
              run: () => call("enrolment_resume", { id }),
              said: t("partnerships.done.resumed", values),
              failed: t("partnerships.failed.resume", values),
            })
          }
        >
          {t("partnerships.resume")}
        </Button>
      )}
      {(standing === "active" || standing === "held") && (
        <Button
          variant="default"
          disabled={busy}
          onClick={() =>
            act.mutate({
              run: () => call("enrolment_pause", { id }),
              said: t("partnerships.done.paused", values),
              failed: t("partnerships.failed.pause", values),
            })
          }
        >
          {t("partnerships.pause")}
        </Button>
      )}
      <Button
        variant="default"
        disabled={busy}
        onClick={() =>
          act.mutate({
            run: () => call("enrolment_won", { id }),
            said: t("partnerships.done.won", values),
            failed: t("partnerships.failed.won", values),
          })
        }
      >
        {t("partnerships.won")}
      </Button>
      <Button
        variant="default"
        disabled={busy}
        onClick={() =>
          act.mutate({
            run: () => call("enrolment_remove", { id }),
            said: t("partnerships.done.removed", values),
            failed: t("partnerships.failed.remove", values),
          })
        }
      >
        {t("partnerships.remove")}
      </Button>
      {practice && standing === "active" && <Simulate enrolment={enrolment} act={act} />}
    </div>
  );
}

function StepActions({ touch, act }: { touch: TouchCard; act: Act }) {
  const openTouch = useOpenTouch();
  const momentText = useMomentText();
  const { id } = touch;
  const name = stepName(touch);
  return (
    <>
      <Button onClick={() => openTouch(id)}>{t("partnerships.run")}</Button>
      <Button
        variant="default"
        disabled={act.isPending}
        onClick={() =>
          act.mutate({
            run: () => call("touch_skip", { id }),
            said: t("partnerships.done.skipped", { name }),
            failed: t("partnerships.failed.skip", { name }),
          })
        }
      >
        {t("partnerships.skip")}
      </Button>
      <SnoozeMenu
        disabled={act.isPending}
        onPick={(until) =>
          act.mutate({
            run: () => call("touch_snooze", { id, until, beyond_hours: false }),
            said: t("partnerships.done.snoozed", { name, moment: momentText(until) }),
            failed: t("partnerships.failed.snooze", { name }),
          })
        }
      />
    </>
  );
}

function Simulate({ enrolment, act }: { enrolment: EnrolmentCard; act: Act }) {
  const { id, contact_name: name } = enrolment;
  return (
    <Menu
      position="bottom-end"
      transitionProps={{ duration: 0 }}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <Button
          variant="light"
          disabled={act.isPending}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {t("partnerships.simulate")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t("partnerships.simulate")}>
        <Menu.Label>{t("partnerships.simulate.hint", { name })}</Menu.Label>
        {simulations.map((what) => (
          <Menu.Item
            key={what}
            onClick={() =>
              act.mutate({
                run: () => call("practice_simulate", { id, what }),
                said: t(`partnerships.done.simulated.${what}`, { name }),
                failed: t("partnerships.failed.simulate"),
              })
            }
          >
            {t(`partnerships.simulate.${what}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
