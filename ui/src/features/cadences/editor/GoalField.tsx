import { TextInput } from "@mantine/core";
import { describeError, fieldOf } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { lengthHint } from "../lengthHint";
import classes from "./EditorHeader.module.css";
import type { EditingSession, SessionView } from "./session";

const GOAL_MAX = 500;

type Props = { session: EditingSession; view: SessionView; readOnly: boolean };

export function GoalField({ session, view, readOnly }: Props) {
  const { draft, refusal } = view;
  const refused = refusal && fieldOf(refusal.error) === "goal";
  return (
    <TextInput
      className={classes.goal}
      label={t("editor.goal")}
      placeholder={readOnly ? "" : t("editor.goalHint")}
      autoComplete="off"
      readOnly={readOnly}
      value={draft.goal}
      title={draft.goal}
      error={refused ? describeError(refusal.error) : undefined}
      description={lengthHint(draft.goal, GOAL_MAX)}
      inputWrapperOrder={["label", "input", "error", "description"]}
      onChange={(event) => {
        const goal = event.currentTarget.value;
        session.change((before) => ({ ...before, goal }));
      }}
    />
  );
}
