import { Button } from "@mantine/core";
import { IconDatabaseExclamation } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { useCommand } from "../../shared/query/useCommand";
import { useReady } from "../../shared/ready/ready";
import { showError } from "../../shared/toast/toast";
import { workspaceStatusKey } from "../../shared/workspace/status";
import { useRevealWorkspace } from "../../shared/workspace/useRevealWorkspace";
import type { WorkspaceTrouble } from "../../wire/wire";
import classes from "./TroubleScreen.module.css";
import { wordsFor } from "./words";

type Props = { path: string; trouble: WorkspaceTrouble };

/** Fills the window while the workspace cannot be opened: what happened and what helps. */
export function TroubleScreen({ path, trouble }: Props) {
  const { title, sentences, detail } = wordsFor(trouble);
  const { reveal, revealing } = useRevealWorkspace();
  const client = useQueryClient();
  const askAgain = () => client.invalidateQueries({ queryKey: workspaceStatusKey });
  const retry = useCommand("workspace_retry", {
    onSuccess: askAgain,
    onError: (error) => showError(t("trouble.retryFailed"), describeError(error)),
  });
  const setAside = useCommand("workspace_set_aside", {
    onSuccess: askAgain,
    onError: (error) => showError(t("trouble.setAsideFailed"), describeError(error)),
  });
  const busy = retry.isPending || setAside.isPending;
  const still = !busy && (retry.data ?? setAside.data)?.state === "unavailable";
  useReady("trouble");
  useEffect(() => {
    document.title = `${title} – ${t("app.name")}`;
  }, [title]);

  return (
    <main className={classes.screen}>
      <article className={classes.card} aria-labelledby="trouble-title">
        <IconDatabaseExclamation size={32} stroke={1.5} className={classes.icon} aria-hidden />
        <h1 id="trouble-title" className={classes.title}>
          {title}
        </h1>
        {sentences.map((sentence) => (
          <p key={sentence} className={classes.sentence} data-selectable>
            {sentence}
          </p>
        ))}
        <div className={classes.label}>{t("trouble.path")}</div>
        <code className={classes.path} data-selectable>
          {path}
        </code>
        {detail && (
          <details className={classes.details}>
            <summary>{t("trouble.details")}</summary>
            <code className={classes.path} data-selectable>
              {detail}
            </code>
          </details>
        )}
        <div className={classes.actions}>
          {trouble.reason === "damaged" && (
            <Button
              onClick={() => setAside.mutate({})}
              loading={setAside.isPending}
              disabled={retry.isPending}
            >
              {t("trouble.damaged.action")}
            </Button>
          )}
          <Button
            variant={trouble.reason === "damaged" ? "default" : "filled"}
            onClick={() => retry.mutate({})}
            loading={retry.isPending}
            disabled={setAside.isPending}
          >
            {t("action.retry")}
          </Button>
          <Button variant="default" onClick={reveal} loading={revealing}>
            {t("trouble.reveal")}
          </Button>
        </div>
        <p className={classes.outcome} role="status">
          {retry.isPending && t("trouble.trying")}
          {still && t("trouble.still")}
        </p>
      </article>
    </main>
  );
}
