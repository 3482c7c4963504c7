import { Button, Textarea } from "@mantine/core";
import { useMemo } from "react";
import { t } from "../../../shared/i18n/t";
import { ariaKeys } from "../../../shared/shortcuts/Keys";
import type { TouchDetail } from "../../../wire/wire";
import type { TaskLog, TaskWork } from "../Drafts";
import type { DraftSession } from "../session";
import { useWork } from "../useWork";
import type { Blocked } from "./blocked";
import { FilledScript } from "./FilledScript";
import { FormFooter } from "./FormFooter";
import { SaveNote } from "./SaveNote";
import classes from "./TouchWindow.module.css";
import { useAsk } from "./useAsk";
import { useDraft } from "./useDraft";
import { useFocusFirst } from "./useFocusFirst";
import { WorkForm } from "./WorkForm";

type Props = {
  detail: TouchDetail;
  work: TaskWork;
  session: DraftSession<TaskLog>;
  blocked: Blocked | null;
  focus: boolean;
};

/** Anything else that a step asks for. */
export function TaskForm({ detail, work, session, blocked, focus }: Props) {
  const { line, actions } = useWork();
  const noted = useMemo(() => ({ notes: work.notes }), [work.notes]);
  const view = useDraft(session, noted, work.edited_at);
  const { ask, busy, refusal } = useAsk(session);
  const [label, hint] = notesOf(work);
  const field = useFocusFirst<HTMLTextAreaElement>(focus && blocked === null);

  async function complete() {
    const done = await ask(t("work.task.notDone"), ({ notes }) =>
      actions.completeTask(detail, notes),
    );
    if (done) void line.goOn(detail, "done");
  }

  return (
    <WorkForm
      onPrimary={blocked === null ? () => void complete() : null}
      footer={
        <FormFooter {...{ detail, blocked, session, view, refusal }}>
          <div className={classes.buttons}>
            <Button
              loading={busy}
              aria-keyshortcuts={ariaKeys("mod+enter")}
              onClick={() => void complete()}
            >
              {t("work.call.button.log_and_complete")}
            </Button>
            <span className={classes.rest} />
            <SaveNote view={view} />
          </div>
        </FormFooter>
      }
    >
      <FilledScript label={t("work.task.instructions")} text={work.instructions} />
      <Textarea
        ref={field}
        label={label}
        description={hint}
        inputWrapperOrder={["label", "input", "error", "description"]}
        autosize
        minRows={4}
        readOnly={blocked !== null || busy}
        value={view.value.notes}
        onChange={(event) => session.change({ notes: event.currentTarget.value })}
      />
    </WorkForm>
  );
}

/** What is noted, and what becomes of it. */
function notesOf({ work }: TaskWork): [label: string, hint?: string] {
  switch (work) {
    case "linkedin_research":
      return [t("work.task.findings"), t("work.task.findings.hint")];
    case "video":
      return [t("work.task.video"), t("work.task.video.hint")];
    default:
      return [t("work.notes")];
  }
}
