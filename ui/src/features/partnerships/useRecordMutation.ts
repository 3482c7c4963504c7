import { useMutation, useQueryClient } from "@tanstack/react-query";
import { asRpcError, call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showDone, showError } from "../../shared/toast/toast";
import type {
  ContactDetail,
  ContactFields,
  ContactId,
  CustomTyped,
  CustomValuesSave,
  PartnershipDetail,
  PartnershipFields,
  PartnershipId,
  Stage,
} from "../../wire/wire";
import { partnershipKey } from "./queries";

type CustomOf = Omit<CustomValuesSave, "values">;

type Change = {
  run: () => Promise<PartnershipDetail>;
  said: string;
  /** What brings the values of before back; none when there is no such way. */
  undo?: () => Promise<PartnershipDetail>;
};

/** Changes to what is known about a partnership and its contacts. Each throws when it fails. */
export function useRecordMutation() {
  const client = useQueryClient();
  const { mutateAsync } = useMutation<PartnershipDetail, RpcError, Change>({
    mutationFn: ({ run }) => run(),
    meta: { saves: true },
    onSuccess: (detail, { said, undo }) => {
      client.setQueryData<PartnershipDetail>(partnershipKey(detail.id), detail);
      showDone(said, undo && (() => void takeBack(undo)));
    },
  });

  async function takeBack(undo: () => Promise<PartnershipDetail>): Promise<void> {
    try {
      await mutateAsync({ run: undo, said: t("undo.done") });
    } catch (cause) {
      showError(t("undo.failed"), describeError(asRpcError(cause)));
    }
  }

  return {
    update: (id: PartnershipId, before: PartnershipFields, after: PartnershipFields) =>
      mutateAsync({
        run: () => call("partnership_update", { id, fields: after }),
        said: t("partnerships.toast.saved", { name: after.name.trim() }),
        undo: () => call("partnership_update", { id, fields: before }),
      }),
    addContact: (partnership: PartnershipId, fields: ContactFields) =>
      mutateAsync({
        run: () => call("contact_create", { partnership, fields }),
        said: t("partnerships.toast.contactAdded"),
      }),
    editContact: ({ id, name, fields: before }: ContactDetail, fields: ContactFields) =>
      mutateAsync({
        run: () => call("contact_update", { id, fields }),
        said: t("partnerships.toast.saved", { name }),
        undo: () => call("contact_update", { id, fields: before }),
      }),
    saveCustom: (of: CustomOf, name: string, before: CustomTyped[], after: CustomTyped[]) =>
      mutateAsync({
        run: () => call("custom_values_save", { ...of, values: after }),
        said: t("partnerships.toast.saved", { name }),
        undo: () => call("custom_values_save", { ...of, values: before }),
      }),
    setStage: ({ id, fields }: PartnershipDetail, stage: Stage, stageName: string) =>
      mutateAsync({
        run: () => call("partnership_stage", { id, stage }),
        said: t("partnerships.toast.stage", { name: fields.name, stage: stageName }),
        undo: () => call("partnership_stage", { id, stage: fields.stage }),
      }),
    makePrimary: ({ id, name }: ContactDetail, before: ContactId | undefined) =>
      mutateAsync({
        run: () => call("contact_primary", { id }),
        said: t("partnerships.toast.primary", { name }),
        ...(before !== undefined && { undo: () => call("contact_primary", { id: before }) }),
      }),
  };
}
