import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { asRpcError, call, type RequestOf, type ResponseOf, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showDone, showError } from "../../shared/toast/toast";
import { useDone } from "../../shared/work/useDone";
import type {
  CallAction,
  CallLog,
  EmailDraft,
  OutboxId,
  Timestamp,
  TouchDetail,
  TouchId,
} from "../../wire/wire";
import type { Drafts } from "./Drafts";
import { touchKey } from "./queries";
import type { DraftSession } from "./session";
import type { WorkLine } from "./WorkLine";

const saves = { saves: true };

type Command =
  | "email_send"
  | "email_discard"
  | "call_finish"
  | "task_complete"
  | "touch_skip"
  | "touch_snooze"
  | "outbox_cancel";

function useSaving<C extends Command>(command: C) {
  return useMutation<ResponseOf<C>, RpcError, RequestOf<C>>({
    mutationFn: (input) => call(command, input),
    meta: saves,
  }).mutateAsync;
}

/** Whom a toast is about. */
type Whom = { id: TouchId; contact_name: string };

/** What can be done with a touch, with the toasts and the way back. Mount it above the windows. */
export function useTouchActions(line: WorkLine, drafts: Drafts) {
  const client = useQueryClient();
  const discardIt = useSaving("email_discard");
  const sendIt = useSaving("email_send");
  const finishIt = useSaving("call_finish");
  const completeIt = useSaving("task_complete");
  const skipIt = useSaving("touch_skip");
  const snoozeIt = useSaving("touch_snooze");
  const cancelIt = useSaving("outbox_cancel");
  const sayDone = useDone();

  return useMemo(() => {
    /** Tells why something failed, to be shown where it was asked for; null when it went well. */
    const tried = (touch: TouchId, work: Promise<void>): Promise<RpcError | null> =>
      work.then(
        () => null,
        (cause) => {
          // It may stand elsewhere than the window shows.
          line.askAgain(touch);
          return asRpcError(cause);
        },
      );

    const finished = (touch: TouchId, how: "done" | "comes_again" = "done") => {
      drafts.drop(touch);
      line.dealtWith(touch, how);
    };

    const takeBack = async (detail: TouchDetail, outbox: OutboxId) => {
      try {
        await cancelIt({ id: outbox });
        drafts.drop(detail.id);
        line.takeBack(detail);
      } catch (cause) {
        const title = t("work.email.notTakenBack", { name: detail.contact_name });
        showError(title, describeError(asRpcError(cause)));
      }
    };

    const send = (detail: TouchDetail, draft: EmailDraft, seconds: number) =>
      tried(
        detail.id,
        sendIt({ id: detail.id, draft }).then(({ outbox }) => {
          finished(detail.id);
          const values = { name: detail.contact_name, seconds };
          if (seconds > 0) {
            showDone(t("work.email.sent", values), () => void takeBack(detail, outbox));
          } else showDone(t("work.email.sentNow", values));
        }),
      );

    /** Throws away what the rep wrote: the template is used again. */
    const discard = (detail: TouchDetail, session: DraftSession<EmailDraft>) =>
      tried(
        detail.id,
        session
          .rest()
          .then(() => discardIt({ id: detail.id }))
          .then(async (fresh) => {
            await client.cancelQueries({ queryKey: touchKey(detail.id) });
            client.setQueryData(touchKey(detail.id), fresh);
            if (fresh.work.type === "email") session.load(fresh.work.draft, fresh.work.edited_at);
          }),
      );

    const finishCall = (detail: TouchDetail, log: CallLog, action: CallAction) =>
      tried(
        detail.id,
        finishIt({ id: detail.id, log, action }).then((done) => {
          finished(detail.id, action === "log_only" ? "comes_again" : "done");
          sayDone(t(`work.call.done.${action}`, { name: detail.contact_name }), done);
        }),
      );

    const completeTask = (detail: TouchDetail, notes: string) =>
      tried(
        detail.id,
        completeIt({ id: detail.id, notes }).then((done) => {
          finished(detail.id);
          sayDone(t("work.task.done", { name: detail.contact_name }), done);
        }),
      );

    const skip = ({ id, contact_name: name }: Whom): Promise<boolean> =>
      // Taking it back brings back what was written.
      drafts
        .flush(id)
        .then(() => skipIt({ id }))
        .then(
          (done) => {
            finished(id);
            sayDone(t("work.skipped", { name }), done);
            return true;
          },
          (cause) => {
            showError(t("work.notSkipped", { name }), describeError(asRpcError(cause)));
            return false;
          },
        );

    const snooze = ({ id, contact_name: name }: Whom, until: Timestamp): Promise<boolean> =>
      snoozeIt({ id, until, beyond_hours: false }).then(
        (done) => {
          // What was written stays for the day when it is due again.
          line.dealtWith(id, "done");
          sayDone(t("work.snoozed", { name }), done);
          return true;
        },
        (cause) => {
          showError(t("work.notSnoozed", { name }), describeError(asRpcError(cause)));
          return false;
        },
      );

    return { send, discard, finishCall, completeTask, skip, snooze };
  }, [
    client,
    line,
    drafts,
    discardIt,
    sendIt,
    finishIt,
    completeIt,
    skipIt,
    snoozeIt,
    cancelIt,
    sayDone,
  ]);
}

export type TouchActions = ReturnType<typeof useTouchActions>;
