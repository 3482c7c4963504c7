import { Button, Skeleton } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { Message } from "../../shared/kit/Message";
import { useDelayed } from "../../shared/kit/useDelayed";
import type { IncomingId } from "../../wire/wire";
import { replyQuery } from "./queries";
import { ReplyChoices } from "./ReplyChoices";
import { ReplyMessage } from "./ReplyMessage";
import classes from "./ReplyPanes.module.css";

const SKELETON_AFTER_MS = 150;

/** The message that is open, and beside it what the cadence did and what the rep can do. */
export function ReplyPanes({ id }: { id: IncomingId }) {
  const reply = useQuery(replyQuery(id));
  const late = useDelayed(reply.isPending, SKELETON_AFTER_MS);
  if (reply.isPending) {
    return (
      <div className={classes.message}>
        {late && <Skeleton height={160} aria-label={t("replies.message.loading")} />}
      </div>
    );
  }
  if (!reply.data) {
    return (
      <Message
        alert
        icon={<IconAlertTriangle size={32} stroke={1.5} />}
        title={t("replies.message.failed")}
        actions={<Button onClick={() => void reply.refetch()}>{t("action.retry")}</Button>}
      >
        {reply.error && describeError(reply.error)}
      </Message>
    );
  }
  return (
    <>
      <ReplyMessage reply={reply.data} />
      <ReplyChoices reply={reply.data} />
    </>
  );
}
