import { MutationObserver, type QueryClient } from "@tanstack/react-query";
import { type CommandName, call, type RequestOf, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showError } from "../../shared/toast/toast";
import type { CallLog, EmailDraft, Saved, TouchDetail, TouchId, Work } from "../../wire/wire";
import { DraftSession } from "./session";

export type EmailWork = Extract<Work, { type: "email" }>;
export type CallWork = Extract<Work, { type: "call" }>;
export type TaskWork = Extract<Work, { type: "task" }>;
export type TaskLog = { notes: string };

type SaveCommand = Extract<CommandName, "email_save" | "call_save" | "task_save">;

/** What the rep writes for each touch, above the windows: what was typed outlives them. */
export class Drafts {
  private readonly client: QueryClient;
  private readonly open: (touch: TouchId) => void;
  private readonly emails = new Map<TouchId, DraftSession<EmailDraft>>();
  private readonly calls = new Map<TouchId, DraftSession<CallLog>>();
  private readonly tasks = new Map<TouchId, DraftSession<TaskLog>>();

  constructor(client: QueryClient, open: (touch: TouchId) => void) {
    this.client = client;
    this.open = open;
  }

  email(detail: TouchDetail, { draft, edited_at }: EmailWork): DraftSession<EmailDraft> {
    const { id } = detail;
    return this.session(this.emails, detail, draft, edited_at, (next) =>
      this.save("email_save", { id, draft: next }),
    );
  }

  call(detail: TouchDetail, { log, edited_at }: CallWork): DraftSession<CallLog> {
    const { id } = detail;
    return this.session(this.calls, detail, log, edited_at, (next) =>
      this.save("call_save", { id, log: next }),
    );
  }

  task(detail: TouchDetail, { notes, edited_at }: TaskWork): DraftSession<TaskLog> {
    const { id } = detail;
    return this.session(this.tasks, detail, { notes }, edited_at, (next) =>
      this.save("task_save", { id, ...next }),
    );
  }

  /** Saves what is not saved yet of what was written for a touch. */
  async flush(touch: TouchId): Promise<void> {
    for (const sessions of [this.emails, this.calls, this.tasks]) {
      await sessions.get(touch)?.flush();
    }
  }

  /** Forgets what was written for a touch that is dealt with. */
  drop(touch: TouchId): void {
    for (const sessions of [this.emails, this.calls, this.tasks]) {
      sessions.get(touch)?.end();
      sessions.delete(touch);
    }
  }

  /** Saves what can be saved now and forgets the rest: the next workspace may have equal ids. */
  end(): void {
    for (const sessions of [this.emails, this.calls, this.tasks]) {
      for (const session of sessions.values()) void session.flush().then(() => session.end());
      sessions.clear();
    }
  }

  private session<T>(
    sessions: Map<TouchId, DraftSession<T>>,
    { id, contact_name }: TouchDetail,
    value: T,
    savedAt: number | null,
    save: (value: T) => Promise<Saved>,
  ): DraftSession<T> {
    const known = sessions.get(id);
    if (known) return known;
    const session = new DraftSession(value, savedAt, save, (error) =>
      showError(t("work.leftBehind", { name: contact_name }), describeError(error), {
        label: t("work.openAgain"),
        run: () => this.open(id),
      }),
    );
    sessions.set(id, session);
    return session;
  }

  private save<C extends SaveCommand>(command: C, input: RequestOf<C>): Promise<Saved> {
    // As a mutation, so that the status line and the mark for tests know of it.
    return new MutationObserver<Saved, RpcError, void>(this.client, {
      mutationFn: () => call(command, input),
      meta: { saves: true },
    }).mutate();
  }
}
