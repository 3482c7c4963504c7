import { useMutation } from "@tanstack/react-query";
import { call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showDone, showError } from "../../shared/toast/toast";
import { useDone } from "../../shared/work/useDone";
import type {
  Decision,
  EnrolmentId,
  EventId,
  Mark,
  ReplyDetail,
  Ruling,
  Tone,
} from "../../wire/wire";

type Act = {
  run: () => Promise<unknown>;
  said: string;
  /** The entry of the timeline that tells it, by which it is taken back. */
  event?: (answer: unknown) => EventId | null;
  /** What takes it back where no entry does. */
  undo?: () => Promise<unknown>;
};

const eventOf = (answer: unknown) => (answer as { event: EventId | null }).event;

/** What the rep can say about a message, with its toasts. */
export function useReplyActions({ id, tone, verdict }: ReplyDetail) {
  const done = useDone();
  const act = useMutation<unknown, RpcError, Act>({
    mutationFn: ({ run }) => run(),
    meta: { saves: true },
    onSuccess: (answer, { said, event, undo }) => {
      const told = event?.(answer) ?? null;
      if (told !== null) done(said, { event: told });
      else showDone(said, undo && (() => act.mutate({ run: undo, said: t("undo.done") })));
    },
    onError: (error) => showError(t("replies.failed"), describeError(error)),
  });
  const open = () => call("reply_settle", { id, settled: false });
  return {
    busy: act.isPending,
    mark: (mark: Mark) =>
      act.mutate({
        run: () => call("reply_mark", { id, mark }),
        said: t(`replies.marked.${mark}`),
        event: eventOf,
        undo: open,
      }),
    tone: (next: Tone | null) =>
      act.mutate({
        run: () => call("reply_tone", { id, tone: next }),
        said: t("replies.toneSet"),
        undo: () => call("reply_tone", { id, tone }),
      }),
    settle: (settled: boolean) =>
      act.mutate({
        run: () => call("reply_settle", { id, settled }),
        said: t(settled ? "replies.settled" : "replies.opened"),
        undo: () => call("reply_settle", { id, settled: !settled }),
      }),
    decide: (decision: Decision) =>
      act.mutate({
        run: () => call("reply_decide", { id, decision }),
        said: t(`replies.decided.${decision}`),
        event: eventOf,
      }),
    overrule: (ruling: Ruling, enrolment: EnrolmentId | null) =>
      act.mutate({
        run: async () => {
          const { undone } = await call("reply_overrule", { id, ruling, enrolment });
          if (!undone) showDone(t("replies.notUndone"));
        },
        said: t("replies.overruled"),
        // What a person wrote can be said again; what else it was, only the rep knows.
        ...(verdict === "human_reply" && {
          undo: () =>
            call("reply_overrule", { id, ruling: { is: "human_reply" }, enrolment: null }),
        }),
      }),
  };
}

export type ReplyActions = ReturnType<typeof useReplyActions>;
