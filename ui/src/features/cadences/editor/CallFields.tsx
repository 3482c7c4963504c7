import { Switch } from "@mantine/core";
import { useId, useRef } from "react";
import { t } from "../../../shared/i18n/t";
import type { CallerChoice, StepContent, StepRules } from "../../../wire/wire";
import { CallFrom } from "./CallFrom";
import { FilledText } from "./FilledText";
import classes from "./StepForm.module.css";

const TEXT_MAX = 50_000;

type Call = Extract<StepContent, { type: "call" }>;

type Props = {
  content: Call;
  rules: StepRules;
  readOnly: boolean;
  refusedIn: (field: "script" | "voicemail" | "caller") => string | undefined;
  onContent: (content: Call) => void;
  onRules: (rules: StepRules) => void;
};

/** What a call says, from which number it is made, and whether a message is left. */
export function CallFields(props: Props) {
  const { content, rules, readOnly, refusedIn, onContent, onRules } = props;
  const { caller, ...others } = rules;
  const choose = (choice: CallerChoice) =>
    onRules(choice.type === "any" ? others : { ...others, caller: choice });
  return (
    <>
      <FilledText
        label={t("stepForm.script")}
        placeholder={t("stepForm.scriptHint")}
        value={content.script}
        max={TEXT_MAX}
        readOnly={readOnly}
        error={refusedIn("script")}
        onChange={(script) => onContent({ ...content, script })}
      />
      <CallFrom
        choice={caller ?? { type: "any" }}
        readOnly={readOnly}
        refused={refusedIn("caller")}
        onChange={choose}
      />
      <Voicemail
        rules={rules}
        readOnly={readOnly}
        refused={refusedIn("voicemail")}
        onRules={onRules}
      />
    </>
  );
}

type VoicemailProps = Pick<Props, "rules" | "readOnly" | "onRules"> & {
  refused: string | undefined;
};

/** Whether a message is left on a machine, and what it says. */
function Voicemail({ rules, readOnly, refused, onRules }: VoicemailProps) {
  const { voicemail, ...others } = rules;
  // What was typed comes back when it is switched off and on again.
  const typed = useRef("");
  const hintId = useId();
  const left = voicemail !== undefined;
  const turn = (on: boolean) => {
    if (left) typed.current = voicemail;
    onRules(on ? { ...others, voicemail: typed.current } : others);
  };
  return (
    <>
      <div>
        <Switch
          label={t("stepForm.voicemail")}
          aria-describedby={left ? undefined : hintId}
          checked={left}
          disabled={readOnly}
          onChange={(event) => turn(event.currentTarget.checked)}
        />
        {!left && (
          <p id={hintId} className={classes.switchHint}>
            {t("stepForm.voicemailOff")}
          </p>
        )}
      </div>
      {left && (
        <FilledText
          label={t("stepForm.voicemailText")}
          placeholder={t("stepForm.voicemailHint")}
          value={voicemail}
          max={TEXT_MAX}
          rows={4}
          readOnly={readOnly}
          error={refused}
          onChange={(text) => onRules({ ...others, voicemail: text })}
        />
      )}
    </>
  );
}
