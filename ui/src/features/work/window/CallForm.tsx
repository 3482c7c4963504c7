import { Input, SegmentedControl, Select, Textarea } from "@mantine/core";
import { useId } from "react";
import { t } from "../../../shared/i18n/t";
import type { CallAction, CallLog, Disposition, Sentiment, TouchDetail } from "../../../wire/wire";
import type { CallWork } from "../Drafts";
import type { DraftSession } from "../session";
import { useWork } from "../useWork";
import type { Blocked } from "./blocked";
import { CallButtons } from "./CallButtons";
import { CallNumbers } from "./CallNumbers";
import { CallVoicemail } from "./CallVoicemail";
import { FilledScript } from "./FilledScript";
import { FormFooter } from "./FormFooter";
import { SaveNote } from "./SaveNote";
import classes from "./TouchWindow.module.css";
import { useAsk } from "./useAsk";
import { useDraft } from "./useDraft";
import { useFocusFirst } from "./useFocusFirst";
import { WorkForm } from "./WorkForm";

const dispositions: readonly Disposition[] = [
  "connected",
  "no_answer",
  "left_voicemail",
  "busy",
  "gatekeeper",
  "meeting_booked",
  "not_interested",
  "wrong_number",
  "do_not_call",
];
const sentiments: readonly Sentiment[] = ["positive", "neutral", "negative"];
const NOT_NOTED = "none";

type Props = {
  detail: TouchDetail;
  work: CallWork;
  session: DraftSession<CallLog>;
  blocked: Blocked | null;
  focus: boolean;
};

/** A call, made and logged. */
export function CallForm({ detail, work, session, blocked, focus }: Props) {
  const { line, actions } = useWork();
  const view = useDraft(session, work.log, work.edited_at);
  const { ask, busy, refusal } = useAsk(session);
  const notes = useFocusFirst<HTMLTextAreaElement>(focus && blocked === null);
  const sentimentLabel = useId();
  const { value } = view;
  const readOnly = blocked !== null || busy;

  async function finish(action: CallAction) {
    const done = await ask(t("work.call.notDone"), (log) =>
      actions.finishCall(detail, log, action),
    );
    if (done) void line.goOn(detail, action === "log_only" ? "comes_again" : "done");
  }

  return (
    <WorkForm
      onPrimary={blocked === null ? () => void finish("log_and_complete") : null}
      footer={
        <FormFooter {...{ detail, blocked, session, view, refusal }}>
          <CallButtons
            disposition={value.disposition}
            busy={busy}
            onPress={(action) => void finish(action)}
          />
        </FormFooter>
      }
    >
      <CallNumbers detail={detail} work={work} session={session} blocked={blocked !== null} />
      <FilledScript label={t("work.call.script")} text={work.script} />
      <CallVoicemail
        text={work.voicemail}
        left={value.disposition === "left_voicemail"}
        disabled={readOnly}
        onLeft={() => session.change({ disposition: "left_voicemail" })}
      />
      <Textarea
        ref={notes}
        label={t("work.notes")}
        autosize
        minRows={3}
        readOnly={readOnly}
        value={value.notes}
        onChange={(event) => session.change({ notes: event.currentTarget.value })}
      />
      <div className={classes.outcome}>
        <Select
          label={t("work.call.disposition")}
          placeholder={t("work.call.dispositionNone")}
          data={dispositions.map((one) => ({ value: one, label: t(`work.disposition.${one}`) }))}
          value={value.disposition}
          clearable
          clearButtonProps={{ "aria-label": t("work.call.dispositionClear") }}
          disabled={readOnly}
          comboboxProps={{ transitionProps: { duration: 0 } }}
          onChange={(disposition) => session.change({ disposition: disposition as Disposition })}
        />
        <div>
          <Input.Label id={sentimentLabel} labelElement="div">
            {t("work.call.sentiment")}
          </Input.Label>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby={sentimentLabel}
            data={[
              { value: NOT_NOTED, label: t("work.sentiment.none") },
              ...sentiments.map((one) => ({ value: one, label: t(`work.sentiment.${one}`) })),
            ]}
            value={value.sentiment ?? NOT_NOTED}
            disabled={readOnly}
            transitionDuration={0}
            onChange={(sentiment) =>
              session.change({
                sentiment: sentiment === NOT_NOTED ? null : (sentiment as Sentiment),
              })
            }
          />
        </div>
      </div>
      <div className={classes.note}>
        <SaveNote view={view} />
      </div>
    </WorkForm>
  );
}
