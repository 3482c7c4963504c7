import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { useDelayed } from "../../shared/kit/useDelayed";
import { workspaceStatusQuery } from "../../shared/workspace/status";
import { useRevealSentMail } from "../../shared/workspace/useRevealSentMail";
import type { AccountSettings, MailAccount } from "../../wire/wire";
import { AccountDialog } from "./AccountDialog";
import { issuerName, passwordSentence, serverWords } from "./accountWords";
import { MailboxFolders } from "./MailboxFolders";
import { accountQuery } from "./queries";
import { RemoveAccountDialog } from "./RemoveAccountDialog";
import classes from "./SettingsScreen.module.css";
import { SettingsSection } from "./SettingsSection";

const SKELETON_AFTER_MS = 150;

/** The mailbox that e-mails leave from. */
export function AccountSection() {
  const { data: status } = useQuery(workspaceStatusQuery);
  const practice = status?.state === "ready" && status.kind === "practice";
  return (
    <SettingsSection title={t("account.title")}>
      {practice ? <PracticeMail /> : <OwnAccount />}
    </SettingsSection>
  );
}

function PracticeMail() {
  const { reveal, revealing } = useRevealSentMail();
  return (
    <>
      <div className={classes.name}>{t("account.practice")}</div>
      <div className={classes.hint}>{t("account.practiceHint")}</div>
      <div className={classes.actions}>
        <Button variant="default" onClick={reveal} loading={revealing}>
          {t("practice.reveal")}
        </Button>
      </div>
    </>
  );
}

function OwnAccount() {
  const account = useQuery(accountQuery);
  const [editing, setEditing] = useState(false);
  const late = useDelayed(account.isPending, SKELETON_AFTER_MS);
  const { account: wanted } = useSearch({ from: "/frame/settings" });
  const navigate = useNavigate();
  const { data } = account;

  // The address opens the dialog once; coming back to it later must not.
  useEffect(() => {
    if (!wanted || !data) return;
    if (data.settings === null || data.password === "sign_in_again") setEditing(true);
    void navigate({ to: "/settings", search: {}, replace: true });
  }, [wanted, data, navigate]);

  if (account.isPending) return late && <Skeleton height={48} aria-label={t("account.loading")} />;
  if (!data) {
    return (
      <div role="alert">
        <div className={classes.name}>{t("account.failed")}</div>
        <div className={classes.hint}>{account.error && describeError(account.error)}</div>
        <div className={classes.actions}>
          <Button variant="default" onClick={() => void account.refetch()}>
            {t("action.retry")}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <>
      {data.settings ? (
        <Account
          account={data}
          settings={data.settings}
          asking={account.isFetching}
          onAsk={() => void account.refetch()}
          onEdit={() => setEditing(true)}
        />
      ) : (
        <>
          <div className={classes.name}>{t("account.none")}</div>
          <div className={classes.hint}>{t("account.noneHint")}</div>
          <div className={classes.actions}>
            <Button onClick={() => setEditing(true)}>{t("account.setUp")}</Button>
          </div>
        </>
      )}
      {editing && <AccountDialog account={data} onClose={() => setEditing(false)} />}
    </>
  );
}

type AccountProps = {
  account: MailAccount;
  settings: AccountSettings;
  asking: boolean;
  /** Asks again where the password is. */
  onAsk: () => void;
  onEdit: () => void;
};

function Account({ account, settings, asking, onAsk, onEdit }: AccountProps) {
  const [removing, setRemoving] = useState(false);
  const { password } = account;
  const behindKeychain = password === "locked" || password === "absent" || password === "denied";
  return (
    <>
      <div className={classes.name} data-selectable>
        {settings.address}
      </div>
      <dl className={classes.facts} data-figures>
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
              <MailboxFolders />
            </dd>
          </>
        )}
        <dt>{t(settings.sign_in.by === "oauth" ? "account.signIn" : "account.password")}</dt>
        <dd>
          <span role="status">{passwordSentence(password, settings)}</span>
        </dd>
      </dl>
      <div className={classes.actions}>
        {behindKeychain && (
          <Button onClick={onAsk} loading={asking}>
            {t("action.retry")}
          </Button>
        )}
        {password === "missing" && <Button onClick={onEdit}>{t("account.enterPassword")}</Button>}
        {password === "sign_in_again" && settings.sign_in.by === "oauth" && (
          <Button onClick={onEdit}>
            {t("account.signInAgain", { issuer: issuerName(settings.sign_in.issuer) })}
          </Button>
        )}
        <Button variant="default" onClick={onEdit}>
          {t("account.editAction")}
        </Button>
        <Button variant="default" onClick={() => setRemoving(true)}>
          {t("account.removeAction")}
        </Button>
      </div>
      {removing && (
        <RemoveAccountDialog address={settings.address} onClose={() => setRemoving(false)} />
      )}
    </>
  );
}
