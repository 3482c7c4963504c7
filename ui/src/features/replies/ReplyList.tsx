import { t } from "../../shared/i18n/t";
import { RowList } from "../../shared/list/RowList";
import type { IncomingId, ReplyRow } from "../../wire/wire";
import { ReplyItem } from "./ReplyItem";

type Props = {
  rows: readonly ReplyRow[];
  chosen: IncomingId | undefined;
  onChoose: (id: IncomingId) => void;
  more: { exists: boolean; loading: boolean; failed: boolean; load: () => void };
};

export function ReplyList({ rows, chosen, onChoose, more }: Props) {
  return (
    <RowList label={t("replies.list")} rows={rows} more={more}>
      {(row) => (
        <ReplyItem row={row} chosen={row.id === chosen} onChoose={() => onChoose(row.id)} />
      )}
    </RowList>
  );
}
