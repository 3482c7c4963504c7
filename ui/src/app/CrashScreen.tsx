import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { t } from "../shared/i18n/t";
import { Message } from "../shared/kit/Message";
import { useReady } from "../shared/ready/ready";
import classes from "./CrashScreen.module.css";

/** Takes the place of a screen that threw. */
export function CrashScreen({ error }: { error: unknown }) {
  useReady("error");
  return (
    <Message
      alert
      icon={<IconAlertTriangle size={32} stroke={1.5} />}
      title={t("crash.title")}
      actions={<Button onClick={() => window.location.reload()}>{t("action.reload")}</Button>}
    >
      {t("crash.text")}
      <details className={classes.details}>
        <summary>{t("crash.details")}</summary>
        <pre className={classes.stack} data-selectable>
          {error instanceof Error ? (error.stack ?? error.message) : String(error)}
        </pre>
      </details>
    </Message>
  );
}
