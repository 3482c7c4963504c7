import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { Attachments } from "../../../shared/files/Attachments";
import { t } from "../../../shared/i18n/t";
import { isComposing } from "../../../shared/shortcuts/keys";
import type { StepContent, StepGap, StepRules } from "../../../wire/wire";
import { lengthHint } from "../lengthHint";
import { CallFields } from "./CallFields";
import type { StepDraft } from "./document";
import { EmailFields } from "./EmailFields";
import { nameFieldId } from "./ids";
import classes from "./StepForm.module.css";
import { StepTestDialog } from "./StepTestDialog";
import { StepVariables } from "./StepVariables";
import type { EditingSession, Refusal } from "./session";
import { stepTypeIcons } from "./stepTypeIcons";
import { TaskFields } from "./TaskFields";
import { OwnVariables } from "./variables";
import { WaitFields } from "./WaitFields";
import { refusalOf, type StepPlace } from "./words";

const NAME_MAX = 120;

type Props = {
  session: EditingSession;
  step: StepDraft;
  position: number;
  /** The position of the e-mail before it. */
  emailBefore: number | null;
  gaps: readonly StepGap[];
  refusal: Refusal | null;
  readOnly: boolean;
  onDelete: () => void;
  /** Gives the focus back to the steps. */
  onLeave: () => void;
};

/** Everything about the chosen step. */
export function StepForm(props: Props) {
  const { session, step, position, refusal, readOnly, onDelete, onLeave } = props;
  const { key, content } = step;
  const Icon = stepTypeIcons[content.type];
  const [testing, setTesting] = useState(false);
  const refusedIn = (field: StepPlace) => refusalOf(refusal, key, field);

  function onKeyDown(event: KeyboardEvent) {
    const { target } = event;
    const above = target instanceof Element && target.closest('[role="menu"], [role="dialog"]');
    if (event.key !== "Escape" || event.defaultPrevented || above) return;
    if (isComposing(event.nativeEvent)) return;
    onLeave();
  }

  return (
    <section
      className={classes.form}
      aria-label={t("editor.step", { step: position + 1 })}
      onKeyDown={onKeyDown}
    >
      <div className={classes.fields}>
        <div className={classes.head}>
          <Icon size={18} aria-hidden className={classes.icon} />
          <h2 className={classes.title}>
            {t("stepForm.title", {
              step: position + 1,
              type: t(`editor.type.${content.type}`),
            })}
          </h2>
          {!readOnly && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("editor.deleteStep")}
              title={t("editor.deleteStep")}
              onClick={onDelete}
            >
              <IconTrash size={16} />
            </ActionIcon>
          )}
        </div>
        <TextInput
          id={nameFieldId(key)}
          label={t("stepForm.name")}
          placeholder={readOnly ? "" : t("stepForm.nameHint")}
          autoComplete="off"
          readOnly={readOnly}
          value={step.name}
          title={step.name}
          error={refusedIn("name")}
          description={lengthHint(step.name, NAME_MAX)}
          inputWrapperOrder={["label", "input", "error", "description"]}
          onChange={(event) => session.changeStep(key, { name: event.currentTarget.value })}
        />
        <WaitFields
          step={step}
          position={position}
          readOnly={readOnly}
          refused={refusedIn("delay")}
          onChange={(part) => session.changeStep(key, part)}
        />
        <OwnVariables value={step.rules.variables.map(({ name }) => name)}>
          <ContentFields
            {...props}
            refusedIn={refusedIn}
            onContent={(next) => session.changeStep(key, { content: next })}
            onRules={(rules) => session.changeStep(key, { rules })}
          />
        </OwnVariables>
        <StepVariables
          variables={step.rules.variables}
          readOnly={readOnly}
          onChange={(variables) => session.changeStep(key, { rules: { ...step.rules, variables } })}
        />
        {content.type === "email" && (
          <Attachments
            files={step.rules.attachments ?? []}
            readOnly={readOnly}
            error={undefined}
            onChange={(attachments) =>
              session.changeStep(key, { rules: { ...step.rules, attachments } })
            }
          />
        )}
        {content.type === "email" && (
          <Button
            className={classes.test}
            variant="default"
            size="compact-sm"
            onClick={() => setTesting(true)}
          >
            {t("mailTest.send")}
          </Button>
        )}
        {testing && (
          <StepTestDialog
            steps={session.view().draft.steps}
            position={position}
            onClose={() => setTesting(false)}
          />
        )}
      </div>
    </section>
  );
}

type ContentProps = Props & {
  refusedIn: (field: StepPlace) => string | undefined;
  onContent: (content: StepContent) => void;
  onRules: (rules: StepRules) => void;
};

function ContentFields(props: ContentProps) {
  const { step, emailBefore, gaps, readOnly, refusedIn, onContent, onRules } = props;
  const { content } = step;
  switch (content.type) {
    case "email":
      return (
        <EmailFields
          content={content}
          emailBefore={emailBefore}
          gaps={gaps}
          readOnly={readOnly}
          refusedIn={refusedIn}
          onChange={onContent}
        />
      );
    case "call":
      return (
        <CallFields
          content={content}
          rules={step.rules}
          readOnly={readOnly}
          refusedIn={refusedIn}
          onContent={onContent}
          onRules={onRules}
        />
      );
    case "task":
      return (
        <TaskFields
          content={content}
          readOnly={readOnly}
          refused={refusedIn("instructions")}
          onChange={onContent}
        />
      );
  }
}
