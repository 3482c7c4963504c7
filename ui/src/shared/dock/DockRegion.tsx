import { ActionIcon } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconX } from "@tabler/icons-react";
import { t } from "../i18n/t";
import { useDock } from "./DockProvider";
import classes from "./DockRegion.module.css";

/** The place of the docked window: the lower right of the content. */
export function DockRegion() {
  const { window, minimised, setMinimised, close } = useDock();
  if (!window) return null;
  const { title, content } = window;
  const Arrow = minimised ? IconChevronUp : IconChevronDown;
  return (
    <section className={classes.dock} aria-label={t("dock.label")}>
      <header className={classes.bar}>
        <h2 className={classes.title}>{title}</h2>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-expanded={!minimised}
          aria-label={t(minimised ? "dock.restore" : "dock.minimise", { title })}
          onClick={() => setMinimised(!minimised)}
        >
          <Arrow size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("dock.close", { title })}
          onClick={close}
        >
          <IconX size={16} />
        </ActionIcon>
      </header>
      {/* Hidden, not removed: what was typed in it must survive. */}
      <div className={classes.content} hidden={minimised}>
        {content}
      </div>
    </section>
  );
}
