import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { call, type RpcError } from "../../../host/rpc";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { Moment } from "../../../shared/time/Moment";
import { useMomentText } from "../../../shared/time/useMomentText";
import { showDone, showError } from "../../../shared/toast/toast";
import type { EventId, TimelineEntry } from "../../../wire/wire";
import { useMergeUndo } from "../useMerge";
import { quoteOf, sentenceOf } from "./sentence";
import classes from "./Timeline.module.css";
import { TimelineIcon } from "./TimelineIcon";

type Props = {
  entry: TimelineEntry;
  entryOf: (id: EventId) => TimelineEntry | undefined;
};

export function TimelineLine({ entry, entryOf }: Props) {
  const momentText = useMomentText();
  const sentence = sentenceOf(entry, { momentText, entryOf });
  const quote = quoteOf(entry.what);
  const about = aboutOf(entry);
  return (
    <li className={classes.entry} data-undone={entry.undone || undefined}>
      <TimelineIcon what={entry.what} />
      <div className={classes.body}>
        <span className={classes.sentence} data-selectable>
          {sentence}
        </span>
        {quote !== "" && (
          <blockquote className={classes.quote} data-selectable>
            {quote}
          </blockquote>
        )}
        <span className={classes.about}>
          <Moment at={entry.at} />
          {about !== "" && ` · ${about}`}
          {entry.undone && ` · ${t("partnerships.timeline.undone")}`}
        </span>
      </div>
      {entry.undoable &&
        !entry.undone &&
        (isMerge(entry) ? (
          <UndoMergeButton event={entry.id} />
        ) : (
          <UndoButton event={entry.id} sentence={sentence} />
        ))}
    </li>
  );
}

function UndoButton({ event, sentence }: { event: EventId; sentence: string }) {
  const { mutate, isPending } = useMutation<unknown, RpcError, void>({
    mutationFn: () => call("undo", { event }),
    meta: { saves: true },
    onSuccess: () => showDone(t("undo.done")),
    onError: (error) => showError(t("undo.failed"), describeError(error)),
  });
  return (
    <Button
      className={classes.undo ?? ""}
      size="compact-sm"
      variant="subtle"
      color="gray"
      loading={isPending}
      aria-label={t("partnerships.timeline.undoOf", { sentence })}
      onClick={() => mutate()}
    >
      {t("action.undo")}
    </Button>
  );
}

/** A merge is taken back for 30 days, unless something stands against it. */
function UndoMergeButton({ event }: { event: EventId }) {
  const { mutate, isPending } = useMergeUndo();
  return (
    <Button
      className={classes.undo ?? ""}
      size="compact-sm"
      variant="subtle"
      color="gray"
      loading={isPending}
      onClick={() => mutate(event)}
    >
      {t("partnerships.merge.undo")}
    </Button>
  );
}

function isMerge({ what }: TimelineEntry): boolean {
  return what.type === "merged" || what.type === "contact_merged";
}

/** Where it happened, as far as the sentence does not say it. */
function aboutOf({ cadence, contact }: TimelineEntry): string {
  return [contact, cadence].filter((text) => text !== null).join(" · ");
}
