import { Button } from "@mantine/core";
import { IconAlertTriangle, IconHeartHandshake, IconSearchOff } from "@tabler/icons-react";
import type { RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { Message } from "../../shared/kit/Message";

type Props = {
  search: string;
  /** Whether only those at a stage are shown. */
  filtered: boolean;
  onNew: () => void;
  onClearSearch: () => void;
  onClearFilter: () => void;
};

/** Why the list is empty, and the one thing that is useful then. */
export function NoPartnerships(props: Props) {
  const { search, filtered, onNew, onClearSearch, onClearFilter } = props;
  if (filtered) {
    return (
      <Message
        icon={<IconSearchOff size={32} stroke={1.5} />}
        title={t("partnerships.noneAtStage.title")}
        actions={
          <Button variant="default" onClick={onClearFilter}>
            {t("partnerships.noneAtStage.all")}
          </Button>
        }
      >
        {t("partnerships.noneAtStage.text")}
      </Message>
    );
  }
  if (search !== "") {
    return (
      <Message
        icon={<IconSearchOff size={32} stroke={1.5} />}
        title={t("partnerships.noneFound.title", { search })}
        actions={
          <Button variant="default" onClick={onClearSearch}>
            {t("partnerships.searchClear")}
          </Button>
        }
      >
        {t("partnerships.noneFound.text")}
      </Message>
    );
  }
  return (
    <Message
      icon={<IconHeartHandshake size={32} stroke={1.5} />}
      title={t("partnerships.none.title")}
      actions={<Button onClick={onNew}>{t("partnerships.new")}</Button>}
    >
      {t("partnerships.none.text")}
    </Message>
  );
}

type FailedProps = { error: RpcError; onRetry: () => void };

export function PartnershipListFailed({ error, onRetry }: FailedProps) {
  return (
    <Message
      alert
      icon={<IconAlertTriangle size={32} stroke={1.5} />}
      title={t("partnerships.failed")}
      actions={<Button onClick={onRetry}>{t("action.retry")}</Button>}
    >
      {describeError(error)}
    </Message>
  );
}
