import { Button } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArchive,
  IconListDetails,
  IconSearchOff,
} from "@tabler/icons-react";
import type { RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { Message } from "../../shared/kit/Message";
import type { CadenceCounts, CadenceFilter } from "../../wire/wire";

type Props = {
  filter: CadenceFilter;
  search: string;
  counts: CadenceCounts | undefined;
  onNew: () => void;
  onClearSearch: () => void;
  onFilter: (filter: CadenceFilter) => void;
};

/** Why the list is empty, and the one thing that is useful then. */
export function NoCadences({ filter, search, counts, onNew, onClearSearch, onFilter }: Props) {
  const newButton = <Button onClick={onNew}>{t("cadences.new")}</Button>;
  if (search !== "") {
    return (
      <Message
        icon={<IconSearchOff size={32} stroke={1.5} />}
        title={t("cadences.noneFound.title", { search })}
        actions={
          <Button variant="default" onClick={onClearSearch}>
            {t("cadences.searchClear")}
          </Button>
        }
      >
        {t("cadences.noneFound.text")}
      </Message>
    );
  }
  if (filter === "archived") {
    return (
      <Message
        icon={<IconArchive size={32} stroke={1.5} />}
        title={t("cadences.noneArchived.title")}
        actions={
          <Button variant="default" onClick={() => onFilter("all")}>
            {t("cadences.showAll")}
          </Button>
        }
      >
        {t("cadences.noneArchived.text")}
      </Message>
    );
  }
  if (filter === "draft" && counts && counts.all > 0) {
    return (
      <Message
        icon={<IconListDetails size={32} stroke={1.5} />}
        title={t("cadences.noneDraft.title")}
        actions={newButton}
      >
        {t("cadences.noneDraft.text")}
      </Message>
    );
  }
  if (filter === "active" && counts && counts.all > 0) {
    return (
      <Message
        icon={<IconListDetails size={32} stroke={1.5} />}
        title={t("cadences.noneActive.title")}
        actions={
          <Button variant="default" onClick={() => onFilter("all")}>
            {t("cadences.showAll")}
          </Button>
        }
      >
        {t("cadences.noneActive.text")}
      </Message>
    );
  }
  const archived = counts !== undefined && counts.archived > 0;
  return (
    <Message
      icon={<IconListDetails size={32} stroke={1.5} />}
      title={t(archived ? "cadences.noneAll.title" : "cadences.none.title")}
      actions={
        <>
          {newButton}
          {archived && (
            <Button variant="default" onClick={() => onFilter("archived")}>
              {t("cadences.showArchive")}
            </Button>
          )}
        </>
      }
    >
      {t(archived ? "cadences.noneAll.text" : "cadences.none.text")}
    </Message>
  );
}

export function CadenceListFailed({ error, onRetry }: { error: RpcError; onRetry: () => void }) {
  return (
    <Message
      alert
      icon={<IconAlertTriangle size={32} stroke={1.5} />}
      title={t("cadences.failed")}
      actions={<Button onClick={onRetry}>{t("action.retry")}</Button>}
    >
      {describeError(error)}
    </Message>
  );
}
