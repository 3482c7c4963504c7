import { MutationObserver, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showError } from "../../shared/toast/toast";
import type { NotesSave, PartnershipDetail, PartnershipId, Saved } from "../../wire/wire";
import { NotesSession } from "./notes";
import { partnershipKey } from "./queries";

/** The notes that were opened, above the screens: what was typed outlives them. */
export class NotesSessions {
  private readonly client: QueryClient;
  private readonly open: (id: PartnershipId) => void;
  private readonly sessions = new Map<PartnershipId, NotesSession>();

  constructor(client: QueryClient, open: (id: PartnershipId) => void) {
    this.client = client;
    this.open = open;
  }

  /** The session of these notes; it starts with what the program has. */
  of({ id, notes }: PartnershipDetail): NotesSession {
    const known = this.sessions.get(id);
    if (known) return known;
    const session = new NotesSession(
      notes,
      (text) => this.save(id, text),
      (error) => this.explain(id, error),
    );
    this.sessions.set(id, session);
    return session;
  }

  /** Saves what was typed into these notes; whether all of it is saved. */
  async saved(id: PartnershipId): Promise<boolean> {
    const session = this.sessions.get(id);
    await session?.flush();
    return session?.view().save.state !== "refused";
  }

  /** Saves what can be saved now and forgets the rest: the next workspace may have equal ids. */
  end(): void {
    for (const session of this.sessions.values()) void session.end();
    this.sessions.clear();
  }

  private async save(id: PartnershipId, notes: string): Promise<void> {
    // As a mutation, so that the status line and the mark for tests know of it.
    const mutation = new MutationObserver<Saved, RpcError, NotesSave>(this.client, {
      mutationFn: (input) => call("partnership_notes", input),
      meta: { saves: true },
    });
    await mutation.mutate({ id, notes });
    // An answer that is on its way may be older than the save, and would bring the old notes back.
    const queryKey = partnershipKey(id);
    await this.client.cancelQueries({ queryKey });
    this.client.setQueryData<PartnershipDetail>(queryKey, (last) => last && { ...last, notes });
    void this.client.invalidateQueries({ queryKey });
  }

  private explain(id: PartnershipId, error: RpcError): void {
    const detail = this.client.getQueryData<PartnershipDetail>(partnershipKey(id));
    const name = detail?.fields.name ?? "";
    showError(t("partnerships.notes.leftBehind", { name }), describeError(error), {
      label: t("partnerships.notes.open"),
      run: () => this.open(id),
    });
  }
}

const NotesSessionsContext = createContext<NotesSessions | null>(null);

export function NotesSessionsProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [sessions] = useState(
    () =>
      new NotesSessions(
        client,
        (id) => void navigate({ to: "/partnerships/$id", params: { id: String(id) } }),
      ),
  );
  useEffect(() => () => sessions.end(), [sessions]);
  return <NotesSessionsContext value={sessions}>{children}</NotesSessionsContext>;
}

export function useNotesSessions(): NotesSessions {
  const sessions = use(NotesSessionsContext);
  if (!sessions) throw new Error("useNotesSessions needs a NotesSessionsProvider above it");
  return sessions;
}
