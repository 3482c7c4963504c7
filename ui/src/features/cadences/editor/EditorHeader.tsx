import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconArrowLeft, IconDots } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { t } from "../../../shared/i18n/t";
import type { CadenceSummary } from "../../../wire/wire";
import { useCadenceActions } from "../CadenceActions";
import { CadenceMenu } from "../CadenceMenu";
import { StatusBadge } from "../StatusBadge";
import classes from "./EditorHeader.module.css";
import { GoalField } from "./GoalField";
import { SaveTrouble, SaveWord } from "./SaveStatus";
import type { EditingSession, SessionView } from "./session";

type Props = {
  summary: CadenceSummary;
  session: EditingSession;
  view: SessionView;
  onShowStep: (key: string) => void;
};

export function EditorHeader({ summary, session, view, onShowStep }: Props) {
  const navigate = useNavigate();
  const { startEdit, restore } = useCadenceActions();
  const { name, status } = summary;
  const archived = status === "archived";
  return (
    <header className={classes.header}>
      <div className={classes.bar}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("editor.back")}
          title={t("editor.back")}
          onClick={() => void navigate({ to: "/cadences", search: { filter: "all", q: "" } })}
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
        <h1 className={classes.title}>
          {archived ? (
            <span className={classes.name} title={name}>
              {name}
            </span>
          ) : (
            <button
              type="button"
              className={classes.name}
              title={name}
              onClick={() => startEdit(summary)}
            >
              {name}
            </button>
          )}
        </h1>
        <span className={classes.badge}>
          <StatusBadge status={status} />
        </span>
        <SaveWord save={view.save} />
        <span className={classes.rest} />
        <LifeButton summary={summary} />
        <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
          <Menu.Target>
            <ActionIcon variant="default" size={32} aria-label={t("editor.moreActions")}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <CadenceMenu cadence={summary} />
        </Menu>
      </div>
      <GoalField session={session} view={view} readOnly={archived} />
      <SaveTrouble id={summary.id} session={session} view={view} onShowStep={onShowStep} />
      {archived && (
        <div className={classes.strip}>
          <span className={classes.sentence}>{t("editor.archived")}</span>
          <Button size="compact-sm" variant="default" onClick={() => restore(summary)}>
            {t("cadences.restore")}
          </Button>
        </div>
      )}
    </header>
  );
}

function LifeButton({ summary }: { summary: CadenceSummary }) {
  const { activate, deactivate } = useCadenceActions();
  switch (summary.status) {
    case "archived":
      return null;
    case "active":
      return (
        <Button variant="default" onClick={() => deactivate(summary)}>
          {t("cadences.deactivate")}
        </Button>
      );
    case "draft":
    case "inactive":
      return <Button onClick={() => activate(summary)}>{t("cadences.activate")}</Button>;
  }
}
