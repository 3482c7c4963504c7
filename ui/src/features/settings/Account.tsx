import { Badge, Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { accountsQuery } from "../../shared/mail/accounts";
import { showError } from "../../shared/toast/toast";
import type { MailAccount, MailAccounts } from "../../wire/wire";
import classes from "./Account.module.css";
import { AccountDialog } from "./AccountDialog";
import { AccountOwnDialog } from "./AccountOwnDialog";
import { issuerName, ownWords, passwordSentence, serverWords } from "./accountWords";
import { MailboxFolders } from "./MailboxFolders";
import { RemoveAccountDialog } from "./RemoveAccountDialog";
import settingsClasses from "./SettingsScreen.module.css";

type Props = {
  account: MailAccount;
  /** Whether there are others. */
  several: boolean;
  /** Whether its dialog is open. */
  editing: boolean;
  onEdit: (edits: boolean) => void;
  asking: boolean;
  /** Asks again where the passwords are. */
  onAsk: () => void;
};

/** One mail account: how it is reached, what it has of its own, and what can be done with it. */
export function Account({ account, several, editing, onEdit, asking, onAsk }: Props) {
  const client = useQueryClient();
  const [open, setOpen] = useState<"own" | "remove" | null>(null);
  const makeDefault = useMutation<MailAccounts, RpcError, void>({
    mutationFn: () => call("account_default", { id: account.id }),
    meta: { saves: true },
    onSuccess: (accounts) => client.setQueryData(accountsQuery.queryKey, accounts),
    onError: (error) => showError(t("account.defaultFailed"), describeError(error)),
  });
  const { settings, password } = account;
  const behindKeychain = password === "locked" || password === "absent" || password === "denied";
  const close = () => setOpen(null);
  return (
    <section className={classes.account} aria-label={settings.address}>
      <div className={settingsClasses.name} data-selectable>
        {settings.address}{" "}
        {several && account.is_default && (
          <Badge variant="light" size="sm" tt="none">
            {t("account.isDefault")}
          </Badge>
        )}
      </div>
      <dl className={settingsClasses.facts} data-figures>
        <dt>{t("account.sending")}</dt>
        <dd data-selectable>{serverWords(settings.smtp)}</dd>
        <dt>{t("account.receiving")}</dt>
        <dd data-selectable>
          {settings.imap ? serverWords(settings.imap) : t("account.receivesNot")}
        </dd>
        {settings.imap && (
          <>
            <dt>{t("account.folders")}</dt>
            <dd>
              <MailboxFolders account={account.id} />
            </dd>
          </>
        )}
        <dt>{t("account.own")}</dt>
        <dd>{ownWords(account.own)}</dd>
        <dt>{t(settings.sign_in.by === "oauth" ? "account.signIn" : "account.password")}</dt>
        <dd>
          <span role="status">{passwordSentence(password, settings)}</span>
        </dd>
      </dl>
      <div className={settingsClasses.actions}>
        {behindKeychain && (
          <Button onClick={onAsk} loading={asking}>
            {t("action.retry")}
          </Button>
        )}
        {password === "missing" && (
          <Button onClick={() => onEdit(true)}>{t("account.enterPassword")}</Button>
        )}
        {password === "sign_in_again" && settings.sign_in.by === "oauth" && (
          <Button onClick={() => onEdit(true)}>
            {t("account.signInAgain", { issuer: issuerName(settings.sign_in.issuer) })}
          </Button>
        )}
        <Button variant="default" onClick={() => onEdit(true)}>
          {t("account.editAction")}
        </Button>
        <Button variant="default" onClick={() => setOpen("own")}>
          {t("account.ownAction")}
        </Button>
        {several && !account.is_default && (
          <Button
            variant="default"
            loading={makeDefault.isPending}
            onClick={() => makeDefault.mutate()}
          >
            {t("account.makeDefault")}
          </Button>
        )}
        <Button variant="default" onClick={() => setOpen("remove")}>
          {t("account.removeAction")}
        </Button>
      </div>
      {editing && <AccountDialog account={account} onClose={() => onEdit(false)} />}
      {open === "own" && <AccountOwnDialog account={account} onClose={close} />}
      {open === "remove" && <RemoveAccountDialog account={account} onClose={close} />}
    </section>
  );
}
