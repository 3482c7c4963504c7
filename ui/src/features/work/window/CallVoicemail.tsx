import { Button } from "@mantine/core";
import { t } from "../../../shared/i18n/t";
import { FilledScript } from "./FilledScript";
import classes from "./TouchWindow.module.css";

type Props = {
  /** What is said to a machine; empty to say what comes to mind, none to leave no message. */
  text: string | null;
  /** Whether the log says that one was left. */
  left: boolean;
  disabled: boolean;
  onLeft: () => void;
};

/** Whether a message is left when a machine answers, and what it says (R38). */
export function CallVoicemail({ text, left, disabled, onLeft }: Props) {
  if (text === null) return <p className={classes.quiet}>{t("work.call.voicemailNot")}</p>;
  const label = t("work.call.voicemail");
  return (
    <div className={classes.voicemail}>
      {text.trim() === "" ? (
        <section aria-label={label}>
          <h3 className={classes.label}>{label}</h3>
          <p className={classes.script}>{t("work.call.voicemailShort")}</p>
        </section>
      ) : (
        <FilledScript label={label} text={text} />
      )}
      <Button
        variant={left ? "filled" : "default"}
        size="compact-sm"
        aria-pressed={left}
        disabled={disabled}
        onClick={onLeft}
      >
        {t("work.disposition.left_voicemail")}
      </Button>
    </div>
  );
}
