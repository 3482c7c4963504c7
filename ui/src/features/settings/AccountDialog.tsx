import { Alert, Button, Group, Modal, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { accountsQuery } from "../../shared/mail/accounts";
import { useCommand } from "../../shared/query/useCommand";
import { showDone } from "../../shared/toast/toast";
import type { AccountSave, MailAccount } from "../../wire/wire";
import classes from "./AccountDialog.module.css";
import { AccountFields } from "./AccountFields";
import { AccountTestResult } from "./AccountTestResult";
import { saveOf } from "./accountForm";
import { useAccountForm } from "./useAccountForm";
import { useSignIn } from "./useSignIn";

/** `account` is the one that is changed; none for a new one. */
type Props = { account: MailAccount | null; onClose: () => void };

export function AccountDialog({ account, onClose }: Props) {
  const client = useQueryClient();
  const state = useAccountForm(account?.settings ?? null);
  const [asking, setAsking] = useState(false);
  const formElement = useRef<HTMLFormElement>(null);

  const test = useCommand("account_test", { onError: explain });
  const save = useMutation<MailAccount, RpcError, AccountSave>({
    mutationFn: (input) => call("account_save", input),
    meta: { saves: true },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: accountsQuery.queryKey });
      showDone(t("account.saved"));
      onClose();
    },
    onError: explain,
  });
  const signIn = useSignIn(state, test.reset);
  const busy = test.isPending || save.isPending || signIn.isWaiting;

  function focus(field: string) {
    formElement.current?.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
  }

  function explain(error: RpcError) {
    const field = state.refuse(error);
    if (field) focus(field);
  }

  /** Hands over what is typed now; only one of the two runs at a time. */
  function run(command: { mutate: (input: AccountSave) => void }) {
    if (busy) return;
    setAsking(false);
    test.reset();
    save.reset();
    const wrong = state.check();
    if (wrong) focus(wrong);
    else command.mutate(saveOf(account, state.form));
  }

  function leave() {
    if (save.isPending) return;
    if (state.changed && !asking) setAsking(true);
    else if (asking) setAsking(false);
    else onClose();
  }

  const failed = save.error ? save : test.error ? test : null;
  const general = failed && !isOfField(failed.error) ? failed : null;
  return (
    <Modal
      opened
      onClose={leave}
      title={t(account ? "account.edit" : "account.setUp")}
      size={600}
      closeButtonProps={{ "aria-label": t("account.close") }}
    >
      <form
        ref={formElement}
        className={classes.form}
        noValidate
        onChange={() => {
          // What was found out was about something else.
          test.reset();
          setAsking(false);
        }}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          run(save);
        }}
      >
        <AccountFields state={state} signIn={signIn} account={account} />
        {test.isPending && (
          <Text size="sm" role="status">
            {t("account.testing")}
          </Text>
        )}
        {test.data && test.variables && (
          <AccountTestResult test={test.data} settings={test.variables.settings} />
        )}
        {general && (
          <Alert
            color="red"
            variant="light"
            title={t(general === save ? "account.saveFailed" : "account.testNotRun")}
          >
            <div className={classes.failed}>
              <span>{general.error && describeError(general.error)}</span>
              <Button size="compact-sm" variant="default" onClick={() => run(general)}>
                {t("action.retry")}
              </Button>
            </div>
          </Alert>
        )}
        {asking ? (
          <Group justify="flex-end" gap="xs" role="alert">
            <Text size="sm" flex={1}>
              {t("account.discardQuestion")}
            </Text>
            <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
              {t("account.keepEditing")}
            </Button>
            <Button color="red" onClick={onClose}>
              {t("account.discard")}
            </Button>
          </Group>
        ) : (
          <Group gap="xs">
            <Button
              variant="default"
              loading={test.isPending}
              disabled={save.isPending || signIn.isWaiting}
              onClick={() => run(test)}
            >
              {t("account.test")}
            </Button>
            <Group gap="xs" flex={1} justify="flex-end">
              <Button variant="default" onClick={leave} disabled={save.isPending}>
                {t("account.cancel")}
              </Button>
              <Button
                type="submit"
                loading={save.isPending}
                disabled={test.isPending || signIn.isWaiting}
              >
                {t("account.save")}
              </Button>
            </Group>
          </Group>
        )}
      </form>
    </Modal>
  );
}

function isOfField({ wire }: RpcError): boolean {
  return wire.code === "account_field" || wire.code === "no_password";
}
