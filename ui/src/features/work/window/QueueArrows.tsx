import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { t } from "../../../shared/i18n/t";
import type { TouchId } from "../../../wire/wire";
import { neighbour, positionOf } from "../queue";
import { useWork } from "../useWork";
import classes from "./TouchWindow.module.css";

/** "‹ 2 of 5 ›": through the people of the step, keeping what was written for each. */
export function QueueArrows({ touch }: { touch: TouchId }) {
  const { line, queue } = useWork();
  const position = positionOf(queue, touch);
  if (!position) return null;
  const arrow = (by: -1 | 1) => {
    const Icon = by < 0 ? IconChevronLeft : IconChevronRight;
    const there = neighbour(queue, touch, by) !== null;
    return (
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        className={classes.arrow}
        // Not `disabled`: at the end of the line the focus would be lost.
        aria-disabled={!there}
        {...(!there && { "data-disabled": true })}
        aria-label={t(by < 0 ? "work.previous" : "work.next")}
        onClick={() => line.go(by)}
      >
        <Icon size={16} />
      </ActionIcon>
    );
  };
  return (
    <div className={classes.arrows}>
      {arrow(-1)}
      <span className={classes.position} data-figures>
        {t("work.position", position)}
      </span>
      {arrow(1)}
    </div>
  );
}
