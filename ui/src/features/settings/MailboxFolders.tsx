import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { mailboxQuery } from "../../shared/mail/mailbox";
import { Moment } from "../../shared/time/Moment";
import { showError } from "../../shared/toast/toast";
import type { AccountId, MailboxFolder } from "../../wire/wire";
import classes from "./SettingsScreen.module.css";

/** The folders of an account that are read: when that was, or what went wrong. */
export function MailboxFolders({ account }: { account: AccountId }) {
  const { data, isError } = useQuery(mailboxQuery);
  if (isError) return <span>{t("account.foldersFailed")}</span>;
  if (!data) return null;
  const folders = data.folders.filter((folder) => folder.account === account);
  if (folders.length === 0) return <span>{t("account.foldersNone")}</span>;
  return (
    <ul className={classes.folders} aria-label={t("account.folders")}>
      {folders.map((folder) => (
        <Folder key={folder.name} folder={folder} />
      ))}
    </ul>
  );
}

function Folder({ folder }: { folder: MailboxFolder }) {
  const { read_at, failures, problem } = folder;
  // Every server calls it INBOX.
  const name = folder.role === "inbox" ? t("account.inbox") : folder.name;
  return (
    <li>
      {t("account.folder", { name })}{" "}
      {read_at === null ? (
        t("account.folderNotRead")
      ) : (
        <>
          {t("account.folderRead")} <Moment at={read_at} />
        </>
      )}
      {failures > 0 && (
        <div className={classes.trouble}>
          {t("account.folderTrouble", { count: failures, problem })}
        </div>
      )}
      {folder.unread > 0 && <Unread folder={folder} />}
    </li>
  );
}

/** Messages that may be anybody's: the rep looks where the program cannot. */
function Unread({ folder: { id, unread } }: { folder: MailboxFolder }) {
  const dismiss = useMutation<unknown, RpcError>({
    mutationFn: () => call("mailbox_dismiss", { id }),
    meta: { saves: true },
    onError: (error) => showError(t("account.folderSeenFailed"), describeError(error)),
  });
  return (
    <div className={classes.trouble}>
      {t("account.folderUnread", { count: unread })}{" "}
      <Button
        size="compact-sm"
        variant="default"
        loading={dismiss.isPending}
        onClick={() => dismiss.mutate()}
      >
        {t("account.folderSeen")}
      </Button>
    </div>
  );
}
