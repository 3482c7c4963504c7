import { t } from "../../shared/i18n/t";
import { RowList } from "../../shared/list/RowList";
import type { ReplyRow } from "../../wire/wire";
import { ReplyItem } from "./ReplyItem";

type Props = {
  rows: readonly ReplyRow[];
  more: { exists: boolean; loading: boolean; failed: boolean; load: () => void };
};

export function ReplyList({ rows, more }: Props) {
  return (
    <RowList label={t("replies.list")} rows={rows} more={more}>
      {(row) => <ReplyItem row={row} />}
    </RowList>
  );
}
