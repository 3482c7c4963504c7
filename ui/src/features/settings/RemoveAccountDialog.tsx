import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type RpcError } from "../../host/rpc";
import { activityQuery } from "../../shared/activity/activity";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { accountsQuery } from "../../shared/mail/accounts";
import { showDone } from "../../shared/toast/toast";
import type { MailAccount, MailAccounts } from "../../wire/wire";

type Props = { account: MailAccount; onClose: () => void };

/** Asks before the account and its password are gone, and says how many e-mails will wait. */
export function RemoveAccountDialog({ account, onClose }: Props) {
  const client = useQueryClient();
  const { data: activity } = useQuery(activityQuery);
  const held = activity?.held.reduce((sum, { count }) => sum + count, 0) ?? 0;
  const waiting = (activity?.waiting ?? 0) + held;
  const remove = useMutation<MailAccounts, RpcError, void>({
    mutationFn: () => call("account_remove", { id: account.id }),
    meta: { saves: true },
    onSuccess: (left) => {
      client.setQueryData<MailAccounts>(accountsQuery.queryKey, left);
      showDone(t("account.removed"));
      onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={() => {
        if (!remove.isPending) onClose();
      }}
      title={t("account.removeTitle")}
      size={440}
      closeButtonProps={{ "aria-label": t("account.close") }}
    >
      <Stack gap="md">
        <Text size="sm">
          {t("account.removeText", { address: account.settings.address })}{" "}
          {waiting === 0
            ? t("account.removeNoneWait")
            : t("account.removeWaiting", { count: waiting })}
        </Text>
        {remove.error && (
          <Alert color="red" variant="light" title={t("account.removeFailed")}>
            {describeError(remove.error)}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose} disabled={remove.isPending}>
            {t("account.keep")}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t("account.remove")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
