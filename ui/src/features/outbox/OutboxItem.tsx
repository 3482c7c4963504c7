import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { t } from "../../shared/i18n/t";
import { holdPlace, holdSearch } from "../../shared/mail/hold";
import type { OutboxRow } from "../../wire/wire";
import classes from "./OutboxList.module.css";
import { OutboxStateText } from "./OutboxStateText";
import { SendAgainDialog } from "./SendAgainDialog";
import type { OutboxActions } from "./useOutboxActions";

type Props = { row: OutboxRow; actions: OutboxActions };

/** A message: for whom, what it says, where it is, and what can be done about it. */
export function OutboxItem({ row, actions }: Props) {
  const { partnership, partnership_name, contact_name, subject, to, reply } = row;
  return (
    <div className={classes.columns}>
      <div className={classes.about}>
        <Link
          to="/partnerships/$id"
          params={{ id: String(partnership) }}
          className={classes.person}
          data-row-link
          draggable={false}
        >
          {t("outbox.person", { contact: contact_name, partnership: partnership_name })}
        </Link>
        <div className={classes.subject} title={subject}>
          {subject}
        </div>
        <div className={classes.address} title={to} data-selectable>
          {to}
          {reply !== null && (
            <>
              {" · "}
              <Link to="/replies" search={{ tab: "all", id: reply }}>
                {t("outbox.openReply")}
              </Link>
            </>
          )}
        </div>
      </div>
      <OutboxStateText state={row.state} copy={row.copy} />
      <div className={classes.actions}>
        <Actions row={row} actions={actions} />
      </div>
    </div>
  );
}

function Actions({ row, actions }: Props) {
  const [asking, setAsking] = useState(false);
  const { state } = row;
  const busy = actions.busy.includes(row.id);
  const retry = (
    <Button {...small} disabled={busy} onClick={() => actions.retry(row)}>
      {t("action.retry")}
    </Button>
  );
  const takeBack = (
    <Button {...small} disabled={busy} onClick={() => actions.cancel(row)}>
      {t("outbox.takeBack")}
    </Button>
  );
  switch (state.state) {
    case "queued":
    case "retry_at":
      return takeBack;
    case "held":
      return (
        <>
          {holdPlace(state.reason) === "settings" ? (
            <Button
              {...small}
              renderRoot={(props) => (
                <Link {...props} to="/settings" search={holdSearch(state.reason)} />
              )}
            >
              {t("outbox.openSettings")}
            </Button>
          ) : (
            retry
          )}
          {takeBack}
        </>
      );
    case "failed":
      return retry;
    case "in_doubt":
      return (
        <>
          <Button {...small} disabled={busy} onClick={() => actions.settle(row, "sent")}>
            {t("outbox.arrived")}
          </Button>
          <Button {...small} disabled={busy} onClick={() => setAsking(true)}>
            {t("outbox.sendAgain")}
          </Button>
          {asking && (
            <SendAgainDialog
              row={row}
              onSend={() => {
                setAsking(false);
                actions.settle(row, "send_again");
              }}
              onClose={() => setAsking(false)}
            />
          )}
        </>
      );
    case "sending":
    case "sent":
    case "cancelled":
      return null;
  }
}

const small = { size: "compact-sm", variant: "default" } as const;
