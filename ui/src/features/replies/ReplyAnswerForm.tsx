import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { call, type RpcError } from "../../host/rpc";
import { Autosave } from "../../shared/autosave/autosave";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { Keys } from "../../shared/shortcuts/Keys";
import { useShortcuts } from "../../shared/shortcuts/useShortcuts";
import { showDone, showError } from "../../shared/toast/toast";
import type { EmailDraft, IncomingId, ReplyAnswer, ReplySent } from "../../wire/wire";
import classes from "./ReplyPanes.module.css";

type Props = { id: IncomingId; answer: ReplyAnswer };

/** Answers a message from here: the text is saved by itself, and leaves through the outbox. */
export function ReplyAnswerForm({ id, answer }: Props) {
  const { number, from, below, given, undo_delay } = answer;
  const { view, change, flush } = useAnswerAutosave(id, answer.draft);
  const body = useRef<HTMLTextAreaElement>(null);
  useShortcuts({ replyAnswer: () => body.current?.focus() });
  const waits = given.some(({ state }) => !over.includes(state.state));
  const takeBack = useMutation<unknown, RpcError, ReplySent>({
    mutationFn: ({ outbox }) => call("outbox_cancel", { id: outbox }),
    meta: { saves: true },
    onSuccess: () => showDone(t("replies.answer.takenBack")),
    onError: (error) => showError(t("replies.answer.notTakenBack"), describeError(error)),
  });
  const send = useMutation<ReplySent, RpcError, void>({
    mutationFn: async () => {
      await flush();
      return call("reply_send", { id, number, draft: view.value });
    },
    meta: { saves: true },
    onSuccess: (sent) =>
      showDone(t("replies.answer.queued", { count: undo_delay }), () => takeBack.mutate(sent)),
    onError: (error) => showError(t("replies.answer.failed"), describeError(error)),
  });
  const { to, subject } = view.value;
  const ready = view.value.body.trim() !== "" && !send.isPending;
  return (
    <section className={classes.part} aria-label={t("replies.answer")}>
      <h3 className={classes.partTitle}>{t("replies.answer")}</h3>
      <Given given={given} />
      {!waits && (
        <>
          <p className={classes.more}>
            {from === null
              ? t("replies.answer.noAccount", { to })
              : t("replies.answer.people", { from, to })}
          </p>
          <TextInput
            size="xs"
            label={t("replies.answer.subject")}
            value={subject}
            onChange={(event) => change({ subject: event.currentTarget.value })}
          />
          <Textarea
            ref={body}
            label={t("replies.answer.body")}
            autosize
            minRows={4}
            maxRows={16}
            value={view.value.body}
            onChange={(event) => change({ body: event.currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !ready) return;
              event.preventDefault();
              send.mutate();
            }}
          />
          {below !== "" && (
            <details className={classes.fold}>
              <summary>{t("replies.answer.below")}</summary>
              <pre className={classes.quoted}>{below}</pre>
            </details>
          )}
          <div className={classes.buttons}>
            <Button disabled={!ready} loading={send.isPending} onClick={() => send.mutate()}>
              {t("replies.answer.send")}
            </Button>
            <Keys binding="mod+enter" />
            <span className={classes.more} role="status">
              {view.error
                ? t("replies.answer.notSaved", { cause: describeError(view.error) })
                : view.state === "saving" && t("replies.answer.saving")}
            </span>
          </div>
        </>
      )}
    </section>
  );
}

/** An answer in one of these states leaves room for another. */
const over: readonly string[] = ["sent", "failed", "in_doubt"];

function Given({ given }: Pick<ReplyAnswer, "given">) {
  if (given.length === 0) return null;
  return (
    <ul className={classes.list}>
      {given.map(({ id, state }) => (
        <li key={id}>
          {t(`replies.given.${state.state}`)}{" "}
          {state.state !== "sent" && (
            <Link to="/outbox" search={{}} className={classes.link}>
              {t("replies.given.open")}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}

function useAnswerAutosave(id: IncomingId, draft: EmailDraft) {
  const [autosave] = useState(
    () => new Autosave(draft, (value) => call("reply_draft", { id, draft: value })),
  );
  const view = useSyncExternalStore(autosave.subscribe, autosave.view);
  useEffect(() => {
    const flush = () => void autosave.flush();
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      void autosave.flush().then((error) => {
        autosave.end();
        if (error) showError(t("replies.answer.leftBehind"), describeError(error));
      });
    };
  }, [autosave]);
  return {
    view,
    change: (part: Partial<EmailDraft>) => autosave.change({ ...autosave.view().value, ...part }),
    flush: autosave.flush,
  };
}
