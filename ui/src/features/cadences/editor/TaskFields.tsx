import { NativeSelect } from "@mantine/core";
import { t } from "../../../shared/i18n/t";
import type { StepContent, TaskWork } from "../../../wire/wire";
import { FilledText } from "./FilledText";

const TEXT_MAX = 50_000;

const kinds: readonly TaskWork[] = [
  "other",
  "linkedin_research",
  "connection_request",
  "in_mail",
  "introduction",
  "text_message",
  "video",
  "direct_mail",
];

type Task = Extract<StepContent, { type: "task" }>;

type Props = {
  content: Task;
  readOnly: boolean;
  refused: string | undefined;
  onChange: (content: Task) => void;
};

/** What a task is, and what to do. */
export function TaskFields({ content, readOnly, refused, onChange }: Props) {
  const { work, instructions } = content;
  const gives = work === "linkedin_research" || work === "video";
  return (
    <>
      <NativeSelect
        label={t("stepForm.work")}
        description={gives && t(`stepForm.work.${work}.gives`)}
        inputWrapperOrder={["label", "input", "error", "description"]}
        disabled={readOnly}
        value={work}
        data={kinds.map((value) => ({ value, label: t(`stepForm.work.${value}`) }))}
        onChange={(event) => {
          const kind = kinds.find((one) => one === event.currentTarget.value);
          if (kind) onChange({ ...content, work: kind });
        }}
      />
      <FilledText
        label={t("stepForm.instructions")}
        placeholder={t("stepForm.instructionsHint")}
        value={instructions}
        max={TEXT_MAX}
        readOnly={readOnly}
        error={refused}
        onChange={(next) => onChange({ ...content, instructions: next })}
      />
    </>
  );
}
