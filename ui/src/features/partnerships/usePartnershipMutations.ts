import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showDone, showError } from "../../shared/toast/toast";
import type {
  PartnershipCreate,
  PartnershipCursor,
  PartnershipDetail,
  PartnershipId,
  PartnershipPage,
} from "../../wire/wire";
import { partnershipKey, partnershipListsKey } from "./queries";

const saves = { saves: true };

/** What a deletion is about: `ending` cadences end with it. */
export type Deletion = { id: PartnershipId; name: string; ending: number };

/** What can be done to partnerships, with its toasts and the way back. Mount it above the screens. */
export function usePartnershipMutations() {
  const client = useQueryClient();
  const keep = (detail: PartnershipDetail) =>
    client.setQueryData<PartnershipDetail>(partnershipKey(detail.id), detail);
  const explain = (title: string, error: RpcError, retry: () => void) =>
    showError(title, describeError(error), { label: t("action.retry"), run: retry });

  const create = useMutation<PartnershipDetail, RpcError, PartnershipCreate>({
    mutationFn: (input) => call("partnership_create", input),
    meta: saves,
    onSuccess: (detail) => {
      keep(detail);
      showDone(t("partnerships.toast.created", { name: detail.fields.name }));
    },
  });

  const restore = useMutation<PartnershipDetail, RpcError, Deletion>({
    mutationFn: ({ id }) => call("partnership_restore", { id }),
    meta: saves,
    onSuccess: (detail, { ending }) => {
      keep(detail);
      const { name } = detail.fields;
      showDone(
        ending === 0
          ? t("partnerships.toast.restored", { name })
          : t("partnerships.toast.restoredEnded", { name, count: ending }),
      );
    },
    onError: (error, deletion) =>
      explain(t("partnerships.toast.restoreFailed", { name: deletion.name }), error, () =>
        restore.mutate(deletion),
      ),
  });

  const remove = useMutation<PartnershipDetail, RpcError, Deletion, () => void>({
    mutationFn: ({ id }) => call("partnership_delete", { id }),
    meta: saves,
    onMutate: async ({ id }) => {
      await client.cancelQueries({ queryKey: partnershipListsKey });
      const before = client.getQueriesData({ queryKey: partnershipListsKey });
      client.setQueriesData<InfiniteData<PartnershipPage, PartnershipCursor | null>>(
        { queryKey: partnershipListsKey },
        (data) => data && { ...data, pages: data.pages.map((page) => without(page, id)) },
      );
      return () => {
        for (const [queryKey, data] of before) client.setQueryData(queryKey, data);
        void client.invalidateQueries({ queryKey: partnershipListsKey });
      };
    },
    onSuccess: (detail, deletion) => {
      keep(detail);
      const { name, ending } = deletion;
      showDone(
        ending === 0
          ? t("partnerships.toast.deleted", { name })
          : t("partnerships.toast.deletedEnding", { name, count: ending }),
        () => restore.mutate(deletion),
      );
    },
    onError: (error, deletion, putBack) => {
      putBack?.();
      explain(t("partnerships.toast.deleteFailed", { name: deletion.name }), error, () =>
        remove.mutate(deletion),
      );
    },
  });

  return { create, remove, restore };
}

function without(page: PartnershipPage, id: PartnershipId): PartnershipPage {
  const rows = page.rows.filter((row) => row.id !== id);
  return { ...page, rows, total: page.total - (page.rows.length - rows.length) };
}
