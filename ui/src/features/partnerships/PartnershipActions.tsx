import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import { asRpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showError } from "../../shared/toast/toast";
import type { PartnershipDetail, PartnershipFields, PartnershipId } from "../../wire/wire";
import { DeleteDialog } from "./DeleteDialog";
import { MergePartnership } from "./MergePartnership";
import { NotesSessionsProvider } from "./NotesSessions";
import { PartnershipDialog } from "./PartnershipDialog";
import { partnershipQuery } from "./queries";
import { type Deletion, usePartnershipMutations } from "./usePartnershipMutations";
import { useRecordMutation } from "./useRecordMutation";

type Named = { id: PartnershipId; name: string };

type PartnershipActions = {
  /** Opens the dialog for a new partnership. */
  startNew: () => void;
  /** Opens the dialog for what is known about it. */
  startEdit: (partnership: Named) => void;
  /** Opens the dialog in which another one is merged into it. */
  startMerge: (partnership: Named) => void;
  /** Shows it. */
  open: (id: PartnershipId) => void;
  /** Puts it into the bin, after asking when cadences would end. */
  remove: (partnership: Named) => void;
  restore: (partnership: Named) => void;
};

const PartnershipActionsContext = createContext<PartnershipActions | null>(null);

type Editing = { key: number; record: { id: PartnershipId; fields: PartnershipFields } | null };

/** Holds the dialogs and the running changes above the screens, so that none is lost on the way. */
export function PartnershipActionsProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [editing, setEditing] = useState<Editing | null>(null);
  const [merging, setMerging] = useState<Named | null>(null);
  const [deletion, setDeletion] = useState<Deletion | null>(null);
  const { create, remove, restore } = usePartnershipMutations();
  const { update } = useRecordMutation();
  const { mutate: removeIt } = remove;
  const { mutate: restoreIt } = restore;

  const actions = useMemo<PartnershipActions>(() => {
    const open = (id: PartnershipId) =>
      void navigate({ to: "/partnerships/$id", params: { id: String(id) } });
    const withDetail = async ({ id, name }: Named, use: (detail: PartnershipDetail) => void) => {
      try {
        use(await client.fetchQuery(partnershipQuery(id)));
      } catch (cause) {
        const title = t("partnerships.toast.loadFailed", { name });
        showError(title, describeError(asRpcError(cause)));
      }
    };
    return {
      startNew: () => setEditing((last) => last ?? { key: Date.now(), record: null }),
      startEdit: (named) =>
        void withDetail(named, ({ id, fields }) => setEditing({ key: id, record: { id, fields } })),
      startMerge: setMerging,
      open,
      remove: (named) =>
        void withDetail(named, (detail) => {
          const ending = detail.enrolments.filter(({ state }) => state.state !== "finished").length;
          const next = { id: detail.id, name: detail.fields.name, ending };
          // Ended cadences stay ended, also after Undo.
          if (ending > 0) setDeletion(next);
          else removeIt(next);
        }),
      restore: ({ id, name }) => restoreIt({ id, name, ending: 0 }),
    };
  }, [client, navigate, removeIt, restoreIt]);

  return (
    <PartnershipActionsContext value={actions}>
      <NotesSessionsProvider>
        {children}
        {merging && <MergePartnership partnership={merging} onClose={() => setMerging(null)} />}
      </NotesSessionsProvider>
      {editing && (
        <PartnershipDialog
          key={editing.key}
          fields={editing.record?.fields ?? null}
          onClose={() => setEditing(null)}
          onSubmit={async (values) => {
            const { record } = editing;
            if (record) await update(record.id, record.fields, values.fields);
            else actions.open((await create.mutateAsync(values)).id);
          }}
        />
      )}
      {deletion && (
        <DeleteDialog
          deletion={deletion}
          onClose={() => setDeletion(null)}
          onConfirm={() => {
            setDeletion(null);
            removeIt(deletion);
          }}
        />
      )}
    </PartnershipActionsContext>
  );
}

export function usePartnershipActions(): PartnershipActions {
  const actions = use(PartnershipActionsContext);
  if (!actions)
    throw new Error("usePartnershipActions needs a PartnershipActionsProvider above it");
  return actions;
}
