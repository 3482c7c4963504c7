import { Alert, Button, Checkbox, Group, Modal, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { call, type RpcError } from "../../host/rpc";
import { describeError, describeFault } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { accountsQuery } from "../../shared/mail/accounts";
import { showDone } from "../../shared/toast/toast";
import type { AccountOwn, MailAccount } from "../../wire/wire";
import classes from "./AccountDialog.module.css";
import { AccountLimits, limitsOf, paceOf } from "./AccountLimits";
import { senderQuery } from "./queries";

type Props = { account: MailAccount; onClose: () => void };

/** What an account has of its own instead of what holds for all: name, signature, address, limits. */
export function AccountOwnDialog({ account, onClose }: Props) {
  const client = useQueryClient();
  const { data: sender } = useQuery(senderQuery);
  const { own } = account;
  const [name, setName] = useState(own.name ?? "");
  const [address, setAddress] = useState(own.postal_address ?? "");
  const [signature, setSignature] = useState(own.signature ?? "");
  const [limited, setLimited] = useState(own.pace !== null);
  const [limits, setLimits] = useState(() => limitsOf(own.pace));
  const save = useMutation<MailAccount, RpcError, AccountOwn>({
    mutationFn: (input) => call("account_own", { id: account.id, own: input }),
    meta: { saves: true },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: accountsQuery.queryKey });
      showDone(t("account.saved"));
      onClose();
    },
  });

  const wire = save.error?.wire;
  const fault = (field: string) =>
    wire?.code === "account_field" && wire.context.field === field
      ? describeFault(wire.context.fault)
      : undefined;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (save.isPending) return;
    save.mutate({
      name: typed(name),
      postal_address: typed(address),
      signature: typed(signature),
      pace: limited ? paceOf(limits) : null,
    });
  }

  return (
    <Modal
      opened
      onClose={() => !save.isPending && onClose()}
      title={t("account.ownTitle", { address: account.settings.address })}
      size={560}
      closeButtonProps={{ "aria-label": t("account.close") }}
    >
      <form className={classes.form} noValidate onSubmit={submit}>
        <Text size="sm" c="dimmed">
          {t("account.ownHint")}
        </Text>
        <TextInput
          data-autofocus
          label={t("error.account.name")}
          autoComplete="off"
          placeholder={sender?.name}
          value={name}
          error={fault("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={t("error.account.postal_address")}
          autosize
          minRows={2}
          maxRows={6}
          placeholder={sender?.postal_address}
          value={address}
          error={fault("postal_address")}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <Textarea
          label={t("error.account.signature")}
          autosize
          minRows={3}
          maxRows={10}
          placeholder={sender?.signature}
          value={signature}
          error={fault("signature")}
          onChange={(event) => setSignature(event.currentTarget.value)}
        />
        <Checkbox
          label={t("account.limits")}
          checked={limited}
          onChange={(event) => setLimited(event.currentTarget.checked)}
        />
        {limited && <AccountLimits limits={limits} onChange={setLimits} />}
        {save.error && wire?.code !== "account_field" && (
          <Alert color="red" variant="light" title={t("account.saveFailed")}>
            {describeError(save.error)}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} disabled={save.isPending}>
            {t("account.cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t("account.save")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** What is typed; nothing means as for all accounts. */
function typed(text: string): string | null {
  return text.trim() === "" ? null : text;
}
