import { Button, Menu } from "@mantine/core";
import { IconCalendar, IconChevronDown } from "@tabler/icons-react";
import { type ReactElement, useState } from "react";
import type { Timestamp } from "../../wire/wire";
import { t } from "../i18n/t";
import { now as presentMoment, useNow } from "../time/clock";
import { formatAbsolute } from "../time/format";
import { systemStyle } from "../time/system";
import { SnoozeDialog } from "./SnoozeDialog";
import classes from "./SnoozeMenu.module.css";
import { snoozeChoices, snoozeUntil } from "./snooze";

type Props = {
  onPick: (until: Timestamp) => void;
  /** What stands on the button; "Snooze" if left out. */
  label?: string;
  disabled?: boolean;
  /** What opens the menu instead of the button. */
  target?: ReactElement;
  /** Given, the menu is opened and closed from outside. */
  opened?: boolean;
  onOpened?: (opened: boolean) => void;
  /** Called when menu and dialog are gone. */
  onClosed?: () => void;
};

/** Puts a touch off: for a while, until tomorrow, or until a moment of the rep's choice. */
export function SnoozeMenu(props: Props) {
  const { onPick, label = t("snooze.label"), disabled, target, opened, onOpened, onClosed } = props;
  const [picking, setPicking] = useState(false);
  const now = useNow();
  const style = systemStyle(now);
  const button = (
    <Button
      variant="default"
      disabled={disabled ?? false}
      rightSection={<IconChevronDown size={14} aria-hidden />}
    >
      {label}
    </Button>
  );
  return (
    <>
      <Menu
        position="bottom-end"
        transitionProps={{ duration: 0 }}
        withInitialFocusPlaceholder={false}
        disabled={disabled ?? false}
        {...(opened !== undefined && { opened })}
        {...(onOpened && { onChange: onOpened })}
        {...(onClosed && { onExitTransitionEnd: () => !picking && onClosed() })}
      >
        <Menu.Target>{target ?? button}</Menu.Target>
        <Menu.Dropdown aria-label={label}>
          {snoozeChoices.map((choice) => (
            <Menu.Item
              key={choice}
              onClick={() => onPick(snoozeUntil(choice, presentMoment()))}
              rightSection={
                <span className={classes.at} data-figures>
                  {formatAbsolute(snoozeUntil(choice, now), now, style)}
                </span>
              }
            >
              {t(`snooze.${choice}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconCalendar size={14} aria-hidden />}
            onClick={() => setPicking(true)}
          >
            {t("snooze.pick")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {picking && (
        <SnoozeDialog
          onPick={onPick}
          onClose={() => {
            setPicking(false);
            onClosed?.();
          }}
        />
      )}
    </>
  );
}
