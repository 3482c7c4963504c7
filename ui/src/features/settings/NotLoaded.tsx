import { Button } from "@mantine/core";
import type { RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import classes from "./SettingsScreen.module.css";

type Props = { title: string; error: RpcError | null; onRetry: () => void };

/** Stands for a section's list that could not be loaded. */
export function NotLoaded({ title, error, onRetry }: Props) {
  return (
    <div role="alert">
      <div className={classes.name}>{title}</div>
      <div className={classes.hint}>{error && describeError(error)}</div>
      <div className={classes.actions}>
        <Button variant="default" onClick={onRetry}>
          {t("action.retry")}
        </Button>
      </div>
    </div>
  );
}
