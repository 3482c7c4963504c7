import { Menu } from "@mantine/core";
import { IconFolderOpen, IconPlayerTrackNext, IconRocket, IconSchool } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { t } from "../../shared/i18n/t";
import { workspaceStatusQuery } from "../../shared/workspace/status";
import { useRevealSentMail } from "../../shared/workspace/useRevealSentMail";
import { useWorkspaceSwitch } from "../../shared/workspace/WorkspaceSwitch";
import classes from "./PracticePart.module.css";
import { usePracticeJump } from "./usePracticeJump";

/** The part of the status line that says that nothing is real, as long as that is so. */
export function PracticePart() {
  const { data: status } = useQuery(workspaceStatusQuery);
  return status?.state === "ready" && status.kind === "practice" ? <Practice /> : null;
}

function Practice() {
  const { jump, jumping } = usePracticeJump();
  const { reveal } = useRevealSentMail();
  const { startForReal } = useWorkspaceSwitch();
  return (
    <div className={classes.practice}>
      <button type="button" className={classes.button} disabled={jumping} onClick={jump}>
        <IconPlayerTrackNext size={14} aria-hidden />
        {t("practice.jump")}
      </button>
      <Menu
        position="top-end"
        transitionProps={{ duration: 0 }}
        withInitialFocusPlaceholder={false}
      >
        <Menu.Target>
          <button type="button" className={`${classes.button} ${classes.label}`}>
            <IconSchool size={14} aria-hidden />
            <span className={classes.text}>{t("practice.label")}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown aria-label={t("practice.menu")}>
          <Menu.Item leftSection={<IconPlayerTrackNext size={16} aria-hidden />} onClick={jump}>
            {t("practice.jump")}
          </Menu.Item>
          <Menu.Item leftSection={<IconFolderOpen size={16} aria-hidden />} onClick={reveal}>
            {t("practice.reveal")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconRocket size={16} aria-hidden />} onClick={startForReal}>
            {t("practice.startForReal")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
