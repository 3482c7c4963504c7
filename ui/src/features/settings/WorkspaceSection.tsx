import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { t } from "../../shared/i18n/t";
import { workspaceStatusQuery } from "../../shared/workspace/status";
import { useRevealWorkspace } from "../../shared/workspace/useRevealWorkspace";
import { useWorkspaceSwitch } from "../../shared/workspace/WorkspaceSwitch";
import classes from "./SettingsScreen.module.css";
import { SettingsSection } from "./SettingsSection";

/** Which workspace is open, where its file lies, and the way to the other one. */
export function WorkspaceSection() {
  const { data: status } = useQuery(workspaceStatusQuery);
  const { reveal, revealing } = useRevealWorkspace();
  const { startForReal, practise, switching } = useWorkspaceSwitch();
  const practice = status?.state === "ready" && status.kind === "practice";
  return (
    <SettingsSection title={t("settings.workspace")}>
      <div className={classes.setting}>
        <div>
          <div className={classes.name}>
            {t(practice ? "settings.workspace.practice" : "settings.workspace.own")}
          </div>
          <div className={classes.hint}>
            {t(practice ? "settings.workspace.practiceHint" : "settings.workspace.ownHint")}
          </div>
        </div>
        <Button variant="default" loading={switching} onClick={practice ? startForReal : practise}>
          {t(practice ? "practice.startForReal" : "settings.workspace.practise")}
        </Button>
      </div>
      <div className={`${classes.name} ${classes.next}`}>{t("workspace.path")}</div>
      <div className={classes.hint}>{t("settings.dataHint")}</div>
      <code className={classes.path} data-selectable>
        {status?.path}
      </code>
      <div className={classes.actions}>
        <Button variant="default" onClick={reveal} loading={revealing}>
          {t("workspace.reveal")}
        </Button>
      </div>
    </SettingsSection>
  );
}
