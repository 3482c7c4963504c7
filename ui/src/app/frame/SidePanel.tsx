import { ActionIcon, Tooltip } from "@mantine/core";
import { IconLayoutSidebarRightCollapse, IconLayoutSidebarRightExpand } from "@tabler/icons-react";
import { DuePanel } from "../../features/work/DuePanel";
import { DUE_PANEL_ID } from "../../features/work/focusDuePanel";
import { t } from "../../shared/i18n/t";
import { usePreference } from "../../shared/preferences/preferences";
import { PanelResizer } from "./PanelResizer";
import classes from "./SidePanel.module.css";

const PANEL_ID = "side-panel";

/** What is due, at the right of every screen. */
export function SidePanel() {
  const [open, setOpen] = usePreference("panelOpen");
  const [width, setWidth] = usePreference("panelWidth");
  const label = t(open ? "panel.collapse" : "panel.expand");
  const Icon = open ? IconLayoutSidebarRightCollapse : IconLayoutSidebarRightExpand;
  const toggle = (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon size={18} />
      </ActionIcon>
    </Tooltip>
  );
  if (!open) {
    return (
      <aside className={classes.closed} aria-label={t("panel.title")}>
        {toggle}
      </aside>
    );
  }
  return (
    <aside id={PANEL_ID} className={classes.panel} style={{ width }} aria-label={t("panel.title")}>
      <PanelResizer panelId={PANEL_ID} width={width} onWidth={setWidth} />
      <header className={classes.head}>
        <h2 className={classes.title}>{t("panel.title")}</h2>
        {toggle}
      </header>
      <div id={DUE_PANEL_ID} className={classes.content}>
        <DuePanel />
      </div>
    </aside>
  );
}
