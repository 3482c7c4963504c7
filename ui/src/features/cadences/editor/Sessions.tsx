import { MutationObserver, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { call, type RpcError } from "../../../host/rpc";
import { t } from "../../../shared/i18n/t";
import { showError } from "../../../shared/toast/toast";
import type { CadenceDetail, CadenceId, CadenceSave } from "../../../wire/wire";
import { cadenceKey } from "../queries";
import { EditingSession, type SaveState } from "./session";
import { sentenceOf } from "./words";

/** The cadences that were opened in the editor, above the screens: what was typed outlives them. */
export class Sessions {
  private readonly client: QueryClient;
  private readonly open: (id: CadenceId) => void;
  private readonly sessions = new Map<CadenceId, EditingSession>();

  constructor(client: QueryClient, open: (id: CadenceId) => void) {
    this.client = client;
    this.open = open;
  }

  /** The session of this cadence; it starts with what the program has. */
  of(detail: CadenceDetail): EditingSession {
    const { id } = detail.summary;
    const known = this.sessions.get(id);
    if (known) return known;
    const session = new EditingSession(
      detail,
      (input) => this.save(input),
      (save) => this.explain(id, save),
    );
    this.sessions.set(id, session);
    return session;
  }

  /** Whether something typed into the cadence is not saved. */
  unsaved(id: CadenceId): boolean {
    return this.sessions.get(id)?.unsaved ?? false;
  }

  /** Saves what was typed into the cadence. Gives the sentence that says why it could not. */
  async flush(id: CadenceId): Promise<string | null> {
    const session = this.sessions.get(id);
    const save = await session?.flush();
    return session && save ? sentenceOf(save, session.view().draft.steps) : null;
  }

  /** Saves what can be saved now and forgets the rest: the next workspace may have equal ids. */
  end(): void {
    for (const session of this.sessions.values()) void session.end();
    this.sessions.clear();
  }

  private async save(input: CadenceSave): Promise<CadenceDetail> {
    // As a mutation, so that the status line and the mark for tests know of it.
    const mutation = new MutationObserver<CadenceDetail, RpcError, CadenceSave>(this.client, {
      mutationFn: (save) => call("cadence_save", save),
      meta: { saves: true },
    });
    const detail = await mutation.mutate(input);
    this.client.setQueryData<CadenceDetail>(cadenceKey(input.id), detail);
    return detail;
  }

  private explain(id: CadenceId, save: SaveState): void {
    const detail = this.client.getQueryData<CadenceDetail>(cadenceKey(id));
    const steps = this.sessions.get(id)?.view().draft.steps ?? [];
    const name = detail?.summary.name ?? "";
    showError(t("editor.leftBehind", { name }), sentenceOf(save, steps) ?? "", {
      label: t("editor.openSteps"),
      run: () => this.open(id),
    });
  }
}

const SessionsContext = createContext<Sessions | null>(null);

export function SessionsProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [sessions] = useState(
    () =>
      new Sessions(
        client,
        (id) => void navigate({ to: "/cadences/$id", params: { id: String(id) } }),
      ),
  );
  useEffect(() => () => sessions.end(), [sessions]);
  return <SessionsContext value={sessions}>{children}</SessionsContext>;
}

export function useSessions(): Sessions {
  const sessions = use(SessionsContext);
  if (!sessions) throw new Error("useSessions needs a SessionsProvider above it");
  return sessions;
}
