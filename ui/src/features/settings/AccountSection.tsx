import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { t } from "../../shared/i18n/t";
import { useDelayed } from "../../shared/kit/useDelayed";
import { accountsQuery } from "../../shared/mail/accounts";
import { workspaceStatusQuery } from "../../shared/workspace/status";
import { useRevealSentMail } from "../../shared/workspace/useRevealSentMail";
import type { AccountId } from "../../wire/wire";
import { Account } from "./Account";
import { AccountDialog } from "./AccountDialog";
import { NotLoaded } from "./NotLoaded";
import classes from "./SettingsScreen.module.css";
import { SettingsSection } from "./SettingsSection";

const SKELETON_AFTER_MS = 150;

/** The mailboxes that e-mails leave from. */
export function AccountSection() {
  const { data: status } = useQuery(workspaceStatusQuery);
  const practice = status?.state === "ready" && status.kind === "practice";
  return (
    <SettingsSection title={t("account.title")}>
      {practice ? <PracticeMail /> : <OwnAccounts />}
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

function OwnAccounts() {
  const accounts = useQuery(accountsQuery);
  const [editing, setEditing] = useState<AccountId | "new" | null>(null);
  const late = useDelayed(accounts.isPending, SKELETON_AFTER_MS);
  const { account: wanted } = useSearch({ from: "/frame/settings" });
  const navigate = useNavigate();
  const { data } = accounts;

  // The address opens the dialog once; coming back to it later must not.
  useEffect(() => {
    if (!wanted || !data) return;
    const over = data.accounts.find((account) => account.password === "sign_in_again");
    if (data.accounts.length === 0) setEditing("new");
    else if (over) setEditing(over.id);
    void navigate({ to: "/settings", search: {}, replace: true });
  }, [wanted, data, navigate]);

  if (accounts.isPending) return late && <Skeleton height={48} aria-label={t("account.loading")} />;
  if (!data) {
    return (
      <NotLoaded
        title={t("account.failed")}
        error={accounts.error}
        onRetry={() => void accounts.refetch()}
      />
    );
  }
  const several = data.accounts.length > 1;
  return (
    <>
      {data.accounts.length === 0 && (
        <>
          <div className={classes.name}>{t("account.none")}</div>
          <div className={classes.hint}>{t("account.noneHint")}</div>
        </>
      )}
      {data.accounts.map((account) => (
        <Account
          key={account.id}
          account={account}
          several={several}
          editing={editing === account.id}
          onEdit={(edits) => setEditing(edits ? account.id : null)}
          asking={accounts.isFetching}
          onAsk={() => void accounts.refetch()}
        />
      ))}
      <div className={classes.actions}>
        <Button
          variant={data.accounts.length === 0 ? "filled" : "default"}
          onClick={() => setEditing("new")}
        >
          {t(data.accounts.length === 0 ? "account.setUp" : "account.addAnother")}
        </Button>
      </div>
      {editing === "new" && <AccountDialog account={null} onClose={() => setEditing(null)} />}
    </>
  );
}
