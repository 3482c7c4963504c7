import { Button, VisuallyHidden } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { t } from "../../shared/i18n/t";
import { useShortcuts } from "../../shared/shortcuts/useShortcuts";
import type { PartnershipId, PartnershipRow } from "../../wire/wire";
import { usePartnershipActions } from "./PartnershipActions";
import classes from "./PartnershipList.module.css";
import { PartnershipListRow } from "./PartnershipListRow";

export const PARTNERSHIP_GRID_ID = "partnership-grid";

const ROW_HEIGHT = 40;
const HEADER_HEIGHT = 32;
const COLUMNS = 7;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 30;

type Props = {
  rows: readonly PartnershipRow[];
  /** How many rows there are in all, when that is known. */
  total: number | undefined;
  selection: {
    index: number;
    selected: PartnershipRow | undefined;
    select: (index: number) => void;
  };
  more: { exists: boolean; loading: boolean; failed: boolean; load: () => void };
};

export function PartnershipList({ rows, total, selection, more }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const [menuOf, setMenuOf] = useState<PartnershipId | null>(null);
  const [toEnd, setToEnd] = useState(false);
  const { open, startEdit, remove } = usePartnershipActions();
  const { index, selected, select } = selection;

  const virtual = useVirtualizer({
    count: rows.length + (more.exists ? 1 : 0),
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (at) => rows[at]?.id ?? "more",
    overscan: 12,
    scrollPaddingStart: HEADER_HEIGHT,
    scrollMargin: HEADER_HEIGHT,
  });
  const items = virtual.getVirtualItems();

  const last = items.at(-1)?.index ?? 0;
  const wanted = more.exists && !more.loading && !more.failed;
  const { load } = more;
  useEffect(() => {
    if (wanted && (toEnd || last >= rows.length - AHEAD)) load();
  }, [wanted, toEnd, last, rows.length, load]);

  useEffect(() => {
    if (!toEnd || more.exists) return;
    setToEnd(false);
    select(rows.length - 1);
  }, [toEnd, more.exists, select, rows.length]);

  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: "auto" });
  }, [index, virtual]);

  const go = (to: number) => {
    setToEnd(false);
    select(Math.max(0, Math.min(to, rows.length - 1)));
    grid.current?.focus({ preventScroll: true });
  };
  useShortcuts({
    listNext: () => go(index + 1),
    listPrevious: () => go(index < 0 ? 0 : index - 1),
    listFirst: () => go(0),
    listLast: () => {
      go(rows.length - 1);
      setToEnd(more.exists);
    },
    listOpen: () => selected && open(selected.id),
    listEdit: () => selected && startEdit(selected),
    listArchive: () => selected && remove(selected),
    listMenu: () => selected && setMenuOf(selected.id),
  });

  return (
    <div
      ref={grid}
      id={PARTNERSHIP_GRID_ID}
      className={classes.grid}
      role="grid"
      tabIndex={0}
      aria-label={t("partnerships.table")}
      aria-rowcount={total === undefined ? (more.exists ? -1 : rows.length + 1) : total + 1}
      aria-colcount={COLUMNS}
      aria-activedescendant={selected && `partnership-${selected.id}`}
      onFocus={(event) => {
        if (event.target === event.currentTarget && index < 0) select(0);
      }}
    >
      <Head />
      <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const partnership = rows[item.index];
          const style = { transform: `translateY(${item.start - HEADER_HEIGHT}px)` };
          if (!partnership) return <More key={item.key} style={style} more={more} />;
          return (
            <PartnershipListRow
              key={item.key}
              partnership={partnership}
              index={item.index}
              style={style}
              selected={item.index === index}
              menuOpen={menuOf === partnership.id}
              onSelect={() => go(item.index)}
              onMenu={(open) => {
                if (open) select(item.index);
                setMenuOf(open ? partnership.id : null);
              }}
              onMenuClosed={() => grid.current?.focus({ preventScroll: true })}
            />
          );
        })}
      </div>
    </div>
  );
}

function Head() {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.columns}>
        <span role="columnheader">{t("partnerships.column.name")}</span>
        <span role="columnheader" className={classes.stage}>
          {t("partnerships.column.stage")}
        </span>
        <span role="columnheader" className={classes.tier}>
          {t("partnerships.column.tier")}
        </span>
        <span role="columnheader" className={classes.contact}>
          {t("partnerships.column.contact")}
        </span>
        <span role="columnheader">{t("partnerships.column.next")}</span>
        <span role="columnheader" className={classes.updated}>
          {t("partnerships.column.updated")}
        </span>
        <span role="columnheader">
          <VisuallyHidden>{t("partnerships.column.actions")}</VisuallyHidden>
        </span>
      </div>
    </div>
  );
}

function More({ more, style }: Pick<Props, "more"> & { style: { transform: string } }) {
  return (
    <div role="row" className={classes.more} style={style}>
      <span role="gridcell" aria-colspan={COLUMNS}>
        {more.failed ? (
          <>
            {t("partnerships.moreFailed")}{" "}
            <Button size="compact-sm" variant="default" onClick={more.load}>
              {t("action.retry")}
            </Button>
          </>
        ) : (
          t("partnerships.loadingMore")
        )}
      </span>
    </div>
  );
}
