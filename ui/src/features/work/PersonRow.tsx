import { ActionIcon, Tooltip } from "@mantine/core";
import { IconAlertCircle, IconClockPause, IconPlayerSkipForward } from "@tabler/icons-react";
import { t } from "../../shared/i18n/t";
import { DueMoment } from "../../shared/time/DueMoment";
import { SnoozeMenu } from "../../shared/work/SnoozeMenu";
import type { DueRow, Timestamp } from "../../wire/wire";
import classes from "./DuePanel.module.css";

type Props = {
  row: DueRow;
  index: number;
  style: { transform: string };
  chosen: boolean;
  /** Whether its window is open. */
  open: boolean;
  menuOpen: boolean;
  onMenu: (open: boolean) => void;
  onMenuClosed: () => void;
  onOpen: () => void;
  onSkip: () => void;
  onSnooze: (until: Timestamp) => void;
};

export function PersonRow(props: Props) {
  const { row, index, style, chosen, open, menuOpen, onMenu, onMenuClosed } = props;
  const { onOpen, onSkip, onSnooze } = props;
  const name = row.contact_name;
  const snooze = t("work.panel.snooze", { name });
  return (
    <div
      id={`due-${row.id}`}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={chosen}
      aria-current={open || undefined}
      className={classes.person}
      style={style}
      onClick={onOpen}
    >
      <div role="gridcell" className={classes.personText}>
        <span className={classes.personName}>
          <span className={classes.name} title={name}>
            {name}
          </span>
          {row.overdue && (
            <span className={classes.overdue}>
              <IconAlertCircle size={12} aria-hidden />
              {t("work.panel.overdue")}
            </span>
          )}
        </span>
        <span className={classes.personMore} title={row.partnership_name}>
          {row.partnership_name} · <DueMoment at={row.due_at} zone={row.zone} />
        </span>
      </div>
      {/* What is pressed here does not open the person as well. */}
      <div
        role="gridcell"
        className={classes.personWays}
        onClick={(event) => event.stopPropagation()}
      >
        <SnoozeMenu
          target={
            <ActionIcon variant="subtle" color="gray" tabIndex={-1} size={24} aria-label={snooze}>
              <IconClockPause size={16} />
            </ActionIcon>
          }
          label={snooze}
          opened={menuOpen}
          onOpened={onMenu}
          onClosed={onMenuClosed}
          onPick={onSnooze}
        />
        <Tooltip label={t("work.skip")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            tabIndex={-1}
            size={24}
            aria-label={t("work.panel.skip", { name })}
            onClick={onSkip}
          >
            <IconPlayerSkipForward size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
}
