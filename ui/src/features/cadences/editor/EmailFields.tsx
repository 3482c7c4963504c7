import { Radio } from "@mantine/core";
import { t } from "../../../shared/i18n/t";
import type { EmailMode, EmailThread, StepContent, StepGap } from "../../../wire/wire";
import { FilledText } from "./FilledText";
import { MissingHint } from "./MissingHint";
import classes from "./StepForm.module.css";

const SUBJECT_MAX = 300;
const BODY_MAX = 50_000;
const modes: readonly EmailMode[] = ["manual", "automatic"];
const threads: readonly EmailThread[] = ["new", "same"];

type Email = Extract<StepContent, { type: "email" }>;

type Props = {
  content: Email;
  /** The position of the e-mail before it. */
  emailBefore: number | null;
  gaps: readonly StepGap[];
  readOnly: boolean;
  refusedIn: (field: "subject" | "body") => string | undefined;
  onChange: (content: Email) => void;
};

export function EmailFields(props: Props) {
  const { content, emailBefore, gaps, readOnly, refusedIn, onChange } = props;
  const { mode, thread, subject, body } = content;
  const gap = (one: StepGap) => (gaps.includes(one) ? one : undefined);
  const change = (part: Partial<Email>) => onChange({ ...content, ...part });
  return (
    <>
      <Radio.Group
        label={t("stepForm.mode")}
        value={mode}
        onChange={(value) => change({ mode: value as EmailMode })}
      >
        <div className={classes.choices}>
          {modes.map((value) => (
            <Radio
              key={value}
              value={value}
              size="xs"
              disabled={readOnly && value !== mode}
              label={t(`stepForm.mode.${value}`)}
              description={t(`stepForm.mode.${value}Hint`)}
            />
          ))}
        </div>
      </Radio.Group>
      <Radio.Group
        label={t("stepForm.thread")}
        value={thread}
        description={gap("nothing_to_answer") && <MissingHint gap="nothing_to_answer" />}
        inputWrapperOrder={["label", "input", "error", "description"]}
        onChange={(value) => change({ thread: value as EmailThread })}
      >
        <div className={classes.choices}>
          {threads.map((value) => (
            <Radio
              key={value}
              value={value}
              size="xs"
              disabled={
                (readOnly && value !== thread) || (value === "same" && emailBefore === null)
              }
              label={t(`stepForm.thread.${value}`)}
              description={threadHint(value, emailBefore)}
            />
          ))}
        </div>
      </Radio.Group>
      {thread === "new" && (
        <FilledText
          line
          label={t("stepForm.subject")}
          value={subject}
          max={SUBJECT_MAX}
          readOnly={readOnly}
          error={refusedIn("subject")}
          missing={gap("no_subject")}
          onChange={(value) => change({ subject: value })}
        />
      )}
      <FilledText
        label={t("stepForm.body")}
        value={body}
        max={BODY_MAX}
        readOnly={readOnly}
        error={refusedIn("body")}
        missing={gap("no_body")}
        onChange={(value) => change({ body: value })}
      />
    </>
  );
}

function threadHint(thread: EmailThread, emailBefore: number | null): string {
  if (thread === "new") return t("stepForm.thread.newHint");
  if (emailBefore === null) return t("stepForm.thread.sameNot");
  return t("stepForm.thread.sameHint", { step: emailBefore + 1 });
}
