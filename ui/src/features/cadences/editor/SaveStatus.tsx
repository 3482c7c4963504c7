import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconLoader2 } from "@tabler/icons-react";
import { useState } from "react";
import { t } from "../../../shared/i18n/t";
import type { CadenceId } from "../../../wire/wire";
import classes from "./EditorHeader.module.css";
import { LoadSavedDialog } from "./LoadSavedDialog";
import type { EditingSession, SaveState, SessionView } from "./session";
import { sentenceOf } from "./words";

/** Says beside the title that everything is saved, or is about to be. */
export function SaveWord({ save }: { save: SaveState }) {
  if (save.state !== "saved" && save.state !== "saving") return null;
  const Icon = save.state === "saved" ? IconCheck : IconLoader2;
  return (
    <span className={classes.save} data-save-state={save.state}>
      <Icon size={14} aria-hidden />
      {t(`editor.${save.state}`)}
    </span>
  );
}

type Props = {
  id: CadenceId;
  session: EditingSession;
  view: SessionView;
  onShowStep: (key: string) => void;
};

/** Says why something is not saved, and offers what helps. */
export function SaveTrouble({ id, session, view, onShowStep }: Props) {
  const [asking, setAsking] = useState(false);
  const { save } = view;
  const sentence = sentenceOf(save, view.draft.steps);
  if (sentence === null) return null;
  return (
    <div className={classes.strip} role="alert" data-save-state={save.state}>
      <IconAlertTriangle size={16} aria-hidden className={classes.warning} />
      <span className={classes.sentence}>{t("editor.notSaved", { sentence })}</span>
      <Remedy
        save={save}
        onRetry={() => void session.flush()}
        onShowStep={onShowStep}
        onLoad={() => setAsking(true)}
      />
      {asking && <LoadSavedDialog id={id} session={session} onClose={() => setAsking(false)} />}
    </div>
  );
}

type RemedyProps = {
  save: SaveState;
  onRetry: () => void;
  onLoad: () => void;
} & Pick<Props, "onShowStep">;

function Remedy({ save, onRetry, onShowStep, onLoad }: RemedyProps) {
  const key = save.state === "held" ? save.key : save.state === "refused" && save.refusal.key;
  const conflict = save.state === "refused" && save.refusal.error.wire.code === "saved_elsewhere";
  return (
    <span className={classes.remedy}>
      {key && (
        <Button size="compact-sm" variant="default" onClick={() => onShowStep(key)}>
          {t("editor.showStep")}
        </Button>
      )}
      {save.state === "refused" && (
        <Button size="compact-sm" variant="default" onClick={conflict ? onLoad : onRetry}>
          {t(conflict ? "editor.loadSaved" : "action.retry")}
        </Button>
      )}
    </span>
  );
}
