import { Button, VisuallyHidden } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { t } from "../../shared/i18n/t";
import { useShortcuts } from "../../shared/shortcuts/useShortcuts";
import type { CadenceId, CadenceSummary } from "../../wire/wire";
import { useCadenceActions } from "./CadenceActions";
import classes from "./CadenceList.module.css";
import { CadenceRow } from "./CadenceRow";

export const CADENCE_GRID_ID = "cadence-grid";

const ROW_HEIGHT = 40;
const HEADER_HEIGHT = 32;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 30;

type Props = {
  rows: readonly CadenceSummary[];
  /** How many rows there are in all, when that is known. */
  total: number | undefined;
  selection: {
    index: number;
    selected: CadenceSummary | undefined;
    select: (index: number) => void;
  };
  more: { exists: boolean; loading: boolean; failed: boolean; load: () => void };
};

export function CadenceList({ rows, total, selection, more }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const [menuOf, setMenuOf] = useState<CadenceId | null>(null);
  const [toEnd, setToEnd] = useState(false);
  const { open, startEdit, archive, restore } = useCadenceActions();
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
    listOpen: () => {
      if (selected) open(selected.id);
    },
    listEdit: () => {
      if (selected && selected.status !== "archived") startEdit(selected);
    },
    listArchive: () => {
      if (selected && selected.status !== "archived") archive(selected);
    },
    listRestore: () => {
      if (selected?.status === "archived") restore(selected);
    },
    listMenu: () => {
      if (selected) setMenuOf(selected.id);
    },
  });

  return (
    <div
      ref={grid}
      id={CADENCE_GRID_ID}
      className={classes.grid}
      role="grid"
      tabIndex={0}
      aria-label={t("cadences.table")}
      aria-rowcount={total === undefined ? (more.exists ? -1 : rows.length + 1) : total + 1}
      aria-colcount={6}
      aria-activedescendant={selected && `cadence-${selected.id}`}
      onFocus={(event) => {
        if (event.target === event.currentTarget && index < 0) select(0);
      }}
    >
      <Head />
      <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const cadence = rows[item.index];
          const style = { transform: `translateY(${item.start - HEADER_HEIGHT}px)` };
          if (!cadence) return <More key={item.key} style={style} more={more} />;
          return (
            <CadenceRow
              key={item.key}
              cadence={cadence}
              index={item.index}
              style={style}
              selected={item.index === index}
              menuOpen={menuOf === cadence.id}
              onSelect={() => go(item.index)}
              onMenu={(open) => {
                if (open) select(item.index);
                setMenuOf(open ? cadence.id : null);
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
        <span role="columnheader">{t("cadences.column.name")}</span>
        <span role="columnheader">{t("cadences.column.status")}</span>
        <span role="columnheader" className={classes.steps}>
          {t("cadences.column.steps")}
        </span>
        <span role="columnheader" className={classes.created}>
          {t("cadences.column.created")}
        </span>
        <span role="columnheader" className={classes.updated}>
          {t("cadences.column.updated")}
        </span>
        <span role="columnheader">
          <VisuallyHidden>{t("cadences.column.actions")}</VisuallyHidden>
        </span>
      </div>
    </div>
  );
}

function More({ more, style }: Pick<Props, "more"> & { style: { transform: string } }) {
  return (
    <div role="row" className={classes.more} style={style}>
      <span role="gridcell" aria-colspan={6}>
        {more.failed ? (
          <>
            {t("cadences.moreFailed")}{" "}
            <Button size="compact-sm" variant="default" onClick={more.load}>
              {t("action.retry")}
            </Button>
          </>
        ) : (
          t("cadences.loadingMore")
        )}
      </span>
    </div>
  );
}
