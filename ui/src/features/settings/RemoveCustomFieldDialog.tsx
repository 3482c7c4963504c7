import { Alert, Button, Group, Modal, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type RpcError } from "../../host/rpc";
import { customFieldsQuery } from "../../shared/custom/queries";
import { describeCustomFault } from "../../shared/errors/custom";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showDone } from "../../shared/toast/toast";
import type { CustomField, CustomFields } from "../../wire/wire";
import { customUseQuery } from "./queries";

type Props = { field: CustomField; onClose: () => void };

/** Says what goes with a field before it is removed, or which cadences keep it. */
export function RemoveCustomFieldDialog({ field: { id, name }, onClose }: Props) {
  const client = useQueryClient();
  const { data: used, error: lookError, refetch } = useQuery(customUseQuery(id));
  const remove = useMutation<CustomFields, RpcError, number>({
    mutationFn: (values) => call("custom_field_remove", { id, values }),
    meta: { saves: true },
    onSuccess: ({ fields }) => {
      client.setQueryData<CustomField[]>(customFieldsQuery.queryKey, fields);
      showDone(t("custom.toast.removed", { name }));
      onClose();
    },
    // What is told is as of now again.
    onError: () => void refetch(),
  });
  const kept = used && used.cadences.length > 0;
  const error = remove.error ?? lookError;
  return (
    <Modal
      opened
      onClose={() => !remove.isPending && onClose()}
      title={t("custom.ask.title", { name })}
      size={440}
      closeButtonProps={{ "aria-label": t("custom.ask.close") }}
    >
      <Text size="sm" role="status">
        {!used && !error && t("custom.ask.looking")}
        {kept && describeCustomFault({ type: "used", cadences: used.cadences })}
        {used && !kept && used.values > 0 && t("custom.ask.values", { count: used.values })}
        {used && !kept && used.values === 0 && t("custom.ask.noValues")}
      </Text>
      {error && (
        <Alert color="red" variant="light" mt="sm">
          {describeError(error)}
        </Alert>
      )}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" data-autofocus disabled={remove.isPending} onClick={onClose}>
          {t("custom.ask.keep")}
        </Button>
        {used && !kept && (
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(used.values)}>
            {t("custom.ask.remove")}
          </Button>
        )}
      </Group>
    </Modal>
  );
}
