import { Button, Popover, VisuallyHidden } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconLoader2 } from "@tabler/icons-react";
import { useIsMutating, useQuery } from "@tanstack/react-query";
import { PracticePart } from "../../features/practice/PracticePart";
import { activityQuery } from "../../shared/activity/activity";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { type Connection, useConnection } from "../../shared/query/connection";
import { useUnsaved } from "../../shared/unsaved/unsaved";
import { folderOf } from "../../shared/workspace/path";
import { workspaceStatusQuery } from "../../shared/workspace/status";
import { useRevealWorkspace } from "../../shared/workspace/useRevealWorkspace";
import { ActivityParts, heldSentence } from "./ActivityParts";
import classes from "./StatusLine.module.css";

/** What the program is doing, in a sentence; a click explains it and offers what helps. */
export function StatusLine() {
  const saving = useIsMutating({ predicate: ({ meta }) => meta?.saves === true }) > 0;
  const connection = useConnection();
  const { data: status } = useQuery(workspaceStatusQuery);
  const path = status?.path ?? "";
  const trouble = troubleOf(connection);
  const unsaved = useUnsaved();
  const quiet = unsaved ? unsavedWords() : savedWords(path);
  const { icon, sentence, more } = saving ? savingWords() : (trouble ?? quiet);
  const { data: activity } = useQuery(activityQuery);
  const { reveal, revealing } = useRevealWorkspace();

  return (
    <footer className={classes.line}>
      <Popover position="top-start" width={400} trapFocus returnFocus>
        <Popover.Target>
          <button
            type="button"
            className={classes.sentence}
            data-trouble={trouble !== null || undefined}
          >
            {icon}
            <span className={classes.text} title={sentence}>
              {sentence}
            </span>
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t("status.label")}>
          <p className={classes.more}>{more}</p>
          <div className={classes.label}>{t("status.details")}</div>
          <code className={classes.path} data-selectable>
            {path}
          </code>
          <div className={classes.actions}>
            <Button variant="default" onClick={reveal} loading={revealing}>
              {t("workspace.reveal")}
            </Button>
            {(connection.state === "lost" || connection.state === "deaf") && (
              <Button onClick={() => window.location.reload()}>{t("action.reload")}</Button>
            )}
          </div>
        </Popover.Dropdown>
      </Popover>
      <ActivityParts />
      <PracticePart />
      {/* Announced are problems only: each change is saved, and nobody wants to hear it. */}
      <VisuallyHidden role="status">
        {[trouble?.sentence, ...(activity?.held ?? []).map(heldSentence)]
          .filter(Boolean)
          .join(". ")}
      </VisuallyHidden>
    </footer>
  );
}

function savingWords() {
  return {
    icon: <IconLoader2 size={14} aria-hidden />,
    sentence: t("status.saving"),
    more: t("status.savedMore"),
  };
}

function unsavedWords() {
  return {
    icon: <IconAlertTriangle size={14} aria-hidden />,
    sentence: t("status.unsaved"),
    more: t("status.unsavedMore"),
  };
}

function savedWords(path: string) {
  return {
    icon: <IconCheck size={14} aria-hidden />,
    sentence: t("status.saved", { folder: folderOf(path) }),
    more: t("status.savedMore"),
  };
}

function troubleOf(connection: Connection) {
  switch (connection.state) {
    case "lost":
      return {
        icon: <IconAlertTriangle size={14} aria-hidden />,
        sentence: t("status.lost"),
        more: t("status.lostMore"),
      };
    case "notSaved":
      return {
        icon: <IconAlertTriangle size={14} aria-hidden />,
        sentence: t("status.notSaved"),
        more: t("status.notSavedMore", { cause: describeError(connection.error) }),
      };
    case "deaf":
      return {
        icon: <IconAlertTriangle size={14} aria-hidden />,
        sentence: t("status.deaf"),
        more: t("status.deafMore"),
      };
    case "fine":
      return null;
  }
}
