import { t } from "../../shared/i18n/t";
import { RowList } from "../../shared/list/RowList";
import type { OutboxRow } from "../../wire/wire";
import { OutboxItem } from "./OutboxItem";
import { useOutboxActions } from "./useOutboxActions";

type Props = {
  rows: readonly OutboxRow[];
  more: { exists: boolean; loading: boolean; failed: boolean; load: () => void };
};

export function OutboxList({ rows, more }: Props) {
  const actions = useOutboxActions();
  return (
    <RowList label={t("outbox.list")} rows={rows} more={more}>
      {(row) => <OutboxItem row={row} actions={actions} />}
    </RowList>
  );
}
