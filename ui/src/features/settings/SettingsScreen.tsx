import { Button, SegmentedControl, Switch, useMantineColorScheme } from "@mantine/core";
import { useId } from "react";
import { t } from "../../shared/i18n/t";
import { ScreenHeader } from "../../shared/kit/ScreenHeader";
import { usePreference } from "../../shared/preferences/preferences";
import { useReady } from "../../shared/ready/ready";
import { Keys } from "../../shared/shortcuts/Keys";
import { useShortcutSheet } from "../../shared/shortcuts/ShortcutSheet";
import { AccountSection } from "./AccountSection";
import { CallerNumbersSection } from "./CallerNumbersSection";
import { CustomFieldsSection } from "./CustomFieldsSection";
import { SenderSection } from "./SenderSection";
import classes from "./SettingsScreen.module.css";
import { SettingsSection } from "./SettingsSection";
import { StagesSection } from "./StagesSection";
import { SuppressionSection } from "./SuppressionSection";
import { WorkspaceSection } from "./WorkspaceSection";

export function SettingsScreen() {
  useReady("settings");
  return (
    <section className={classes.screen} aria-label={t("settings.title")}>
      <ScreenHeader title={t("settings.title")} />
      <div className={classes.content}>
        <AccountSection />
        <SenderSection />
        <StagesSection />
        <CustomFieldsSection />
        <CallerNumbersSection />
        <SuppressionSection />
        <Appearance />
        <Keyboard />
        <WorkspaceSection />
        <About />
      </div>
    </section>
  );
}

function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SettingsSection title={t("settings.appearance")}>
      <div className={classes.setting}>
        <div>
          <div className={classes.name}>{t("settings.theme")}</div>
          <div className={classes.hint}>{t("settings.themeHint")}</div>
        </div>
        <SegmentedControl
          aria-label={t("settings.theme")}
          value={colorScheme}
          onChange={setColorScheme}
          data={[
            { value: "light", label: t("settings.theme.light") },
            { value: "dark", label: t("settings.theme.dark") },
            { value: "auto", label: t("settings.theme.system") },
          ]}
        />
      </div>
    </SettingsSection>
  );
}

function Keyboard() {
  const [singleKeys, setSingleKeys] = usePreference("singleKeys");
  const { show } = useShortcutSheet();
  const id = useId();
  const hintId = useId();
  return (
    <SettingsSection title={t("settings.keyboard")}>
      <div className={classes.setting}>
        <div>
          <label htmlFor={id} className={classes.name}>
            {t("settings.singleKeys")}
          </label>
          <div id={hintId} className={classes.hint}>
            {t("settings.singleKeysHint")}
          </div>
        </div>
        <Switch
          id={id}
          size="md"
          aria-describedby={hintId}
          checked={singleKeys}
          onChange={(event) => setSingleKeys(event.currentTarget.checked)}
        />
      </div>
      <div className={classes.actions}>
        <Button variant="default" onClick={show} rightSection={singleKeys && <Keys binding="?" />}>
          {t("settings.showShortcuts")}
        </Button>
      </div>
    </SettingsSection>
  );
}

function About() {
  return (
    <SettingsSection title={t("settings.about")}>
      <div className={classes.name}>{t("app.name")}</div>
      <div className={classes.hint} data-selectable>
        {t("settings.version", { version: __APP_VERSION__ })}
      </div>
      <div className={classes.hint}>{t("settings.licence")}</div>
    </SettingsSection>
  );
}
