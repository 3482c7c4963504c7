import { Button, SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../../shared/i18n/t";
import { Keys } from "../../shared/shortcuts/Keys";
import { useShortcuts } from "../../shared/shortcuts/useShortcuts";
import { useNow } from "../../shared/time/clock";
import { useMomentText } from "../../shared/time/useMomentText";
import { standingOf, stateSentence } from "../../shared/work/standing";
import type { Decision, Mark, ReplyDetail, ReplyEnrolment, Tone } from "../../wire/wire";
import { OverruleForm } from "./OverruleForm";
import classes from "./ReplyPanes.module.css";
import { ruleSentence } from "./ruleWords";
import { type ReplyActions, useReplyActions } from "./useReplyActions";

const marks: readonly { mark: Mark; keys: string }[] = [
  { mark: "meeting_booked", keys: "m" },
  { mark: "buying_signal", keys: "b" },
  { mark: "referral", keys: "f" },
  { mark: "not_interested", keys: "i" },
  { mark: "wrong_person", keys: "w" },
  { mark: "opted_out", keys: "x" },
];

const decisions: readonly Decision[] = ["continue", "replied", "won"];

const tones: readonly Tone[] = ["positive", "neutral", "negative", "referral"];

/** What the message is, what the cadence did about it, and what the rep can do now. */
export function ReplyChoices({ reply }: { reply: ReplyDetail }) {
  const actions = useReplyActions(reply);
  const { verdict, settled_at, contact } = reply;
  const inReview = verdict === "review";
  const markable = !inReview && contact !== null;
  const markBy = (mark: Mark) => () => {
    if (markable && !actions.busy) actions.mark(mark);
  };
  useShortcuts({
    replyMeeting: markBy("meeting_booked"),
    replySignal: markBy("buying_signal"),
    replyReferral: markBy("referral"),
    replyNotInterested: markBy("not_interested"),
    replyWrongPerson: markBy("wrong_person"),
    replyOptOut: markBy("opted_out"),
    replyDone: () => {
      if (!actions.busy) actions.settle(settled_at === null);
    },
  });
  return (
    <aside className={classes.choices} aria-label={t("replies.choices")}>
      <Verdict reply={reply} />
      <Part title={t("replies.did")}>
        {reply.enrolments.length === 0 ? (
          <p className={classes.more}>{t(`replies.did.${withoutEnrolment(reply)}`)}</p>
        ) : (
          reply.enrolments.map((one) => <Standing key={one.id} enrolment={one} />)
        )}
        {!inReview && <Decisions reply={reply} actions={actions} />}
      </Part>
      {markable && <Marks reply={reply} actions={actions} />}
      <Part title={t(inReview ? "replies.review.title" : "replies.overrule.title")}>
        <OverruleForm key={`${reply.id} ${verdict}`} reply={reply} actions={actions} />
      </Part>
      <div className={classes.buttons}>
        <Button
          variant="default"
          disabled={actions.busy}
          onClick={() => actions.settle(settled_at === null)}
          rightSection={<Keys binding="e" />}
        >
          {t(settled_at === null ? "replies.settle" : "replies.reopen")}
        </Button>
      </div>
    </aside>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <h3 className={classes.partTitle}>{title}</h3>
      {children}
    </section>
  );
}

/** What it is taken for, and why. */
function Verdict({
  reply: { verdict, code, seen, found, ruled, suggested },
}: {
  reply: ReplyDetail;
}) {
  // A weak match keeps what was found before it, by the finding's name.
  const sign = code === "weak_match" ? seen.split(" ").slice(1).join(" ") : seen;
  return (
    <Part title={t(`replies.verdict.${verdict}`)}>
      {found !== null && (
        <p className={classes.more}>
          {t(ruled ? "replies.ruled" : "replies.reread", {
            verdict: t(`replies.verdict.${found}`),
          })}
        </p>
      )}
      {suggested !== null && (
        <p className={classes.more}>
          {t("replies.suggested", { verdict: t(`replies.verdict.${suggested}`) })}
        </p>
      )}
      <p className={classes.more}>{ruleSentence(code)}</p>
      {sign !== "" && (
        <p className={classes.more} data-selectable>
          {t("replies.seen", { seen: sign })}
        </p>
      )}
    </Part>
  );
}

function Standing({ enrolment }: { enrolment: ReplyEnrolment }) {
  const now = useNow();
  const momentText = useMomentText();
  const standing = standingOf(enrolment, now);
  const sentence = stateSentence(enrolment, standing, momentText);
  const { cadence_name: cadence, contact_name: contact } = enrolment;
  return (
    <div>
      <div>
        {t("replies.enrolment", {
          contact,
          cadence,
          standing: t(`partnerships.standing.${standing}`),
        })}
      </div>
      {sentence !== null && <p className={classes.more}>{sentence}</p>}
    </div>
  );
}

const stopping = ["replied", "colleague_replied", "wrote_by_hand"];

/** What becomes of what the message has stopped (R22). */
function Decisions({ reply, actions }: { reply: ReplyDetail; actions: ReplyActions }) {
  const stopped = reply.enrolments.some(
    ({ state }) => state.state === "paused" && stopping.includes(state.reason),
  );
  if (!stopped) return null;
  return (
    <>
      <p className={classes.more}>{t("replies.decide")}</p>
      <div className={classes.buttons}>
        {decisions.map((decision) => (
          <Button
            key={decision}
            size="xs"
            variant="default"
            disabled={actions.busy}
            onClick={() => actions.decide(decision)}
          >
            {t(`replies.decide.${decision}`)}
          </Button>
        ))}
      </div>
    </>
  );
}

function Marks({ reply, actions }: { reply: ReplyDetail; actions: ReplyActions }) {
  return (
    <Part title={t("replies.marks")}>
      <div className={classes.buttons}>
        {marks.map(({ mark, keys }) => (
          <Button
            key={mark}
            size="xs"
            variant={reply.mark === mark ? "filled" : "default"}
            aria-pressed={reply.mark === mark}
            disabled={actions.busy}
            onClick={() => actions.mark(mark)}
            rightSection={<Keys binding={keys} />}
          >
            {t(`replies.mark.${mark}`)}
          </Button>
        ))}
      </div>
      <span className={classes.more} aria-hidden>
        {t("replies.tone")}
      </span>
      <SegmentedControl
        aria-label={t("replies.tone")}
        size="xs"
        value={reply.tone ?? ""}
        onChange={(tone) => actions.tone(tones.find((one) => one === tone) ?? null)}
        data={[
          { value: "", label: t("replies.tone.none") },
          ...tones.map((tone) => ({ value: tone, label: t(`replies.tone.${tone}`) })),
        ]}
      />
    </Part>
  );
}

/** Why a message concerns no enrolment. */
function withoutEnrolment({ partnership, contact_name }: ReplyDetail) {
  if (partnership === null) return "nothing";
  return contact_name === null ? "colleague" : "gone";
}
