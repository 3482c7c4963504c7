import { ActionIcon } from "@mantine/core";
import {
  IconArrowsDiagonal,
  IconArrowsDiagonalMinimize2,
  IconChevronDown,
  IconChevronUp,
  IconX,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { t } from "../i18n/t";
import { useDock } from "./DockProvider";
import classes from "./DockWindow.module.css";

type Props = {
  title: string;
  /** Controls of the window that stand in its bar. */
  bar?: ReactNode;
  /** Called instead of closing the dock. */
  onClose?: () => void;
  children: ReactNode;
};

/** A docked window: its bar, and below it what it holds. */
export function DockWindow({ title, bar, onClose, children }: Props) {
  const { minimised, expanded, setMinimised, setExpanded, close } = useDock();
  const Arrow = minimised ? IconChevronUp : IconChevronDown;
  const Size = expanded ? IconArrowsDiagonalMinimize2 : IconArrowsDiagonal;
  return (
    <section
      className={classes.dock}
      aria-label={t("dock.label")}
      data-dock
      data-minimised={minimised || undefined}
      data-expanded={(expanded && !minimised) || undefined}
    >
      <header className={classes.bar}>
        <h2 className={classes.title} title={title} aria-live="polite">
          {title}
        </h2>
        {bar}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-expanded={!minimised}
          aria-label={t(minimised ? "dock.restore" : "dock.minimise", { title })}
          onClick={() => setMinimised(!minimised)}
        >
          <Arrow size={16} />
        </ActionIcon>
        {!minimised && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-pressed={expanded}
            aria-label={t("dock.expand", { title })}
            onClick={() => setExpanded(!expanded)}
          >
            <Size size={16} />
          </ActionIcon>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("dock.close", { title })}
          onClick={onClose ?? close}
        >
          <IconX size={16} />
        </ActionIcon>
      </header>
      {/* Hidden, not removed: what was typed in it must survive. */}
      <div className={classes.content} hidden={minimised}>
        {children}
      </div>
    </section>
  );
}
